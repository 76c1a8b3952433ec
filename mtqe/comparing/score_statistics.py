"""The statistics of one metric for every system on the shared segments, from stored reports. No model runs again.

The tests resample statistics that add up to the corpus score, and a report stores only scores.

- BLEU, chrF, chrF++ and TER are recomputed from the texts in the reports, added text included. This takes seconds, and
  storing their counts would make every report several times larger. The result is compared with the stored score, to
  detect an edited report or another version of sacreBLEU.
- The scores of neural metrics are the stored segment scores. If the corpus score is not a plain mean (`learned`), the
  metric itself combines them.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from mtqe.comparing import comparability
from mtqe.comparing.pairing import Pairing
from mtqe.errors import Unavailable
from mtqe.language import codes
from mtqe.model import MetricFacts, Report, Score, Segment, Signature
from mtqe.model.comparison import Origin
from mtqe.registry import metric_table
from mtqe.registry.contracts import Context
from mtqe.registry.metric_capabilities import HasAggregate, HasRestored, HasStatistics
from mtqe.settings.config import Config, MetricsConfig
from mtqe.stats import resample
from mtqe.stats.resample import Aggregate, Array


@dataclass(frozen=True)
class Source:
    """A system to compare.

    Args:
        name: Unique name.
        report: The report that has it.
        system: Its name in the report, `None` if the report has only one system.
        label: Name of the report.
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
        origin: Whether the statistics come from texts or from segment scores.
        signature: The entries that the signatures have in common.
        facts: Title, digits, scale and direction of the metric.
        places: Positions in `Pairing.shared` of the segments that all systems are scored on.
        unscored: Number of the other shared segments.
        tables: Statistics of each system, shape `(len(places), k)`.
        aggregate: Sums of statistics to scores.
        values: Stored segment scores of each system by position; empty where the report has none.
        notes: Notes on these numbers for the reader.
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
    """The metrics in the order of the reports, each with the number of systems that have a score."""
    scored_systems: dict[str, set[int]] = {}
    for number, source in enumerate(sources):
        for score in source.report.scores:
            if score.system == source.system and score.value is not None:
                scored_systems.setdefault(score.metric, set()).add(number)
    return {metric: len(numbers) for metric, numbers in scored_systems.items()}


