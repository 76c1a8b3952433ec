"""Notes on parts of a policy that do nothing: rules that govern no document of a run, a setting without a floor."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from mtqe.gate.score_keys import tables
from mtqe.model import Document, Report
from mtqe.settings.policy import GateConfig, describe, rule_of

REMARK = "policy: "
"""Prefix of the notes that `noted` adds to a report."""


def noted(report: Report, policy: GateConfig) -> Report:
    """The report with notes on what does nothing in a policy; earlier notes of this kind are replaced."""
    notes = [note for note in report.run.notes if not note.startswith(REMARK)]
    idle = (*_without_floors(policy), *_without_documents(report, policy))
    notes += [f"{REMARK}{text}" for text in idle]
    return msgspec.structs.replace(report, run=msgspec.structs.replace(report.run, notes=tuple(notes)))


def _without_floors(policy: GateConfig) -> Iterator[str]:
    """A note on a way to judge segments where no floor of segments is set."""
    if policy.min_segment_by == "interval" and not any(table.min_segment for _, table in tables(policy)):
        yield (
            'gate.min_segment_by = "interval" does nothing, because no floor of segments is set; write it as '
            "gate.min_segment = { METRIC = FLOOR }"
        )


def _without_documents(report: Report, policy: GateConfig) -> Iterator[str]:
    """A note on rules that match no document, and one on each rule whose documents all belong to earlier rules."""
    documents = report.documents or ((Document(""),) if report.segments else ())
    if not documents:
        return
    governing = [rule_of(document, report, policy.rules) for document in documents]
    unmatched = []
    for rule in policy.rules:
        if any(rule is governor for governor in governing):
            continue
        if any(rule_of(document, report, (rule,)) for document in documents):
            yield f"the rule {describe(rule)!r} governs no document, as earlier rules match all of its documents"
        else:
            unmatched.append(repr(describe(rule)))
    if not unmatched:
        return
    one = len(unmatched) == 1
    subject = f"the rule {unmatched[0]} matches" if one else f"the rules {', '.join(unmatched)} match"
    if report.run.all_pairs:
        yield f"{subject} no document of the project; correct `match`, or remove {'it' if one else 'them'}"
    else:
        yield f"{subject} no document of this run, which is normal if the run was only a part of the project"
