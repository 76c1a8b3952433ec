// --- trend -------------------------------------------------------------------------------------------------------
// Draws the table of each figure with uPlot. The tables remain for readers who do not see the drawing.

function numbersOf(table) {
  const columns = findAll("thead th[data-name]", table).map((cell) => ({ name: cell.textContent, rank: cell.dataset.rank, data: [], low: [], high: [] }));
  const [times, cuts, changes] = [[], [], []];
  for (const row of findAll("tbody tr", table)) {
    const time = Date.parse(find("time", row).dateTime) / 1000;
    if (Number.isNaN(time)) continue;
    if (row.matches(".cut")) {
      // A gap: values to its left and right are not comparable.
      times.push((times.at(-1) + time) / 2);
      cuts.push(times.at(-1));
      for (const column of columns) for (const part of [column.data, column.low, column.high]) part.push(null);
    }
    if (row.matches(".change")) changes.push(times.length ? (times.at(-1) + time) / 2 : time);
    times.push(time);
    findAll("td", row).forEach((cell, index) => {
      const [value, low, high] = ["value", "low", "high"].map((name) => (name in cell.dataset ? Number(cell.dataset[name]) : null));
      columns[index].data.push(value);
      columns[index].low.push(low);
      columns[index].high.push(high);
    });
  }
  return { times, columns, cuts, changes };
}

function draw(figure) {
  const box = find(".chart", figure);
  const readout = find("output", figure);
  const { times, columns, cuts, changes } = numbersOf(find("table", figure));
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const data = [times];
  const series = [{}];
  const bands = [];
  for (const column of columns) {
    const stroke = colour(column.rank ? `--r${column.rank}-bar` : "--link");
    series.push({ label: column.name, stroke, width: 2, points: { show: times.length < 60, size: 5, fill: stroke } });
    data.push(column.data);
    if (column.low.every((bound) => bound === null)) continue;
    for (const bound of [column.high, column.low]) {
      series.push({ stroke: "transparent", points: { show: false } });
      data.push(bound);
    }
    bands.push({ series: [series.length - 2, series.length - 1], fill: `color-mix(in srgb, ${stroke} 18%, transparent)` });
  }
  const axis = {
    stroke: colour("--soft"),
    font: `11px ${getComputedStyle(document.body).fontFamily}`,
    grid: { stroke: colour("--line"), width: 1 },
    ticks: { show: false },
  };
  const lines = (plot, places, dash, name) => {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.strokeStyle = colour(name);
    ctx.setLineDash(dash);
    ctx.lineWidth = devicePixelRatio;
    for (const place of places) {
      const x = Math.round(plot.valToPos(place, "x", true));
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
    }
    ctx.restore();
  };
  const tell = (plot) => {
    const at = plot.cursor.idx;
    const row = at == null || columns.every((column) => column.data[at] == null) ? null : at;
    const words = row === null ? [] : columns.map((column) => `${column.name} ${Number(column.data[row].toPrecision(4))}`);
    readout.textContent = row === null ? "" : [new Date(times[row] * 1000).toISOString().slice(0, 10), ...words].join(" · ");
  };
  // Dates are written as 2 Aug, which is clear in any locale; hours or months if the ticks are that far apart.
  const dates = (plot, splits, axisNumber, space, step) => splits.map((time) => {
    const part = step >= 28 * 86400 ? { month: "short", year: "numeric" } : { day: "numeric", month: "short" };
    const form = step < 86400 ? { hour: "2-digit", minute: "2-digit" } : part;
    return new Date(time * 1000).toLocaleString("en-GB", { timeZone: "UTC", ...form });
  });
  box.replaceChildren();
  return new uPlot({
    width: box.clientWidth,
    height: 150,
    legend: { show: false },
    cursor: { y: false, drag: { x: true, y: false } },
    tzDate: (time) => uPlot.tzDate(new Date(time * 1000), "Etc/UTC"),
    axes: [{ ...axis, grid: { show: false }, size: 26, space: 60, values: dates }, { ...axis, size: 42 }],
    series,
    bands,
    hooks: {
      setCursor: [tell],
      draw: [(plot) => {
        lines(plot, cuts, [2, 4], "--soft");
        lines(plot, changes, [], "--r2-bar");
      }],
    },
  }, data, box);
}

const figures = findAll(".trend");
const plots = new Map();
function drawAll() {
  for (const figure of figures) {
    plots.get(figure)?.destroy();
    if (find(".chart", figure).clientWidth) plots.set(figure, draw(figure));
  }
}
if (figures.length) {
  drawAll();
  for (const query of ["(prefers-color-scheme: dark)", "print"]) matchMedia(query).addEventListener("change", drawAll);
  new ResizeObserver(() => {
    for (const [figure, plot] of plots) plot.setSize({ width: find(".chart", figure).clientWidth, height: 150 });
  }).observe(find(".trends"));
}
