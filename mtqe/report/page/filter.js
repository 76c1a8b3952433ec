// --- filters -----------------------------------------------------------------------------------------------------

const severities = new Set();
const worstFirst = cards.slice();
const textOrder = cards.slice().sort((a, b) => Number(a.dataset.order || 1e9) - Number(b.dataset.order || 1e9));
const texts = new WeakMap();
let shown = cards;
let visible = null;
let withFindings = null;
let ordersShown = [];
let touched = false;

// Computed at the first search only, to save time before.
function textOf(element) {
  if (!element) return "";
  if (!texts.has(element)) texts.set(element, element.textContent.toLowerCase());
  return texts.get(element);
}

const query = () => value("q").trim().toLowerCase();

function passes(card, words, check, doc, lane, state) {
  const data = card.dataset;
  return (!severities.size || severities.has(data.sev))
    && (!check || check === `c:${data.cat}` || check === `k:${data.check}`)
    && (!doc || doc === data.doc)
    && (!lane || lane === data.lane)
    && (state ? state === data.state : data.state !== "follows")
    && (!words || textOf(card).includes(words) || (data.row && textOf(byId(data.row)).includes(words)));
}

// The browser reserves space for a chunk even when all its rows are hidden, so such chunks are hidden.
function empty(chunk, words, only) {
  if (!chunk.matches(".packed")) return !findAll(".row", chunk).some((row) => !row.hidden);
  if (!words && !only) return false;
  const [from, to] = [Number(chunk.dataset.from), Number(chunk.dataset.to)];
  return !ordersShown.some((order) => from <= order && order <= to);
}

// Applies the filters to the whole text, or to a chunk that has just been unpacked.
function refresh(root) {
  const within = (name) => (root === document ? every(name) : findAll(name, root));
  const words = query();
  const doc = value("doc");
  const lane = value("lane");
  const only = byId("only")?.checked;
  const differ = byId("differ")?.checked;
  for (const mark of within("mark")) mark.classList.toggle("off", !numbers(mark).some((n) => visible.has(n)));
  for (const tag of within(".tag")) hide(tag, !visible.has(tag.dataset.f));
  for (const row of within(".row")) {
    const matches = withFindings.has(row.id) || (!only && (!words || textOf(row).includes(words)));
    hide(row, !matches || (differ && !differs(row)));
  }
  if (byId("lane")) for (const cell of within(".cell")) hide(cell, Boolean(lane) && cell.dataset.lane !== lane);
  if (root !== document) {
    hide(root, empty(root, words, only));
    return;
  }
  for (const block of every(".block")) hide(block, Boolean(doc) && block.dataset.doc !== doc);
  for (const chunk of every(".chunk")) hide(chunk, empty(chunk, words, only));
}

// Opens or closes the references, also in rows that are unpacked later.
function references(root) {
  const open = Boolean(byId("refs")?.checked);
  if (root === document || open) for (const item of findAll(".ref", root)) item.open = open;
}

function apply() {
  const words = query();
  if (words) unpackWith(words);
  const [check, doc, lane, state] = [value("check"), value("doc"), value("lane"), value("state")];
  const order = value("order") === "text" ? textOrder : worstFirst;
  shown = order.filter((card) => passes(card, words, check, doc, lane, state));
  visible = new Set(shown.map((card) => card.id.slice(1)));
  withFindings = new Set(shown.map((card) => card.dataset.row));
  touched = true;
  ordersShown = shown.map((card) => Number(card.dataset.order));
  for (const card of cards) hide(card, !visible.has(card.id.slice(1)));
  const filtered = Boolean(severities.size || words || check || doc || lane || state || byId("only")?.checked || byId("differ")?.checked);
  byId("text").classList.toggle("filtered", filtered);
  refresh(document);
  highlight(words);
  const tally = byId("tally");
  const [shownCount, total] = [shown.length, cards.length].map((n) => n.toLocaleString("en"));
  if (tally) tally.textContent = shownCount === total ? total : `${shownCount} of ${total}`;
  if (byId("empty")) byId("empty").hidden = shown.length > 0;
  if (byId("clear")) byId("clear").hidden = !(severities.size || words || check || doc || state);
}

function clear() {
  severities.clear();
  for (const chip of findAll(".chip")) chip.setAttribute("aria-pressed", "false");
  for (const id of ["q", "check", "doc", "state"]) if (byId(id)) byId(id).value = "";
  apply();
}

// Highlights the search words without changing the text.
function highlight(words) {
  if (!globalThis.CSS?.highlights) return;
  const ranges = [];
  const shownTexts = words ? [...every(".row .t"), ...cards.flatMap((card) => findAll(".message, q", card))] : [];
  for (const text of shownTexts) {
    if (ranges.length > 2000) break;
    if (text.closest("[hidden]") || !text.textContent.toLowerCase().includes(words)) continue;
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const lower = node.data.toLowerCase();
      if (lower.length !== node.data.length) continue;
      for (let at = lower.indexOf(words); at >= 0; at = lower.indexOf(words, at + words.length)) {
        const range = new StaticRange({ startContainer: node, startOffset: at, endContainer: node, endOffset: at + words.length });
        ranges.push(range);
      }
    }
  }
  CSS.highlights.set("found", new Highlight(...ranges));
}
