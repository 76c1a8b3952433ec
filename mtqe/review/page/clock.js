// --- time --------------------------------------------------------------------------------------------------------
// The seconds that a rater spends on a segment: the time between events, but for breaks.

const BREAK = 60_000;
const clock = { key: null, last: performance.now(), spent: new Map() };

function tick() {
  const now = performance.now();
  const passed = now - clock.last;
  clock.last = now;
  if (clock.key !== null && passed < BREAK) clock.spent.set(clock.key, (clock.spent.get(clock.key) ?? 0) + passed / 1000);
}

function watch(key) {
  tick();
  clock.key = key;
}

function secondsOn(key) {
  tick();
  if (!clock.spent.has(key)) clock.spent.set(key, 0);
  const kept = entries.get(key)?.seconds ?? 0;
  return Math.round(Math.max(kept, clock.spent.get(key)) * 10) / 10;
}

// A segment that has an entry already goes on from its time.
function resumeClock() {
  clock.spent.clear();
  for (const [key, entry] of entries) clock.spent.set(key, entry.seconds ?? 0);
}

for (const name of ["keydown", "pointerdown", "input", "wheel"]) addEventListener(name, tick, { capture: true, passive: true });
