// --- who reviews -------------------------------------------------------------------------------------------------
// The page as a file asks for the rater. A reload goes on as the same rater; a new window asks again.

const session = storageName("");
// As in mtqe/review/entries.py: the name becomes that of a file.
const NAME = /^(?=[\p{L}\p{N}])[\p{L}\p{M}\p{N} ._@+-]{1,64}$/u;
const TAKEN = /(?:\.|\.ratings|\.esa)$/i;

function startAs(name) {
  rater = name;
  writeStored("sessionStorage", session, name);
  find("span", byId("who")).textContent = name;
  byId("who").setAttribute("aria-label", `Rater: ${name}. Change`);
  store = storeAs(name);
  store.recover();
  resumeClock();
  resume();
}

function askRater() {
  const field = byId("rater");
  field.value = rater || knownRaters().at(-1) || "";
  byId("rater-fault").textContent = "";
  byId("known").replaceChildren(...knownRaters().map((name) => button(name, () => chooseRater(name))));
  showDialog("raters", field);
  field.select();
}

function chooseRater(text) {
  const name = text.trim().normalize("NFC");
  if (!NAME.test(name) || TAKEN.test(name)) {
    byId("rater-fault").textContent = "Write 1 to 64 letters and digits, with spaces or . _ - @ + between them: the name becomes a part of file names.";
    return byId("rater").focus();
  }
  byId("raters").close();
  return startAs(name);
}

const stores = new Map();

function storeAs(name) {
  if (!stores.has(name)) stores.set(name, browserStore());
  return stores.get(name);
}

if (!served) {
  find("#raters form").addEventListener("submit", (event) => {
    event.preventDefault();
    chooseRater(byId("rater").value);
  });
  byId("raters").addEventListener("cancel", (event) => { if (!rater) event.preventDefault(); });
  byId("raters").addEventListener("close", () => { if (!rater) askRater(); }); // browsers let Escape close at last
}
