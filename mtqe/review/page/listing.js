// --- lists to choose from ----------------------------------------------------------------------------------------
// A text field with a list below it. The list may be long: only the rows in sight are elements. The focus stays in the
// field, and `aria-activedescendant` names the chosen row.

function listing(field, box, height, fill, choose) {
  const floor = make("div", "floor");
  box.append(floor);
  let rows = [];
  let chosen = 0;

  function paint() {
    const first = Math.max(0, Math.floor(box.scrollTop / height) - 4);
    const last = Math.min(rows.length, first + Math.ceil((box.clientHeight || 400) / height) + 9);
    const shown = [];
    for (let place = first; place < last; place += 1) shown.push(option(place));
    if (chosen < rows.length && (chosen < first || chosen >= last)) shown.push(option(chosen));
    floor.replaceChildren(...shown);
  }

  function option(place) {
    const row = make("div", "option");
    row.id = `${box.id}-${place}`;
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", String(place === chosen));
    row.setAttribute("aria-setsize", String(rows.length));
    row.setAttribute("aria-posinset", String(place + 1));
    row.dataset.place = String(place);
    row.style.transform = `translateY(${place * height}px)`;
    row.style.height = `${height}px`;
    fill(row, rows[place]);
    return row;
  }

  function select(place) {
    chosen = Math.max(0, Math.min(place, rows.length - 1));
    const [top, bottom] = [chosen * height, (chosen + 1) * height];
    if (top < box.scrollTop) box.scrollTop = top;
    else if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight;
    paint();
    if (rows.length) field.setAttribute("aria-activedescendant", `${box.id}-${chosen}`);
    else field.removeAttribute("aria-activedescendant");
  }

  function show(found, start = 0) {
    rows = found;
    floor.style.height = `${rows.length * height}px`;
    if (!start) box.scrollTop = 0;
    select(start);
  }

  const page = () => Math.max(1, Math.floor(box.clientHeight / height) - 1);
  const MOVES = { ArrowDown: () => 1, ArrowUp: () => -1, PageDown: () => page(), PageUp: () => -page() };
  field.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (Object.hasOwn(MOVES, event.key)) {
      event.preventDefault();
      select(chosen + MOVES[event.key]());
    } else if (event.key === "Enter") {
      event.preventDefault();
      choose(rows[chosen]);
    }
  });
  box.addEventListener("scroll", paint, { passive: true });
  box.addEventListener("pointerdown", (event) => event.preventDefault());
  box.addEventListener("click", (event) => {
    const row = event.target.closest(".option");
    if (!row) return;
    select(Number(row.dataset.place));
    choose(rows[chosen]);
  });
  return { show, select, current: () => rows[chosen] };
}

// Whether all words stand in a text.
const hasWords = (text, words) => words.every((word) => text.includes(word));
const wordsIn = (text) => text.toLowerCase().split(/\s+/u).filter(Boolean);
