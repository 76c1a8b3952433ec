// --- commands and keys -------------------------------------------------------------------------------------------

// Name of a command, its keys, what it does in words (empty if the list of keys leaves it out), and the work.
const COMMANDS = [
  ["next", ["j", "ArrowDown", "ArrowRight"], "Next stop of the tour: a finding or a sampled segment", () => step(1)],
  ["previous", ["k", "ArrowUp", "ArrowLeft"], "Stop before", () => step(-1)],
  ["after", ["n"], "Next segment", () => neighbour(1)],
  ["before", ["p"], "Segment before", () => neighbour(-1)],
  ["error", ["e"], "The finding is an error", () => decide(currentFinding(), "error")],
  ["false-alarm", ["f"], "False alarm, with a reason", () => decide(currentFinding(), "false-alarm")],
  ["tolerated", ["t"], "An error that may be published, with a reason", () => decide(currentFinding(), "tolerated")],
  ["accept", ["a"], "Apply the correction of the finding to the translation", () => accept(currentFinding())],
  ["allow", ["w"], "Allow the word of the finding in all texts of the team", () => allow(currentFinding())],
  ["edit", ["i"], "Edit the translation; Escape leaves, and what you typed stays", startEditing],
  ["mark", ["m"], "Mark text of an error; Tab goes to the other side, Enter to the categories", startMarking],
  ["category", ["c"], "Error of the complete segment, without a mark", () => openPicker({ spans: [] })],
  ["looked", ["l"], "I looked for errors in the complete segment", toggleLooked],
  ["score", ["s"], "Score from 0 to 100", () => { byId("points").focus(); byId("points").select(); }],
  ["note", ["o"], "Note on the segment", () => byId("note").focus()],
  ["undo", ["u"], "Undo", undo],
  ["redo", ["U"], "Redo", redo],
  ["segments", ["g", "/"], "Go to a segment by its number, or search", openFinder],
  ["help", ["?"], "These keys", () => showDialog("help")],
  ["done", ["Control+Enter"], "Done with the segment, and on to the next stop", () => (editing.key === null ? doneAndNext() : editAndNext())],
  ["edited", [], "", editAndNext],
  ["leave", [], "", leaveEditing],
  ["original", [], "", takeOriginal],
  ["choose", [], "", chooseForPick],
  ["other", [], "", otherSide],
  ["unmark", [], "", leaveMarking],
  ["unscore", [], "", () => { setScore(null); byId("points").focus(); }],
  ["finish", [], "", finish],
  ["export", [], "", exportFile],
  ["import", [], "", () => byId("file").click()],
  ["rater", [], "", askRater],
  ["close", [], "", closeDialog],
];
const RUN = new Map(COMMANDS.map(([name, , , run]) => [name, run]));
const BY_KEY = new Map(COMMANDS.flatMap(([, keys, , run]) => keys.map((key) => [key, run])));
const SHOWN = { ArrowDown: "↓", ArrowUp: "↑", ArrowRight: "→", ArrowLeft: "←", "Control+Enter": "Ctrl Enter" };

function fillHelp() {
  const list = make("dl", "shortcuts");
  const rows = COMMANDS.filter(([, keys, text]) => keys.length && text).map(([, keys, text]) => [keys.map((key) => SHOWN[key] ?? key), text]);
  rows.push([["1", "2", "3"], "Severity of an error that you mark; a recent reason while the page asks for one"]);
  rows.push([["Ctrl Z", "Ctrl ⇧ Z"], "Undo and redo, too"], [["Esc"], "Leave a field, a dialogue or the marking of text"]);
  for (const [keys, text] of rows) {
    const row = make("div");
    const term = make("dt");
    term.append(...keys.flatMap((key) => [make("kbd", "", key), " "]));
    row.append(term, make("dd", "", text));
    list.append(row);
  }
  byId("shortcuts").append(list);
}

document.addEventListener("click", (event) => {
  const control = event.target.closest("[data-do]");
  if (event.target.closest("#menu")) return toggleMenu();
  if (!control) return undefined;
  if (control.closest("#tools")) toggleMenu(false);
  if (control.getAttribute("aria-disabled") === "true" && control.dataset.do === "edit") return startEditing();
  return RUN.get(control.dataset.do)();
});

function toggleMenu(on = byId("menu").getAttribute("aria-expanded") !== "true") {
  byId("menu").setAttribute("aria-expanded", String(on));
  byId("tools").classList.toggle("open", on);
}

// Ctrl with a letter or Enter; true if the key has done its work.
function chord(event) {
  const control = event.ctrlKey || event.metaKey;
  if (!control || event.altKey) return false;
  if (event.key === "Enter") RUN.get("done")();
  else if (event.key.toLowerCase() === "z" && !typing(event.target)) (event.shiftKey ? redo : undo)();
  else if (event.key.toLowerCase() === "y" && !typing(event.target)) redo();
  else return false;
  return true;
}

function escape() {
  if (byId("tools").classList.contains("open")) toggleMenu(false);
  else if (editing.key !== null) leaveEditing();
  else if (asking) dismiss();
  else if (typing() || document.activeElement?.id === "slider") focusFinding();
}

// The key by its place on the keyboard if the layout is one of another script, as of a Russian or an Arabic keyboard.
function keyOf(event) {
  if (event.key.length > 1 || /^[ -~]$/.test(event.key) || !event.code?.startsWith("Key")) return event.key;
  return event.shiftKey ? event.code.slice(3) : event.code.slice(3).toLowerCase();
}

// A letter while no text is typed. Arrows move the slider if it has the focus; Space and Enter press buttons.
function letter(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || !BY_KEY.has(keyOf(event))) return false;
  if (event.key.startsWith("Arrow") && (event.target.matches("[type=range], [type=radio]") || event.shiftKey)) return false;
  if (event.key.length === 1 && !byId("letters").checked) return false;
  BY_KEY.get(keyOf(event))();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || dialog() || at.key === null) return;
  if (picking() && !typing(event.target) && markingKey(event)) return event.preventDefault();
  if (event.key === "Escape") return escape();
  if (chord(event) || letter(event)) event.preventDefault();
  return undefined;
});

const lettersName = "mtqe.review.letters";
byId("letters").checked = readStored("localStorage", lettersName) !== false;
byId("letters").addEventListener("change", () => writeStored("localStorage", lettersName, byId("letters").checked));
