"""The metric `learned-systems`: levels, guards, and what a difference of two systems is worth."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
import pytest

from mtqe import encoder
from mtqe.encoder import Judgement, Pair, judgement_cache
from mtqe.errors import Unavailable
from mtqe.metrics.learned_systems import GUARDED, learned_systems
from mtqe.model import Segment
from mtqe.registry import metric_choice, system_agreement
from mtqe.registry.contracts import Context
from mtqe.registry.metric_capabilities import HasSureness, Mergeable
from mtqe.registry.metric_choice import Asked
from mtqe.registry.system_agreement import Pairs, Table
from mtqe.settings.config import Config

SOURCE = "The ferry leaves the harbour at noon."
GOOD = Segment("1", SOURCE, "Die Fähre verlässt den Hafen am Mittag.", doc="a")
LOST = Segment("2", "Nobody was hurt.", "", doc="a")
COPIED = Segment("3", SOURCE, SOURCE, doc="b")
KEPT = Segment("4", "42 %", "42 %", doc="b")
ADDED = Segment("5", "", "Jetzt buchen!", doc="b")


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Judgements without the encoder: a hundredth for each word more than the reference; "Unsinn" is unrelated."""

    def judgements(pairs: Sequence[Pair], context: Context, user: str) -> list[Judgement]:
        none = np.zeros((0, 4), np.float32)
        offsets = none[:, :2].astype(np.int32)
        return [
            Judgement(
                1.0,
                1,
                offsets,
                none,
                none[:, 0],
                unrelated="Unsinn" in pair.target,
                system=(len(pair.target.split()) - len((pair.reference or "").split())) / 100,
            )
            for pair in pairs
        ]

    monkeypatch.setattr(judgement_cache, "judgements", judgements)


@pytest.mark.usefixtures("counted")
def test_segments_documents_and_corpus() -> None:
    scores = learned_systems.score([GOOD, LOST, COPIED, KEPT, ADDED], Context("en", "de"))
    values = {(score.level, score.segment or score.doc): score.value for score in scores}
    assert values["segment", "1"] == 0.07
    assert values["segment", "2"] == values["segment", "3"] == GUARDED
    assert values["segment", "4"] == 0.0
    assert values["segment", "5"] is None
    assert values["document", "a"] == pytest.approx((0.07 + GUARDED) / 2)
    assert values["corpus", None] == pytest.approx((0.07 + 2 * GUARDED) / 4)
    assert (scores[0].n, scores[0].n_unscored) == (4, 1)
    assert scores[0].signature["head"] == encoder.system_head_version()
    assert scores[0].guarded is not None
    assert scores[0].guarded.segments == {"empty": ("2",), "copied": ("3",)}


@pytest.mark.usefixtures("counted")
def test_an_unrelated_translation_is_guarded() -> None:
    segment = Segment("1", SOURCE, "Das ist großer Unsinn über einen ganz anderen Ort.")
    assert learned_systems.score([segment], Context("en", "de"))[1].value == GUARDED


@pytest.mark.usefixtures("counted")
def test_measures_make_the_same_scores() -> None:
    assert isinstance(learned_systems, Mergeable)
    context, segments = Context("en", "de"), [GOOD, LOST, KEPT]
    again = learned_systems.scores(segments, learned_systems.measures(segments, context), context)
    assert again == learned_systems.score(segments, context)


def test_text_without_a_source_cannot_be_scored() -> None:
    with pytest.raises(Unavailable, match="no segment has one"):
        learned_systems.score([ADDED], Context("en", "de"))


@pytest.mark.parametrize(("systems", "references", "runs"), [(2, False, True), (1, False, False), (2, True, True)])
def test_it_runs_by_default_where_there_are_several_systems(systems: int, references: bool, runs: bool) -> None:
    asked = Asked(scoring=True, has_references=references, systems=systems)
    names = [row.name for row in metric_choice.choose(Config(), asked).rows]
    assert ("learned-systems" in names) == runs


def test_its_agreement_has_figures_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(learned_systems, HasSureness)
    alone, referred = ((12, 90),) * 24 + ((-12, 90),) * 6, ((12, 90),) * 27 + ((-12, 90),) * 3
    pairs = Pairs(1, ((-10, 90),) * 30, ((10, 90),) * 30, alone, referred)
    monkeypatch.setattr(system_agreement, "table", lambda: Table(15, {"en-de": pairs}))
    context = Context("en", "de")
    assert learned_systems.agreement("without", context) == (30, 24)
    assert learned_systems.agreement("with reference", context) == (30, 27)
    assert learned_systems.sureness(-0.0012, {}, context) == (0.8, 30, "en-de")
    assert learned_systems.sureness(-0.0012, {"nrefs": 1}, context) == (0.9, 30, "en-de")


@pytest.mark.usefixtures("counted")
def test_references_are_read_if_every_segment_has_one() -> None:
    def referred(segment: Segment, *references: str) -> Segment:
        return msgspec.structs.replace(segment, references=references)

    context, text = Context("en", "de"), "Mittags legt die Fähre ab."
    other = Segment("6", "Nobody was hurt.", "Niemand wurde verletzt.", doc="a")
    both = [referred(GOOD, text, "Die Fähre fährt um zwölf."), referred(other, "Es gab keine Verletzten.")]
    scores = learned_systems.score(both, context)
    assert [score.signature["nrefs"] for score in scores] == [1] * len(scores)
    values = {score.segment: score.value for score in scores}
    # GOOD has seven words: .07 less .01 for each word of a reference, the mean of two.
    assert values["1"] == pytest.approx(0.07 - 0.05)
    assert values["6"] == pytest.approx(0.03 - 0.04)
    assert learned_systems.score([*both, GOOD], context)[0].signature["nrefs"] == 0
    misled = learned_systems.score([referred(GOOD, SOURCE), both[1]], context)
    assert {score.segment: score.value for score in misled}["1"] == 0.07, "a copy of the source misleads"


def test_a_translation_that_leaves_half_out_is_worse() -> None:
    source = "The mayor opened the new library on Monday, and the children read their own poems."
    whole = "Die Bürgermeisterin eröffnete am Montag die neue Bibliothek, und die Kinder lasen eigene Gedichte vor."
    half = "Die Bürgermeisterin eröffnete."
    first, second = (
        learned_systems.score([Segment("1", source, text)], Context("en", "de"))[0].value for text in (whole, half)
    )
    assert first is not None
    assert second is not None
    assert first > second
