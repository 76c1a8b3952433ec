function paint(text, parts) {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  let node = nodes.shift();
  for (const [kind, part] of parts) {
    if (kind === "del") {
      const gone = make("del", "diff", part);
      let place = node;
      while (place && place.parentNode !== text && !place.previousSibling) place = place.parentNode;
      if (place) place.before(gone);
      else text.append(gone);
      continue;
    }
    for (let left = part.length; left > 0 && node;) {
      const tail = node.length > left ? node.splitText(left) : null;
      left -= node.length;
      if (kind === "ins") {
        const come = make("ins", "diff");
        node.replaceWith(come);
        come.append(node);
      }
      node = tail ?? nodes.shift();
    }
  }
}

function unpaint(text) {
  for (const gone of findAll("del.diff", text)) gone.remove();
  for (const come of findAll("ins.diff", text)) come.replaceWith(...come.childNodes);
  text.normalize();
  text.closest(".cell")?.classList.remove("base", "same");
}

// The text to compare with, and the other texts of the row.
function sides(row) {
  const base = value("base");
  const texts = findAll(".cell > .t, .out > .t", row).filter((text) => !text.matches(".void"));
  const baseText = base === "ref" ? find(".ref > .t", row) : find(`.cell[data-lane="${base}"] > .t:not(.void)`, row);
  return [base ? baseText : texts[0], texts.filter((text) => text !== baseText)];
}

// The text without the insertions of a comparison.
function plain(text) {
  if (!find("del.diff", text)) return text.textContent;
  const copy = text.cloneNode(true);
  for (const gone of findAll("del.diff", copy)) gone.remove();
  return copy.textContent;
}

function differs(row) {
  const [baseText, texts] = sides(row);
  return !baseText || texts.some((text) => plain(text) !== plain(baseText));
}

function compareRow(row) {
  const [baseText, texts] = sides(row);
  if (!baseText || !value("base")) return;
  baseText.closest(".cell")?.classList.add("base");
  painted.add(baseText);
  for (const text of texts) {
    const parts = changes(baseText.textContent, text.textContent, text.lang);
    paint(text, parts);
    text.closest(".cell")?.classList.toggle("same", parts.every(([kind]) => kind === "keep"));
    painted.add(text);
  }
}

const watcher = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      watcher.unobserve(entry.target);
      compareRow(entry.target);
    }
  },
  { rootMargin: "600px" },
);

function watch(root) {
  if (value("base")) for (const row of findAll(".row", root)) watcher.observe(row);
}

function compare() {
  hideTip();
  watcher.disconnect();
  for (const text of painted) unpaint(text);
  painted.clear();
  find(".text").classList.toggle("comparing", Boolean(value("base")));
  hide(byId("differ-switch"), !value("base"));
  if (!value("base")) byId("differ").checked = false;
  apply();
  watch(document);
}

addEventListener("beforeprint", () => {
  if (!value("base")) return;
  watcher.disconnect();
  for (const row of findAll(".row")) if (!find(".t", find(".out", row)) || !painted.has(sides(row)[0])) compareRow(row);
});
