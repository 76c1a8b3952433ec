// --- what a mark means, beside it --------------------------------------------------------------------------------
// A card with severity, message, suggestion and the rule in a sentence, at a mark or tag that the pointer or the
// focus is on. It stays while the pointer is on it and goes with Escape.

const tip = byId("tip");
let owner = null;
let waiting = 0;

function describe(number) {
  const card = byId(`f${number}`);
  if (!card) return null;
  const part = make("div", card.className);
  const top = make("p", "top");
  top.append(make("span", "badge", one(".badge", card).textContent), ` ${one(".go", card).textContent} `);
  const rule = one(".rule", card);
  top.append(make("span", "rule", rule.textContent));
  part.append(top, one(".message", card).cloneNode(true));
  for (const line of all(".fix, .accepted", card)) part.append(line.cloneNode(true));
  if (rule.dataset.summary) part.append(make("p", "summary", rule.dataset.summary));
  return part;
}

function twins(element, on) {
  const row = element.closest(".row");
  const own = new Set(numbers(element));
  for (const other of all("mark, .tag", row)) {
    if (numbers(other).some((n) => own.has(n))) other.classList.toggle("twin", on);
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
  // The browser's own bubble says the same once more.
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
// The focus may move the page under it; the pointer has left what moves away.
document.addEventListener("scroll", () => {
  if (owner && owner === document.activeElement) place();
  else if (owner) hideTip();
}, { passive: true });
