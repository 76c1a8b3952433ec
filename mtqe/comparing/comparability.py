"""Decides whether reports, and which of their scores, can be compared. Different kinds of scores never are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mtqe.errors import InputError
from mtqe.language.language_tags import canonical
from mtqe.model import Report, Signature
from mtqe.model.metric_facts import COUNTS

HARDWARE = frozenset({"device", "batch"})
"""Parts of a signature that change only the last digits of a score."""
CONSENSUS = frozenset({"consensus", "consensus_set"})
"""Parts of a signature that say with which other translations of the run a metric compared."""

Languages = tuple[str | None, str | None]
"""The language pair of a comparison."""


def languages(reports: Sequence[Report]) -> Languages:
    """The language pair of all reports.

    Raises:
        InputError: The reports have different language pairs.
    """
    pair: list[str | None] = []
    for side in ("source", "target"):
        tags = [getattr(report.run, f"{side}_lang") for report in reports]
        known = list(dict.fromkeys(canonical(tag) for tag in tags if tag))
        if len(known) > 1:
            raise InputError(
                f"the {side} language is {known[0]} in one report and {known[1]} in another",
                "compare reports of one language pair",
            )
        pair.append(known[0] if known else None)
    return pair[0], pair[1]


def unlike(signatures: Sequence[Signature], recomputed: bool) -> str | None:
    """Why scores with these signatures cannot be compared, or `None` if they can.

    Args:
        signatures: Of one metric, one for each system.
        recomputed: Whether the scores are recomputed here, so that the version that wrote them does not matter.
    """
    ignored = COUNTS | HARDWARE | ({"version"} if recomputed else set())
    for key in _different(signatures, ignored):
        values = list(dict.fromkeys(str(signature.get(key, "nothing")) for signature in signatures))
        if key in CONSENSUS:
            return (
                f"the scores are not comparable: they depend on the other systems in the run ({key} is "
                f"{' and '.join(values)}); score all systems in one run, or each with --no-consensus"
            )
        return f"the scores are not comparable: {key} is {' and '.join(values)}"
    return None


def remarks(metric: str, signatures: Sequence[Signature]) -> Iterator[str]:
    """Differences of signatures that hardly change a score, one sentence each."""
    for key in _different(signatures, COUNTS):
        values = " and ".join(dict.fromkeys(str(signature.get(key, "nothing")) for signature in signatures))
        if key in HARDWARE:
            yield f"{metric}: {key} is {values}, so the last digits of scores may differ"
        else:
            yield f"{metric}: the reports have {key} {values}; all scores are recomputed here with one {key}"


def common(signatures: Sequence[Signature]) -> Signature:
    """The entries that several signatures have in common, in order."""
    first = signatures[0]
    return {key: first[key] for key in first if key not in COUNTS and not _differs(signatures, key)}


def runs(reports: Sequence[Report]) -> Iterator[str]:
    """Differences between the runs that may explain different findings, one sentence each."""
    checked = [report for report in reports if _ran(report)]
    if len(checked) < 2:
        return
    versions = dict.fromkeys(report.run.version for report in checked)
    if len(versions) > 1:
        yield f"the reports come from different versions of mtqe ({' and '.join(versions)}); their checks may differ"
    if len({report.run.glossaries for report in checked}) > 1:
        yield "the reports were checked against different glossaries"
    everywhere = set.intersection(*map(_ran, checked))
    left_out = sorted(set().union(*map(_ran, checked)) - everywhere)
    if left_out:
        yield f"findings of {', '.join(left_out)} are left out, because these checks did not run on every system"


def shared_checks(reports: Sequence[Report]) -> set[str]:
    """Ids of the checks that ran in every report."""
    return set.intersection(*map(_ran, reports))


def _ran(report: Report) -> set[str]:
    return {item.id for item in report.run.checks if item.state == "ran"}


def _different(signatures: Sequence[Mapping[str, Any]], ignored: frozenset[str] | set[str]) -> list[str]:
    keys = dict.fromkeys(key for signature in signatures for key in signature if key not in ignored)
    return [key for key in keys if _differs(signatures, key)]


def _differs(signatures: Sequence[Mapping[str, Any]], key: str) -> bool:
    return len({(key in signature, signature.get(key)) for signature in signatures}) > 1
