// --- texts with marks --------------------------------------------------------------------------------------------
// An element that shows a text contains nothing but this text, so that a selection in it gives offsets in the text.

// The marks on one side of a segment: of its findings, of the errors of the rater, of what is picked.
function layersOf(segment, side, entry, chosen) {
  const text = segment[side];
  const layer = (span, more) => ({ from: unitAt(text, span.start), to: unitAt(text, span.end), ...more });
  const on = (spans) => (spans ?? []).filter((span) => span.side === side);
  const layers = [];
  for (const finding of segment.findings) {
    const opinion = entry.decisions[finding.fingerprint]?.opinion ?? (finding.suppressed ? "tolerated" : "");
    const accepted = opinion === "false-alarm" || opinion === "tolerated";
    for (const span of on(finding.spans)) {
      layers.push(layer(span, { rank: rank(finding.severity), accepted, here: finding.fingerprint === chosen, id: finding.fingerprint }));
    }
  }
  for (const error of entry.errors) for (const span of on(error.spans)) layers.push(layer(span, { own: rank(error.severity) }));
  return layers;
}

function paintText(element, text, side, layers) {
  element.lang = langs[side];
  element.dir = directions[side];
  element.classList.toggle("none", !text);
  const ends = new Set([0, text.length]);
  for (const { from, to } of layers) ends.add(from).add(to);
  const cuts = [...ends].sort((a, b) => a - b);
  const parts = [];
  cuts.forEach((from, place) => {
    for (const empty of layers.filter((layer) => layer.from === from && layer.to === from)) parts.push(markOf("", [empty]));
    const to = cuts[place + 1];
    if (to === undefined) return;
    const over = layers.filter((layer) => layer.from <= from && layer.to >= to && layer.to > layer.from);
    parts.push(over.length ? markOf(text.slice(from, to), over) : text.slice(from, to));
  });
  element.replaceChildren(...parts);
}

function markOf(text, over) {
  const mark = make("mark", "", text);
  const found = over.filter((layer) => layer.id && !layer.accepted);
  const own = over.filter((layer) => layer.own !== undefined);
  if (found.length) mark.classList.add(`r${Math.max(...found.map((layer) => layer.rank))}`);
  else if (over.some((layer) => layer.accepted)) mark.classList.add("accepted");
  if (own.length) mark.classList.add("own", `own${Math.max(...own.map((layer) => layer.own))}`);
  mark.classList.toggle("only", own.length === over.length);
  for (const name of ["here", "picked"]) mark.classList.toggle(name, over.some((layer) => layer[name]));
  mark.classList.toggle("point", !text);
  const owner = over.find((layer) => layer.here && layer.id) ?? over.find((layer) => layer.id);
  if (owner) mark.dataset.finding = owner.id;
  return mark;
}

// What an edit changed, word by word.
function paintChanges(element, from, to) {
  element.lang = langs.target;
  element.dir = directions.target;
  element.replaceChildren(...changes(from, to, langs.target).map(([kind, text]) => (kind === "keep" ? text : make(kind, "diff", text))));
}

// Applies a change of the original text to the edited one; null if the rater has changed these words already.
function carried(original, edited, from, to, text) {
  let [before, after] = [0, 0];
  for (const [kind, part] of changes(original, edited, langs.target)) {
    if (kind === "keep" && before <= from && to <= before + part.length) {
      const start = after + from - before;
      return edited.slice(0, start) + text + edited.slice(start + to - from);
    }
    if (kind !== "ins") before += part.length;
    if (kind !== "del") after += part.length;
  }
  return null;
}

const languageNames = new Intl.DisplayNames(["en"], { type: "language", fallback: "code" });

function languageName(tag) {
  try {
    return languageNames.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

const quoted = (text) => `“${text.length > 60 ? `${text.slice(0, 58)}…` : text}”`;
