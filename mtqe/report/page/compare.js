// --- differences in words ----------------------------------------------------------------------------------------
// Compares every translation with one of the systems or with the reference. Additional words become <ins>, missing
// words <del>; the marks in the text are kept. Intl.Segmenter splits words (also in Chinese), jsdiff finds the
// differences. A row is compared when it comes near the window.

const segmenters = new Map();
const painted = new Set();

function segmenter(lang) {
  if (!segmenters.has(lang)) {
    let segmenterOfLang;
    try {
      segmenterOfLang = new Intl.Segmenter(lang || undefined, { granularity: "word" });
    } catch {
      segmenterOfLang = new Intl.Segmenter(undefined, { granularity: "word" });
    }
    segmenters.set(lang, segmenterOfLang);
  }
  return segmenters.get(lang);
}

const wordsOf = (text, lang) => Array.from(segmenter(lang).segment(text), (part) => part.segment);

const reversed = (text) => Array.from(text).reverse().join("");

// The white space at the start of both texts.
function shared(a, b) {
  let n = 0;
  while (n < a.length && a[n] === b[n] && !a[n].trim()) n += 1;
  return a.slice(0, n);
}

// Pairs of kind and text. White space between two changes belongs to both.
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
