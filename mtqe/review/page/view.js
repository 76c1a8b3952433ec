// --- the page ----------------------------------------------------------------------------------------------------

// Paints all that depends on what was said. A control that is painted anew keeps the focus.
function refresh() {
  if (at.key === null) return;
  const focused = document.activeElement?.id;
  const inCards = document.activeElement?.closest?.("#findings, #errors, #before, #after");
  paintFocus();
  paintFindings();
  paintErrors();
  paintEdit();
  paintScore();
  paintContext();
  paintBar();
  if (inCards && focused && byId(focused)) byId(focused).focus({ preventScroll: true });
}

function paintBar() {
  const count = doneCount();
  byId("count").textContent = walk.length ? `${count} of ${walk.length} in the tour` : "There is no tour";
  const bar = byId("done");
  bar.setAttribute("aria-valuemax", String(walk.length));
  bar.setAttribute("aria-valuenow", String(count));
  bar.setAttribute("aria-valuetext", `${count} of ${walk.length}`);
  find("i", bar).style.width = `${walk.length ? (100 * count) / walk.length : 0}%`;
  for (const [name, list] of [["undo", history.done], ["redo", history.undone]]) {
    for (const control of findAll(`[data-do="${name}"]`)) control.setAttribute("aria-disabled", String(!list.length));
  }
  const segment = segmentOf(at.key);
  for (const control of findAll('[data-do="edit"]')) control.setAttribute("aria-disabled", String(Boolean(segment.locked)));
  hide(byId("task"), !segment.sampled);
  byId("whole").classList.toggle("here", at.finding === null);
  paintOver(count);
}

// Shows a segment, and a finding of it; without one the first stop that is not decided.
function visit(key, finding, { quiet = false } = {}) {
  const moved = key !== at.key;
  if (moved) {
    keepEdit();
    keepNote();
    noting.key = null;
    editing.key = null;
    pick = null;
    scoring += 1;
  }
  asking = null;
  at.key = key;
  at.finding = finding === undefined ? firstStop(key) : finding;
  at.tour = walkPlaces.get(key) ?? at.tour;
  watch(key);
  if (moved && typing() && !dialog()) document.activeElement.blur();
  refresh();
  showPick();
  const target = focusFinding();
  if (moved) scrollToFocus();
  else target.scrollIntoView({ block: "nearest" });
  if (!quiet) tellStop();
}

// What stands below the bar knows its height.
new ResizeObserver(() => {
  document.documentElement.style.setProperty("--bar-height", `${find(".bar").offsetHeight}px`);
}).observe(find(".bar"));

function scrollToFocus() {
  const top = byId(stacked.matches ? "focus" : "main").getBoundingClientRect().top + scrollY;
  scrollTo({ top: Math.max(0, top - find(".bar").offsetHeight - 12) });
  byId("rail").scrollTop = 0;
}

function tellStop() {
  const segment = segmentOf(at.key);
  const finding = currentFinding();
  say(finding ? `Segment ${segment.id}. ${finding.severity}, ${finding.name}: ${finding.message}` : `Segment ${segment.id}, the complete segment.`);
}
