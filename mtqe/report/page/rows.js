// --- rows of a long report ---------------------------------------------------------------------------------------
// The rows of a long report are inside <noscript>. With scripts on, the browser keeps them as plain text, which is
// cheap. They become elements when they come near the window, when they are needed, or when the browser is idle.

const policy = globalThis.trustedTypes?.createPolicy("mtqe-rows", { createHTML: (text) => text });
let packed = findAll(".packed");
const near = new IntersectionObserver(
  (entries) => { for (const entry of entries) if (entry.isIntersecting) unpack(entry.target); },
  { rootMargin: "2000px" },
);

function unpack(chunk) {
  near.unobserve(chunk);
  if (!chunk.classList.contains("packed")) return;
  const text = find("noscript", chunk).textContent;
  chunk.innerHTML = policy ? policy.createHTML(text) : text;
  chunk.classList.remove("packed");
  kept.clear();
  if (touched) refresh(chunk);
  references(chunk);
  watch(chunk);
}

function unpackAll() {
  const chunks = packed;
  packed = [];
  for (const chunk of chunks) unpack(chunk);
}

// The row with this anchor, after its chunk is unpacked.
function rowOf(anchor) {
  if (!anchor) return null;
  const n = Number(anchor.slice(1));
  const chunk = packed.find((item) => Number(item.dataset.from) <= n && n <= Number(item.dataset.to));
  if (chunk) unpack(chunk);
  return byId(anchor);
}

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };

// Unpacks only the chunks that contain these words.
function unpackWith(words) {
  const wanted = words.replace(/[&<>"']/g, (sign) => ENTITIES[sign]);
  for (const chunk of packed.filter((item) => item.matches(".packed"))) {
    if (!texts.has(chunk)) texts.set(chunk, find("noscript", chunk).textContent.replace(/<[^>]*>/g, "").toLowerCase());
    if (texts.get(chunk).includes(wanted)) unpack(chunk);
  }
}

function unpackWhenIdle() {
  if (!packed.length) return;
  const later = globalThis.requestIdleCallback ?? ((work) => setTimeout(() => work({ timeRemaining: () => 8 }), 50));
  later((idle) => {
    while (packed.length) {
      unpack(packed.shift());
      if (idle.timeRemaining() <= 6) break;
    }
    unpackWhenIdle();
  });
}

for (const chunk of packed) near.observe(chunk);
for (const details of findAll("details:has(> .packed)")) {
  packed = packed.filter((chunk) => chunk.parentElement !== details);
  details.addEventListener("toggle", () => findAll(":scope > .packed", details).forEach(unpack));
}
addEventListener("load", () => setTimeout(unpackWhenIdle, 200));
addEventListener("beforeprint", () => { if (byId("whole")?.checked) unpackAll(); });
