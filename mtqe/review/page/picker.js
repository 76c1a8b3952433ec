// --- category and severity of an error ---------------------------------------------------------------------------

const categories = sheet.categories.map(({ path, title }) => ({ path, title, words: `${title} ${path}`.toLowerCase() }));
const titles = new Map(categories.map(({ path, title }) => [path, title]));
const recentCategories = [];
let draft = null; // the error that the picker makes: { spans, severity, place }; `place` of one that is changed

const titleOf = (path) => titles.get(path) ?? path;
const markedTexts = (spans) => spans.map((span) => `${NAMES[span.side]} ${quoted(slice(textOf(span.side), span))}`).join(", ");

const categoryList = listing(byId("category"), byId("categories"), 34, (row, category) => {
  const [area, ...rest] = category.title.split(" › ");
  row.append(make("span", rest.length ? "area" : "", area));
  if (rest.length) row.append(make("span", "kind", rest.join(" › ")));
  if (recentCategories.includes(category.path)) row.append(make("span", "note", "used before"));
}, () => saveError());

// Those used last come first; then those whose last part starts with what was typed.
function foundCategories() {
  const typed = byId("category").value.trim().toLowerCase();
  const words = wordsIn(typed);
  const weight = (category) => {
    const recent = recentCategories.indexOf(category.path);
    const last = category.title.split(" › ").at(-1).toLowerCase();
    return (typed && last.startsWith(typed) ? 0 : 100) + (recent < 0 ? 50 : recent);
  };
  return categories.filter((category) => hasWords(category.words, words)).sort((a, b) => weight(a) - weight(b));
}

const filterCategories = () => categoryList.show(foundCategories());
byId("category").addEventListener("input", filterCategories);

sheet.severities.forEach((severity, place) => {
  const label = make("label", `severity r${rank(severity)}`);
  const radio = make("input");
  Object.assign(radio, { type: "radio", name: "severity", value: severity });
  radio.addEventListener("change", () => setSeverity(severity));
  const key = make("kbd", "", String(place + 1));
  key.setAttribute("aria-hidden", "true");
  label.append(radio, make("span", "", severity), key);
  find("#severity .severities").append(label);
});

function setSeverity(severity) {
  draft.severity = severity;
  for (const radio of findAll("#severity input")) radio.checked = radio.value === severity;
  byId("picker-fault").textContent = "";
  if (draft.asked) saveError();
}

// Opens for a new error with these spans, or for one that is changed.
function openPicker({ spans, error = null, place = null }) {
  draft = { spans, severity: null, place, asked: false };
  byId("picker-h").textContent = error ? "Change the error" : "What is wrong?";
  byId("picker-marked").textContent = spans.length ? markedTexts(spans) : "An error of the complete segment: no text is marked.";
  byId("picker-marked").dir = "auto";
  byId("category").value = "";
  byId("remark").value = error?.note ?? "";
  byId("picker-fault").textContent = "";
  for (const radio of findAll("#severity input")) radio.checked = false;
  showDialog("picker", byId("category"));
  const found = foundCategories();
  categoryList.show(found, error ? Math.max(0, found.findIndex((item) => item.path === error.category)) : 0);
  if (error) setSeverity(error.severity);
}

function saveError() {
  const category = categoryList.current();
  const fault = byId("picker-fault");
  if (!category) {
    fault.textContent = "No category has these words. Clear the field to see all of them.";
    return;
  }
  if (!draft.severity) {
    draft.asked = true;
    fault.textContent = `${category.title}: how severe is it? Press ${sheet.severities.map((severity, place) => `${place + 1} for ${severity}`).join(", ")}.`;
    return;
  }
  const made = { category: category.path, severity: draft.severity, spans: draft.spans, note: byId("remark").value.trim() };
  const { place } = draft;
  recentCategories.splice(0, 5, ...[made.category, ...recentCategories.filter((path) => path !== made.category)].slice(0, 5));
  byId("picker").close();
  pick = null;
  change(at.key, `Segment ${segmentOf(at.key).id}: ${made.severity} error, ${category.title}`, (entry) => {
    if (place === null) entry.errors.push(made);
    else entry.errors[place] = made;
  });
  showPick();
  byId("whole").focus({ preventScroll: true });
  byId("errors").children[place ?? entryOf(at.key).errors.length - 1].scrollIntoView({ block: "nearest" });
}

byId("picker-save").addEventListener("click", saveError);
byId("picker").addEventListener("close", () => { if (pick) showPick(true); });
byId("picker").addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const severity = sheet.severities[Number(/^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1] ?? event.key) - 1];
  if (severity && event.target.id !== "remark") {
    event.preventDefault();
    setSeverity(severity);
  } else if (event.key === "Enter" && event.target.matches("input:not(#category)")) {
    event.preventDefault();
    saveError();
  }
});
find("#picker form").addEventListener("submit", (event) => event.preventDefault());
