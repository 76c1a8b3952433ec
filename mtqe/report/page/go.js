// --- going to a finding ------------------------------------------------------------------------------------------

let current = null;

function center(element) {
  const aim = () => {
    element.scrollIntoView({ block: "center" });
    // Beside the text the list of findings should fill the window.
    const below = stacked.matches ? 0 : desk.getBoundingClientRect().top;
    if (below > 0) scrollBy(0, below);
  };
  aim();
  // Rows near the goal get their true height only now; aim again when they have it.
  requestAnimationFrame(() => requestAnimationFrame(aim));
}

function release() {
  for (const element of all(".here")) element.classList.remove("here");
  current?.removeAttribute("aria-current");
  current = null;
  hide(byId("sheet"), true);
}

function select(card, { focus = false, scroll = true } = {}) {
  release();
  current = card;
  card.setAttribute("aria-current", "true");
  const number = card.id.slice(1);
  const row = rowOf(card.dataset.row);
  if (row) {
    const own = all("mark", row).filter((mark) => numbers(mark).includes(number));
    for (const element of [row, ...own]) element.classList.add("here");
    for (const tick of all(`.tick[href="#${row.id}"]`)) tick.classList.add("here");
    if (scroll) center(own.length === 1 ? own[0] : row);
  }
  if (!stacked.matches) {
    const [box, frame] = [card.getBoundingClientRect(), list.getBoundingClientRect()];
    if (box.top < frame.top || box.bottom > frame.bottom) list.scrollTop += box.top - frame.top - frame.height / 3;
  } else if (row) {
    sheet([card]);
  }
  if (focus) one(".go", card)?.focus({ preventScroll: true });
  history.replaceState(null, "", `#${card.id}`);
}

function visit(anchor) {
  const row = rowOf(anchor);
  const first = shown.find((item) => item.dataset.row === anchor);
  if (first) return select(first);
  if (!row || row.hidden) return undefined;
  release();
  row.classList.add("here");
  for (const tick of all(`.tick[href="#${anchor}"]`)) tick.classList.add("here");
  history.replaceState(null, "", `#${anchor}`);
  return center(row);
}

function sheet(some) {
  const copies = some.map((card) => {
    const copy = card.cloneNode(true);
    copy.removeAttribute("id");
    copy.removeAttribute("aria-current");
    copy.hidden = false;
    return copy;
  });
  byId("sheet-body").replaceChildren(...copies);
  byId("sheet").hidden = false;
}

function step(by) {
  const open = shown.filter((card) => card.dataset.row);
  if (!open.length) return;
  const at = open.indexOf(current);
  const next = at < 0 ? (by > 0 ? 0 : open.length - 1) : Math.min(open.length - 1, Math.max(0, at + by));
  select(open[next], { focus: true });
}

function fromText(element) {
  const some = numbers(element).map((n) => byId(`f${n}`)).filter((card) => card && !card.hidden);
  if (!some.length) return;
  select(some[0], { scroll: false });
  if (stacked.matches) sheet(some);
}
