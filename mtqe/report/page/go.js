// --- going to a finding ------------------------------------------------------------------------------------------

let current = null;

function center(element) {
  const aim = () => {
    element.scrollIntoView({ block: "center" });
    // In the two-column layout the list of findings should fill the window.
    const below = stacked.matches ? 0 : desk.getBoundingClientRect().top;
    if (below > 0) scrollBy(0, below);
  };
  aim();
  // Rows near the target get their final height only now, so scroll again.
  requestAnimationFrame(() => requestAnimationFrame(aim));
}

// On a phone rows without findings are folded.
function unfold(row) {
  const fold = row?.closest(".run")?.previousElementSibling;
  if (fold) fold.setAttribute("aria-expanded", "true");
}

function release() {
  for (const element of findAll(".here")) element.classList.remove("here");
  current?.removeAttribute("aria-current");
  current = null;
  hide(byId("sheet"), true);
}

function select(card, { focus = false, scroll = true } = {}) {
  release();
  current = card;
  card.setAttribute("aria-current", "true");
  const number = card.id.slice(1);
  const row = rowOf(card.dataset.row);
  if (row) {
    unfold(row);
    const itsMarks = findAll("mark", row).filter((mark) => numbers(mark).includes(number));
    for (const element of [row, ...itsMarks]) element.classList.add("here");
    for (const tick of findAll(`.tick[href="#${row.id}"]`)) tick.classList.add("here");
    if (scroll) center(itsMarks.length === 1 ? itsMarks[0] : row);
  }
  if (!stacked.matches) {
    const [box, frame] = [card.getBoundingClientRect(), list.getBoundingClientRect()];
    if (box.top < frame.top || box.bottom > frame.bottom) list.scrollTop += box.top - frame.top - frame.height / 3;
  } else if (row) {
    sheet([card]);
  }
  if (focus) find(".go", card)?.focus({ preventScroll: true });
  history.replaceState(null, "", `#${card.id}`);
}

function visit(anchor) {
  const row = rowOf(anchor);
  const first = shown.find((item) => item.dataset.row === anchor);
  if (first) return select(first);
  if (!row || row.hidden) return undefined;
  unfold(row);
  release();
  row.classList.add("here");
  for (const tick of findAll(`.tick[href="#${anchor}"]`)) tick.classList.add("here");
  history.replaceState(null, "", `#${anchor}`);
  return center(row);
}

function sheet(group) {
  const copies = group.map((card) => {
    const copy = card.cloneNode(true);
    copy.removeAttribute("id");
    copy.removeAttribute("aria-current");
    copy.hidden = false;
    return copy;
  });
  byId("sheet-body").replaceChildren(...copies);
  byId("sheet").hidden = false;
}

function step(by) {
  const open = shown.filter((card) => card.dataset.row);
  if (!open.length) return;
  const at = open.indexOf(current);
  const next = at < 0 ? (by > 0 ? 0 : open.length - 1) : Math.min(open.length - 1, Math.max(0, at + by));
  select(open[next], { focus: true });
}

function fromText(element) {
  const group = numbers(element).map((n) => byId(`f${n}`)).filter((card) => card && !card.hidden);
  if (!group.length) return;
  select(group[0], { scroll: false });
  if (stacked.matches) sheet(group);
}
