// --- saving ------------------------------------------------------------------------------------------------------
// `store.keep(key, entry)` saves what was said of a segment; `null` means that nothing is said any more. It says how
// far it is through `saving`, and never blocks. `server.js` and `browser.js` have the two kinds of it.

let store = null;
const storageName = (...parts) => ["mtqe.review", sheet.report.id, ...parts].join("/");

// Storage of the browser can be switched off, full, or forbidden: then this gives null, or says false.
function readStored(storage, name) {
  try {
    return JSON.parse(globalThis[storage].getItem(name));
  } catch {
    return null;
  }
}

function writeStored(storage, name, value) {
  try {
    if (value === null) globalThis[storage].removeItem(name);
    else globalThis[storage].setItem(name, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

const status = { kind: "saved", text: "Saved" };

// Shows whether all is saved: `saved`, `saving` or `failed`. A change from or to `failed` is said, too.
function saving(kind, text, again = false) {
  const loud = (kind === "failed" && status.text !== text) || (status.kind === "failed" && kind === "saved");
  Object.assign(status, { kind, text });
  const shown = byId("state");
  shown.dataset.kind = kind;
  shown.firstElementChild.textContent = text;
  hide(byId("retry"), !again);
  if (loud) say(text, true);
}

byId("retry").addEventListener("click", () => store.retry());
