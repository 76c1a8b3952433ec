"""Limits on scores: floors and ceilings for each metric, floors of segments, no significant drop from a baseline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import chain

from mtqe.gate.parts import Part, baseline_system
from mtqe.gate.score_index import Scored, Scores, consensus
from mtqe.gate.wording import NAMED, figure, interval
from mtqe.model import Interval, Outcome, Ruling

SHARED = 10
"""Number of shared segments below which a paired bootstrap test is too weak."""
RESAMPLES, SEED, LEVEL = 1000, 12345, 0.95


def rulings(scores: Scores, part: Part, baseline: Scores | None) -> Iterator[Ruling]:
    """The rulings of the limits on scores for a part; empty if the report has no segments."""
    if not scores.report.segments:
        return
    for metric, limit in part.policy.min.items():
        others = _others_of_whole(scores, part, metric)
        yield _refused(part, metric, limit, "min", others) or _bound(scores, part, metric, limit)
    for metric, limit in part.policy.max_score.items():
        others = _others_of_whole(scores, part, metric)
        yield _refused(part, metric, limit, "max_score", others) or _bound(scores, part, metric, limit, ceiling=True)
    for metric, limit in part.policy.min_segment.items():
        others = _most_others(_of_part(scores, part, metric))
        yield _refused(part, metric, limit, "min_segment", others) or _segments(scores, part, metric, limit)
    for metric, limit in part.policy.max_drop.items():
        others = _most_others(_of_part(scores, part, metric))
        earlier = _most_others(_of_baseline(scores, part, metric, baseline)) if baseline else 0
        yield (
            _refused(part, metric, limit, "max_drop", others)
            or _refused(part, metric, limit, "max_drop", earlier, " in the baseline")
            or _drop(scores, part, metric, limit, baseline)
        )


def _refused(part: Part, metric: str, limit: float, key: str, others: int, where: str = "") -> Ruling | None:
    """A failed ruling if the scores depend on the other systems of the run, so that they say little of this one."""
    if not others:
        return None
    text = (
        f"{metric} has a limit of {limit:g}, but its scores{where} depend on the other systems of the run (consensus "
        f"with {others} others); score again with metrics.consensus = false (mtqe score --no-consensus)"
    )
    return Ruling(f"{key}.{metric}", "fail", text, limit=limit, part=part.label, broken=True)


def _others_of_whole(scores: Scores, part: Part, metric: str) -> int:
    """The greatest number of other translations that a score of the corpus or of a document depends on."""
    found = (scores.of(metric, part.system, doc) for doc in part.documents or (None,))
    return max((consensus(score) for score in found if score), default=0)


def _most_others(scored: Iterable[Scored]) -> int:
    return max((entry.consensus for entry in scored), default=0)


def _of_part(scores: Scores, part: Part, metric: str) -> list[Scored]:
    """The scored segments of a part."""
    groups = scores.segments(metric, part.system).items()
    return [entry for doc, group in groups if part.holds(doc) for entry in group]


def _of_baseline(scores: Scores, part: Part, metric: str, baseline: Scores) -> list[Scored]:
    """The scored segments of the baseline that a part is compared with."""
    system = baseline_system(scores.report, part.system, baseline.report)
    return list(chain.from_iterable(baseline.segments(metric, system).values()))


def _no_score(scores: Scores, part: Part, metric: str, limit: float, rule: str, word: str) -> Ruling:
    why = next((f": {item.why}" for item in scores.report.run.metrics if item.id == metric and item.why), "")
    text = f"{metric} has a {word} of {limit:g} but no score{why}"
    return Ruling(rule, "fail", text, limit=limit, part=part.label, broken=True)


def _bound(scores: Scores, part: Part, metric: str, limit: float, ceiling: bool = False) -> Ruling:
    word, rule = ("ceiling", f"max_score.{metric}") if ceiling else ("floor", f"min.{metric}")
    value, sure, of = _value(scores, part, metric)
    if value is None:
        return _no_score(scores, part, metric, limit, rule, word)
    broken = value > limit if ceiling else value < limit
    outcome: Outcome = "fail" if broken else "pass"
    if sure is not None and sure.low < limit < sure.high:
        outcome = "undecided"
    text = f"{metric}{of} is {figure(value, limit)}{interval(sure)}; the {word} is {limit:g}"
    return Ruling(rule, outcome, text, value, limit, sure, part.label, broken)


def _segments(scores: Scores, part: Part, metric: str, limit: float) -> Ruling:
    """The ruling on single segments; see `min_segment_by` of the policy."""
    rule = f"min_segment.{metric}"
    scored = _of_part(scores, part, metric)
    if not scored:
        return _no_score(scores, part, metric, limit, rule, "floor for segments")
    by_interval = part.policy.min_segment_by == "interval"
    surely, alone, spared = _below(scored, limit, by_interval)
    width = _narrowest(scored) if by_interval else None
    hollow = width is not None and limit <= width
    counted = surely if by_interval else alone
    text = f"{metric} is below the floor of {limit:g} {'with the whole interval ' if by_interval else ''}"
    text += f"in {len(counted):,} of {len(scored):,} segments{_named(counted, limit)}"
    if by_interval and alone:
        text += f"; {_have(alone)} a lower score and no interval{_named(alone, limit)}"
    if spared:
        so = "" if hollow else ", so it does not count" if len(spared) == 1 else ", so they do not count"
        text += f"; {_have(spared)} a lower score, but an interval that reaches the floor{so}{_named(spared, limit)}"
    if hollow:
        text += (
            f"; every interval reaches this floor, because the narrowest extends {width:.4f} to either side of the "
            'score: set a higher floor, or min_segment_by = "score"'
        )
    if (surely or spared) and (unrated := scores.unrated(metric)):
        text += f"; {unrated}"
    unscored = [
        name for doc, names in scores.unscored(metric, part.system).items() if part.holds(doc) for name in names
    ]
    if unscored:
        more = f" and {len(unscored) - NAMED:,} more" if len(unscored) > NAMED else ""
        places = ", ".join(f"segment {name}" for name in unscored[:NAMED])
        text += f"; {_have(unscored)} a source, but no score ({places}{more})"
    failing = [*surely, *alone]
    worst = min(failing or spared or scored, key=lambda entry: entry.value)
    broken = bool(failing or unscored)
    outcome: Outcome = "fail" if broken else "undecided" if hollow and spared else "pass"
    return Ruling(
        rule,
        outcome,
        text,
        worst.value,
        limit,
        worst.interval,
        part.label,
        broken or outcome == "undecided",  # the scores themselves are below the floor
        spared=len(spared),
    )


def _below(
    scored: Iterable[Scored], limit: float, by_interval: bool
) -> tuple[list[Scored], list[Scored], list[Scored]]:
    """The segments below a floor, lowest first: by their interval, by their score alone, and those that are spared."""
    surely: list[Scored] = []
    alone: list[Scored] = []
    spared: list[Scored] = []
    for entry in sorted((entry for entry in scored if entry.value < limit), key=lambda entry: entry.value):
        if not by_interval or entry.interval is None:
            alone.append(entry)
        else:
            (spared if entry.interval.high >= limit else surely).append(entry)
    return surely, alone, spared


def _narrowest(scored: Iterable[Scored]) -> float | None:
    """How far the narrowest interval reaches to either side of its score; `None` if no score has an interval.

    The end of a scale may cut one side off, so the longer side counts. Rounding takes away what a difference of two
    floats adds.
    """
    widths = (
        max(entry.interval.high - entry.value, entry.value - entry.interval.low) for entry in scored if entry.interval
    )
    narrowest = min(widths, default=None)
    return None if narrowest is None else round(narrowest, 9)


def _have(segments: Sequence[object]) -> str:
    """The number of segments with its verb: `1 segment has`, `2 segments have`."""
    return f"{len(segments):,} segment{' has' if len(segments) == 1 else 's have'}"


def _named(low: Sequence[Scored], limit: float) -> str:
    """The segments with the lowest scores, ` (segment 4: 0.1200 and 2 more)`; empty if there are none."""
    words = ", ".join(f"segment {entry.segment}: {figure(entry.value, limit)}" for entry in low[:NAMED])
    return f" ({words}" + (f" and {len(low) - NAMED:,} more" if len(low) > NAMED else "") + ")" if low else ""


def _value(scores: Scores, part: Part, metric: str) -> tuple[float | None, Interval | None, str]:
    """A part's score: that of the corpus or document, or the mean over its documents weighted by their segments."""
    if part.documents is None:
        corpus_score = scores.of(metric, part.system)
        return (corpus_score.value, corpus_score.interval, "") if corpus_score else (None, None, "")
    documents = sorted(doc for doc in part.documents if doc is not None)  # sums of floats depend on their order
    doc_scores = [doc_score for doc in documents if (doc_score := scores.of(metric, part.system, doc))]
    if len(doc_scores) == 1:
        return doc_scores[0].value, doc_scores[0].interval, ""
    valued = [(score.value, score.n) for score in doc_scores if score.value is not None]
    total = sum(n for _, n in valued)
    if not total:
        return None, None, ""
    return sum(value * n for value, n in valued) / total, None, f" (mean of {len(valued)} documents)"


