"""Notes on parts of a policy that do nothing or say little.

Rules that govern no document of a run and a setting without a floor do nothing. A floor says little if the metric
often prefers the worse of two systems in the language pair of the run.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from mtqe.gate.score_keys import tables
from mtqe.model import Document, Report
from mtqe.registry import metric_table
from mtqe.registry.contracts import Context
from mtqe.registry.metric_capabilities import HasSureness
from mtqe.settings.policy import GateConfig, describe, rule_of

TRUSTED = 0.8
"""Share: of pairs of systems on which COMET-22 agrees, below which a floor on a score says little."""
REMARK = "policy: "
"""Prefix of the notes that `noted` adds to a report."""


def noted(report: Report, policy: GateConfig) -> Report:
    """The report with notes on what does nothing or says little in a policy; they replace earlier ones."""
    notes = [note for note in report.run.notes if not note.startswith(REMARK)]
    idle = (*_without_floors(policy), *_without_documents(report, policy), *_often_wrong(report, policy))
    notes += [f"{REMARK}{text}" for text in idle]
    return msgspec.structs.replace(report, run=msgspec.structs.replace(report.run, notes=tuple(notes)))


def _without_floors(policy: GateConfig) -> Iterator[str]:
    """A note on a way to judge segments where no floor of segments is set."""
    if policy.min_segment_by == "interval" and not any(table.min_segment for _, table in tables(policy)):
        yield (
            'gate.min_segment_by = "interval" does nothing, because no floor of segments is set; write it as '
            "gate.min_segment = { METRIC = FLOOR }"
        )


def _often_wrong(report: Report, policy: GateConfig) -> Iterator[str]:
    """A note on each metric with a floor that, without a reference, often prefers the worse system in this pair."""
    floors = {metric for _, table in tables(policy) for metric in (*table.min, *table.min_segment)}
    signatures = {score.metric: score.signature for score in report.scores if score.level == "corpus"}
    context = Context(report.run.source_lang or "", report.run.target_lang or "")
    for metric in sorted(floors.intersection(signatures, metric_table.rows())):
        loaded = metric_table.load(metric)
        if signatures[metric].get("nrefs") or not isinstance(loaded, HasSureness):
            continue
        found = loaded.agreement("without", context)
        if found and found.share < TRUSTED:
            yield (
                f"the floors on {metric} say little without a reference: of two systems from {context.source_base} to "
                f"{context.target_base} it preferred the same one as COMET-22 in {found.agreed:,} of {found.pairs:,} "
                "pairs"
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
