// --- differences in words ----------------------------------------------------------------------------------------
// Every translation against one of the systems or the reference: what it has more is <ins>, what it lacks is <del>,
// set into the text as it stands, marks and all. Words are found by Intl.Segmenter (Chinese has them too), the
// differences by jsdiff; a row is compared when it comes near the window.

const segmenters = new Map();
const painted = new Set();

function segmenter(lang) {
  if (!segmenters.has(lang)) {
    let made;
    try {
      made = new Intl.Segmenter(lang || undefined, { granularity: "word" });
    } catch {
      made = new Intl.Segmenter(undefined, { granularity: "word" });
    }
    segmenters.set(lang, made);
  }
  return segmenters.get(lang);
}

const wordsOf = (text, lang) => Array.from(segmenter(lang).segment(text), (part) => part.segment);

const reversed = (text) => Array.from(text).reverse().join("");

// The white space that both begin with.
function shared(a, b) {
  let n = 0;
  while (n < a.length && a[n] === b[n] && !a[n].trim()) n += 1;
  return a.slice(0, n);
}

// Pairs of kind and text. White space that two changes have between them belongs to both.
function changes(from, to, lang) {
  const [a, b] = [wordsOf(from, lang), wordsOf(to, lang)];
  const parts = Diff.diffArrays(a, b, { maxEditLength: 1500 }) ?? [{ removed: true, value: a }, { added: true, value: b }];
  const result = [];
  let [gone, come] = ["", ""];
  const flush = () => {
    const lead = gone && come ? shared(gone, come) : "";
    [gone, come] = [gone.slice(lead.length), come.slice(lead.length)];
    const tail = gone && come ? reversed(shared(reversed(gone), reversed(come))) : "";
    const end = tail.length;
    result.push(["keep", lead], ["del", gone.slice(0, gone.length - end)], ["ins", come.slice(0, come.length - end)], ["keep", tail]);
    gone = come = "";
  };
  parts.forEach((part, index) => {
    const text = part.value.join("");
    if (part.removed) gone += text;
    else if (part.added) come += text;
    else if (!text.trim() && (gone || come) && index < parts.length - 1) {
      gone += text;
      come += text;
    } else {
      flush();
      result.push(["keep", text]);
    }
  });
  flush();
  return result.filter(([, text]) => text);
}

function paint(text, parts) {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  let node = nodes.shift();
  for (const [kind, part] of parts) {
    if (kind === "del") {
      const gone = make("del", "diff", part);
      const inMark = node?.parentNode.matches("mark") && !node.previousSibling;
      if (node) (inMark ? node.parentNode : node).before(gone);
      else text.append(gone);
      continue;
    }
    for (let left = part.length; left > 0 && node;) {
      const rest = node.length > left ? node.splitText(left) : null;
      left -= node.length;
      if (kind === "ins") {
        const come = make("ins", "diff");
        node.replaceWith(come);
        come.append(node);
      }
      node = rest ?? nodes.shift();
    }
  }
}

function unpaint(text) {
  for (const gone of all("del.diff", text)) gone.remove();
  for (const come of all("ins.diff", text)) come.replaceWith(...come.childNodes);
  text.normalize();
  text.closest(".cell")?.classList.remove("base", "same");
}

// The texts of a row to compare, and the one they are compared with.
function sides(row) {
  const base = value("base");
  const texts = all(".cell > .t, .out > .t", row).filter((text) => !text.matches(".void"));
  const own = base === "ref" ? one(".ref > .t", row) : one(`.cell[data-lane="${base}"] > .t:not(.void)`, row);
  return [base ? own : texts[0], texts.filter((text) => text !== own)];
}

// The text without what a comparison has put into it.
function plain(text) {
  if (!one("del.diff", text)) return text.textContent;
  const copy = text.cloneNode(true);
  for (const gone of all("del.diff", copy)) gone.remove();
  return copy.textContent;
}

function differs(row) {
  const [own, texts] = sides(row);
  return !own || texts.some((text) => plain(text) !== plain(own));
}

function compareRow(row) {
  const [own, texts] = sides(row);
  if (!own || !value("base")) return;
  own.closest(".cell")?.classList.add("base");
  painted.add(own);
  for (const text of texts) {
    const parts = changes(own.textContent, text.textContent, text.lang);
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
  if (value("base")) for (const row of all(".row", root)) watcher.observe(row);
}

function compare() {
  hideTip();
  watcher.disconnect();
  for (const text of painted) unpaint(text);
  painted.clear();
  one(".text").classList.toggle("comparing", Boolean(value("base")));
  hide(byId("differ-switch"), !value("base"));
  if (!value("base")) byId("differ").checked = false;
  apply();
  watch(document);
}

addEventListener("beforeprint", () => {
  if (!value("base")) return;
  watcher.disconnect();
  for (const row of all(".row")) if (!one(".t", one(".out", row)) || !painted.has(sides(row)[0])) compareRow(row);
});