def _drop(scores: Scores, part: Part, metric: str, limit: float, baseline: Scores | None) -> Ruling:
    rule = f"max_drop.{metric}"
    sign = -1.0 if scores.lower_is_better(metric) else 1.0
    pairs = [] if baseline is None else _pairs(scores, part, metric, baseline)
    if len(pairs) < SHARED:
        why = (
            f"only {len(pairs)} segments have scores in both reports"
            if baseline
            else "there is no baseline to compare with"
        )
        return Ruling(rule, "undecided", f"{metric} must not drop, but {why}", limit=limit, part=part.label)
    before, after = [sign * old for old, _, _ in pairs], [sign * new for _, new, _ in pairs]
    lost, sure = _loss(before, after)
    # The lower end of the interval must exceed the limit: a drop that may be chance does not fail.
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
    """The drop of the mean and its paired-bootstrap interval."""
    if before == after:
        return 0.0, Interval(0.0, 0.0, LEVEL)
    from mtqe.stats import resample

    paired = resample.paired_bootstrap(
        resample.means(before), resample.means(after), resample.mean, RESAMPLES, SEED, LEVEL
    )
    assert paired.interval is not None
    return -paired.difference, Interval(-paired.interval.high, -paired.interval.low, LEVEL)


def _pairs(scores: Scores, part: Part, metric: str, baseline: Scores) -> list[tuple[float, float, str]]:
    """Old score, new score and segment id of each source text that both reports scored with the same signature.

    The list is sorted, so that resamples do not depend on the order of segments in a report.
    """
    new = _by_source(_of_part(scores, part, metric))
    old = _by_source(_of_baseline(scores, part, metric, baseline), new.keys())
    pairs = [
        (first.value, second.value, second.segment)
        for key in old
        for first, second in zip(old[key], new[key], strict=False)
    ]
    return sorted(pairs)


def _by_source(
    scored: Iterable[Scored], wanted: Container[tuple[str, str]] | None = None
) -> dict[tuple[str, str], list[Scored]]:
    by_key: dict[tuple[str, str], list[Scored]] = defaultdict(list)
    for entry in scored:
        key = entry.source, entry.signature
        if entry.source and (wanted is None or key in wanted):
            by_key[key].append(entry)
    return by_key
