// --- editing the translation -------------------------------------------------------------------------------------
// What is typed is kept as it is typed; one visit to the field is one step of undo.

const editing = { key: null, visit: 0, timer: 0, kept: "" }; // `kept`: the text of the field when it was kept last

function startEditing() {
  const segment = segmentOf(at.key);
  if (segment.locked) return say("This segment is locked in its file.", true);
  if (pick) leaveMarking();
  editing.key = at.key;
  editing.visit += 1;
  const field = byId("text");
  editing.kept = entryOf(at.key).edited ?? segment.target;
  field.value = editing.kept;
  field.lang = langs.target;
  field.dir = directions.target;
  const unwritten = byId("unwritten");
  hide(unwritten, !sheet.rights_why);
  if (sheet.rights_why) unwritten.textContent = `${sheet.rights ? "Not every file can be written" : "Your text is kept as a rating, but not written into a file"}: ${sheet.rights_why}`;
  paintEdit();
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
  fitField();
  field.scrollIntoView({ block: "nearest" });
  return undefined;
}

// The field is as high as its text.
function fitField() {
  const field = byId("text");
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight + 4, innerHeight * 0.5)}px`;
}

function paintEdit() {
  const segment = segmentOf(at.key);
  const open = editing.key === at.key;
  const now = entryOf(at.key).edited ?? segment.target;
  if (open && now !== editing.kept) {
    // An undo, or a correction that was taken.
    editing.kept = now;
    byId("text").value = now;
    fitField();
  }
  const text = open ? byId("text").value : entryOf(at.key).edited;
  hide(byId("editor"), !open);
  document.body.classList.toggle("editing", open);
  const changed = text !== null && text !== segment.target;
  hide(byId("mine"), !changed);
  byId("mine-h").textContent = open ? "What you change" : "Your translation";
  if (changed) paintChanges(byId("diff"), segment.target, text);
}

function keepEdit() {
  clearTimeout(editing.timer);
  if (editing.key === null) return;
  const { key } = editing;
  const segment = segmentOf(key);
  const text = byId("text").value;
  editing.kept = text;
  change(key, `Segment ${segment.id}: translation edited`, (entry) => { entry.edited = text === segment.target ? null : text; }, `edit ${editing.visit}`);
}

function leaveEditing() {
  if (editing.key === null) return;
  keepEdit();
  editing.key = null;
  paintEdit();
  focusFinding();
}

function editAndNext() {
  leaveEditing();
  doneAndNext();
}

function takeOriginal() {
  byId("text").value = segmentOf(at.key).target;
  fitField();
  keepEdit();
  paintEdit();
  byId("text").focus();
}

byId("text").addEventListener("input", () => {
  fitField();
  paintEdit();
  clearTimeout(editing.timer);
  editing.timer = setTimeout(keepEdit, 500);
});
byId("editor").addEventListener("submit", (event) => event.preventDefault());
addEventListener("pagehide", keepEdit);
