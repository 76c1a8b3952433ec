"""The learned metric: its arithmetic with given judgements, its guards, and its scores with the real encoder."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqe import encoder
from mtqe.encoder import Judgement, Pair, judgement_cache
from mtqe.errors import Unavailable
from mtqe.machine.cache import Store
from mtqe.metrics import guards, learned
from mtqe.metrics.learned import Part
from mtqe.model import Score, Segment
from mtqe.registry import metric_table
from mtqe.registry.contracts import Context
from mtqe.settings.config import Config, MetricsConfig

Scores = list[Score]


def score(segments: Sequence[Segment], langs: tuple[str, str] = ("en", "de"), resamples: int = 200) -> Scores:
    config = Config(metrics=MetricsConfig(resamples=resamples))
    scores: Scores = metric_table.load("learned").score(segments, Context(*langs, config))
    return scores


def single(scores: Sequence[Score]) -> list[float | None]:
    return [score.value for score in scores if score.level == "segment"]


# --- the arithmetic ---------------------------------------------------------------------------------------------------


def judgement(penalty: float) -> Judgement:
    none = np.zeros((0, 4), np.float32)
    return Judgement(penalty, 1, none[:, :2].astype(np.int32), none, none[:, 0])


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Judgements without the encoder: a point for each "x" in translation and reference."""

    def judgements(pairs: Sequence[Pair], context: Context, user: str) -> list[Judgement]:
        texts = [pair.target + (pair.reference or "") for pair in pairs]
        return [judgement(text.count("x")) for text in texts]

    monkeypatch.setattr(judgement_cache, "judgements", judgements)


def test_what_the_scale_means() -> None:
    assert learned.quality(0.0) == 1.0
    assert learned.quality(1.0) == pytest.approx(0.787, abs=0.001)
    assert learned.quality(4.0) == pytest.approx(0.506, abs=0.001)
    assert learned.quality(25.0) == learned.quality(1000.0) == 0.0
    assert learned.quality(-0.5) == 1.0


@given(st.floats(0, 25), st.floats(0, 25))
def test_the_scale_falls_and_can_be_inverted(penalty: float, second: float) -> None:
    assert 0.0 <= learned.quality(penalty) <= 1.0
    assert learned.rate(learned.quality(penalty)) == pytest.approx(penalty, abs=1e-9)
    if penalty < second:
        assert learned.quality(penalty) >= learned.quality(second)


@given(st.lists(st.tuples(st.floats(0, 25), st.integers(1, 5)), min_size=1, max_size=6), st.integers(2, 5))
def test_length_does_not_count(rates: list[tuple[float, int]], times: int) -> None:
    parts = [Part(rate * sentences, sentences) for rate, sentences in rates]
    assert learned.pooled(parts * times) == pytest.approx(learned.pooled(parts))
    whole = Part(sum(part.penalty for part in parts), sum(part.sentences for part in parts))
    assert learned.pooled([whole]) == pytest.approx(learned.pooled(parts))


def test_every_sentence_has_the_same_weight(counted: None) -> None:
    segments = [
        Segment("1", "It rains. We wait. She reads. He sleeps.", "Au. Bu. Cu. Duxx.", doc="a"),
        Segment("2", "They sing.", "Exxxx.", doc="a"),
        Segment("3", "You laugh.", "Fu.", doc="b"),
    ]
    corpus, first, second, *by_segment = score(segments)
    assert [score.value for score in by_segment] == [learned.quality(0.5), learned.quality(4.0), 1.0]
    assert first.value == pytest.approx(learned.quality(6 / 5))
    assert (second.value, second.doc, second.level) == (1.0, "b", "document")
    assert corpus.value == pytest.approx(learned.quality(1.0))
    assert (corpus.level, corpus.n, corpus.n_unscored) == ("corpus", 3, 0)
    assert corpus.interval is not None and corpus.interval.low <= corpus.value <= corpus.interval.high
    assert corpus.interval.low == pytest.approx(learned.quality(4.0))  # thrice the worst segment, of 27 resamples
    assert (corpus.signature["bs"], corpus.signature["seed"]) == (200, MetricsConfig().seed)
    context = Context("en", "de")
    parts = learned.learned.restored(segments, [score.value or 0.0 for score in by_segment], context)
    assert learned.learned.aggregate(parts.sum(0)) == pytest.approx(corpus.value)  # the corpus, from stored scores
    assert learned.learned.aggregate(np.array([[99.0, 3.0], [-1.0, 2.0]])) == pytest.approx([0.0, 1.0])
    assert first.interval is None and "bs" not in first.signature


