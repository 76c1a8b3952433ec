// The files beside this one are joined (mtqe/report/assets.py says in which order) inside one function:
// they share what is declared here, and nothing of it is seen outside.

const one = (query, root = document) => root.querySelector(query);
const all = (query, root = document) => Array.from(root.querySelectorAll(query));
const byId = (id) => document.getElementById(id);
const value = (id) => byId(id)?.value ?? "";
const stacked = matchMedia("(max-width: 64rem)");
const numbers = (element) => element.dataset.f.split(" ");
const hide = (element, hidden) => { if (element.hidden !== hidden) element.hidden = hidden; };

function make(tag, name, text) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text) element.textContent = text;
  return element;
}

const desk = one(".desk");
const list = byId("list");
const cards = all("#list > .finding");

// What a query finds, kept until more of the text is unpacked.
const kept = new Map();
function every(query) {
  if (!kept.has(query)) kept.set(query, all(query));
  return kept.get(query);
}
