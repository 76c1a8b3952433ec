// --- the tour ----------------------------------------------------------------------------------------------------
// A stop of the tour is a finding, or (`finding` is null) a segment as a whole.

const walk = sheet.walk.filter((key) => places.has(key));
const walkPlaces = new Map(walk.map((key, place) => [key, place]));
const sampled = new Set(segments.filter((segment) => segment.sampled).map((segment) => segment.key));
const at = { key: null, finding: null, tour: 0 };
let filter = "all";

const open = (segment) => segment.findings.filter((finding) => finding.suppressed === null || finding.suppressed === undefined);
const opinionOn = (key, finding) => entries.get(key)?.decisions[finding.fingerprint];
const undecided = (key) => open(segmentOf(key)).filter((finding) => !opinionOn(key, finding) && !allowedWords().has(finding.word));

// Whether the tour asks to look at the complete segment.
const asksToLook = (segment) => segment.sampled || !open(segment).length;
const isDone = (key) => !undecided(key).length && (!asksToLook(segmentOf(key)) || entryOf(key).looked);
const matches = (key) => filter === "all" || (filter === "sampled" ? sampled.has(key) : !isDone(key));
const doneCount = () => walk.reduce((sum, key) => sum + isDone(key), 0);

function stopsOf(key) {
  const segment = segmentOf(key);
  const findings = filter === "undecided" ? undecided(key) : open(segment);
  const whole = asksToLook(segment) && (filter !== "undecided" || !entryOf(key).looked);
  return [...findings.map((finding) => finding.fingerprint), ...(whole ? [null] : [])];
}

// The place on the tour from which the next stop counts.
const tourPlace = () => walkPlaces.get(at.key) ?? at.tour;

function stepSegment(direction) {
  let place = tourPlace();
  if (!walkPlaces.has(at.key) && direction < 0) place += 1;
  for (place += direction; place >= 0 && place < walk.length; place += direction) {
    const stops = matches(walk[place]) ? stopsOf(walk[place]) : [];
    if (stops.length) return visit(walk[place], direction > 0 ? stops[0] : stops.at(-1));
  }
  return endOfTour(direction);
}

function endOfTour(direction) {
  if (direction < 0) return say("This is the first stop of the tour.");
  const left = walk.filter((key) => !isDone(key)).length;
  if (!left) return say("You have finished: every segment of the tour is decided.", true);
  return say(`This is the end of the tour. ${left} of ${walk.length} segments are not decided yet.`, true);
}

// To the next stop, or to the one before.
function step(direction) {
  const stops = stopsOf(at.key);
  const here = stops.indexOf(at.finding);
  const next = here < 0 ? (direction > 0 ? stops[0] : undefined) : stops[here + direction];
  const known = here >= 0 || filter === "undecided";
  if (known && next !== undefined) return visit(at.key, next);
  return stepSegment(direction);
}

// To the segment after or before, whether or not it is on the tour.
function neighbour(direction) {
  const next = segments[places.get(at.key) + direction];
  if (!next) return say(direction > 0 ? "This is the last segment." : "This is the first segment.");
  return visit(next.key);
}

// The stop to which a segment opens: the first one that is not decided.
function firstStop(key) {
  const [first] = undecided(key);
  if (first) return first.fingerprint;
  return asksToLook(segmentOf(key)) ? null : open(segmentOf(key))[0]?.fingerprint ?? null;
}

function doneAndNext() {
  const segment = segmentOf(at.key);
  const left = undecided(at.key).length;
  const unscored = segment.sampled && entryOf(at.key).score === null && [...entries.values()].some(({ score }) => score !== null);
  if (segment.sampled || (walkPlaces.has(at.key) && asksToLook(segment))) {
    change(at.key, `Segment ${segment.id}: looked at all of it`, (entry) => { entry.looked = true; });
  }
  stepSegment(1);
  if (left) say(`Segment ${segment.id} has ${left === 1 ? "a finding" : `${left} findings`} without an opinion.`, true);
  else if (unscored) say(`Segment ${segment.id} has no score.`, true);
}

// Neighbours of a segment in its document, of the same system.
function context(key, direction, count) {
  const segment = segmentOf(key);
  const found = [];
  for (let place = places.get(key) + direction; found.length < count && segments[place]; place += direction) {
    const other = segments[place];
    if (other.doc !== segment.doc) break;
    if (other.system === segment.system) found.push(other);
  }
  return direction < 0 ? found.reverse() : found;
}

// Where to go on: the first segment of the tour that is not decided.
function resume() {
  const key = walk.find((item) => !isDone(item)) ?? walk[0] ?? segments[0]?.key;
  if (key !== undefined) visit(key, firstStop(key), { quiet: true });
}
