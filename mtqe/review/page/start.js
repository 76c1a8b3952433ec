// --- start -------------------------------------------------------------------------------------------------------

byId("name").textContent = sheet.report.name;
document.title = `Review of ${sheet.report.name} · mtqe`;
fillHelp();
byId("filter").addEventListener("change", () => {
  filter = byId("filter").value;
  const left = walk.filter(matches).length;
  say(`The tour stops at ${left === 1 ? "1 segment" : `${left} segments`}.`, true);
  refresh();
});

if (!segments.length) {
  report("There is nothing to review", "The report has no segments.");
} else if (served) {
  begin(sheet.entries);
  store = serverStore();
  byId("name").textContent = `${sheet.report.name}, ${rater}`;
  saving("saved", "Saved");
  store.recover();
  resumeClock();
  resume();
} else {
  const name = rater || readStored("sessionStorage", session);
  if (name) startAs(name);
  else askRater();
}
