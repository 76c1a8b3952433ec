// --- what the rater said -----------------------------------------------------------------------------------------
// An entry is what a rater said of a segment. Entries are replaced, never changed in place, so that the steps of undo
// can keep them.

const sheet = JSON.parse(byId("sheet").textContent);
const served = document.documentElement.dataset.served === "true";
const segments = sheet.segments;
const places = new Map(segments.map((segment, place) => [segment.key, place]));
const langs = { source: sheet.source_lang, target: sheet.target_lang };
const directions = { source: sheet.directions[0], target: sheet.directions[1] };
const SIDES = ["source", "target"];
const NAMES = { source: "source", target: "translation" };
const OPINIONS = { error: "Error", "false-alarm": "False alarm", tolerated: "Tolerated" };

let rater = sheet.rater;
const entries = new Map();
const given = [];
const history = { done: [], undone: [] };
let allowed = null; // the words that the rater allows, until an entry changes

const segmentOf = (key) => segments[places.get(key)];
const entryOf = (key) => entries.get(key) ?? blankEntry();
// The id of a segment if it fits beside the text, else its place in the report. The heading has both, unless the id is
// only the file and a number, which a reader would take for a line.
const numberOf = (segment) => (segment.id.length <= 5 ? segment.id : String(places.get(segment.key) + 1));
const isCounted = ({ doc, id }) => Boolean(doc) && id.startsWith(`${doc}:`) && /^\d+$/.test(id.slice(doc.length + 1));
const headingOf = (segment) => (numberOf(segment) === segment.id || isCounted(segment) ? numberOf(segment) : `${numberOf(segment)} (${segment.id})`);
const rank = (severity) => ({ neutral: 0, minor: 1, major: 2, critical: 3 })[severity] ?? 0;

function blankEntry() {
  return { decisions: {}, errors: [], looked: false, score: null, edited: null, note: "", seconds: 0 };
}

// What an entry says, as text: two entries with the same text say the same. The time that it took says nothing.
function gist(entry) {
  const whole = { ...blankEntry(), ...entry };
  const decisions = Object.keys(whole.decisions).sort().map((id) => [id, whole.decisions[id].opinion, whole.decisions[id].reason ?? "", whole.decisions[id].word ?? ""]);
  const errors = whole.errors.map((error) => [
    error.category, error.severity, (error.spans ?? []).map(({ side, start, end }) => [side, start, end]), error.note ?? "",
  ]);
  return JSON.stringify([decisions, errors, whole.looked, whole.score, whole.edited, whole.note]);
}

const NOTHING = gist(null);
const same = (one, other) => gist(one) === gist(other);

function put(key, entry) {
  allowed = null;
  if (entry) entries.set(key, entry);
  else entries.delete(key);
}

// The words that the rater allows: findings about them need no opinion.
function allowedWords() {
  const decisions = () => [...entries.values()].flatMap((entry) => Object.values(entry.decisions));
  allowed ??= new Set(decisions().map(({ word }) => word).filter(Boolean));
  return allowed;
}

// Changes an entry: `update` gets a copy. Changes that follow each other with one `merge` are one step of undo.
function change(key, label, update, merge = "") {
  if (!record(key, label, update, merge)) return false;
  say(label);
  refresh();
  return true;
}

function record(key, label, update, merge = "") {
  const before = entries.get(key) ?? null;
  const draft = structuredClone(entryOf(key));
  update(draft);
  if (same(before, draft)) return false;
  draft.seconds = secondsOn(key);
  const after = gist(draft) === NOTHING ? null : draft;
  const last = history.done.at(-1);
  if (merge && last?.merge === merge && last.key === key) last.after = after;
  else history.done.push({ key, before, after, label, merge });
  history.undone = [];
  put(key, after);
  store.keep(key, after);
  return true;
}

// Steps back, or forward again.
function travel(from, to, side, word) {
  keepEdit();
  keepNote();
  const step = history[from].pop();
  if (!step) return say(`There is nothing to ${word.toLowerCase()}.`);
  history[to].push({ ...step, merge: "" });
  put(step.key, step[side]);
  store.keep(step.key, step[side]);
  visit(step.key, undefined, { quiet: true });
  return say(`${word}: ${step.label}`);
}

const undo = () => travel("done", "undone", "before", "Undo");
const redo = () => travel("undone", "done", "after", "Redo");

// Takes what another window said of a segment. The steps of this window on it would overwrite it, so they go.
function adopt(key, entry) {
  put(key, entry);
  for (const list of ["done", "undone"]) history[list] = history[list].filter((step) => step.key !== key);
}

// Starts with these entries. Entries of segments that the report does not have are left out.
function begin(known) {
  entries.clear();
  allowed = null;
  history.done = [];
  history.undone = [];
  given.length = 0;
  for (const [key, entry] of Object.entries(known ?? {})) if (places.has(key) && entry) entries.set(key, { ...blankEntry(), ...entry });
}

// Reasons of this rater, the one given last first.
function reasonsOf() {
  if (!given.length) for (const entry of entries.values()) for (const { reason } of Object.values(entry.decisions)) remember(reason);
  return given.slice(0, 9);
}

function remember(reason) {
  if (!reason) return;
  const place = given.indexOf(reason);
  if (place >= 0) given.splice(place, 1);
  given.unshift(reason);
}