def test_all_translations_of_a_source_have_the_same_number_of_sentences(counted: None) -> None:
    source = "It rains. We wait. She reads."
    values = single(score([Segment("1", source, "Au. Bu. Cuxxx."), Segment("2", source, "Au, Bu, Cuxxx.")]))
    assert values == [learned.quality(1.0)] * 2


def test_intervals_can_be_left_out(counted: None) -> None:
    config = Config(metrics=MetricsConfig(intervals=False))
    segments = [Segment("1", "A.", "Axx."), Segment("2", "B.", "B.")]
    (corpus, *_) = learned.learned.score(segments, Context("en", "de", config))
    assert corpus.interval is None and "bs" not in corpus.signature


def test_several_references_give_the_mean_penalty(counted: None) -> None:
    segment = Segment("1", "A.", "Ax.", ("r.", "rxxxx."))
    (value,) = single(score([segment]))
    assert value == learned.quality(3.0)
    assert (score([segment])[0].signature["nrefs"], score([segment])[0].interval) == (2, None)
    assert score([segment, msgspec.structs.replace(segment, references=("r.",))])[0].signature["nrefs"] == 2


def test_references_are_used_by_all_or_none(counted: None) -> None:
    segments = [Segment("1", "A.", "A.", ("xx",)), Segment("2", "B.", "B.", (" ",))]
    scores = score(segments)
    assert single(scores) == [1.0, 1.0]
    assert scores[0].signature["nrefs"] == 0
    omission = Segment("3", "", "Folgt uns.")  # has no source, so it needs no reference
    assert score([segments[0], omission])[0].signature["nrefs"] == 1


def test_a_reference_in_another_language_or_a_copy_of_the_source_is_not_used(counted: None) -> None:
    source = "The ferry will not leave before the storm is over."
    french = "Le bac ne partira pas avant la fin de la tempête xx."
    german = "Die Fähre legt erst ab, wenn der Sturm vorbei ist x."
    expected = [(french, 0), (source + " xx", 0), (german, 1)]
    segments = [Segment(str(k), source, "Die Fähre bleibt im Hafen.", (text,)) for k, (text, _) in enumerate(expected)]
    assert single(score(segments)) == [learned.quality(penalty) for _, penalty in expected]
    segment = Segment("1", source, "Die Fähre bleibt im Hafen.", (french, german))
    assert single(score([segment])) == [learned.quality(1.0)]


def test_invisible_characters_are_no_text(counted: None) -> None:
    segments = [Segment("1", "They sing.", "\u200b\ufeff \x07"), Segment("2", "They sing.", "Sie", ("\u200b",))]
    corpus, *by_segment = score(segments)
    assert [score.value for score in by_segment] == [0.0, 1.0]
    assert (corpus.signature["empty"], corpus.signature["nrefs"]) == (1, 0)


def test_empty_sides(counted: None) -> None:
    segments = [
        Segment("1", "Nobody came. It rained.", " "),
        Segment("2", " ", "Folgen Sie uns."),
        Segment("3", "It rains. We wait. She reads. He sleeps.", "Au. Bu. Cu. Du."),
    ]
    corpus, *by_segment = score(segments)
    assert [score.value for score in by_segment] == [0.0, None, 1.0]
    assert (by_segment[1].n, by_segment[1].n_unscored) == (0, 1)
    assert (corpus.n, corpus.n_unscored, corpus.signature["empty"]) == (2, 1, 1)
    assert corpus.value == pytest.approx(learned.quality(50 / 6))
    with pytest.raises(Unavailable, match="needs a source"):
        score([segments[1]])


def test_a_run_without_any_translation(counted: None) -> None:
    assert single(score([Segment("1", "Nobody came.", "")])) == [0.0]


