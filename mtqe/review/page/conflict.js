// --- two windows -------------------------------------------------------------------------------------------------

const disputes = [];

// What an entry says, line by line.
function spoken(key, entry) {
  const segment = segmentOf(key);
  if (!entry || gist(entry) === NOTHING) return ["This segment has no entries."];
  const lines = [];
  for (const [id, { opinion, reason }] of Object.entries(entry.decisions ?? {})) {
    const finding = segment.findings.find((item) => item.fingerprint === id);
    lines.push(`${finding ? finding.name.replaceAll("-", " ") : id}: ${OPINIONS[opinion]}${reason ? `, ${reason}` : ""}`);
  }
  for (const { category, severity, spans, note } of entry.errors ?? []) {
    const marked = (spans ?? []).map((span) => quoted(slice(segment[span.side], span))).join(", ");
    lines.push(`${severity} error, ${titleOf(category)}${marked ? ` ${marked}` : ""}${note ? `, ${note}` : ""}`);
  }
  if (entry.looked) lines.push("Looked at all of it");
  if (typeof entry.score === "number") lines.push(`Score ${entry.score}`);
  if (typeof entry.edited === "string") lines.push(`Translation: ${entry.edited}`);
  if (entry.note) lines.push(`Note: ${entry.note}`);
  return lines;
}

function conflict(key, ours, theirs, answer) {
  disputes.push({ key, ours, theirs, answer });
  if (disputes.length === 1) showDispute();
}

function showDispute() {
  const [{ key, ours, theirs }] = disputes;
  byId("conflict-h").textContent = `Another window has changed segment ${segmentOf(key).id}`;
  saving("failed", `Not saved: another window has changed segment ${segmentOf(key).id}.`);
  for (const [id, entry] of [["ours", ours], ["theirs", theirs]]) {
    byId(id).replaceChildren(...spoken(key, entry).map((text) => {
      const item = make("li", "", text);
      item.dir = "auto";
      return item;
    }));
  }
  showDialog("conflict", byId("keep-ours"));
}

function answerDispute(mine) {
  const { key, answer } = disputes.shift();
  byId("conflict").close();
  saving("saving", "Saving…");
  answer(mine);
  refresh();
  say(`Segment ${segmentOf(key).id}: ${mine ? "this window’s version is kept" : "the other version is used"}.`, true);
  if (disputes.length) showDispute();
}

byId("keep-ours").addEventListener("click", () => answerDispute(true));
byId("take-theirs").addEventListener("click", () => answerDispute(false));
byId("conflict").addEventListener("cancel", (event) => event.preventDefault());
byId("conflict").addEventListener("close", () => { if (disputes.length) showDispute(); }); // browsers let Escape close at last
