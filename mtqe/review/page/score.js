// --- score and note ----------------------------------------------------------------------------------------------
// A score of 0 to 100 as in error span annotation (ESA), with its four anchors. Moves of the slider that follow each
// other are one step of undo.

const ANCHORS = [
  [0, "None of the meaning is kept"],
  [33, "Some of the meaning is kept"],
  [66, "Most of the meaning is kept, with few mistakes"],
  [100, "All of the meaning is kept, without mistakes"],
];
let scoring = 0;

for (const [value, text] of ANCHORS) {
  const item = make("li");
  const choose = button(String(value), () => setScore(value), { name: "plain", label: `Score ${value}: ${text}` });
  item.append(choose, make("span", "", text));
  byId("anchors").append(item);
}

function setScore(value) {
  const score = value === null ? null : Math.max(0, Math.min(100, Math.round(value)));
  const label = `Segment ${segmentOf(at.key).id}: ${score === null ? "no score" : `score ${score}`}`;
  change(at.key, label, (entry) => { entry.score = score; }, `score ${scoring}`);
}

function paintScore() {
  const { score, note } = entryOf(at.key);
  const [slider, points] = [byId("slider"), byId("points")];
  slider.value = score ?? 50;
  slider.classList.toggle("unset", score === null);
  slider.setAttribute("aria-valuetext", score === null ? "no score" : String(score));
  if (document.activeElement !== points) points.value = score ?? "";
  hide(byId("unscore"), score === null);
  if (document.activeElement !== byId("note")) byId("note").value = note;
}

byId("slider").addEventListener("input", () => setScore(Number(byId("slider").value)));
for (const id of ["slider", "points"]) byId(id).addEventListener("focus", () => { scoring += 1; });
byId("slider").addEventListener("pointerup", () => { if (entryOf(at.key).score === null) setScore(Number(byId("slider").value)); });
byId("points").addEventListener("input", () => {
  const typed = byId("points").value;
  if (typed === "") setScore(null);
  else if (Number.isFinite(Number(typed))) setScore(Number(typed));
});
byId("points").addEventListener("blur", paintScore);
byId("points").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  byId("whole").focus({ preventScroll: true });
});

const noting = { key: null, timer: 0, visit: 0 };

function keepNote() {
  clearTimeout(noting.timer);
  if (noting.key === null) return;
  const note = byId("note").value;
  change(noting.key, `Segment ${segmentOf(noting.key).id}: note`, (entry) => { entry.note = note; }, `note ${noting.visit}`);
}

byId("note").addEventListener("focus", () => { noting.key = at.key; noting.visit += 1; });
byId("note").addEventListener("input", () => { clearTimeout(noting.timer); noting.timer = setTimeout(keepNote, 500); });
byId("note").addEventListener("blur", () => { keepNote(); noting.key = null; });
addEventListener("pagehide", keepNote);
