// --- findings and opinions ---------------------------------------------------------------------------------------

const KEYS_OF_OPINIONS = { error: "e", "false-alarm": "f", tolerated: "t" };
const QUESTIONS = { "false-alarm": "Why is this not an error?", tolerated: "Why may it be published?" };
let asking = null; // the opinion that needs a reason: { finding, opinion }

const currentFinding = () => segmentOf(at.key).findings.find((finding) => finding.fingerprint === at.finding) ?? null;
const changesOf = (finding) => finding.changes ?? [];

function paintFindings() {
  const segment = segmentOf(at.key);
  const left = undecided(at.key).length;
  const all = segment.findings.length;
  byId("tally").textContent = all ? (left ? `${left} of ${all} undecided` : "all decided") : "";
  const cards = segment.findings.map((finding, place) => cardOf(segment, finding, place));
  byId("findings").replaceChildren(...(cards.length ? cards : [make("p", "note", "There is no finding in this segment.")]));
}

function cardOf(segment, finding, place) {
  const decision = opinionOn(segment.key, finding);
  const here = finding.fingerprint === at.finding;
  const settled = !decision && (finding.suppressed || (allowedWords().has(finding.word) && `you allow “${finding.word}”`));
  const card = make("article", `finding r${rank(finding.severity)}${here ? " here" : ""}${settled || (decision && decision.opinion !== "error") ? " accepted" : ""}`);
  card.id = `finding-${place}`;
  card.tabIndex = -1;
  card.dataset.finding = finding.fingerprint;
  if (here) card.setAttribute("aria-current", "true");
  card.setAttribute("aria-label", `Finding ${place + 1} of ${segment.findings.length}: ${finding.severity}, ${finding.name}`);
  const top = make("p", "top");
  top.append(make("span", "badge", finding.severity), make("span", "name", finding.name.replaceAll("-", " ")), make("span", "rule", finding.check));
  if (finding.preview) top.append(badgeOf("preview check"));
  card.append(top, ...saidOn(finding));
  for (const side of SIDES) {
    for (const text of markedOf(segment, finding, side)) card.append(quoteOf(NAMES[side], text, side));
  }
  if (finding.suggestion) card.append(quoteOf("suggestion", finding.suggestion, "target", "ins"));
  if (settled) card.append(lineOf("note", finding.suppressed ? `Accepted before: ${settled}` : `Accepted: ${settled}`));
  card.append(opinionsOf(segment, finding, place, decision));
  if (asking?.finding === finding.fingerprint) card.append(reasonForm());
  else if (decision?.reason) card.append(lineOf("reason", decision.reason));
  return card;
}

// What the check says. The sentence of the triage often repeats it; then the sentence is enough.
function saidOn(finding) {
  const { message, explanation } = finding;
  if (!explanation) return [lineOf("message", message)];
  const repeats = explanation.toLowerCase().includes(message.toLowerCase());
  return [...(repeats ? [] : [lineOf("message", message)]), lineOf("explanation", explanation)];
}

// The marked texts of a side that the sentence on the finding does not quote in full.
function markedOf(segment, finding, side) {
  const texts = finding.spans.filter((span) => span.side === side && span.end > span.start).map((span) => slice(segment[side], span));
  return texts.filter((text) => ![`‘${text}’`, `“${text}”`, `⟦${text}⟧`].some((quote) => finding.explanation.includes(quote)));
}

function lineOf(name, text) {
  const shown = make("p", name, text);
  shown.dir = "auto";
  return shown;
}

function quoteOf(label, text, side, tag = "q") {
  const line = make("p", "quote");
  const shown = make(tag, "", text);
  shown.lang = langs[side];
  shown.dir = directions[side];
  line.append(make("span", "side", label), shown);
  return line;
}

function opinionsOf(segment, finding, place, decision) {
  const group = make("div", "buttons opinions");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", `Your opinion on finding ${place + 1}`);
  for (const [opinion, label] of Object.entries(OPINIONS)) {
    group.append(button(label, () => decide(finding, opinion), {
      key: KEYS_OF_OPINIONS[opinion], id: `finding-${place}-${opinion}`, pressed: decision?.opinion === opinion && !decision.word, name: `act ${opinion}`,
    }));
  }
  if (finding.word) {
    group.append(button(`Allow “${finding.word}”`, () => allow(finding), { key: "w", id: `finding-${place}-allow`, pressed: Boolean(decision?.word) }));
  }
  if (changesOf(finding).length && !segment.locked) {
    group.append(button("Apply the correction", () => accept(finding), { key: "a", id: `finding-${place}-accept` }));
  }
  return group;
}

