"""COMET through unbabel-comet: any hub name, folder or checkpoint, with or without references.

Segment scores are those of `model.predict` in single precision (`comet-score` uses half precision, so its last digits
differ). Document and corpus scores are their means. The metric downloads nothing. A model that is not on this machine
is `Unavailable`, and the message has the command that downloads it.

With several references, the score of a segment is the mean of its scores with each reference. Special cases:

- Empty translation (an omission): scored as an empty text, as comet does.
- Empty source (an addition): not scored; `n_unscored` counts it. The same applies to a segment without a reference if
  the model needs one.
- A model for which references are optional uses them only if every scored segment has one.

COMET: Rei et al. (2020), "COMET: A Neural Framework for MT Evaluation". Importing this module loads neither torch nor
comet.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from mtqe.encoder.devices import Device
from mtqe.errors import Unavailable
from mtqe.metrics import guards, levels, pools
from mtqe.metrics.comet import cached_scorer, model_files, network, placement
from mtqe.metrics.comet.cached_scorer import Scorer
from mtqe.metrics.comet.model_files import licence_note, locate, missing, model_at_hand, models, needs_reference
from mtqe.metrics.comet.network import Facts
from mtqe.metrics.comet.prediction import Mark, Sample
from mtqe.metrics.pools import Pool
from mtqe.model import Hit, Level, Measures, Score, Segment, Severity, Signature, Span
from mtqe.registry.contracts import Absence, Context
from mtqe.settings.config import CometConfig, Config

__all__ = ["Comet", "comet", "licence_note", "locate", "missing", "model_at_hand", "models", "needs_reference"]


@dataclass(frozen=True)
class Comet:
    """The metric. The configuration names its model."""

    name: str = "comet"

    def score(self, segments: Sequence[Segment], context: Context) -> list[Score]:
        """Score at corpus, document and segment level; the segments are those of one system.

        Raises:
            Unavailable: The model is not on this machine or cannot be loaded, or no segment has what it needs.
            ConfigError: A value in `[comet]` cannot be used.
        """
        return self.scores(segments, self.measures(segments, context), context)

    def measures(self, segments: Sequence[Segment], context: Context) -> Measures:
        """The score of each segment, whether the model truncated its text, and its guard; raises as `score`."""
        scorer = cached_scorer.scorer(context)
        reference_count, samples = _samples(segments, scorer.facts, context.config.comet.model)
        remaining = iter(scorer.results([sample for group in samples.values() for sample in group], self.name))
        rows: list[tuple[float | None, bool, str | None] | None] = [None] * len(segments)
        for place, group in samples.items():
            results = [next(remaining) for _ in group]
            value = fmean(result.score for result in results)
            truncated = any(result.truncated for result in results)
            if not math.isfinite(value):
                rows[place] = (None, truncated, None)
                continue
            guard = guards.guard(segments[place], context)
            rows[place] = (value, truncated, guard or ("truncated" if truncated else None))
        return Measures(rows, _signature(scorer, context.config.comet.model), reference_count > 0)

    def scores(self, segments: Sequence[Segment], measures: Measures, context: Context) -> list[Score]:
        """The scores of `score` from the measures of the same segments."""
        rows = {place: row for place, row in enumerate(measures.rows) if row is not None}
        pool = self.pool(segments, measures, context)
        signature = measures.signature | {"nrefs": pool.references}
        values = {place: row[0] for place, row in rows.items() if row[0] is not None}

        def mean(places: Sequence[int]) -> float:
            return fmean(values[place] for place in places)

        def signature_of(places: Sequence[int], level: Level) -> Signature:
            return signature | {"truncated": sum(place in rows and rows[place][1] for place in places)}

        corpus = self.corpus(pool, context)
        return levels.score_levels(self.name, segments, values, mean, signature_of, corpus=corpus)

    def pool(self, segments: Sequence[Segment], measures: Measures, context: Context) -> Pool:
        """What the score of the corpus follows from."""
        read = {place: row for place, row in enumerate(measures.rows) if row is not None}
        counts = (sum(not levels.is_blank(text) for text in segments[place].references) for place in read)
        references = max(counts) if measures.references else 0
        rows = {place: (row[0], 1.0) for place, row in read.items() if row[0] is not None}
        guard_at = {place: read[place][2] for place in rows}
        truncated = sum(row[1] for row in read.values())
        return pools.pool(segments, rows, measures.signature, guard_at, references, {"truncated": truncated})

    def corpus(self, pool: Pool, context: Context) -> Score:
        """The score of the corpus: the mean."""
        return pools.mean_score(self.name, pool, context)

    def placement(self, config: Config) -> Device:
        """Where the model computes. Raises ConfigError if a GPU was asked for and cannot be used."""
        return placement.device(config.device, config.comet)

    def limits(self, context: Context) -> str | None:
        """Why scores in this language pair are to be taken with caution, if they are."""
        return guards.untrained(context)

    def absence(self, config: Config, has_references: bool) -> Absence | None:
        """The reason why COMET does not run by default; `None` if a model is configured or is on this machine."""
        model = config.comet.model
        if model != CometConfig().model:
            return None  # the user asked for this model
        if (package := model_files.missing_package()) is not None:
            return Absence(f"{package} is not installed", model_files.missing(model))
        if (lack := model_files.missing(model)) is not None:
            return Absence(f"{model} is not on this machine", lack)
        return Absence("no reference was given") if self.needs_reference(config) and not has_references else None

    def needs_reference(self, config: Config) -> bool:
        """Whether the configured model needs a reference; known only for a model on this machine."""
        return model_files.needs_reference(config.comet.model)

    def notice(self, config: Config) -> str | None:
        """The licence of the configured model, if it forbids commercial use."""
        return model_files.licence_note(config.comet.model)

    def marks(self, context: Context) -> str | None:
        """The reason why the configured model cannot mark errors, or `None`. Loads no model."""
        model = context.config.comet.model
        if model_files.missing_package() is not None:
            return model_files.missing(model)
        return (
            None
            if model_files.marks_spans(model)
            else f"COMET model {model} marks no errors, or is not on this machine"
        )

    def hits(self, segments: Sequence[Segment], context: Context) -> list[tuple[Segment, Hit]]:
        """The errors that the configured model marks in the translations. Only XCOMET models mark errors.

        Uses the first reference of each segment.

        Raises:
            Unavailable, ConfigError: As in `score`.
        """
        scorer = cached_scorer.scorer(context)
        if not scorer.facts.marks_spans:
            return []
        _, samples = _samples(segments, scorer.facts, context.config.comet.model)
        results = scorer.results([group[0] for group in samples.values()], self.name)
        return [
            (segments[place], _hit(mark))
            for place, result in zip(samples, results, strict=True)
            for mark in result.marks
        ]


def _samples(segments: Sequence[Segment], model: Facts, name: str) -> tuple[int, dict[int, list[Sample]]]:
    """The number of references that are used, and the samples of each segment by position, one per reference."""
    places = [
        place for place, segment in enumerate(segments) if not (model.takes_source and levels.is_blank(segment.source))
    ]
    references = {place: [text for text in segments[place].references if not levels.is_blank(text)] for place in places}
    if model.needs_reference:
        places = [place for place in places if references[place]]
        if not places:
            raise Unavailable(
                f"COMET model {name} needs a reference and no segment has one",
                "give a human translation with --reference, or name a reference-free model",
            )
    if not places:
        raise Unavailable("COMET needs a source, but no segment has one", "give the source text")
    uses_references = model.takes_reference and all(references[place] for place in places)
    samples: dict[int, list[Sample]] = {}
    for place in places:
        source, target = segments[place].source, segments[place].target
        samples[place] = [Sample(source, target, text) for text in (references[place] if uses_references else [None])]
    return (max(map(len, samples.values())) if uses_references else 0), samples


def _hit(mark: Mark) -> Hit:
    severity = next((severity for severity in Severity if severity == mark.severity), None)
    return Hit(
        f"COMET takes this for {'a ' + mark.severity if severity else 'an'} error (confidence {mark.confidence:.0%})",
        (Span("target", mark.start, mark.end),),
        severity,
        confidence=round(mark.confidence, 3),
    )


def _signature(scorer: Scorer, name: str) -> Signature:
    """The signature; its number of references is that of the texts, which only the scores know."""
    is_path = Path(name).expanduser().exists()
    signature: Signature = {
        "name": "COMET",
        "model": model_files.model_folder(scorer.checkpoint.absolute()).name if is_path else name,
        "revision": scorer.digest[:12],
        "encoder": scorer.files[:12],
        "class": scorer.facts.kind,
        "nrefs": 0,
        "dtype": scorer.dtype,
        "device": scorer.device.kind,
        **network.versions(),
    }
    licence = model_files.licence(name, scorer.checkpoint)
    return signature | {"licence": licence} if licence else signature


comet = Comet()
