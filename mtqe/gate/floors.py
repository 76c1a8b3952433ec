"""Limits on scores: floors for each metric, and no significant drop against a baseline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from mtqe import registry
from mtqe.gate.parts import Part, baseline_system
from mtqe.gate.wording import NAMED, figure, interval
from mtqe.model import Interval, Outcome, Report, Ruling, Score

SHARED = 10
"""Shared segments below which a paired bootstrap test says too little."""
RESAMPLES, SEED, LEVEL = 1000, 12345, 0.95


def rulings(report: Report, part: Part, baseline: Report | None) -> Iterator[Ruling]:
    """What the limits on scores say of a part."""
    for metric, limit in part.policy.min.items():
        yield _floor(report, part, metric, limit)
    for metric, limit in part.policy.max_drop.items():
        yield _drop(report, part, metric, limit, baseline)


def _lower_is_better(metric: str) -> bool:
    rows = registry.rows("metrics")
    return metric in rows and not rows[metric].higher_is_better


def _floor(report: Report, part: Part, metric: str, limit: float) -> Ruling:
    ceiling = _lower_is_better(metric)
    word = "ceiling" if ceiling else "floor"
    rule = f"min.{metric}"
    value, sure, of = _value(report, part, metric)
    if value is None:
        why = next((f": {item.why}" for item in report.run.metrics if item.id == metric and item.why), "")
        text = f"{metric} has a {word} of {limit:g} but was not scored{why}"
        return Ruling(rule, "fail", text, limit=limit, part=part.label, broken=True)
    broken = value > limit if ceiling else value < limit
    outcome: Outcome = "fail" if broken else "pass"
    if sure is not None and sure.low < limit < sure.high:
        outcome = "undecided"
    text = f"{metric}{of} is {figure(value, limit)}{interval(sure)}; the {word} is {limit:g}"
    return Ruling(rule, outcome, text, value, limit, sure, part.label, broken)


def _value(report: Report, part: Part, metric: str) -> tuple[float | None, Interval | None, str]:
    """A part's score: that of the corpus or document, else the mean of its documents weighted by their segments."""
    if part.documents is None:
        found = [s for s in report.scores if (s.metric, s.level, s.system) == (metric, "corpus", part.system)]
        return (found[0].value, found[0].interval, "") if found else (None, None, "")
    own = [
        score
        for score in report.scores
        if (score.metric, score.level, score.system) == (metric, "document", part.system) and part.holds(score.doc)
    ]
    if len(own) == 1:
        return own[0].value, own[0].interval, ""
    valued = [(score.value, score.n) for score in own if score.value is not None]
    total = sum(n for _, n in valued)
    if not total:
        return None, None, ""
    return sum(value * n for value, n in valued) / total, None, f" (mean of {len(valued)} documents)"


def _drop(report: Report, part: Part, metric: str, limit: float, baseline: Report | None) -> Ruling:
    rule = f"max_drop.{metric}"
    pairs = [] if baseline is None else _pairs(report, part, metric, baseline)
    if len(pairs) < SHARED:
        why = f"only {len(pairs)} segments are scored in both" if baseline else "there is no baseline to compare with"
        return Ruling(rule, "undecided", f"{metric} must not drop, but {why}", limit=limit, part=part.label)
    sign = -1.0 if _lower_is_better(metric) else 1.0
    before, after = [sign * old for old, _, _ in pairs], [sign * new for _, new, _ in pairs]
    lost, sure = _loss(before, after)
    # The far end of the interval: a drop that may be chance is no reason.
    broken = lost > limit
    outcome: Outcome = "fail" if sure.low > limit else "pass"
    worst = sorted(range(len(pairs)), key=lambda place: after[place] - before[place])[:NAMED]
    named = ", ".join(f"segment {pairs[place][2]}" for place in worst if after[place] < before[place])
    text = (
        f"{metric} is {figure(abs(lost), limit)} {'worse' if lost > 0 else 'better'} than the baseline"
        f"{interval(sure)} on {len(pairs):,} shared segments; a drop of {limit:g} is allowed"
        + (f" (worst in {named})" if named else "")
    )
    return Ruling(rule, outcome, text, lost, limit, sure, part.label, broken)


def _loss(before: list[float], after: list[float]) -> tuple[float, Interval]:
    """The drop of the mean, and its interval by the paired bootstrap."""
    if before == after:
        return 0.0, Interval(0.0, 0.0, LEVEL)
    from mtqe import resample

    paired = resample.paired_bootstrap(
        resample.means(before), resample.means(after), resample.mean, RESAMPLES, SEED, LEVEL
    )
    assert paired.interval is not None
    return -paired.difference, Interval(-paired.interval.high, -paired.interval.low, LEVEL)


def _pairs(report: Report, part: Part, metric: str, baseline: Report) -> list[tuple[float, float, str]]:
    """Score before, score now and segment of what both reports scored with one signature, by source text.

    Sorted, so that the resamples do not depend on the order in which a report lists its segments.
    """
    old = _scored(baseline, metric, baseline_system(report, part.system, baseline))
    new = _scored(report, metric, part.system, part)
    pairs = [
        (before[0], now[0], now[1])
        for key in sorted(old.keys() & new.keys())
        for before, now in zip(old[key], new[key], strict=False)
    ]
    return sorted(pairs)


def _scored(
    report: Report, metric: str, system: str | None, part: Part | None = None
) -> dict[tuple[str, str], list[tuple[float, str]]]:
    """Scores and ids of the segments by source text and signature, in the order of the text."""
    segments = {
        segment.id: segment
        for segment in report.segments
        if segment.system == system and (part is None or part.holds(segment.doc))
    }
    found: dict[tuple[str, str], list[tuple[float, str]]] = defaultdict(list)
    for score in report.scores:
        if (score.metric, score.level, score.system) != (metric, "segment", system) or score.value is None:
            continue
        segment = segments.get(score.segment or "")
        if segment is not None and segment.source:
            found[segment.source, _key(score)].append((score.value, segment.id))
    return found


def _key(score: Score) -> str:
    """What of a signature says whether scores can be compared: all but the settings of the interval."""
    return "|".join(f"{key}:{value}" for key, value in score.signature.items() if key not in ("bs", "seed"))
