"""Runs checks on pairs of texts, for the benchmarks of checks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from mtqe.checks import runner
from mtqe.model import Finding, Segment
from mtqe.registry.contracts import Check, Context


def findings(
    chosen: Iterable[Check],
    pairs: Sequence[tuple[str, str]],
    langs: tuple[str, str],
    docs: Sequence[str] | None = None,
    complete: bool = False,
    systems: Sequence[str] | None = None,
) -> list[list[Finding]]:
    """The findings of each pair of source and translation.

    Args:
        chosen: The checks.
        pairs: The texts.
        langs: Source and target language.
        docs: The document of each pair; by default all pairs are one document.
        complete: Whether the benchmark ends if a check cannot judge the languages, as it does if a check fails.
        systems: The translator of each pair. Checks never compare translations by different ones. By default all pairs
            have the same, but pairs with one source have different ones if each pair is a document of its own.
    """
    if systems is None and docs and len(set(docs)) == len(docs):
        systems = occurrences([source for source, _ in pairs])
    places = defaultdict(list)
    for place in range(len(pairs)):
        places[systems[place] if systems else ""].append(place)
    segments = [Segment(str(n), *pair, doc=docs[n] if docs else None) for n, pair in enumerate(pairs)]
    by_pair: list[list[Finding]] = [[] for _ in pairs]
    items = list(chosen)
    for part in places.values():
        outcome = runner.run(items, [segments[place] for place in part], Context(*langs))
        if outcome.problems or (complete and any(item.state == "not run" for item in outcome.items)):
            raise SystemExit(f"checks failed: {outcome.problems or outcome.items}")
        for finding in outcome.findings:
            by_pair[int(finding.segment)].append(finding)
    return by_pair


def occurrences(texts: Iterable[str]) -> list[str]:
    """For each text, how often it came before."""
    seen: Counter[str] = Counter()
    numbers = []
    for text in texts:
        numbers.append(str(seen[text]))
        seen[text] += 1
    return numbers
