const desk = find(".desk");
const list = byId("list");
const cards = findAll("#list > .finding");

// The result of each query, cached until more of the text is unpacked.
const kept = new Map();
function every(query) {
  if (!kept.has(query)) kept.set(query, findAll(query));
  return kept.get(query);
}