def scored(metric: str, sources: Sequence[Source], pairing: Pairing, langs: comparability.Languages) -> Scored:
    """The statistics of a metric that was scored on every system.

    Raises:
        Unavailable: Its scores cannot be compared; the message says why.
    """
    row = metric_table.rows().get(metric)
    facts = metric_table.facts(sources[0].report)[metric]
    notes = []
    if facts.higher_is_better is None:
        notes.append(f"{metric} is not installed here; a higher score is assumed to be better")
    loaded = metric_table.load(metric) if row else None
    signatures = [_signature(metric, source) for source in sources]
    recounting = loaded if isinstance(loaded, HasStatistics) else None
    recomputed = recounting is not None
    why = comparability.unlike(signatures, recomputed)
    if why:
        raise Unavailable(why)
    notes += comparability.remarks(metric, signatures)
    places = list(range(len(pairing.shared)))
    if signatures[0].get("nrefs") or (row and row.needs_reference):
        places = [place for place in places if len({segment.references for segment in pairing.shared[place]}) == 1]
        if len(places) < len(pairing.shared):
            excluded = len(pairing.shared) - len(places)
            notes.append(
                f"{metric}: {excluded:,} shared segments with different references in the reports are not scored"
            )
    values = tuple(_stored(metric, source, pairing, number) for number, source in enumerate(sources))
    context = Context(langs[0] or "", langs[1] or "", _config(signatures[0]))
    if recounting is not None:
        places, tables = _from_texts(recounting, places, pairing, len(sources), context)
        added = [sum(map(len, texts.values())) for texts in pairing.added]
    else:
        places = [place for place in places if all(place in table for table in values)]
        tables = [_from_scores(loaded, table, places, pairing, n, context) for n, table in enumerate(values)]
        added = [0] * len(sources)
    if not places:
        raise Unavailable("no shared segment has a score for every system with the same references")
    aggregate: Aggregate = loaded.aggregate if isinstance(loaded, HasAggregate) else resample.mean
    notes += _contradictions(metric, sources, tables, aggregate, [len(places) + number for number in added])
    return Scored(
        metric=metric,
        origin="texts" if recomputed else "segment scores",
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
    system_scores = [score for score in source.report.scores if (score.metric, score.system) == (metric, source.system)]
    corpus = [score for score in system_scores if score.level == "corpus"]
    return (corpus or system_scores)[0].signature


def _config(signature: Signature) -> Config:
    """The settings that the signature records."""
    tokenizer = str(signature.get("tok", "")) if signature.get("name") == "BLEU" else ""
    return Config(metrics=MetricsConfig(tokenize=tokenizer))


def _stored(metric: str, source: Source, pairing: Pairing, number: int) -> dict[int, float]:
    """The stored segment scores by position in the shared segments."""
    by_id = {
        score.segment: score.value
        for score in source.report.scores
        if score.level == "segment" and (score.metric, score.system) == (metric, source.system)
    }
    value_at = ((place, by_id.get(group[number].id)) for place, group in enumerate(pairing.shared))
    return {place: value for place, value in value_at if value is not None}


def _from_texts(
    metric: HasStatistics, places: Sequence[int], pairing: Pairing, systems: int, context: Context
) -> tuple[list[int], list[Array]]:
    texts_of = [codes.all_bare(pairing.shared[place][n] for place in places) for n in range(systems)]
    statistics = [metric.statistics(texts, context) for texts in texts_of]
    # All systems have the same references, so the same segments can be scored for each.
    scored_places = [places[place] for place in statistics[0].places]
    for number, texts in enumerate(pairing.added):
        if scored_places and texts:
            references = pairing.shared[scored_places[0]][number].references
            _add(metric, statistics[number].array, scored_places, texts, ("",) * len(references), context)
    return scored_places, [table.array for table in statistics]


def _add(
    metric: HasStatistics,
    table: Array,
    places: Sequence[int],
    texts: Mapping[int, Sequence[Segment]],
    references: tuple[str, ...],
    context: Context,
) -> None:
    """Add the statistics of added texts to the rows of the segments before them.

    Added text has an empty reference, as in a report of one system: without it, added text would cost nothing here.
    """
    every = [msgspec.structs.replace(text, references=references) for group in texts.values() for text in group]
    rows = iter(metric.statistics(codes.all_bare(every), context).array)
    for place, group in texts.items():
        row = max(0, bisect.bisect_right(places, place) - 1)
        for _ in group:
            table[row] += next(rows)


def _from_scores(
    metric: object, values: Mapping[int, float], places: Sequence[int], pairing: Pairing, number: int, context: Context
) -> Array:
    segment_values = [values[place] for place in places]
    if isinstance(metric, HasRestored):
        texts = codes.all_bare(pairing.shared[place][number] for place in places)
        return metric.restored(texts, segment_values, context)
    return resample.means(segment_values)


def _contradictions(
    metric: str, sources: Sequence[Source], tables: Sequence[Array], aggregate: Aggregate, sizes: Sequence[int]
) -> Iterator[str]:
    """Notes on reports whose corpus score does not follow from their segments, if all of these are compared."""
    for source, table, segments in zip(sources, tables, sizes, strict=True):
        corpus = [score for score in source.report.scores if _is_corpus(score, metric, source.system)]
        if not corpus or corpus[0].n != segments or corpus[0].value is None:
            continue
        value = float(aggregate(table.sum(0)))
        if abs(value - corpus[0].value) > 1e-6 * max(1.0, abs(value)):
            yield f"{metric}: the report of {source.name} says {corpus[0].value:.6g}, but its segments give {value:.6g}"


def _is_corpus(score: Score, metric: str, system: str | None) -> bool:
    return (score.metric, score.level, score.system) == (metric, "corpus", system)
