// --- marking text ------------------------------------------------------------------------------------------------
// What is picked on each side, until an error is made of it. Offsets are UTF-16 units here. The keyboard moves a caret
// that covers a word: `anchor` stays, `head` moves. A side on which the caret has not moved is dropped when it is left.

let pick = null; // { side, source: range, target: range }; a range is { anchor, head, from, to, moved }

const picking = () => pick !== null;
const textOf = (side) => segmentOf(at.key)[side];
const pickedSides = () => (pick ? SIDES.filter((side) => pick[side] && pick[side].to > pick[side].from) : []);

function pickLayer(side) {
  const range = pick?.[side];
  return range ? [{ from: range.from, to: range.to, picked: true }] : [];
}

// Where the caret starts: at the marks of the current finding, or at the first word.
function startOn(side) {
  const text = textOf(side);
  const stops = stopsIn(text, langs[side], false);
  if (!stops.length) return null;
  const span = currentFinding()?.spans.find((item) => item.side === side && item.end > item.start);
  const from = span ? unitAt(text, span.start) : 0;
  const word = stops.find((stop) => stop.to > from) ?? stops[0];
  return { anchor: word, head: word, from: word.from, to: word.to, moved: false };
}

function startMarking() {
  if (pick) return chooseForPick();
  const range = startOn("target");
  const side = range ? "target" : "source";
  const first = range ?? startOn("source");
  if (!first) return say("There is no text to mark.", true);
  pick = { side, source: null, target: null, [side]: first };
  return showPick(true);
}

function showPick(focus = false) {
  paintFocus();
  const bar = byId("markbar");
  hide(bar, !pick);
  document.body.classList.toggle("marking", picking());
  for (const side of SIDES) byId(side).classList.toggle("active", pick?.side === side);
  if (!pick) return;
  const told = SIDES.map((side) => (pickedSides().includes(side) ? `${NAMES[side]} ${quoted(textOf(side).slice(pick[side].from, pick[side].to))}` : "")).filter(Boolean);
  byId("picked").textContent = told.length ? `Marked: ${told.join(", ")}` : `Nothing is marked in the ${NAMES[pick.side]}.`;
  byId("picked").dir = "auto";
  if (focus) byId(pick.side).focus({ preventScroll: true });
  find("mark.picked", byId(pick.side))?.scrollIntoView({ block: "nearest" });
  const range = pick[pick.side];
  say(range ? `${NAMES[pick.side]}: ${textOf(pick.side).slice(range.from, range.to)}` : `${NAMES[pick.side]}: nothing marked`);
}

function leaveMarking() {
  if (!pick) return;
  pick = null;
  getSelection()?.removeAllRanges();
  showPick();
  focusFinding();
}

// Moves the caret; `extend` keeps the anchor, `exact` goes by characters.
function moveCaret(direction, extend, exact) {
  const side = pick.side;
  pick[side] ??= startOn(side);
  const range = pick[side];
  if (!range) return;
  const stops = stopsIn(textOf(side), langs[side], exact);
  const edge = exact && !extend ? (direction > 0 ? range.to : range.from) : null;
  const place = edge === null ? placeOf(stops, range.head, direction) : stops.findIndex((stop) => (direction > 0 ? stop.from >= edge : stop.to >= edge));
  const next = stops[Math.max(0, Math.min(stops.length - 1, place))];
  if (!next) return;
  const anchor = extend ? range.anchor : next;
  pick[side] = { anchor, head: next, from: Math.min(anchor.from, next.from), to: Math.max(anchor.to, next.to), moved: true };
  showPick(true);
}

// The stop after or before that of the caret. The caret may cover a word while the stops are characters.
function placeOf(stops, head, direction) {
  if (direction > 0) {
    const next = stops.findIndex((stop) => stop.from >= head.to);
    return next < 0 ? stops.length - 1 : next;
  }
  let place = stops.findIndex((stop) => stop.to > head.from) - 1;
  if (place < -1) place = stops.length - 1;
  return Math.max(0, place);
}

function toEdge(direction, extend) {
  const stops = stopsIn(textOf(pick.side), langs[pick.side], false);
  pick[pick.side] ??= startOn(pick.side);
  const next = direction > 0 ? stops.at(-1) : stops[0];
  if (!next) return;
  const anchor = extend ? pick[pick.side].anchor : next;
  pick[pick.side] = { anchor, head: next, from: Math.min(anchor.from, next.from), to: Math.max(anchor.to, next.to), moved: true };
  showPick(true);
}

