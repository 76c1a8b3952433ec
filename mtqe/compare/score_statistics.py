"""The statistics of one metric for every system on the shared segments, from stored reports: no model runs again.

What is resampled must add up to the corpus score, and a report stores scores only. So

- BLEU, chrF, chrF++ and TER are computed anew from the texts in the reports. A report has all of them, it takes
  seconds, and their counts would make every report several times larger. What comes out is compared with the stored
  score, so that an edited report or another version of sacreBLEU does not go unseen.
- The scores of neural metrics are read from their stored segments; a corpus score that is no plain mean (`learned`) is
  put together as the metric itself does it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mtqe.compare import comparability
from mtqe.compare.pairing import Pairing
from mtqe.comparison import Origin
from mtqe.config import Config, MetricsConfig
from mtqe.contracts import Context
from mtqe.errors import Unavailable
from mtqe.model import MetricFacts, Report, Score, Segment, Signature
from mtqe.registry import metric_table
from mtqe.stats import resample
from mtqe.stats.resample import Aggregate, Array


@dataclass(frozen=True)
class Source:
    """A system to be compared.

    Args:
        name: Unique name.
        report: The report it stands in.
        system: Its name there, `None` when the report has one system only.
        label: What to call the report.
    """

    name: str
    report: Report
    system: str | None = None
    label: str = ""

    @property
    def segments(self) -> list[Segment]:
        """Its segments in the order of the text."""
        return [segment for segment in self.report.segments if segment.system == self.system]


@dataclass(frozen=True)
class Scored:
    """One metric for all systems.

    Args:
        metric: Its name.
        origin: Where the statistics come from.
        signature: What the signatures have in common.
        facts: What it is known by.
        places: Positions in `Pairing.shared` of the segments that all systems are scored on.
        unscored: Number of the other shared segments.
        tables: Statistics of each system, shape `(len(places), k)`.
        aggregate: Sums of statistics to scores.
        values: Stored segment scores of each system by position; empty where the report has none.
        notes: What the reader should know of these numbers.
    """

    metric: str
    origin: Origin
    signature: Signature
    facts: MetricFacts
    places: tuple[int, ...]
    unscored: int
    tables: tuple[Array, ...]
    aggregate: Aggregate
    values: tuple[Mapping[int, float], ...]
    notes: tuple[str, ...]


def metrics(sources: Sequence[Source]) -> dict[str, int]:
    """The metrics of all systems in the order of the reports, and on how many systems each was scored."""
    found: dict[str, set[int]] = {}
    for number, source in enumerate(sources):
        for score in source.report.scores:
            if score.system == source.system and score.value is not None:
                found.setdefault(score.metric, set()).add(number)
    return {metric: len(numbers) for metric, numbers in found.items()}


def scored(metric: str, sources: Sequence[Source], pairing: Pairing, langs: tuple[str | None, str | None]) -> Scored:
    """The statistics of a metric that was scored on every system.

    Raises:
        Unavailable: Its numbers cannot be compared; the message says why.
    """
    row = metric_table.rows().get(metric)
    facts = metric_table.facts(sources[0].report)[metric]
    notes = []
    if facts.higher_is_better is None:
        notes.append(f"{metric} is not known here; a higher score is taken for the better one")
    loaded: Any = metric_table.load(metric) if row else None
    signatures = [_signature(metric, source) for source in sources]
    anew = hasattr(loaded, "statistics")
    why = comparability.unlike(signatures, anew)
    if why:
        raise Unavailable(why)
    notes += comparability.remarks(metric, signatures)
    places = list(range(len(pairing.shared)))
    if signatures[0].get("nrefs") or (row and row.needs_reference):
        places = [place for place in places if len({segment.references for segment in pairing.shared[place]}) == 1]
        if len(places) < len(pairing.shared):
            other = len(pairing.shared) - len(places)
            notes.append(f"{metric}: {other:,} shared segments have other references in another report, not scored")
    values = tuple(_stored(metric, source, pairing, number) for number, source in enumerate(sources))
    context = Context(langs[0] or "", langs[1] or "", _config(signatures[0]))
    if anew:
        places, tables = _from_texts(loaded, places, pairing, len(sources), context)
    else:
        places = [place for place in places if all(place in table for table in values)]
        tables = [_from_scores(loaded, table, places, pairing, n, context) for n, table in enumerate(values)]
    if not places:
        raise Unavailable("no segment that all systems have was scored on all of them with the same references")
    aggregate: Aggregate = loaded.aggregate if hasattr(loaded, "aggregate") else resample.mean
    notes += _contradictions(metric, sources, tables, aggregate, len(places))
    return Scored(
        metric=metric,
        origin="texts" if anew else "segment scores",
        signature=comparability.common(signatures),
        facts=facts,
        places=tuple(places),
        unscored=len(pairing.shared) - len(places),
        tables=tuple(tables),
        aggregate=aggregate,
        values=values,
        notes=tuple(notes),
    )


def _signature(metric: str, source: Source) -> Signature:
    own = [score for score in source.report.scores if (score.metric, score.system) == (metric, source.system)]
    corpus = [score for score in own if score.level == "corpus"]
    return (corpus or own)[0].signature


def _config(signature: Signature) -> Config:
    """The settings that the signature tells of."""
    tokenizer = str(signature.get("tok", "")) if signature.get("name") == "BLEU" else ""
    return Config(metrics=MetricsConfig(tokenize=tokenizer))


def _stored(metric: str, source: Source, pairing: Pairing, number: int) -> dict[int, float]:
    """The segment scores in a report by position among the shared segments."""
    by_id = {
        score.segment: score.value
        for score in source.report.scores
        if score.level == "segment" and (score.metric, score.system) == (metric, source.system)
    }
    found = ((place, by_id.get(group[number].id)) for place, group in enumerate(pairing.shared))
    return {place: value for place, value in found if value is not None}


def _from_texts(
    metric: Any, places: Sequence[int], pairing: Pairing, systems: int, context: Context
) -> tuple[list[int], list[Array]]:
    made = [metric.statistics([pairing.shared[place][n] for place in places], context) for n in range(systems)]
    # The references are the same for every system, so those that can be scored are, too.
    return [places[place] for place in made[0].places], [one.array for one in made]


def _from_scores(
    metric: Any, values: Mapping[int, float], places: Sequence[int], pairing: Pairing, number: int, context: Context
) -> Array:
    own = [values[place] for place in places]
    if hasattr(metric, "restored"):
        table: Array = metric.restored([pairing.shared[place][number] for place in places], own, context)
        return table
    return resample.means(own)


def _contradictions(
    metric: str, sources: Sequence[Source], tables: Sequence[Array], aggregate: Aggregate, segments: int
) -> Iterator[str]:
    """Where all scored segments of a report are compared, its corpus score must come out."""
    for source, table in zip(sources, tables, strict=True):
        corpus = [score for score in source.report.scores if _is_corpus(score, metric, source.system)]
        if not corpus or corpus[0].n != segments or corpus[0].value is None:
            continue
        value = float(aggregate(table.sum(0)))
        if abs(value - corpus[0].value) > 1e-6 * max(1.0, abs(value)):
            yield f"{metric}: {source.name} has {corpus[0].value:.6g} in its report, but its segments give {value:.6g}"


def _is_corpus(score: Score, metric: str, system: str | None) -> bool:
    return (score.metric, score.level, score.system) == (metric, "corpus", system)
