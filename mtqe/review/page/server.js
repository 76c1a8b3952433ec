// --- saving on the server ----------------------------------------------------------------------------------------
// One request at a time, one segment a request. What is not sent yet stands in the session storage, too, so that it
// survives a reload. The server refuses a change of a segment that another window has changed in between.

const WAITS = [1000, 2000, 5000, 10_000];
const TOO_LONG = 15_000;

function serverStore() {
  const unsent = storageName(rater, "unsent");
  const revisions = new Map(Object.entries(sheet.revisions ?? {}));
  const settled = new Map(Object.entries(sheet.entries ?? {})); // what the server has
  const waiting = new Map();
  const disputed = new Set();
  const refused = new Set();
  let running = null;
  const stale = new Map(); // how often the server refused a segment that nobody else has changed
  let failures = 0;
  let timer = 0;

  function backUp() {
    const rows = Array.from(waiting, ([key, entry]) => [key, { entry, base: settled.get(key) ?? null }]);
    writeStored("sessionStorage", unsent, rows.length ? Object.fromEntries(rows) : null);
  }

  const next = () => [...waiting.keys()].find((key) => !disputed.has(key) && !refused.has(key));

  function acknowledge(key, entry) {
    if (entry) settled.set(key, entry);
    else settled.delete(key);
    if (waiting.has(key) && same(waiting.get(key), entry)) waiting.delete(key);
    backUp();
  }

  async function put(key) {
    const entry = waiting.get(key);
    const answer = await fetch(`/entries/${encodeURIComponent(key)}`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ revision: revisions.get(key) ?? 0, entry }),
      signal: AbortSignal.timeout(TOO_LONG),
    });
    if (answer.status === 403 || answer.status === 401) throw new Error("this window has no access any more; open the address that mtqe review shows");
    const said = await answer.json();
    if (answer.status >= 500) throw new Error(said.error ?? `the server failed with status ${answer.status}`);
    if (answer.ok) {
      revisions.set(key, said.revision);
      stale.delete(key);
      acknowledge(key, entry);
    } else if (answer.status === 409) dispute(key, entry, said);
    else {
      refused.add(key);
      saving("failed", `Not saved: ${said.error ?? `the server refused it with status ${answer.status}`}`, true);
    }
  }

  // If the server has what this window started from, or what it wants, nobody else changed the segment.
  function dispute(key, entry, said) {
    const theirs = said.entry ?? null;
    revisions.set(key, said.revision);
    if (same(theirs, entry)) acknowledge(key, entry);
    else if (!same(theirs, settled.get(key) ?? null)) ask(key, theirs);
    else {
      stale.set(key, (stale.get(key) ?? 0) + 1);
      if (stale.get(key) > 3) throw new Error("the server refuses it again and again");
    }
  }

  function ask(key, theirs) {
    disputed.add(key);
    conflict(key, waiting.get(key), theirs, (mine) => {
      disputed.delete(key);
      if (theirs) settled.set(key, theirs);
      else settled.delete(key);
      if (!mine) {
        waiting.delete(key);
        adopt(key, theirs);
      }
      backUp();
      send();
    });
  }

  function send() {
    clearTimeout(timer);
    running ??= sendAll().finally(() => { running = null; });
    return running;
  }

  async function sendAll() {
    try {
      for (let key = next(); key !== undefined; key = next()) {
        if (status.kind !== "failed") saving("saving", "Saving…");
        await put(key);
        failures = 0;
      }
      if (!waiting.size) saving("saved", "Saved");
    } catch (error) {
      const unreadable = error instanceof SyntaxError ? "the answer of the server is not JSON" : error.message;
      const why = error instanceof TypeError || error.name === "TimeoutError" ? "the server does not answer" : unreadable;
      saving("failed", `Not saved: ${why}. Trying again.`, true);
      timer = setTimeout(send, WAITS[Math.min(failures, WAITS.length - 1)]);
      failures += 1;
    }
  }

  // Another window may have said more in the meantime.
  async function look() {
    if (running || document.visibilityState !== "visible") return;
    try {
      const answer = await fetch("/entries", { signal: AbortSignal.timeout(TOO_LONG) });
      if (!answer.ok) return;
      const said = await answer.json();
      for (const key of new Set([...settled.keys(), ...Object.keys(said.entries)])) {
        const theirs = said.entries[key] ?? null;
        if (!places.has(key) || waiting.has(key) || same(theirs, settled.get(key) ?? null)) continue;
        acknowledge(key, theirs);
        adopt(key, theirs);
      }
      for (const [key, revision] of Object.entries(said.revisions ?? {})) if (!waiting.has(key)) revisions.set(key, revision);
      if (!typing()) refresh();
    } catch {
      // The next change says that the server does not answer.
    }
  }

  addEventListener("online", send);
  document.addEventListener("visibilitychange", look);
  addEventListener("beforeunload", (event) => { if (waiting.size) event.preventDefault(); });

  return {
    keep(key, entry) {
      waiting.set(key, entry);
      refused.delete(key);
      if (same(entry, settled.get(key) ?? null) && !running) waiting.delete(key);
      backUp();
      send();
    },
    retry() {
      refused.clear();
      send();
    },
    // What the last load of this window did not get sent.
    recover() {
      for (const [key, { entry, base }] of Object.entries(readStored("sessionStorage", unsent) ?? {})) {
        if (!places.has(key) || same(entry, settled.get(key) ?? null)) continue;
        waiting.set(key, entry);
        adopt(key, entry);
        if (!same(base, settled.get(key) ?? null)) ask(key, settled.get(key) ?? null);
      }
      backUp();
      send();
    },
    pending: () => waiting.size,
    flush: send,
  };
}