def test_guarded_segments_keep_their_order_near_zero(counted: None) -> None:
    text = "The ferry will not leave before the storm is over."
    values = single(score([Segment("1", text, text), Segment("2", text, text + " x")]))
    assert values == [pytest.approx(0.05), pytest.approx(0.05 * learned.quality(1.0))]
    assert score([Segment("1", text, text)])[0].signature["copied"] == 1


def test_no_sentence_is_worse_than_completely_wrong(counted: None) -> None:
    assert single(score([Segment("1", "A.", "x" * 90 + ".")])) == [0.0]
    corpus = score([Segment("1", "A.", "x" * 90 + "."), Segment("2", "B.", "B.")])[0]
    assert corpus.value == pytest.approx(learned.quality(12.5))


def test_a_long_sentence_counts_as_several(counted: None) -> None:
    assert learned.sentence_count("It rains. We wait.", "en") == 2.0
    assert learned.sentence_count("", "en") == learned.sentence_count("OK", "en") == 1.0
    assert learned.sentence_count("we wait and " * 50, "en") == pytest.approx(3.0, abs=0.01)
    assert learned.sentence_count("We wait. Then " + "we wait and " * 50, "en") == pytest.approx(4.0, abs=0.05)
    assert learned.sentence_count("我们在等雨停" * 50, "zh") == pytest.approx(4.5)
    source = "we wait and " * 50
    assert single(score([Segment("1", source, "y " * 300 + "x" * 3)])) == [
        pytest.approx(learned.quality(3 / learned.sentence_count(source, "en")))
    ]


@pytest.mark.parametrize(
    ("text", "target", "kept"),
    [
        ("42", "42", True),
        ("https://xx.example/xx", " https://xx.example/xx", True),
        ("@xx %s {xx}", "@xx %s {xx}", True),
        ("😀 – 100 %", "😀 –  100 %", True),
        ("42", "43x", False),
        ("xx", "xx", False),
    ],
)
def test_text_that_needs_no_translation_has_the_best_score(counted: None, text: str, target: str, kept: bool) -> None:
    (value,) = single(score([Segment("1", text, target)]))
    assert value is not None and (value == 1.0) == kept


def test_unrelated_translations_are_guarded_where_the_encoder_knows_the_languages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    unrelated = dataclasses.replace(judgement(1.0), unrelated=True)
    monkeypatch.setattr(judgement_cache, "judgements", lambda pairs, context, user: [unrelated] * len(pairs))
    segments = [Segment("1", "They sing.", "Es regnet."), Segment("2", "They sing.", "")]
    corpus, first, _ = score(segments)
    assert first.value == pytest.approx(0.05 * learned.quality(1.0))
    assert (corpus.signature["unrelated"], corpus.signature["empty"]) == (1, 1)
    assert corpus.guarded is not None and corpus.guarded.segments == {"empty": ("2",), "unrelated": ("1",)}
    copied = Segment("3", "The bridge is closed until June.", "The bridge is closed until June.")
    assert score([copied])[0].signature["copied"] == 1  # the simpler of two reasons
    corpus, first, _ = score(segments, ("en", "yo"))
    assert (first.value, corpus.signature["unrelated"]) == (learned.quality(1.0), 0)


