"""The judge: a language model of the user's own that scores a translation and marks its errors.

The score is asked for in the manner of GEMBA-ESA: first the errors, then a number from 0 to 100 that agrees with them;
the errors in the manner of GEMBA-MQM. The words are our own. Document and corpus scores are means.

- Empty translation (an omission): 0, and nothing is sent.
- Empty source (an addition): not scored; `n_unscored` counts it.
- No usable answer: not scored, and a `Problem` says why. If the budget was used up or the endpoint failed, what was
  scored is only the beginning of the text; then its document and the corpus have no score either.

Kocmi and Federmann (2023), "Large Language Models Are State-of-the-Art Evaluators of Translation Quality"; Kocmi et al.
(2024), "Error Span Annotation". Importing this module loads no network code.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

import msgspec

from mtqe.encoder import devices
from mtqe.errors import Unavailable
from mtqe.metrics import guards, levels, pools
from mtqe.metrics.judge import endpoint, inquiry
from mtqe.metrics.judge.inquiry import Lack
from mtqe.metrics.judge.prompts import SCORE, SPANS, Task
from mtqe.metrics.judge.replies import Judgement, Mark, Usage
from mtqe.metrics.judge.spending import Budget
from mtqe.model import Hit, Level, Measures, Score, Segment, Severity, Signature, Span
from mtqe.registry.contracts import Context
from mtqe.settings.config import Config

CHECK = ("judge-error-span", "acc129")
"""The check that reports the marks: its name and its id in lower case."""
LACKS = {
    "budget": "raise judge.budget_tokens or judge.budget_cost and run again",
    "endpoint": "run again when the endpoint can be used",
    "answer": "another model or judge.answer_tokens may help",
}
"""What the user can do about the kinds of `inquiry.Lack`."""


@dataclass(frozen=True)
class Judge:
    """The metric. The configuration names the endpoint and its model."""

    name: str = "judge"

    def score(self, segments: Sequence[Segment], context: Context) -> list[Score]:
        """Score at corpus, document and segment level; the segments are those of one system.

        Raises:
            ConfigError: No endpoint is configured, or a value in `[judge]` cannot be used.
            Unavailable: httpx is not installed, or the key is not set.
        """
        return self.scores(segments, self.measures(segments, context), context)

    def measures(self, segments: Sequence[Segment], context: Context) -> Measures:
        """For each segment with a source its score or the reason why it has none, and its guard; raises as `score`."""
        questions = inquiry.inquiry(context)
        rows: list[tuple[float | None, str, str, str | None] | None] = [None] * len(segments)
        places = []
        for place, segment in enumerate(segments):
            if levels.is_blank(segment.source):
                continue
            if levels.is_blank(segment.target):
                rows[place] = (0.0, "", "", guards.guard(segment, context))
            else:
                places.append(place)
        texts = [(segments[place].source, segments[place].target) for place in places]
        served = set()
        for place, outcome in zip(places, questions.judgements(SCORE, texts, self.name), strict=True):
            if isinstance(outcome, Lack):
                rows[place] = (None, outcome.kind, outcome.why, None)
            else:
                served.add(outcome.served)
                rows[place] = (outcome.score, "", "", guards.guard(segments[place], context))
        return Measures(rows, _signature(context, SCORE, served), False)

    def scores(self, segments: Sequence[Segment], measures: Measures, context: Context) -> list[Score]:
        """The scores of `score` from the measures of the same segments."""
        read = {place: row for place, row in enumerate(measures.rows) if row is not None}
        values = {place: row[0] for place, row in read.items() if row[0] is not None}
        lacks = {place: (row[1], row[2]) for place, row in read.items() if row[1]}
        guard_at = {place: read[place][3] for place in values}
        rows = {place: (value, 1.0) for place, value in values.items()}
        pool = pools.pool(segments, rows, measures.signature, guard_at)
        corpus = _withheld(pools.mean_score(self.name, pool, context), lacks, range(len(segments)))

        def mean(places: Sequence[int]) -> float:
            return fmean(values[place] for place in places)

        def signature_of(places: Sequence[int], level: Level) -> Signature:
            return measures.signature

        scores = levels.score_levels(self.name, segments, values, mean, signature_of, corpus=corpus)
        documents = levels.documents(segments)
        return [
            _withheld(one, lacks, documents[one.doc]) if one.level == "document" and one.doc else one for one in scores
        ]

    def shortfall(self, scores: Sequence[Score]) -> str | None:
        """Why segments that should have a score have none."""
        lacking = scores[0].details.get("lacking", {})
        parts = [
            f"{number:,} segment{'s' * (number != 1)} not scored: {why}; {LACKS[kind]}"
            for kind, (number, why) in lacking.items()
        ]
        kept = "; the cache keeps the answers so far" if {"budget", "endpoint"}.intersection(lacking) else ""
        return "; ".join(parts) + kept if parts else None

    def notice(self, config: Config) -> None:
        """Reject, before any work, a configuration that cannot be used."""
        inquiry.refuse_unset(config.judge)
        endpoint.address(config.judge)
        Budget(config.judge)

    def expense(self, segments: Sequence[Segment], context: Context, spans: bool) -> str | None:
        """What the scores or marks of some segments would cost; `None` if nothing has to be sent."""
        self.notice(context.config)
        questions = inquiry.inquiry(context)
        task = SPANS if spans else SCORE
        texts = list(dict.fromkeys(_texts(segments)))
        stored = dict(questions.stored(task, texts))
        expected = [questions.expected(task, pair) for pair in texts if pair not in stored]
        if not expected:
            return None
        prompts = sum(one.prompt_tokens for one in expected)
        answers = sum(one.completion_tokens for one in expected)
        settings, cost = context.config.judge, questions.budget.cost
        about, most = cost(Usage(prompts, 0)), cost(Usage(prompts, answers))
        price = f", a cost of {about:,.4f} to {most:,.4f}" if most else ""
        limit = f" or a cost of {settings.budget_cost:,.2f}" if settings.budget_cost else ""
        return (
            f"{CHECK[0] if spans else self.name}: {len(expected):,} request{'s' * (len(expected) != 1)} to "
            f"{settings.url} ({settings.model}), {len(stored):,} answers are in the cache; about {prompts:,} "
            f"tokens of requests and at most {answers:,} of answers{price}; "
            f"the run stops at {settings.budget_tokens:,} tokens{limit}"
        )

    def marks(self, context: Context) -> str | None:
        """The reason why it marks no errors: only a run that names its check asks the model. Sends nothing."""
        if not {name.lower() for name in context.config.checks.select}.intersection(CHECK):
            return f"it sends the texts to your own model, so it runs only with --select {CHECK[0]}"
        self.notice(context.config)
        return None

    def hits(self, segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
        """The errors that the model marks.

        Raises:
            Unavailable: As in `score`; or segments have no judgement, because the budget is used up or the endpoint
                failed.
        """
        judged = [segment for segment in segments if not _blank(segment)]
        outcomes = inquiry.inquiry(context).judgements(SPANS, list(_texts(judged)), CHECK[0])
        unusable = [one for one in outcomes if isinstance(one, Lack) and one.kind == "answer"]
        broken = [one for one in outcomes if isinstance(one, Lack) and one.kind != "answer"]
        if unusable:
            said = f"{CHECK[0]}: {len(unusable):,} segments have no usable answer: {unusable[0].why}"
            devices.log(context).append(said)
        if broken:
            raise Unavailable(broken[0].why, f"{LACKS[broken[0].kind]}; the cache keeps the answers so far")
        for segment, outcome in zip(judged, outcomes, strict=True):
            if isinstance(outcome, Judgement):
                yield from ((segment, _hit(mark, context.config.judge.model)) for mark in outcome.marks)


def _blank(segment: Segment) -> bool:
    return levels.is_blank(segment.source) or levels.is_blank(segment.target)


def _texts(segments: Sequence[Segment]) -> Iterator[tuple[str, str]]:
    return ((segment.source, segment.target) for segment in segments if not _blank(segment))


def _hit(mark: Mark, model: str) -> Hit:
    message = f"{model} takes this for a {mark.severity} error ({mark.category})"
    return Hit(message, (Span(mark.side, mark.start, mark.end),), Severity(mark.severity), kind=mark.category)


def _withheld(score: Score, lacks: dict[int, tuple[str, str]], places: Sequence[int]) -> Score:
    """The score with the numbers of what lacks; without a value if what was scored is only the beginning."""
    found = [lacks[place] for place in places if place in lacks]
    if not found:
        return score
    lacking: dict[str, tuple[int, str]] = {}
    for kind, why in found:
        number, first = lacking.get(kind, (0, why))
        lacking[kind] = (number + 1, first)
    score = msgspec.structs.replace(score, details=score.details | {"lacking": lacking})
    if {"budget", "endpoint"}.intersection(lacking):
        return msgspec.structs.replace(score, value=None, interval=None, guarded=None)
    return score


def _signature(context: Context, task: Task, served: set[str]) -> Signature:
    settings = context.config.judge
    return {
        "name": "judge",
        "model": settings.model,
        "served": "+".join(sorted(served)),
        "host": endpoint.host(settings),
        "prompt": task.version,
        "temperature": settings.temperature,
        "answer": settings.response_format,
    }


judge = Judge()
