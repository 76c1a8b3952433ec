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