# --- the guards -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "target", "langs", "guard"),
    [
        ("The bridge is closed.", "\n", ("en", "de"), "empty"),
        ("The bridge is closed until June.", "the bridge  is closed until June", ("en", "de"), "copied"),
        ("The bridge is closed until June.", "Le pont est fermé jusqu'en juin.", ("en", "de"), "foreign"),
        ("The bridge is closed until June.", "Most zamknięty do czerwca.", ("en", "de"), "foreign"),
        ("The bridge is closed until June.", "桥梁因施工将关闭至六月底。", ("en", "de"), "foreign"),
        ("The bridge is closed until June.", "Until June nobody can cross the old bridge.", ("en", "de"), "foreign"),
        ("桥梁于周一关闭。", "桥梁于周一关闭。", ("zh", "en"), "copied"),
        ("The bridge is closed until June.", "Die Brücke ist bis Juni gesperrt.", ("en", "de"), None),
        ("Maria van der Berg, Rotterdam", "Maria van der Berg, Rotterdam", ("en", "de"), None),
        ("12.5 kg – 3,000 km", "12.5 kg – 3,000 km", ("en", "de"), None),
        ("https://example.org/the/long/way/home", "https://example.org/the/long/way/home", ("en", "de"), None),
        ("OK!", "OK!", ("en", "de"), None),
        ('git commit -m "fix"', 'git commit -m "fix"', ("en", "de"), None),
        ("$ npm install --save-dev eslint", "$ npm install --save-dev eslint", ("en", "fr"), None),
        ("Use the option -m to say why.", "Use the option -m to say why.", ("en", "de"), "copied"),
        ("“Il faut cultiver notre jardin,” he said.", "„Il faut cultiver notre jardin“, sagte er.", ("en", "de"), None),
        ("He sang “where the river meets the sea”.", "Er sang „where the river meets the sea“.", ("en", "de"), None),
        ("Colour is a matter of taste.", "Colour is a matter of taste.", ("en-GB", "en-US"), None),
        ("The bridge is closed until June.", "Most zamknięty do czerwca.", ("en", "yo"), None),  # cannot be told
    ],
)
def test_guards(source: str, target: str, langs: tuple[str, str], guard: str | None) -> None:
    assert guards.guard(Segment("1", source, target), Context(*langs)) == guard


def test_the_guard_depends_on_the_source_of_a_translation() -> None:
    context, text = Context("en", "de"), "The bridge is closed until June."
    fired = [
        guards.guard(Segment("1", source, text), context) for source in (text, "Nobody can cross the river.", text)
    ]
    assert fired == ["copied", "foreign", "copied"]


def test_a_pair_that_was_not_measured_is_named() -> None:
    assert learned.learned.limits(Context("en-GB", "de-AT")) is None
    assert "en-sw" in (learned.learned.limits(Context("en", "sw")) or "")


# --- with the encoder -------------------------------------------------------------------------------------------------

SOURCES = {
    "en": [
        "The library on the main square stays closed on Sunday because of the storm.",
        "Our neighbour has planted three apple trees behind the old school.",
    ],
    "zh": ["由于暴风雨，主广场上的图书馆星期天将关闭。", "我们的邻居在旧学校后面种了三棵苹果树。"],
}
GOOD = {
    "de": [
        "Die Bibliothek am Hauptplatz bleibt am Sonntag wegen des Sturms geschlossen.",
        "Unser Nachbar hat hinter der alten Schule drei Apfelbäume gepflanzt.",
    ],
    "en": [
        "Because of the storm, the library on the main square will be closed on Sunday.",
        "Our neighbour planted three apple trees behind the old school.",
    ],
}
FRENCH = [
    "La bibliothèque de la place principale reste fermée dimanche à cause de la tempête.",
    "Notre voisin a planté trois pommiers derrière la vieille école.",
]
REFERENCES = [
    "Wegen des Sturms hat die Bücherei auf dem Hauptplatz am Sonntag zu.",
    "Der Nachbar hat drei Apfelbäume hinter das alte Schulhaus gesetzt.",
]


@pytest.mark.parametrize(("langs", "reference"), [(("en", "de"), False), (("en", "de"), True), (("zh", "en"), False)])
def test_a_translation_scores_above_texts_that_are_no_translation(langs: tuple[str, str], reference: bool) -> None:
    sources, good = SOURCES[langs[0]], GOOD[langs[1]]
    salad = [" ".join(sorted(text.split(), key=lambda word: word[::-1])) for text in good]
    kinds = {
        "good": good,
        "copied": sources,
        "empty": ["", ""],
        "foreign": FRENCH,
        "swapped": good[::-1],
        "salad": salad,
    }
    segments = [
        Segment(f"{kind} {number}", source, target, (REFERENCES[number],) if reference else ())
        for kind, texts in kinds.items()
        for number, (source, target) in enumerate(zip(sources, texts, strict=True))
    ]
    scores = score(segments, langs)
    value_of = {score.segment: score.value for score in scores if score.level == "segment"}
    for kind in kinds:
        for number in range(2):
            value, good_value = value_of[f"{kind} {number}"], value_of[f"good {number}"]
            assert value is not None and good_value is not None and 0.0 <= value <= 1.0
            if kind != "good":
                assert value < good_value, (kind, value_of)
            if kind in ("copied", "empty", "foreign", "swapped"):
                assert value < 0.1, (kind, value_of)
    assert {name: scores[0].signature[name] for name in learned.GUARDS} == dict.fromkeys(learned.GUARDS, 2)
    assert scores[0].signature["nrefs"] == int(reference)


