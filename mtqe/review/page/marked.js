// --- the errors that the rater marked ----------------------------------------------------------------------------

function paintErrors() {
  const { errors, looked } = entryOf(at.key);
  byId("looked").checked = looked;
  byId("errors").replaceChildren(...errors.map((error, place) => {
    const item = make("li", `finding r${rank(error.severity)}`);
    const top = make("p", "top");
    top.append(make("span", "badge", error.severity), make("span", "name", titleOf(error.category)));
    item.append(top);
    for (const span of error.spans ?? []) {
      item.append(span.end > span.start ? quoteOf(NAMES[span.side], slice(textOf(span.side), span), span.side) : lineOf("note", `A place in the ${NAMES[span.side]}`));
    }
    if (!error.spans?.length) item.append(lineOf("note", "The complete segment"));
    if (error.note) item.append(lineOf("reason", error.note));
    const buttons = make("div", "buttons");
    const name = `${error.severity}, ${titleOf(error.category)}`;
    buttons.append(
      button("Change", () => openPicker({ spans: error.spans ?? [], error, place }), { id: `error-${place}-change`, label: `Change the error ${place + 1}: ${name}`, name: "plain" }),
      button("Remove", () => removeError(place), { id: `error-${place}-remove`, label: `Remove the error ${place + 1}: ${name}`, name: "plain" }),
    );
    item.append(buttons);
    return item;
  }));
  hide(byId("errors"), !errors.length);
}

function removeError(place) {
  change(at.key, `Segment ${segmentOf(at.key).id}: error removed`, (entry) => { entry.errors.splice(place, 1); });
  byId("whole").focus({ preventScroll: true });
}

function toggleLooked() {
  const { looked } = entryOf(at.key);
  const label = `Segment ${segmentOf(at.key).id}: ${looked ? "not looked at all of it" : "looked at all of it"}`;
  change(at.key, label, (entry) => { entry.looked = !looked; });
}

byId("looked").addEventListener("change", toggleLooked);
