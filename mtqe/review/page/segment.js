// --- the segment in focus and its neighbours ---------------------------------------------------------------------

const AROUND = { before: 2, after: 4 };

function badgeOf(text, name = "") {
  return make("span", `fact ${name}`, text);
}

const digits = (value) => (Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2));

function paintHead(segment) {
  byId("focus-h").textContent = `Segment ${headingOf(segment)}`;
  const facts = [];
  if (walkPlaces.has(segment.key)) facts.push(badgeOf(`stop ${walkPlaces.get(segment.key) + 1} of ${walk.length}`));
  const left = undecided(segment.key).length;
  if (left) facts.push(badgeOf(left === 1 ? "1 finding to decide" : `${left} findings to decide`, "left")); // shown where the findings are below
  if (segment.sampled) facts.push(badgeOf("in the sample", "sampled"));
  if (segment.locked) facts.push(badgeOf("locked in its file", "locked"));
  if (walkPlaces.has(segment.key) && isDone(segment.key)) facts.push(badgeOf("decided", "decided"));
  const doc = segment.doc && segment.origin?.includes(segment.doc) ? null : segment.doc;
  for (const text of [doc, segment.system, segment.origin]) if (text) facts.push(badgeOf(text));
  // Whoever rates a sampled segment shall not know what the metrics say of it.
  const { looked, score } = entryOf(segment.key);
  const shown = segment.sampled && !looked && score === null ? [] : segment.scores;
  for (const { metric, value, interval } of shown) {
    if (value === null || value === undefined) continue;
    facts.push(badgeOf(`${metric} ${digits(value)}${interval ? ` (${interval.map(digits).join("–")})` : ""}`));
  }
  for (const fact of facts) fact.dir = "auto";
  byId("facts").replaceChildren(...facts);
  for (const side of SIDES) byId(`${side}-h`).textContent = `${side === "source" ? "Source" : "Translation"}${langs[side] === "und" ? "" : `, ${languageName(langs[side])}`}`;
}

function paintFocus() {
  const segment = segmentOf(at.key);
  const entry = entryOf(at.key);
  paintHead(segment);
  for (const side of SIDES) paintText(byId(side), segment[side], side, [...layersOf(segment, side, entry, at.finding), ...pickLayer(side)]);
  paintReferences(segment);
}

function paintReferences(segment) {
  const box = byId("references");
  const texts = segment.references ?? [];
  hide(box, !texts.length);
  find("summary", box).textContent = texts.length === 1 ? "Reference" : `${texts.length} references`;
  find("div", box).replaceChildren(...texts.map((text) => {
    const shown = make("p", "t", text);
    shown.lang = langs.target;
    shown.dir = directions.target;
    return shown;
  }));
}

function nearRow(segment) {
  const row = make("li");
  const link = make("button", "near-row");
  link.type = "button";
  link.dataset.key = segment.key;
  const number = make("span", "no", numberOf(segment));
  if (number.textContent !== segment.id) number.title = segment.id;
  number.dir = "auto";
  if (walkPlaces.has(segment.key) && isDone(segment.key)) {
    const done = make("span", "done", " ✓");
    done.setAttribute("aria-label", "decided");
    done.setAttribute("role", "img");
    number.append(done);
  }
  const texts = SIDES.map((side) => {
    const edited = side === "target" ? entryOf(segment.key).edited : null;
    const words = edited ?? segment[side];
    const shown = make("span", words ? "t" : "t none", words);
    shown.lang = langs[side];
    shown.dir = directions[side];
    return shown;
  });
  const [key] = Object.entries({ p: -1, n: 1 }).find(([, direction]) => segments[places.get(at.key) + direction] === segment) ?? [];
  if (key) {
    link.setAttribute("aria-keyshortcuts", key);
    const shown = make("kbd", "", key);
    shown.setAttribute("aria-hidden", "true");
    number.append(shown);
  }
  link.append(number, ...texts);
  row.append(link);
  return row;
}

function paintContext() {
  for (const [id, direction] of [["before", -1], ["after", 1]]) {
    const rows = context(at.key, direction, AROUND[id]).map(nearRow);
    while (rows.length < AROUND[id]) {
      const edge = make("li", "edge");
      edge.setAttribute("aria-hidden", "true");
      if (direction < 0) rows.unshift(edge);
      else rows.push(edge);
    }
    byId(id).replaceChildren(...rows);
  }
}

for (const id of ["before", "after"]) {
  byId(id).addEventListener("click", (event) => {
    const row = event.target.closest(".near-row");
    if (row && !getSelection()?.toString()) visit(row.dataset.key);
  });
}

// A click on a mark chooses its finding.
for (const side of SIDES) {
  byId(side).addEventListener("click", (event) => {
    const mark = event.target.closest("mark[data-finding]");
    if (mark && getSelection()?.isCollapsed !== false && !picking()) visit(at.key, mark.dataset.finding);
  });
}