def test_length_is_no_error() -> None:
    first_segment = Segment("1", SOURCES["en"][0], GOOD["de"][0])
    second_segment = Segment("2", SOURCES["en"][1], GOOD["de"][1])
    combined = Segment("3", " ".join(SOURCES["en"]), " ".join(GOOD["de"]))
    first, second, joined = (
        math.nan if value is None else value for value in single(score([first_segment, second_segment, combined]))
    )
    assert min(first, second) - 0.02 <= joined <= max(first, second) + 0.02


def test_the_signature_names_the_weights() -> None:
    signature = score([Segment("1", SOURCES["en"][0], GOOD["de"][0])])[0].signature
    assert signature["weights"] == encoder.load().signature["weights"]
    assert {"encoder", "dtype", "langid"} <= signature.keys()
    assert signature["unit"] == "sentence/200"


def test_a_run_judges_each_pair_once(monkeypatch: pytest.MonkeyPatch) -> None:
    model, asked = encoder.load(), []
    judge = model.judge
    monkeypatch.setattr(model, "judge", lambda pairs, progress=None: asked.extend(pairs) or judge(pairs, progress))
    context = Context("en", "de")
    segment = Segment("1", SOURCES["en"][0], GOOD["de"][0])
    copy = msgspec.structs.replace(segment, id="2")
    learned.learned.score([segment, copy], context)
    judgement_cache.judgements([judgement_cache.pair(segment, context)], context, "a check")
    assert len(asked) == 1


def test_a_later_run_does_not_load_the_encoder(own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    segments = [
        Segment(str(number), source, target, (reference,))
        for number, (source, target, reference) in enumerate(zip(SOURCES["en"], GOOD["de"], REFERENCES, strict=True))
    ]
    first = learned.learned.score(segments, Context("en", "de", cache=Store()))
    model, asked = encoder.load(), []
    judge = model.judge
    monkeypatch.setattr(model, "judge", lambda pairs, progress=None: asked.extend(pairs) or judge(pairs, progress))
    with monkeypatch.context() as patch:
        patch.setattr(encoder, "load", lambda device: pytest.fail("the encoder was loaded"))
        assert learned.learned.score(segments, Context("en", "de", cache=Store())) == first
    changed = [segments[0], msgspec.structs.replace(segments[1], target="Der Nachbar pflanzte Bäume.")]
    learned.learned.score(changed, Context("en", "de", cache=Store()))
    assert [pair.target for pair in asked] == ["Der Nachbar pflanzte Bäume."]
    for context in (Context("en-GB", "de", cache=Store()), Context("en", "de")):
        asked.clear()
        learned.learned.score(segments, context)
        assert len(asked) == 2


def test_a_stored_judgement_is_the_same_to_the_bit() -> None:
    pairs = [
        Pair(SOURCES["en"][0], GOOD["de"][0], None, "en", "de"),
        Pair(SOURCES["en"][1], "Äpfel.", "x", "en", "de"),
    ]
    judged = encoder.load().judge(pairs)
    for stored in (*judged, dataclasses.replace(judged[0], unrelated=True)):
        again = judgement_cache.unpacked(judgement_cache.packed(stored))
        for name in ("penalty", "pieces", "match", "unrelated"):
            assert getattr(again, name) == getattr(stored, name)
        for name in ("offsets", "tags", "rates"):
            assert np.array_equal(getattr(again, name), getattr(stored, name))
            assert getattr(again, name).dtype == getattr(stored, name).dtype
            assert getattr(again, name).shape == getattr(stored, name).shape
