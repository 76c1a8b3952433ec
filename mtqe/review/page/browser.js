// --- saving in the browser ---------------------------------------------------------------------------------------
// The page as a file saves in the browser's local storage, apart for each report and rater. Each change is written into
// what stands there now, so that two windows of one rater do not overwrite each other.

function browserStore() {
  const name = storageName(rater);
  const lost = "Not saved: this browser cannot store data for this file. Export before you close it.";
  const changed = new Map();
  let works = writeStored("localStorage", "mtqe.review.probe", 1) && writeStored("localStorage", "mtqe.review.probe", null);

  const read = () => readStored("localStorage", name)?.entries ?? {};

  // What does not get stored stays in `changed` for the next time.
  function write() {
    const all = { ...read(), ...Object.fromEntries(changed) };
    for (const [key, entry] of changed) if (!entry) delete all[key];
    works = writeStored("localStorage", name, exported(all));
    if (works) changed.clear();
    if (works) saving("saved", "Saved");
    else saving("failed", lost, true);
  }

  addEventListener("storage", (event) => {
    if (event.key !== name) return;
    const theirs = read();
    for (const key of new Set([...entries.keys(), ...Object.keys(theirs)])) {
      if (places.has(key) && !same(theirs[key], entries.get(key))) adopt(key, theirs[key] ?? null);
    }
    if (!typing()) refresh();
  });
  addEventListener("beforeunload", (event) => { if (changed.size) event.preventDefault(); });

  return {
    keep(key, entry) {
      if (!changed.size) queueMicrotask(write); // changes of one moment are one write
      changed.set(key, entry);
      if (!works) queueMicrotask(write);
    },
    retry: write,
    recover() {
      begin(read());
      if (works) saving("saved", "Saved");
      else saving("failed", lost);
    },
    pending: () => changed.size,
  };
}

// Raters of this report whose entries this browser has.
function knownRaters() {
  try {
    const start = storageName("");
    return Object.keys(localStorage).filter((name) => name.startsWith(start)).map((name) => name.slice(start.length)).sort();
  } catch {
    return [];
  }
}