function otherSide() {
  const side = pick.side === "target" ? "source" : "target";
  if (!textOf(side)) return say(`The ${NAMES[side]} has no text.`, true);
  if (!pick[pick.side]?.moved) pick[pick.side] = null;
  pick.side = side;
  pick[side] ??= startOn(side);
  return showPick(true);
}

function dropSide() {
  pick[pick.side] = null;
  showPick(true);
}

// The spans of what is picked, in code points.
const pickedSpans = () => pickedSides().map((side) => ({
  side, start: pointAt(textOf(side), pick[side].from), end: pointAt(textOf(side), pick[side].to),
}));

function chooseForPick() {
  const spans = pickedSpans();
  if (!spans.length) return say("Mark some text first, or leave with Escape.", true);
  return openPicker({ spans });
}

// Keys while text is marked; true if the key has done its work.
function markingKey(event) {
  const rtl = directions[pick.side] === "rtl";
  const ahead = { ArrowRight: rtl ? -1 : 1, ArrowLeft: rtl ? 1 : -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.target.closest?.("#markbar") && ["Tab", "Enter", " "].includes(event.key)) return false;
  if (ahead) moveCaret(ahead, event.shiftKey, event.altKey);
  else if (event.key === "Home" || event.key === "End") toEdge(event.key === "End" ? 1 : -1, event.shiftKey);
  else if (event.ctrlKey || event.metaKey || event.altKey) return false;
  else if (event.key === "Tab") otherSide();
  else if (event.key === "Enter" || ["c", "m"].includes(keyOf(event))) chooseForPick();
  else if (event.key === "Backspace" || event.key === "Delete") dropSide();
  else if (event.key === "Escape") leaveMarking();
  else if (event.key.length === 1 && event.key !== " ") say("You are marking text: Enter goes on, Escape leaves.", true);
  else return false;
  return true;
}

// --- by mouse and touch ---

// The selection, if all of it is in one of the two texts. While text is marked a click selects the word below it.
function selected() {
  const selection = getSelection();
  if (!selection?.rangeCount || (selection.isCollapsed && !pick)) return null;
  const range = selection.getRangeAt(0);
  const side = SIDES.find((name) => byId(name).contains(range.commonAncestorContainer));
  if (!side) return null;
  const before = document.createRange();
  before.setStart(byId(side), 0);
  before.setEnd(range.startContainer, range.startOffset);
  const from = before.toString().length;
  return { side, from, to: from + Math.max(1, range.toString().length) };
}

// Picks what is selected, in whole words; with `exact` in characters.
function takeSelection(exact, draw) {
  const chosen = selected();
  const range = chosen && snapped(textOf(chosen.side), langs[chosen.side], chosen.from, chosen.to, exact);
  if (!range) return;
  pick ??= { side: chosen.side, source: null, target: null };
  if (pick.side !== chosen.side && !pick[pick.side]?.moved) pick[pick.side] = null;
  pick.side = chosen.side;
  pick[chosen.side] = { anchor: range, head: range, ...range, moved: true };
  if (!draw) {
    // The handles of a selection by touch stay.
    const text = textOf(chosen.side).slice(range.from, range.to);
    byId("picked").textContent = `Marked: ${NAMES[chosen.side]} ${quoted(text)}`;
    hide(byId("markbar"), false);
    document.body.classList.add("marking");
    return;
  }
  getSelection().removeAllRanges();
  showPick(true);
}

let touchTimer = 0;
let byTouch = false;
addEventListener("pointerdown", (event) => { byTouch = event.pointerType === "touch"; }, { capture: true });
addEventListener("mouseup", (event) => {
  const inside = event.target.closest?.("#focus") && !event.target.closest("button, form, summary");
  if (inside && !byTouch && !dialog()) takeSelection(event.altKey, true);
});
// What is marked can be copied, as what is selected.
document.addEventListener("copy", (event) => {
  const range = pick?.[pick.side];
  if (!range || typing() || getSelection()?.isCollapsed === false) return;
  event.clipboardData.setData("text/plain", textOf(pick.side).slice(range.from, range.to));
  event.preventDefault();
});
document.addEventListener("selectionchange", () => {
  if (!byTouch || dialog()) return;
  clearTimeout(touchTimer);
  touchTimer = setTimeout(() => takeSelection(false, false), 250);
});
