// --- dialogues and messages --------------------------------------------------------------------------------------

let toastTimer = 0;

// Tells people what happened: for screen readers always, and on the screen if `seen`.
function say(text, seen = false) {
  const said = byId("said");
  // The same words twice are told twice.
  said.textContent = said.textContent === text ? `${text}\u00a0` : text;
  if (!seen) return;
  const toast = byId("toast");
  toast.textContent = text;
  hide(toast, false);
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => hide(toast, true), 6000);
}

const dialog = () => findAll("dialog[open]").at(-1);

function showDialog(id, focus) {
  const shown = byId(id);
  if (!shown.open) shown.showModal();
  focus?.focus();
}

function closeDialog() {
  dialog()?.close();
}

// A message that stays until it is closed.
function report(title, text, paths = [], notes = []) {
  byId("written-h").textContent = title;
  byId("written-say").textContent = text;
  byId("paths").replaceChildren(...paths);
  byId("notes").replaceChildren(...notes.map((note) => make("li", "", note)));
  showDialog("written");
}

// Whether the focus is where letters are text. For a moment a field of a dialogue that has just closed may have it still.
function typing(target = document.activeElement) {
  const isField = target?.matches?.("input:not([type=checkbox], [type=range], [type=radio]), select, textarea");
  return Boolean(isField) && !target.closest("dialog:not([open])");
}

function button(label, run, options = {}) {
  const made = make("button", options.name ?? "act");
  made.type = "button";
  made.append(make("span", "", label));
  if (options.key) {
    const key = make("kbd", "", options.key);
    key.setAttribute("aria-hidden", "true");
    made.append(key);
    made.setAttribute("aria-keyshortcuts", options.key);
  }
  if (options.id) made.id = options.id;
  if (options.label) made.setAttribute("aria-label", options.label);
  if (options.pressed !== undefined) made.setAttribute("aria-pressed", String(options.pressed));
  made.addEventListener("click", run);
  return made;
}
