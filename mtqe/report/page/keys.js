// --- events ------------------------------------------------------------------------------------------------------

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
  const fold = at(".fold");
  if (fold) return fold.setAttribute("aria-expanded", String(fold.getAttribute("aria-expanded") !== "true"));
  const named = at(".places a");
  if (named && byId(named.hash.slice(1))?.matches("#list > .finding")) {
    event.preventDefault();
    return select(byId(named.hash.slice(1)), { focus: true });
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
  const link = at(".tick, .no");
  if (link?.hash) {
    event.preventDefault();
    return visit(link.hash.slice(1));
  }
  return undefined;
});

let timer = 0;
byId("tools")?.addEventListener("submit", (event) => event.preventDefault());
byId("q")?.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(apply, 120); });
for (const id of ["check", "doc", "lane", "only", "state", "differ"]) byId(id)?.addEventListener("change", apply);
byId("refs")?.addEventListener("change", () => references(document));
byId("base")?.addEventListener("change", compare);
byId("order")?.addEventListener("change", () => {
  list.append(...(value("order") === "text" ? textOrder : worstFirst));
  apply();
});

// Sets a control to its next value: the next option of a list, or the other state of a checkbox.
function turn(id) {
  const control = byId(id);
  if (!control) return;
  if (control.type === "checkbox") control.checked = !control.checked;
  else control.selectedIndex = (control.selectedIndex + 1) % control.options.length;
  control.dispatchEvent(new Event("change"));
}

const SHORTCUTS = {
  j: () => step(1),
  n: () => step(1),
  k: () => step(-1),
  p: () => step(-1),
  f: () => turn("only"),
  r: () => turn("refs"),
  d: () => turn("base"),
  o: () => current && find("button.rule", current)?.click(),
  "/": () => byId("q")?.focus(),
  "?": () => byId("help").togglePopover(),
};

function escape(typing, target) {
  if (find("[popover]:not(.tip):popover-open")) return;
  if (hideTip()) return;
  if (typing) target.blur();
  if (!byId("sheet").hidden) release();
  else clear();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const typing = event.target.matches?.("input:not([type=checkbox]), select, textarea");
  if (event.key === "Escape") return escape(typing, event.target);
  const tick = event.target.closest?.(".strip .tick");
  const sideways = { ArrowRight: "nextElementSibling", ArrowLeft: "previousElementSibling" }[event.key];
  if (tick && sideways) {
    const next = tick[sideways];
    if (!next) return undefined;
    event.preventDefault();
    tick.tabIndex = -1;
    next.tabIndex = 0;
    return next.focus();
  }
  if (typing || !byId("keys")?.checked || !Object.hasOwn(SHORTCUTS, event.key)) return undefined;
  event.preventDefault();
  return SHORTCUTS[event.key]();
});

// After a reload the browser restores the controls; the filters are applied to match.
addEventListener("pageshow", () => {
  const held = ["q", "check", "doc", "lane", "state"].some((id) => value(id)) || cards.some((card) => card.dataset.state === "follows");
  if (value("order") === "text") list.append(...textOrder);
  if (byId("base")?.value) compare();
  else if (held || value("order") === "text" || byId("only")?.checked) apply();
  if (byId("refs")?.checked) references(document);
  const target = /^#[fs]\d+$/.test(location.hash) ? location.hash.slice(1) : "";
  if (target.startsWith("f") && byId(target)) select(byId(target));
  else if (target) visit(target);
});
