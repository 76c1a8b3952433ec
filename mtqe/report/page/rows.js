// --- rows of a long report ---------------------------------------------------------------------------------------
// The rows of a long report stand in <noscript>: where scripts run the browser keeps them as one text, which costs
// nothing, and they become elements when they are near the window, when something asks for them, or when it is idle.

const policy = globalThis.trustedTypes?.createPolicy("mtqe-rows", { createHTML: (text) => text });
let packed = all(".packed");
const near = new IntersectionObserver(
  (entries) => { for (const entry of entries) if (entry.isIntersecting) unpack(entry.target); },
  { rootMargin: "2000px" },
);

function unpack(chunk) {
  near.unobserve(chunk);
  if (!chunk.classList.contains("packed")) return;
  const text = one("noscript", chunk).textContent;
  chunk.innerHTML = policy ? policy.createHTML(text) : text;
  chunk.classList.remove("packed");
  kept.clear();
  if (touched) refresh(chunk);
  references(chunk);
  watch(chunk);
}

function unpackAll() {
  const rest = packed;
  packed = [];
  for (const chunk of rest) unpack(chunk);
}

// The row with this anchor; its chunk is unpacked first.
function rowOf(anchor) {
  if (!anchor) return null;
  const n = Number(anchor.slice(1));
  const chunk = packed.find((item) => Number(item.dataset.from) <= n && n <= Number(item.dataset.to));
  if (chunk) unpack(chunk);
  return byId(anchor);
}

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };

// Unpacks what holds these words; the rest may stay as it is.
function unpackWith(words) {
  const wanted = words.replace(/[&<>"']/g, (sign) => ENTITIES[sign]);
  for (const chunk of packed.filter((item) => item.matches(".packed"))) {
    if (!texts.has(chunk)) texts.set(chunk, one("noscript", chunk).textContent.replace(/<[^>]*>/g, "").toLowerCase());
    if (texts.get(chunk).includes(wanted)) unpack(chunk);
  }
}

function unpackWhenIdle() {
  if (!packed.length) return;
  const later = globalThis.requestIdleCallback ?? ((work) => setTimeout(() => work({ timeRemaining: () => 8 }), 50));
  later((idle) => {
    do unpack(packed.shift()); while (packed.length && idle.timeRemaining() > 6);
    unpackWhenIdle();
  });
}

for (const chunk of packed) near.observe(chunk);
for (const details of all("details:has(> .packed)")) {
  packed = packed.filter((chunk) => chunk.parentElement !== details);
  details.addEventListener("toggle", () => all(":scope > .packed", details).forEach(unpack));
}
addEventListener("load", () => setTimeout(unpackWhenIdle, 200));
addEventListener("beforeprint", unpackAll);
