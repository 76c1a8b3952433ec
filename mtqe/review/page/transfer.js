// --- export and import -------------------------------------------------------------------------------------------

const EXPORT = "mtqe.review-entries/1";

const exported = (all) => ({ schema: EXPORT, report: sheet.report.id, rater, exported: new Date().toISOString(), entries: all });

function exportFile() {
  const text = JSON.stringify(exported(Object.fromEntries(entries)), null, 1);
  const link = make("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const clean = (name) => name.replace(/[\\/:*?"<>|\p{Cc}]+/gu, "_");
  link.download = `${clean(sheet.report.name.replace(/\.json$/i, ""))}.${clean(rater)}.review.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  say(`Exported: ${entries.size === 1 ? "1 segment" : `${entries.size} segments`} of ${rater}. Send back the file ${link.download}.`, true);
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

// Why an entry is none; empty if it is one.
function faultOf(entry, segment) {
  if (!isObject(entry)) return "is not an object";
  const { decisions = {}, errors = [], looked = false, score = null, edited = null, note = "", seconds = 0 } = entry;
  if (!isObject(decisions) || !Object.values(decisions).every((item) => Object.hasOwn(OPINIONS, item?.opinion) && typeof (item.reason ?? "") === "string" && typeof (item.word ?? "") === "string")) return "has an invalid decision";
  const fits = ({ side, start, end }) => SIDES.includes(side) && Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start <= end && end <= pointAt(segment[side], segment[side].length);
  if (!Array.isArray(errors) || !errors.every((item) => typeof item?.category === "string" && typeof item.severity === "string" && typeof (item.note ?? "") === "string" && (item.spans ?? []).every(fits))) return "has an error that does not fit its text";
  if (score !== null && !(typeof score === "number" && score >= 0 && score <= 100)) return "has a score that is not between 0 and 100";
  if (typeof looked !== "boolean" || typeof note !== "string" || typeof seconds !== "number" || !(edited === null || typeof edited === "string")) return "has a field of the wrong kind";
  return "";
}

// The entries of an export. Error: it is none, or one of another report.
function imported(text) {
  let found;
  try {
    found = JSON.parse(text);
  } catch {
    throw new Error("it is not JSON");
  }
  if (found?.schema !== EXPORT || !isObject(found.entries)) throw new Error("it is not an export of a review");
  if (found.report !== sheet.report.id) throw new Error("it belongs to another report");
  for (const [key, entry] of Object.entries(found.entries)) {
    if (!places.has(key)) throw new Error(`the report has no segment ${key}`);
    const fault = faultOf(entry, segmentOf(key));
    if (fault) throw new Error(`its entry of segment ${segmentOf(key).id} ${fault}`);
  }
  return found;
}

async function importFile(file) {
  try {
    const found = imported(await file.text());
    if (found.rater !== rater) throw new Error(`it belongs to ${found.rater}, but you are ${rater}; change the rater first`);
    let count = 0;
    for (const [key, entry] of Object.entries(found.entries)) {
      count += record(key, `Segment ${segmentOf(key).id}: imported`, (draft) => Object.assign(draft, blankEntry(), entry));
    }
    refresh();
    say(`Imported ${file.name}: ${count === 1 ? "1 segment" : `${count} segments`} changed.`, true);
  } catch (error) {
    report(`${file.name} was not imported`, `Nothing has changed: ${error.message}.`);
  }
}

byId("file")?.addEventListener("change", async (event) => {
  const [file] = event.target.files;
  if (file) await importFile(file);
  event.target.value = "";
});