function reasonForm() {
  const form = make("form", "why-form");
  const label = make("label", "lang", QUESTIONS[asking.opinion]);
  label.htmlFor = "reason";
  const field = make("input", "entry");
  Object.assign(field, { id: "reason", type: "text", maxLength: 1000, dir: "auto", autocomplete: "off", value: asking.text });
  field.setAttribute("aria-describedby", "reason-fault");
  field.addEventListener("input", () => { asking.text = field.value; });
  const fault = make("p", "fault", asking.fault);
  fault.id = "reason-fault";
  fault.setAttribute("role", "alert");
  const recent = make("ol", "recent");
  reasonsOf().forEach((reason, number) => {
    const item = make("li");
    item.append(button(reason, () => settle(reason), { key: String(number + 1), id: `reason-${number}`, name: "act recent-reason" }));
    recent.append(item);
  });
  const buttons = make("div", "buttons");
  buttons.append(button("Save", () => settle(field.value), { key: "Enter", id: "reason-save", name: "act strong" }), button("Cancel", dismiss, { key: "Esc", id: "reason-cancel" }));
  form.append(label, field, fault, recent, buttons);
  form.addEventListener("submit", (event) => { event.preventDefault(); settle(field.value); });
  form.addEventListener("keydown", reasonKey);
  return form;
}

// A digit chooses a recent reason as long as the field is empty.
function reasonKey(event) {
  if (event.isComposing) return undefined;
  if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    return dismiss();
  }
  const reason = /^[1-9]$/.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey ? reasonsOf()[Number(event.key) - 1] : undefined;
  if (reason && !byId("reason").value) {
    event.preventDefault();
    settle(reason);
  }
  return undefined;
}

function decide(finding, opinion) {
  if (!finding) return say("Choose a finding first: j goes to the next one.", true);
  const kept = opinionOn(at.key, finding);
  at.finding = finding.fingerprint;
  if (opinion === "error") {
    asking = null;
    return keepOpinion(finding, opinion, "");
  }
  asking = { finding: finding.fingerprint, opinion, text: kept?.opinion === opinion ? kept.reason : "", fault: "" };
  refresh();
  const field = byId("reason");
  field.focus();
  field.select();
  return undefined;
}

function settle(text) {
  const reason = text.trim();
  const finding = segmentOf(at.key).findings.find((item) => item.fingerprint === asking.finding);
  if (!reason) {
    Object.assign(asking, { text: "", fault: "Write a reason: it is kept with the accepted finding." });
    refresh();
    return byId("reason").focus();
  }
  const { opinion } = asking;
  asking = null;
  remember(reason);
  return keepOpinion(finding, opinion, reason);
}

function dismiss() {
  asking = null;
  refresh();
  focusFinding();
}

// Then on to the next finding of the segment without an opinion.
function keepOpinion(finding, opinion, reason, word = "") {
  const label = `Segment ${segmentOf(at.key).id}, ${finding.name}: ${OPINIONS[opinion].toLowerCase()}${reason ? `, ${reason}` : ""}`;
  const kept = opinionOn(at.key, finding);
  change(at.key, label, (entry) => { entry.decisions[finding.fingerprint] = word ? { opinion, reason, word } : { opinion, reason }; });
  const next = kept ? finding : undecided(at.key)[0] ?? finding;
  visit(at.key, next.fingerprint, { quiet: true });
}

// Allows the word of a finding, in all texts of the team: it is added to the configuration with the results.
function allow(finding) {
  if (!finding?.word) return say("This finding is not about a word that can be allowed.", true);
  at.finding = finding.fingerprint;
  asking = null;
  return keepOpinion(finding, "false-alarm", `“${finding.word}” is allowed`, finding.word);
}

// Takes the correction of a finding into the translation. Then it is an error, too.
function accept(finding) {
  const segment = segmentOf(at.key);
  if (!finding || !changesOf(finding).length) return say("This finding has no certain correction.", true);
  if (segment.locked) return say("This segment is locked in its file.", true);
  keepEdit();
  let text = entryOf(at.key).edited ?? segment.target;
  for (const [start, end, put] of [...changesOf(finding)].sort((a, b) => b[0] - a[0])) {
    text = carried(segment.target, text, unitAt(segment.target, start), unitAt(segment.target, end), put);
    if (text === null) return say("You have changed these words already.", true);
  }
  const label = `Segment ${segment.id}, ${finding.name}: correction applied`;
  change(at.key, label, (entry) => {
    entry.edited = text === segment.target ? null : text;
    entry.decisions[finding.fingerprint] ??= { opinion: "error", reason: "" };
  });
  return visit(at.key, (undecided(at.key)[0] ?? finding).fingerprint, { quiet: true });
}

function focusFinding() {
  const card = findAll(".finding", byId("findings")).find((item) => item.dataset.finding === at.finding);
  const target = card ?? (at.finding === null ? byId("whole") : byId("focus"));
  target.focus({ preventScroll: true });
  return target;
}

byId("findings").addEventListener("click", (event) => {
  const card = event.target.closest(".finding");
  if (card && !event.target.closest("button, input, form") && card.dataset.finding !== at.finding && !getSelection()?.toString()) {
    visit(at.key, card.dataset.finding);
  }
});
