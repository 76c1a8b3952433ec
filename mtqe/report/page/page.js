"use strict";
(() => {
  const one = (query, root = document) => root.querySelector(query);
  const all = (query, root = document) => Array.from(root.querySelectorAll(query));
  const byId = (id) => document.getElementById(id);
  const value = (id) => byId(id)?.value ?? "";
  const stacked = matchMedia("(max-width: 64rem)");

  const desk = one(".desk");
  const list = byId("list");
  const cards = all("#list > .finding");
  const rows = all(".row");
  const marks = all("mark");
  const tags = all(".tag");
  const worstFirst = cards.slice();
  const textOrder = cards.slice().sort((a, b) => Number(a.dataset.order || 1e9) - Number(b.dataset.order || 1e9));
  const numbers = (element) => element.dataset.f.split(" ");
  const hide = (element, hidden) => { if (element.hidden !== hidden) element.hidden = hidden; };

  // --- filters ---------------------------------------------------------------------------------------------------

  const severities = new Set();
  let texts = null;
  let shown = cards;

  // Built at the first search: until then nobody pays for it.
  const textOf = (element) => {
    texts ??= new Map([...rows, ...cards].map((item) => [item, item.textContent.toLowerCase()]));
    return texts.get(element) ?? "";
  };

  function passes(card, words, check, doc, lane) {
    const data = card.dataset;
    return (!severities.size || severities.has(data.sev))
      && (!check || check === `c:${data.cat}` || check === `k:${data.check}`)
      && (!doc || doc === data.doc)
      && (!lane || lane === data.lane)
      && (!words || textOf(card).includes(words) || (data.row && textOf(byId(data.row)).includes(words)));
  }

  function apply() {
    const words = value("q").trim().toLowerCase();
    const [check, doc, lane] = [value("check"), value("doc"), value("lane")];
    const narrowed = Boolean(severities.size || words || check || doc);
    const order = value("order") === "text" ? textOrder : worstFirst;
    shown = order.filter((card) => passes(card, words, check, doc, lane));
    const visible = new Set(shown.map((card) => card.id.slice(1)));
    const withFindings = new Set(shown.map((card) => card.dataset.row));
    for (const card of cards) hide(card, !visible.has(card.id.slice(1)));
    for (const mark of marks) mark.classList.toggle("off", !numbers(mark).some((n) => visible.has(n)));
    for (const tag of tags) hide(tag, !visible.has(tag.dataset.f));
    const only = byId("only")?.checked;
    for (const row of rows) {
      hide(row, only ? !withFindings.has(row.id) : Boolean(words) && !withFindings.has(row.id) && !textOf(row).includes(words));
    }
    for (const block of all(".block")) hide(block, Boolean(doc) && block.dataset.doc !== doc);
    // An empty chunk would still take the room that the browser reserves for it.
    for (const chunk of all(".chunk")) hide(chunk, !all(".row", chunk).some((row) => !row.hidden));
    if (byId("lane")) for (const cell of all(".cell")) hide(cell, Boolean(lane) && cell.dataset.lane !== lane);
    const tally = byId("tally");
    const [some, every] = [shown.length, cards.length].map((n) => n.toLocaleString("en"));
    if (tally) tally.textContent = some === every ? every : `${some} of ${every}`;
    if (byId("empty")) byId("empty").hidden = shown.length > 0;
    if (byId("clear")) byId("clear").hidden = !narrowed;
  }

  function clear() {
    severities.clear();
    for (const chip of all(".chip")) chip.setAttribute("aria-pressed", "false");
    for (const id of ["q", "check", "doc"]) if (byId(id)) byId(id).value = "";
    apply();
  }

  // --- going to a finding ----------------------------------------------------------------------------------------

  let current = null;

  function center(element) {
    const aim = () => {
      element.scrollIntoView({ block: "center" });
      // Beside the text the list of findings should fill the window.
      const below = stacked.matches ? 0 : desk.getBoundingClientRect().top;
      if (below > 0) scrollBy(0, below);
    };
    aim();
    // Rows near the goal get their true height only now; aim again when they have it.
    requestAnimationFrame(() => requestAnimationFrame(aim));
  }

  function release() {
    for (const element of all(".here")) element.classList.remove("here");
    current?.removeAttribute("aria-current");
    current = null;
    hide(byId("sheet"), true);
  }

  function select(card, { focus = false, scroll = true } = {}) {
    release();
    current = card;
    card.setAttribute("aria-current", "true");
    const number = card.id.slice(1);
    const row = byId(card.dataset.row);
    if (row) {
      const own = all("mark", row).filter((mark) => numbers(mark).includes(number));
      for (const element of [row, ...own]) element.classList.add("here");
      for (const tick of all(`.tick[href="#${row.id}"]`)) tick.classList.add("here");
      if (scroll) center(own.length === 1 ? own[0] : row);
    }
    if (!stacked.matches) {
      const [box, frame] = [card.getBoundingClientRect(), list.getBoundingClientRect()];
      if (box.top < frame.top || box.bottom > frame.bottom) list.scrollTop += box.top - frame.top - frame.height / 3;
    } else if (row) {
      sheet([card]);
    }
    if (focus) one(".go", card)?.focus({ preventScroll: true });
    history.replaceState(null, "", `#${card.id}`);
  }

  function sheet(some) {
    const copies = some.map((card) => {
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
    const some = numbers(element).map((n) => byId(`f${n}`)).filter((card) => card && !card.hidden);
    if (!some.length) return;
    select(some[0], { scroll: false });
    if (stacked.matches) sheet(some);
  }

  // --- events ----------------------------------------------------------------------------------------------------

  document.addEventListener("click", (event) => {
    const at = (query) => event.target.closest(query);
    if (event.ctrlKey || event.metaKey || event.shiftKey || getSelection()?.toString()) return;
    if (at("#sheet-close")) return release();
    if (at("#clear")) return clear();
    const chip = at(".chip");
    if (chip) {
      const on = !severities.delete(chip.dataset.sev);
      if (on) severities.add(chip.dataset.sev);
      chip.setAttribute("aria-pressed", String(on));
      return apply();
    }
    const tag = at("mark, .tag");
    if (tag) {
      event.preventDefault();
      return fromText(tag);
    }
    const card = at("#list > .finding");
    if (card && !at(".rule")) {
      event.preventDefault();
      return select(card);
    }
    const tick = at(".tick");
    if (tick?.hash) {
      event.preventDefault();
      const row = byId(tick.hash.slice(1));
      const first = shown.find((item) => item.dataset.row === row.id);
      if (first) return select(first);
      if (row.hidden) return undefined;
      release();
      row.classList.add("here");
      center(row);
    }
    return undefined;
  });

  let timer = 0;
  byId("tools")?.addEventListener("submit", (event) => event.preventDefault());
  byId("q")?.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(apply, 120); });
  for (const id of ["check", "doc", "lane", "only"]) byId(id)?.addEventListener("change", apply);
  byId("order")?.addEventListener("change", () => {
    list.append(...(value("order") === "text" ? textOrder : worstFirst));
    apply();
  });
  byId("refs")?.addEventListener("change", (event) => {
    for (const reference of all(".ref")) reference.open = event.target.checked;
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const typing = event.target.matches?.("input:not([type=checkbox]), select, textarea");
    if (event.key === "Escape") {
      if (one(".manual:popover-open")) return;
      if (typing) event.target.blur();
      if (!byId("sheet").hidden) return release();
      return clear();
    }
    const tick = event.target.closest?.(".strip .tick");
    const sideways = { ArrowRight: "nextElementSibling", ArrowLeft: "previousElementSibling" }[event.key];
    if (tick && sideways) {
      const next = tick[sideways];
      if (!next) return;
      event.preventDefault();
      tick.tabIndex = -1;
      next.tabIndex = 0;
      return next.focus();
    }
    if (typing || !byId("keys")?.checked) return;
    if (event.key === "j" || event.key === "n") return step(1);
    if (event.key === "k" || event.key === "p") return step(-1);
    if (event.key === "/" && byId("q")) {
      event.preventDefault();
      byId("q").focus();
    }
  });

  // A reload brings back what the controls held; filters follow them.
  addEventListener("pageshow", () => {
    if (["q", "check", "doc", "lane"].some((id) => value(id)) || value("order") === "text" || byId("only")?.checked) {
      if (value("order") === "text") list.append(...textOrder);
      apply();
    }
    const target = /^#f\d+$/.test(location.hash) && byId(location.hash.slice(1));
    if (target) select(target);
  });
})();
