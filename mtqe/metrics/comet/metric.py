"""COMET through unbabel-comet: any hub name, folder or checkpoint, with or without references.

Segment scores are those of `model.predict` in single precision (`comet-score` halves the precision, so its last digits
differ); document and corpus scores are their means. Nothing is fetched: a model that is not on this machine is
`Unavailable`, with the command that gets it.

Several references of a segment: the mean of the scores with each. Which segments are scored:

- Empty translation (an omission): scored as an empty translation, as comet does.
- Empty source (an addition): not scored, counted in `n_unscored`; the same for a model that needs a reference and a
  segment that has none.
- A model that can do with and without references uses them when every segment to be scored has some, else none.

COMET: Rei et al. (2020), "COMET: A Neural Framework for MT Evaluation". Importing this module loads neither torch nor
comet.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from mtqe.config import CometConfig, Config
from mtqe.contracts import Absence, Context
from mtqe.errors import Unavailable
from mtqe.metrics import guards, levels
from mtqe.metrics.comet import cached_scorer, model_files, network
from mtqe.metrics.comet.cached_scorer import Scorer
from mtqe.metrics.comet.model_files import licence_note, locate, missing, model_at_hand, models, needs_reference
from mtqe.metrics.comet.network import Facts
from mtqe.metrics.comet.prediction import Mark, Sample
from mtqe.model import Hit, Level, Score, Segment, Severity, Signature, Span

__all__ = ["Comet", "comet", "licence_note", "locate", "missing", "model_at_hand", "models", "needs_reference"]


@dataclass(frozen=True)
class Comet:
    """The metric; which model it uses stands in the configuration."""

    name: str = "comet"

    def score(self, segments: Sequence[Segment], context: Context) -> list[Score]:
        """Score at corpus, document and segment level; the segments are those of one system.

        Raises:
            Unavailable: The model is not on this machine or cannot be loaded, or no segment has what it needs.
            ConfigError: A value in `[comet]` cannot be used.
        """
        scorer = cached_scorer.scorer(context)
        number, samples = _samples(segments, scorer.facts, context.config.comet.model)
        results = iter(scorer.results([sample for some in samples.values() for sample in some], self.name))
        found = _Found({}, set())
        for place, some in samples.items():
            each = [next(results) for _ in some]
            value = fmean(result.score for result in each)
            if math.isfinite(value):
                found.values[place] = value
            if any(result.cut for result in each):
                found.cut.add(place)
        signature = _signature(scorer, context.config.comet.model, number)
        return self._levels(segments, found, signature, context)

    def limits(self, context: Context) -> str | None:
        """Why scores in this language pair are to be taken with caution, if they are."""
        return guards.unread(context)

    def absence(self, config: Config, has_references: bool) -> Absence | None:
        """Why a run that names no metrics leaves COMET out; `None` if a model is configured or at hand."""
        model = config.comet.model
        if model != CometConfig().model:
            return None  # configured is asked for
        if (lack := model_files.missing(model)) is not None:
            return Absence(f"{model} is not on this machine", lack)
        return Absence("no reference was given") if self.needs_reference(config) and not has_references else None

    def needs_reference(self, config: Config) -> bool:
        """Whether the configured model, if it is on this machine, scores only segments with a reference."""
        return model_files.needs_reference(config.comet.model)

    def notice(self, config: Config) -> str | None:
        """The licence of the configured model where it forbids commercial use."""
        return model_files.licence_note(config.comet.model)

    def marks(self, context: Context) -> str | None:
        """Why `hits` would give nothing, or `None`; loads no model."""
        model = context.config.comet.model
        return None if model_files.marks_spans(model) else f"COMET model {model} marks no errors, or is not here"

    def hits(self, segments: Sequence[Segment], context: Context) -> list[tuple[Segment, Hit]]:
        """Where the configured model, an XCOMET, sees errors in the translations; from no other model anything.

        Several references of a segment: the first.

        Raises:
            Unavailable, ConfigError: As `score`.
        """
        scorer = cached_scorer.scorer(context)
        if not scorer.facts.marks_spans:
            return []
        _, samples = _samples(segments, scorer.facts, context.config.comet.model)
        results = scorer.results([some[0] for some in samples.values()], self.name)
        return [
            (segments[place], _hit(mark))
            for place, result in zip(samples, results, strict=True)
            for mark in result.marks
        ]

    def _levels(
        self, segments: Sequence[Segment], found: _Found, signature: Signature, context: Context
    ) -> list[Score]:
        interval = levels.mean_interval(list(found.values.values()), context)
        bounds = levels.drawn(interval, context)

        def mean(places: Sequence[int]) -> float:
            return fmean(found.values[place] for place in places)

        def signed(places: Sequence[int], level: Level) -> Signature:
            cut = sum(place in found.cut for place in places)
            return signature | (bounds if level == "corpus" else {}) | {"truncated": cut}

        fired = {place: guards.guard(segments[place], context) for place in found.values}
        fired |= {place: "truncated" for place in found.cut if not fired.get(place) and place in fired}
        spoken = {place: name for place, name in fired.items() if name}
        total, *others = levels.score_levels(self.name, segments, found.values, mean, signed, interval)
        return [guards.beside(total, segments, found.values, spoken, mean), *others]


@dataclass(frozen=True)
class _Found:
    """Scores by position of the segment, and the positions of segments whose text was cut."""

    values: dict[int, float]
    cut: set[int]


def _samples(segments: Sequence[Segment], model: Facts, name: str) -> tuple[int, dict[int, list[Sample]]]:
    """Number of references in use, and by position the samples of each segment to be scored, one a reference."""
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
        raise Unavailable("COMET needs a source and every segment's is empty", "give the source text")
    use = model.takes_reference and all(references[place] for place in places)
    samples: dict[int, list[Sample]] = {}
    for place in places:
        source, target = segments[place].source, segments[place].target
        samples[place] = [Sample(source, target, text) for text in (references[place] if use else [None])]
    return (max(map(len, samples.values())) if use else 0), samples


def _hit(mark: Mark) -> Hit:
    known = [severity for severity in Severity if severity == mark.severity]
    return Hit(
        f"COMET takes this for {'an' if not known else 'a ' + mark.severity} error (confidence {mark.confidence:.0%})",
        (Span("target", mark.start, mark.end),),
        known[0] if known else None,
        confidence=round(mark.confidence, 3),
    )


def _signature(scorer: Scorer, name: str, references: int) -> Signature:
    is_path = Path(name).expanduser().exists()
    signature: Signature = {
        "name": "COMET",
        "model": model_files.model_folder(scorer.checkpoint.absolute()).name if is_path else name,
        "revision": scorer.digest[:12],
        "encoder": scorer.files[:12],
        "class": scorer.facts.kind,
        "nrefs": references,
        "dtype": scorer.dtype,
        "device": scorer.device,
        **network.versions(),
    }
    terms = model_files.licence(name, scorer.checkpoint)
    return signature | {"licence": terms} if terms else signature


comet = Comet()
