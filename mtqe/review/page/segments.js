// --- going to a segment ------------------------------------------------------------------------------------------

let searched = null; // both texts of each segment in small letters, made at the first search

const hits = listing(byId("query"), byId("hits"), 56, (row, segment) => {
  const state = walkPlaces.has(segment.key) ? (isDone(segment.key) ? "done" : "open") : "";
  const number = make("span", `no ${state}`, numberOf(segment));
  if (number.textContent !== segment.id) number.title = segment.id;
  number.dir = "auto";
  const texts = make("span", "texts");
  for (const side of SIDES) {
    const shown = make("span", "line", segment[side].slice(0, 200));
    shown.lang = langs[side];
    shown.dir = directions[side];
    texts.append(shown);
  }
  const count = segment.findings.length;
  row.append(number, texts, make("span", "note", [state === "done" ? "decided" : count ? `${count} ${count === 1 ? "finding" : "findings"}` : "", segment.sampled ? "sample" : ""].filter(Boolean).join(", ")));
}, (segment) => {
  if (!segment) return;
  byId("finder").close();
  visit(segment.key);
});

// The segment with exactly this number comes first.
function search() {
  const typed = byId("query").value.trim();
  searched ??= segments.map((segment) => `${numberOf(segment)}\n${segment.id}\n${segment.source}\n${segment.target}`.toLowerCase());
  const words = wordsIn(typed);
  const found = segments.filter((segment, place) => hasWords(searched[place], words));
  const isNumber = (segment) => segment.id === typed || numberOf(segment) === typed;
  found.sort((a, b) => isNumber(b) - isNumber(a));
  byId("matches").textContent = typed ? `${found.length === 1 ? "1 segment" : `${found.length} segments`} of ${segments.length}` : `${segments.length} segments`;
  hits.show(found, typed ? 0 : Math.max(0, found.findIndex((segment) => segment.key === at.key)));
}

function openFinder() {
  byId("query").value = "";
  showDialog("finder", byId("query"));
  search();
}

byId("query").addEventListener("input", search);
