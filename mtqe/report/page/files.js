// --- the table of files ------------------------------------------------------------------------------------------

const fileRows = findAll("#files tbody tr");

function filterFiles() {
  const words = value("file-q").trim().toLowerCase();
  const word = value("file-word");
  let number = 0;
  for (const row of fileRows) {
    const matches = (!word || row.dataset.word === word) && (!words || textOf(row).includes(words));
    hide(row, !matches);
    number += matches;
  }
  const tally = byId("file-tally");
  if (tally) tally.textContent = number === fileRows.length ? "" : `${number.toLocaleString("en")} of ${fileRows.length.toLocaleString("en")} shown`;
}

// Sorts by a column; the second time in the opposite direction. Numbers begin with the largest.
function sortFiles(button) {
  const head = button.closest("th");
  const column = Array.from(head.parentElement.children).indexOf(head);
  const numeric = head.classList.contains("num");
  const before = head.getAttribute("aria-sort");
  const down = before ? before === "ascending" : numeric;
  const cell = (row) => row.children[column];
  const compared = (a, b) => (numeric || cell(a).dataset.value
    ? Number(cell(a).dataset.value) - Number(cell(b).dataset.value)
    : cell(a).textContent.localeCompare(cell(b).textContent, undefined, { numeric: true }));
  for (const other of findAll("#files th[aria-sort]")) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const sorted = fileRows.slice().sort((a, b) => (down ? compared(b, a) : compared(a, b)));
  find("#files tbody").append(...sorted);
}

for (const button of findAll("#files .sort")) button.addEventListener("click", () => sortFiles(button));
byId("file-tools")?.addEventListener("submit", (event) => event.preventDefault());
byId("file-q")?.addEventListener("input", filterFiles);
byId("file-word")?.addEventListener("change", filterFiles);
addEventListener("pageshow", () => { if (value("file-q") || value("file-word")) filterFiles(); });
