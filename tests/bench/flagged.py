"""Runs checks on pairs of texts, for the benchmarks of checks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mtqe.checks import runner
from mtqe.contracts import Check, Context
from mtqe.model import Finding, Segment


def findings(
    chosen: Iterable[Check],
    pairs: Sequence[tuple[str, str]],
    langs: tuple[str, str],
    docs: Sequence[str] | None = None,
    complete: bool = False,
) -> list[list[Finding]]:
    """The findings of each pair of source and translation.

    Args:
        chosen: The checks.
        pairs: The texts.
        langs: Source and target language.
        docs: The document of each pair; by default all pairs are one document.
        complete: Whether the benchmark ends if a check cannot judge the languages, as it does if a check fails.
    """
    segments = [Segment(str(n), *pair, doc=docs[n] if docs else None) for n, pair in enumerate(pairs)]
    outcome = runner.run(chosen, segments, Context(*langs))
    if outcome.problems or (complete and any(item.state == "not run" for item in outcome.items)):
        raise SystemExit(f"checks failed: {outcome.problems or outcome.items}")
    by_pair: list[list[Finding]] = [[] for _ in pairs]
    for finding in outcome.findings:
        by_pair[int(finding.segment)].append(finding)
    return by_pair
