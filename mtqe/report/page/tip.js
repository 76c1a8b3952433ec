// --- tooltip of a mark -------------------------------------------------------------------------------------------
// A card with severity, message, suggestion and a one-sentence summary of the rule. It opens at the mark or tag under
// the pointer or focus, stays open while the pointer is on it, and closes with Escape.

const tip = byId("tip");
let owner = null;
let waiting = 0;

function describe(number) {
  const card = byId(`f${number}`);
  if (!card) return null;
  const part = make("div", card.className);
  const top = make("p", "top");
  top.append(make("span", "badge", find(".badge", card).textContent), ` ${find(".go", card).textContent} `);
  const rule = find(".rule", card);
  top.append(make("span", "rule", rule.textContent));
  part.append(top, find(".message", card).cloneNode(true));
  for (const line of findAll(".fix, .accepted", card)) part.append(line.cloneNode(true));
  if (rule.dataset.summary) part.append(make("p", "summary", rule.dataset.summary));
  return part;
}

function twins(element, on) {
  const row = element.closest(".row");
  const shared = new Set(numbers(element));
  for (const sibling of findAll("mark, .tag", row)) {
    if (numbers(sibling).some((n) => shared.has(n))) sibling.classList.toggle("twin", on);
  }
}

function hideTip() {
  clearTimeout(waiting);
  if (!owner) return false;
  twins(owner, false);
  owner.removeAttribute("aria-describedby");
  owner = null;
  tip.hidePopover?.();
  return true;
}

function showTip(element) {
  hideTip();
  if (stacked.matches || element.classList.contains("off")) return;
  const parts = numbers(element).map(describe).filter(Boolean);
  if (!parts.length || !tip.showPopover) return;
  owner = element;
  // The browser's own tooltip would repeat the same text.
  element.removeAttribute("title");
  twins(element, true);
  tip.replaceChildren(...parts);
  tip.showPopover();
  element.setAttribute("aria-describedby", "tip");
  place();
}

function place() {
  const [line] = owner.getClientRects();
  const [width, height] = [tip.offsetWidth, tip.offsetHeight];
  const below = line.bottom + height + 16 < innerHeight;
  tip.style.left = `${Math.max(8, Math.min(line.left, innerWidth - width - 8))}px`;
  tip.style.top = `${below ? line.bottom + 6 : Math.max(8, line.top - height - 6)}px`;
}

const tipped = (event) => event.target.closest?.("mark, .tag");

document.addEventListener("pointerover", (event) => {
  if (event.pointerType !== "mouse") return;
  clearTimeout(waiting);
  const element = tipped(event);
  if (element && element !== owner) waiting = setTimeout(showTip, 150, element);
  else if (!element && owner && !tip.contains(event.target)) waiting = setTimeout(hideTip, 200);
});
document.addEventListener("focusin", (event) => {
  const element = tipped(event);
  if (element?.matches(":focus-visible")) showTip(element);
  else if (owner) hideTip();
});
// Focus may scroll the page, so the tooltip follows it; a pointer loses its mark when the page scrolls.
document.addEventListener("scroll", () => {
  if (owner && owner === document.activeElement) place();
  else if (owner) hideTip();
}, { passive: true });
