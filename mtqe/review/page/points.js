// --- places in a text --------------------------------------------------------------------------------------------
// mtqe/review/page_assets.py joins the scripts of this folder inside one function, after those parts of the report's
// page that it shares. The offsets of the sheet are code points; JavaScript counts UTF-16 units. A mark never splits a
// character that a reader sees as one (a grapheme: a letter with its accents, an emoji with its modifiers).

function unitAt(text, point) {
  let unit = 0;
  for (let n = 0; n < point && unit < text.length; n += 1) unit += text.codePointAt(unit) > 0xffff ? 2 : 1;
  return unit;
}

function pointAt(text, unit) {
  let point = 0;
  for (let at = 0; at < unit; point += 1) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return point;
}

const slice = (text, span) => text.slice(unitAt(text, span.start), unitAt(text, span.end));

let graphemes = null;
const cut = new Map();

// The pieces of a text, in order: words, signs and spaces, or graphemes. The dictionaries that find words where no spaces
// are, as in Burmese, may put an end of a word inside a grapheme; there the two words are one piece.
function pieces(text, lang, exact) {
  const name = `${exact ? "" : lang}\n${text}`;
  if (!cut.has(name)) {
    if (cut.size > 40) cut.clear();
    graphemes ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
    const starts = exact ? null : new Set(pieces(text, lang, true).map((part) => part.from));
    const parts = [];
    for (const { segment, index } of (exact ? graphemes : segmenter(lang)).segment(text)) {
      const part = { from: index, to: index + segment.length, blank: !segment.trim() };
      if (!starts || starts.has(index)) parts.push(part);
      else Object.assign(parts.at(-1), { to: part.to, blank: false });
    }
    cut.set(name, parts);
  }
  return cut.get(name);
}

const touched = (parts, from, to) => parts.filter((part) => part.from < to && part.to > from);

// The range of complete words, or of complete characters, that a range touches; null if it touches nothing.
function snapped(text, lang, from, to, exact) {
  let parts = touched(pieces(text, lang, exact), from, to);
  if (!exact && parts.some((part) => !part.blank)) {
    while (parts[0].blank) parts = parts.slice(1);
    while (parts.at(-1).blank) parts = parts.slice(0, -1);
  }
  if (!parts.length) return null;
  return { from: parts[0].from, to: parts.at(-1).to };
}

// Where the caret stops: at words and signs, or at characters.
const stopsIn = (text, lang, exact) => {
  const parts = pieces(text, lang, exact);
  const solid = parts.filter((part) => !part.blank);
  return exact || !solid.length ? parts : solid;
};
