"""Ranking of candidates: utilities computed by hand, the scores of comet, the order, and the refused methods."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest
from comet_fixture import PAIRS
from hypothesis import given, settings
from hypothesis import strategies as st
from sacrebleu.metrics import CHRF

from mtqe.comparing import ranking
from mtqe.errors import ConfigError
from mtqe.formats.candidates import Candidates
from mtqe.metrics.lexical import ngrams, sacre
from mtqe.model import Score, Segment, Signature
from mtqe.registry import metric_table
from mtqe.registry.contracts import Context
from mtqe.settings.config import CometConfig, Config, MetricsConfig

TEXT = st.text("ab .,é", max_size=12)


def context(model: str = "x") -> Context:
    return Context("en", "de", Config(comet=CometConfig(model, dtype="fp32"), metrics=MetricsConfig(intervals=False)))


@settings(max_examples=60)
@given(st.lists(TEXT, min_size=1, max_size=5), st.sampled_from(["chrf", "chrf++"]))
def test_the_utility_is_the_mean_chrf_with_the_others(texts: list[str], metric: str) -> None:
    scorer = CHRF(word_order=2 if metric == "chrf++" else 0)
    ranked = ranking.rank([Candidates("1", "s", tuple(texts))], metric, "mbr", context())[0]
    expected = {
        place: fmean(
            scorer.sentence_score(text, [reference]).score for at, reference in enumerate(texts) if at != place
        )
        for place, text in enumerate(texts)
        if len(texts) > 1
    }
    assert sorted(ranked.order) == list(range(len(texts)))
    for place, score in zip(ranked.order, ranked.scores, strict=True):
        assert score == (pytest.approx(expected[place], abs=1e-9) if expected else None)
    assert list(ranked.scores) == sorted(ranked.scores, key=lambda score: -(score or 0.0))


@pytest.mark.parametrize("cells", [1, 30, 1 << 20])
@pytest.mark.parametrize("order", [0, 2])
def test_all_pairs_at_once_have_the_chrf_of_sacrebleu(monkeypatch: pytest.MonkeyPatch, cells: int, order: int) -> None:
    monkeypatch.setattr(ngrams, "_CELLS", cells)
    texts = [
        "",
        "a",
        "Ein Haus, ein Baum.",
        "ein Haus; kein Baum!",
        "aaaaaaaa aaa",
        "二つの家。",
        "Ein Haus, ein Baum.",
    ]
    scorer, metric = CHRF(word_order=order), sacre.chrf_plus if order else sacre.chrf
    assert metric.alike(texts, context()) == [
        [scorer.sentence_score(text, [other]).score for at, other in enumerate(texts) if at != place]
        for place, text in enumerate(texts)
    ]


def test_the_n_grams_of_each_text_are_counted_once() -> None:
    class Text(str):
        read = 0

        def __getitem__(self, key: Any) -> str:
            Text.read += 1
            return super().__getitem__(key)

    texts = [Text(f"{number} Bäume") for number in range(10, 50)]
    assert len(list(ngrams.shared(texts, 6))) == 40
    assert Text.read == sum(len(text) - n for text in texts for n in range(6))


class Spy:
    """Shorter is better, by any difference clearly; three different texts that do not begin with x have consensus."""

    def score(self, segments: Sequence[Segment], context: Context) -> list[Score]:
        made = []
        for one in segments:
            texts = {text for text in context.translations.get((one.id, one.source), ()) if not text.startswith("x")}
            signature: Signature = {"consensus": len(texts) - 1} if len(texts) > 2 else {}
            made.append(Score("learned", "segment", -float(len(one.target)), segment=one.id, n=1, signature=signature))
        return made

    def clearly_better(self, better: Score, worse: Score, context: Context) -> bool:
        assert better.value is not None
        assert worse.value is not None
        return better.value > worse.value


def test_each_source_has_the_method_that_ranked_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metric_table, "load", lambda name: Spy())
    items = [Candidates("1", "s", ("a", "bb", "ccc")), Candidates("2", "s", ("a", "bb", "xxx", "a"))]
    assert [one.method for one in ranking.rank(items, "learned", "consensus", context())] == ["consensus", "quality"]
    assert [one.method for one in ranking.rank(items, "learned", "quality", context())] == ["quality"] * 2


def test_consensus_is_the_default_only_where_three_distinct_texts_are_not_blank() -> None:
    for texts, method in ((("a", "b", "c"), "consensus"), (("a", "b", " ", "\u200b", "b"), "quality")):
        assert ranking.method_of("learned", None, context(), [Candidates("1", "s", texts)]) == method
    assert ranking.method_of("learned", None, context(), [Candidates("1", " ", ("a", "b", "c"))]) == "quality"


def test_the_best_is_compared_with_the_next_other_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metric_table, "load", lambda name: Spy())
    for texts, clear, why in (
        (("a", "bb", "a"), True, ""),
        (("a", "a"), None, "no other candidate has another text"),
        (("a", "a", "b"), False, ""),
    ):
        (ranked,) = ranking.rank([Candidates("1", "s", texts)], "learned", "quality", context())
        assert (ranked.clearly_best, ranked.clearly_best_unknown) == (clear, why)


def test_of_equal_candidates_the_first_is_first() -> None:
    ranked = ranking.rank([Candidates("1", "s", ("ab", "xy", "ab"))], "chrf", "mbr", context())[0]
    assert ranked.order == (0, 2, 1)


def test_learned_puts_the_translation_first() -> None:
    items = [
        Candidates(
            "1",
            "Our neighbour has planted three apple trees behind the old school.",
            (
                "Our neighbour has planted three apple trees behind the old school.",
                "Unser Nachbar hat hinter der alten Schule drei Apfelbäume gepflanzt.",
                "",
                "Der Fahrplan der Straßenbahn wird im Winter geändert.",
                "Unser Nachbar pflanzte drei Apfelbäume hinter der alten Schule.",
            ),
        ),
        Candidates("2", "The library is closed.", ("Die Bibliothek ist geschlossen.",)),
        Candidates("3", " ", ("Was soll das?", "Wer weiß?")),
    ]
    methods: tuple[ranking.Method, ...] = ("quality", "consensus", "mbr")
    for method in methods:
        first, second, third = ranking.rank(items, "learned", method, context())
        assert set(first.order[:2]) == {1, 4}
        given = [score for score in first.scores if score is not None]
        assert list(first.scores) == sorted(given, reverse=True)
        assert (second.scores == (None,)) == (method == "mbr")
        assert third.scores == (None, None)


def test_comet_agrees_with_its_own_scores(tiny_comet: Callable[[str], Path]) -> None:
    """Mean over the others, itself left out, as in comet.cli.mbr."""
    where = context(str(tiny_comet("regression_metric")))
    texts = tuple(pair[1] for pair in PAIRS[:4])
    items = [Candidates("1", PAIRS[0][0], texts)]
    assert ranking.method_of("comet", None, where) == "mbr"
    ranked = ranking.rank(items, "comet", "mbr", where)[0]
    from mtqe.metrics.comet.network import offline, quiet

    with quiet(), offline():
        from comet import load_from_checkpoint

        model = load_from_checkpoint(where.config.comet.model)
        samples = [
            {"src": PAIRS[0][0], "mt": text, "ref": reference}
            for place, text in enumerate(texts)
            for at, reference in enumerate(texts)
            if at != place
        ]
        scores = model.predict(samples, gpus=0, progress_bar=False).scores
    expected = [fmean(scores[place * 3 : place * 3 + 3]) for place in range(4)]
    assert ranked.order == tuple(sorted(range(4), key=lambda place: -expected[place]))
    assert ranked.scores == pytest.approx(sorted(expected, reverse=True), abs=1e-5)


def test_what_a_metric_cannot_do(tiny_comet: Callable[[str], Path]) -> None:
    with pytest.raises(ConfigError, match="chrf cannot rank by quality, only by mbr"):
        ranking.method_of("chrf", "quality", context())
    where = context(str(tiny_comet("referenceless_regression_metric")))
    assert ranking.method_of("comet", None, where) == "quality"
    with pytest.raises(ConfigError, match="does not use references; use --method quality"):
        ranking.rank([Candidates("1", "s", ("a b", "c d"))], "comet", "mbr", where)
