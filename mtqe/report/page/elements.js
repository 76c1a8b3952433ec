// mtqe/report/assets.py joins the scripts of this folder inside one function. They share these declarations, and none
// of them is visible outside.

const find = (query, root = document) => root.querySelector(query);
const findAll = (query, root = document) => Array.from(root.querySelectorAll(query));
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
