"""Judges a report by a policy: pass, fail or incomplete, with every reason.

Nothing is read, run or printed here, and the same input always gives the same verdict. The policy (`[gate]`, see
`mtqe.settings.policy`) is applied as follows:

- `max` and `max_per_1000` count findings of the named severity **or worse**: a limit on major errors counts critical
  ones too. `category` does the same for the findings of an MQM category and those below it.
- In a short text one error is a high rate per 1,000 words. So a limit above zero never fails a text for a single
  finding: a text may have `max(1, limit * words / 1000)` findings. To allow none at all, set the limit to 0, or use
  `max`, which does not depend on length. `max_mqm_per_1000` allows a single finding in the same way.
- An allowed rate does not spare a critical error, nor a major error in an area that `never_spared` names: by default
  all areas but terms, locale and form. It may spare one of a check that is unsure in the language pair
  (`CheckItem.unsure`). If `max` limits the severity, that limit alone decides.
- `min` (floors) and `max_score` (ceilings, where lower is better) compare unrounded corpus scores. A metric that has
  such a limit but gave no score is a reason to fail.
- `min_segment` fails a text if a single segment is below the floor: by its score, or with `min_segment_by = "interval"`
  only if the upper end of the interval of its score is. A score without an interval follows from a rule, such as an
  empty translation, and decides by itself. The ruling counts the segments that do not count because of their
  intervals, and a pass names them.
  A segment that has a source and no score fails the text.
- `max_drop` compares the segments that report and baseline share, by source text, with a paired bootstrap test. It
  fails if the drop exceeds the allowed one beyond chance. `max_new` counts findings that the baseline does not have.
- Suppressed findings, findings of preview and deprecated checks, and findings below `min_confidence` never count.
- A rule is *undecided* in four cases: a rate comes from fewer than `min_words` words and the lower end of its interval
  is not above the limit; a limit on a score lies inside its interval; there is no baseline to compare with; segments
  are below a floor by their scores, and every interval of a segment reaches this floor. The policy says what follows
  (`undecided`): the rule passes or fails, and so does the text. A short text that passes says so in its `label`.
- A metric or check that was requested and could not run fails the gate unless `incomplete = "pass"`. A problem that is
  only a caution, such as a language pair that a metric was not measured on, never fails it.
- With `new_only` only findings that the baseline does not have count (compared by fingerprint, as multisets); without a
  baseline every finding is new.
- The first of `rules` that matches a document governs it. The documents of a rule are judged together or one by one
  (`each`), or both, which is the default: numbers of findings then apply to every document, scores to all documents
  together, and rates to both. All other documents are judged by `[gate]` itself.
- A needed area of errors (`coverage`) that was not looked for makes the report incomplete unless `uncovered = "pass"`.
  Areas that were looked for in part are named in `uncovered` of the verdict.
- `tolerated` says what was let pass, and by which rule. `relaxed` says what the configuration switched off or lowered,
  whatever the outcome.
- A run in which no check ran fails if the policy limits no score, because nothing was judged.
- The report of a shard never passes under any policy and is not judged: rates, scores and terms are those of the whole
  text. It is incomplete.
- A report without text passes under any policy, and `uncovered` says that nothing was looked for. A run in which no
  file had changed gives such a report. `uncovered` also names files that were left out and rules that are switched off.
- If there are several systems, each is judged, and every reason begins with the name of the system.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from mtqe.gate import documents, floors, limits, needed, relaxed, tolerated
from mtqe.gate.parts import Part, split
from mtqe.gate.score_index import Scores
from mtqe.gate.score_keys import KEYS, refuse_unfit, refuse_without_segments, tables
from mtqe.gate.wording import NAMED
from mtqe.model import FILE, Mqm, Report, Ruling, Shard, Verdict
from mtqe.registry import metric_table
from mtqe.registry.suggest import lookup
from mtqe.settings.policy import GateConfig
from mtqe.stats.mqm import categories, mqm

SHORT_TEXT = "short text: limits per 1,000 words not applied"
"""What the label of a pass says of a text that is too short for the rates of the policy."""
SHORT, UNSURE = "short text: ", "uncertain: "
"""Prefixes of a reason that comes from an undecided rule: a limit per 1,000 words, and any other."""


def judge(report: Report, policy: GateConfig, baseline: Report | None = None) -> Verdict:
    """Judge a report.

    Args:
        report: The report; its own verdict is ignored.
        policy: The limits.
        baseline: An earlier report. Its findings do not count under `policy.new_only` and `policy.max_new`;
            `policy.max_drop` compares with its scores.

    Returns:
        The verdict. `reasons` has one sentence for each broken rule and is empty if and only if `passed`; `mqm` is the
        arithmetic over the findings that were judged, `None` if there are several systems.

    Raises:
        ConfigError: The policy names an unknown metric or category, has a floor where lower is better, a ceiling where
            higher is better or a limit outside the range of a metric, has a floor of segments for a metric without
            scores of segments, or limits a metric whose direction neither the report nor an installed plugin knows.
    """
    _check_names(report, policy)
    refuse_unfit(policy, metric_table.facts(report))
    if report.run.shard is not None:
        return _of_shard(report.run.shard, report, policy)
    refuse_without_segments(report, policy)
    parts = split(report, policy, baseline)
    reasons: list[str] = []
    if not _judged_anything(report, parts):
        reasons.append("nothing was judged: no check ran and the policy has no limit on a score")

    def fails(ruling: Ruling) -> bool:
        return limits.fails(ruling, policy)

    scores, before = Scores(report), None if baseline is None else Scores(baseline)
    of_run = list(reasons)
    failed: list[tuple[Part, list[documents.Failed]]] = []
    rulings: list[Ruling] = []
    for part in parts:
        of_part = [*limits.rulings(part, baseline), *floors.rulings(scores, part, before)]
        rulings += of_part
        reasons += [_labelled(ruling) for ruling in of_part if fails(ruling)]
        failed.append((part, [(ruling, _sentence(ruling)) for ruling in of_part if fails(ruling)]))
    missing = needed.missing(report, policy)
    not_judged = [*_incomplete(report, policy), *missing]
    only_incomplete = bool(not_judged) and not reasons
    reasons += not_judged
    general = [*of_run, *_incomplete(report, policy, files=False), *missing]
    verdict = Verdict(
        passed=not reasons,
        reasons=tuple(reasons),
        mqm=_arithmetic(report, parts),
        outcome="incomplete" if only_incomplete else "fail" if reasons else "pass",
        undecided=tuple(ruling.labelled for ruling in rulings if ruling.outcome == "undecided"),
        rulings=tuple(rulings),
        incomplete=only_incomplete,
        tolerated=() if reasons else tuple(tolerated.sentences(report, policy, baseline, rulings, fails)),
        uncovered=needed.uncovered(report),
        relaxed=relaxed.sentences(report, policy),
        documents=tuple(documents.verdicts(report, policy, baseline, failed, general)),
    )
    is_short = report.run.source_words < policy.min_words and any(ruling.is_short for ruling in rulings)
    return msgspec.structs.replace(
        verdict, label=verdict.word + (f" ({SHORT_TEXT})" if is_short and verdict.passed else "")
    )


def _of_shard(shard: Shard, report: Report, policy: GateConfig) -> Verdict:
    """The verdict on a shard: nobody has looked at the rest."""
    why = f"{needed.INCOMPLETE}this is {shard} only, so the text was not judged; mtqe merge judges all shards together"
    return Verdict(
        False,
        (why,),
        outcome="incomplete",
        label="INCOMPLETE",
        incomplete=True,
        uncovered=needed.uncovered(report),
        relaxed=relaxed.sentences(report, policy),
    )


def _sentence(ruling: Ruling) -> str:
    if ruling.outcome != "undecided" or ruling.broken:
        return ruling.text
    return (SHORT if ruling.is_short else UNSURE) + ruling.text


def _labelled(ruling: Ruling) -> str:
    return f"{ruling.part}: {_sentence(ruling)}" if ruling.part else _sentence(ruling)


def _arithmetic(report: Report, parts: Sequence[Part]) -> Mqm | None:
    if len({part.system for part in parts}) > 1:
        return None
    findings = [finding for part in parts if part.role != "corpus" for finding in part.findings]
    alone = next((part.policy for part in parts if part.documents is None), None)
    if alone is None:
        return mqm(findings, report.run.source_words)
    return mqm(findings, report.run.source_words, alone.max_mqm_per_1000, alone.mqm_threshold)


def _check_names(report: Report, policy: GateConfig) -> None:
    metrics = metric_table.facts(report)
    paths = [*categories(), *(finding.category for finding in report.findings)]
    for where, table in tables(policy):
        for key in KEYS:
            for metric in getattr(table, key):
                lookup(metric, metrics, f"metric in {where}.{key}")
        for path in table.category:
            if not any(limits.is_below(known, path) for known in paths):
                lookup(path, paths, f"category in {where}.category")


def _judged_anything(report: Report, parts: Sequence[Part]) -> bool:
    checked = any(item.state == "ran" for item in report.run.checks)
    limited = any(getattr(part.policy, key) for part in parts for key in KEYS)
    return bool(checked or report.findings or limited or not report.segments)


def _incomplete(report: Report, policy: GateConfig, *, files: bool = True) -> list[str]:
    """What could not run, one sentence each; without `files`, only what concerns all documents."""
    if policy.incomplete != "fail":
        return []
    failures = [problem for problem in report.failures if files or not problem.what.startswith(FILE)]
    more = [f"incomplete: {len(failures) - NAMED} more could not run"] if len(failures) > NAMED else []
    return [*(f"incomplete: {problem.what}: {problem.why}" for problem in failures[:NAMED]), *more]
