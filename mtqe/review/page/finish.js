// --- writing the results -----------------------------------------------------------------------------------------

async function finish() {
  keepEdit();
  keepNote();
  await store.flush();
  if (store.pending()) return report("The results are not written", "Some of what you said is not saved yet. Write the results when the page says Saved.");
  try {
    const answer = await fetch("/finish", { method: "POST", headers: { "content-type": "application/json" }, body: "{}" });
    const said = await answer.json();
    if (!answer.ok) return report("The results are not written", said.error ?? `The server refused it with status ${answer.status}.`);
    const paths = said.written.map(({ path, what }) => {
      const item = make("li");
      item.append(make("code", "", path), make("span", "note", what));
      return item;
    });
    return report("The results are written", "You can go on and write them again at any time.", paths, said.notes);
  } catch {
    return report("The results are not written", "The server does not answer. Is mtqe review still running?");
  }
}

// What stands above the findings when the tour is through.
function paintOver(count) {
  const box = byId("over");
  const over = walk.length > 0 && count === walk.length;
  hide(box, !over);
  if (!over || box.childElementCount) return;
  box.append(make("p", "", `All ${walk.length} segments of the tour are decided.`), button(served ? "Write results" : "Export", served ? finish : exportFile, { name: "act strong" }));
}
