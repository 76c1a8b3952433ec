// --- who reviews -------------------------------------------------------------------------------------------------
// The page as a file asks for the rater. A reload goes on as the same rater; a new window asks again.

const session = storageName("");
const BAD_NAME = /[\p{Cc}/\\:*?"<>|]/u;

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
  const name = text.trim();
  if (!name || BAD_NAME.test(name) || name.startsWith(".")) {
    byId("rater-fault").textContent = "Write a name without / \\ : * ? \" < > | that does not start with a dot: it becomes a part of file names.";
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
}
