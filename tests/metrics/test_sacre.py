"""BLEU, chrF, chrF++ and TER must equal the scores and signatures of sacreBLEU."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sacrebleu
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from sacrebleu.metrics import BLEU, CHRF, TER

from mtqe.errors import ConfigError, Unavailable
from mtqe.metrics.lexical import block_statistics
from mtqe.model import Score, Segment, render_signature
from mtqe.registry import metric_table
from mtqe.registry.contracts import Context
from mtqe.settings.config import Config, MetricsConfig

NAMES = ("bleu", "chrf", "chrf++", "ter")
MAKE: dict[str, Any] = {
    "bleu": BLEU,
    "chrf": CHRF,
    "chrf++": lambda: CHRF(word_order=2),
    "ter": TER,
}
HYPOTHESES = [
    "Der Zug nach Bern fährt heute nicht.",
    "Die Stadt hat 12,5 Millionen Euro für neue Schulen ausgegeben.",
    "Am Abend, der Wind wurde schwächer.",
    "Kein Mensch weiß, wann die Brücke wieder öffnet.",
    "Ja.",
    "Die Ministerin wollte sich dazu nicht äußern (siehe Seite 3).",
    "Bis Freitag sollen alle Haushalte wieder Strom haben.",
]
FIRST = [
    "Der Zug nach Bern fällt heute aus.",
    "Die Stadt gab 12,5 Millionen Euro für neue Schulen aus.",
    "Am Abend ließ der Wind nach.",
    "Niemand weiß, wann die Brücke wieder geöffnet wird.",
    "Ja.",
    "Die Ministerin wollte sich dazu nicht äußern (siehe Seite 3).",
    "Bis Freitag sollen alle Haushalte wieder mit Strom versorgt sein.",
]
SECOND = [
    "Heute fährt kein Zug nach Bern.",
    "12,5 Millionen Euro hat die Stadt in neue Schulen gesteckt.",
    "Abends wurde der Wind schwächer.",
    "Wann die Brücke wieder öffnet, weiß kein Mensch.",
    "Jawohl.",
    "Dazu mochte die Ministerin nichts sagen (siehe Seite 3).",
    "Alle Haushalte sollen bis Freitag wieder Strom haben.",
]


def segments(targets: Sequence[str], *references: Sequence[str], docs: Sequence[str] | None = None) -> list[Segment]:
    return [
        Segment(str(place + 1), f"source {place}", target, tuple(side[place] for side in references))
        if docs is None
        else Segment(str(place + 1), "s", target, tuple(side[place] for side in references), docs[place])
        for place, target in enumerate(targets)
    ]


def context(target: str = "de", **metrics: Any) -> Context:
    return Context("en", target, Config(metrics=MetricsConfig(**metrics)))


def score(name: str, given: Sequence[Segment], where: Context | None = None) -> list[Score]:
    result: list[Score] = metric_table.load(name).score(given, where or context())
    return result


def level(scores: Sequence[Score], name: str) -> list[Score]:
    return [item for item in scores if item.level == name]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("references", [[FIRST], [FIRST, SECOND]], ids=["one", "two"])
def test_numbers_and_signatures_are_those_of_sacrebleu(name: str, references: list[list[str]]) -> None:
    scores = score(name, segments(HYPOTHESES, *references))
    scorer = MAKE[name]()
    total = scorer.corpus_score(HYPOTHESES, references, n_bootstrap=1000)
    corpus = scores[0]
    assert (corpus.metric, corpus.level, corpus.n, corpus.n_unscored) == (name, "corpus", 7, 0)
    assert corpus.value == pytest.approx(total.score, abs=1e-12)
    assert render_signature(corpus.signature) == f"{total.name}|{scorer.get_signature()}"
    assert "|bs:1000|seed:12345|" in render_signature(corpus.signature)
    assert corpus.interval is not None
    assert (corpus.interval.high - corpus.interval.low) / 2 == pytest.approx(total._ci, abs=1e-3)
    assert corpus.interval.low <= corpus.value <= corpus.interval.high
    assert corpus.interval.level == 0.95

    without = score(name, segments(HYPOTHESES, *references), context(intervals=False))[0]
    plain = MAKE[name]()
    plain.corpus_score(HYPOTHESES, references)
    assert without.interval is None
    assert render_signature(without.signature) == f"{total.name}|{plain.get_signature()}"


@pytest.mark.parametrize("name", NAMES)
def test_segments_are_sacrebleus_sentence_scores(name: str) -> None:
    sentence = BLEU(effective_order=True) if name == "bleu" else MAKE[name]()
    scores = level(score(name, segments(HYPOTHESES, FIRST, SECOND)), "segment")
    assert [item.segment for item in scores] == [str(number) for number in range(1, 8)]
    for item, *texts in zip(scores, HYPOTHESES, FIRST, SECOND, strict=True):
        assert item.value == pytest.approx(sentence.sentence_score(texts[0], texts[1:]).score, abs=1e-12)
        assert (item.n, item.interval) == (1, None)
    label = render_signature(scores[0].signature)
    assert label.partition("|")[2] == str(sentence.get_signature())
    assert ("eff:yes" in label) == (name != "ter")


@pytest.mark.parametrize("name", NAMES)
def test_a_document_scores_as_a_corpus_of_its_segments(name: str) -> None:
    docs = ["b", "b", "b", "a", "a", "a", "a"]
    scores = level(score(name, segments(HYPOTHESES, FIRST, docs=docs)), "document")
    assert [(item.doc, item.n) for item in scores] == [("b", 3), ("a", 4)]
    for item, part in zip(scores, (slice(0, 3), slice(3, 7)), strict=True):
        assert item.value == pytest.approx(MAKE[name]().corpus_score(HYPOTHESES[part], [FIRST[part]]).score)
        assert "bs" not in item.signature
    assert level(score(name, segments(HYPOTHESES, FIRST)), "document") == []


def test_the_command_line_of_sacrebleu_agrees(tmp_path: Path) -> None:
    for file, lines in (("hyp", HYPOTHESES), ("a", FIRST), ("b", SECOND)):
        (tmp_path / file).write_text("\n".join(lines) + "\n", encoding="utf-8")
    options = ["-i", "hyp", "-m", "bleu", "chrf", "ter", "--confidence", "-f", "json", "-w", "6", "-l", "en-de"]
    done = subprocess.run(
        [sys.executable, "-m", "sacrebleu", "a", "b", *options],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    by_sacrebleu = {item["name"]: item for item in json.loads(done.stdout)}
    for name, key in (("bleu", "BLEU"), ("chrf", "chrF2"), ("ter", "TER")):
        corpus = score(name, segments(HYPOTHESES, FIRST, SECOND))[0]
        assert corpus.value == pytest.approx(by_sacrebleu[key]["score"], abs=1e-6)
        assert corpus.interval is not None
        assert (corpus.interval.high - corpus.interval.low) / 2 == pytest.approx(
            by_sacrebleu[key]["confidence_var"], abs=1e-3
        )
        assert render_signature(corpus.signature) == f"{key}|{by_sacrebleu[key]['signature']}"


def test_published_values() -> None:
    """The example of sacreBLEU's manual, and its table of TER cases."""
    hypotheses = ["The dog bit the man.", "It wasn't surprising.", "The man had just bitten him."]
    references = [
        ["The dog bit the man.", "It was not unexpected.", "The man bit him first."],
        ["The dog had bit the man.", "No one was surprised.", "The man had bitten the dog."],
    ]
    sample = segments(hypotheses, *references)
    assert score("bleu", sample)[0].value == pytest.approx(48.53, abs=0.005)
    assert score("chrf", sample)[0].value == pytest.approx(59.73, abs=0.005)
    for hypothesis, reference, value in (
        ("aaaa bbbb cccc dddd", "aaaa bbbb cccc dddd", 0.0),
        ("dddd eeee ffff", "aaaa bbbb cccc", 100.0),
        ("dddd eeee ffff gggg", "aaaa bbbb cccc", 400 / 3),
        ("cccc dddd aaaa bbbb", "aaaa bbbb cccc dddd", 25.0),
    ):
        assert score("ter", segments([hypothesis], [reference]))[0].value == pytest.approx(value)


@pytest.mark.parametrize("name", NAMES)
def test_a_better_translation_scores_better(name: str) -> None:
    better, worse = (score(name, segments(side, FIRST))[0].value for side in (SECOND, SECOND[::-1]))
    assert better is not None
    assert worse is not None
    assert (better > worse) == metric_table.rows()[name].higher_is_better


@pytest.mark.parametrize("name", NAMES)
def test_segments_without_a_reference_are_counted_and_none(name: str) -> None:
    given = segments(HYPOTHESES, FIRST, docs=["a", "a", "a", "a", "a", "a", "b"])
    for place in (1, 6):
        given[place] = Segment(given[place].id, "s", given[place].target, (), given[place].doc)
    corpus, first, second, *single = score(name, given)
    keep = [0, 2, 3, 4, 5]
    expected = MAKE[name]().corpus_score([HYPOTHESES[place] for place in keep], [[FIRST[place] for place in keep]])
    assert (corpus.value, corpus.n, corpus.n_unscored) == (pytest.approx(expected.score), 5, 2)
    assert (first.n, first.n_unscored) == (5, 1)
    assert (second.value, second.n, second.n_unscored) == (None, 0, 1)
    assert [item.value is None for item in single] == [False, True, False, False, False, False, True]
    assert (single[1].n, single[1].n_unscored) == (0, 1)


@pytest.mark.parametrize("name", NAMES)
def test_without_any_reference_it_is_unavailable(name: str) -> None:
    with pytest.raises(Unavailable, match="needs a reference and no segment has one; give a human translation"):
        score(name, segments(HYPOTHESES))


def test_the_number_of_references_may_not_vary() -> None:
    given = segments(HYPOTHESES, FIRST, SECOND)
    given[3] = Segment("4", "s", HYPOTHESES[3], (FIRST[3],))
    with pytest.raises(Unavailable, match="segment 1 has 2, segment 4 has 1"):
        score("bleu", given)


@pytest.mark.parametrize(("name", "value"), [("bleu", 0.0), ("chrf", 0.0), ("chrf++", 0.0), ("ter", 100.0)])
def test_an_omission_scores_as_an_empty_translation(name: str, value: float) -> None:
    targets = [*HYPOTHESES[:3], "", *HYPOTHESES[4:]]
    scores = score(name, segments(targets, FIRST))
    assert scores[0].value == pytest.approx(MAKE[name]().corpus_score(targets, [FIRST]).score)
    assert scores[0].n == 7
    assert level(scores, "segment")[3].value == value


def test_an_addition_found_by_alignment_costs() -> None:
    given = segments(HYPOTHESES, FIRST)
    paired = Segment("8", "", "Abonnieren Sie unseren Rundbrief.")
    added = structs.replace(paired, meta={"kind": "addition"})
    scores = {segment.is_aligned: score("bleu", [*given, segment]) for segment in (paired, added)}
    base = score("bleu", given)[0].value
    ignored, counted = scores[False][0], scores[True][0]
    assert (ignored.value, ignored.n, ignored.n_unscored) == (base, 7, 1)
    assert scores[False][-1].value is None
    assert counted.value == pytest.approx(BLEU().corpus_score([*HYPOTHESES, added.target], [[*FIRST, ""]]).score)
    assert base is not None
    assert counted.value is not None
    assert counted.value < base
    assert scores[True][-1].value == 0.0
    assert counted.signature["emptyrefs"] == 1
    assert score("ter", [*given, added])[-1].value == 100.0


@pytest.mark.parametrize("name", NAMES)
def test_empty_references_are_in_the_signature_and_never_crash(name: str) -> None:
    references = [*FIRST[:2], "", *FIRST[3:]]
    scores = score(name, segments(HYPOTHESES, references))
    assert scores[0].value == pytest.approx(MAKE[name]().corpus_score(HYPOTHESES, [references]).score)
    assert render_signature(scores[0].signature).endswith("|emptyrefs:1")
    assert ["emptyrefs" in item.signature for item in level(scores, "segment")] == [place == 2 for place in range(7)]
    for targets in (HYPOTHESES, [""] * 7):
        for item in score(name, segments(targets, [""] * 7, [" "] * 7)):
            assert item.value in (0.0, 100.0)


@pytest.mark.parametrize("name", NAMES)
def test_a_single_segment_has_a_value_and_no_interval(name: str) -> None:
    corpus, single = score(name, segments(HYPOTHESES[:1], FIRST[:1]))
    assert corpus.value == pytest.approx(MAKE[name]().corpus_score(HYPOTHESES[:1], [FIRST[:1]]).score)
    assert corpus.interval is None
    assert "bs" not in corpus.signature
    assert single.level == "segment"


def test_the_tokenizer_follows_the_target_language() -> None:
    for target, tokenizer in (("de", "13a"), ("zh-TW", "zh"), ("cs", "13a")):
        corpus = score("bleu", segments(["今天 天气 很好。", "一"], ["今天天气不错。", "一"]), context(target))[0]
        scorer = BLEU(trg_lang=target.partition("-")[0])
        total = scorer.corpus_score(["今天 天气 很好。", "一"], [["今天天气不错。", "一"]], n_bootstrap=1000)
        assert corpus.signature["tok"] == tokenizer
        assert corpus.value == pytest.approx(total.score)
        assert render_signature(corpus.signature) == f"BLEU|{scorer.get_signature()}"
    assert score("bleu", segments(HYPOTHESES, FIRST), context("zh", tokenize="intl"))[0].signature["tok"] == "intl"


def test_an_unknown_tokenizer_is_a_configuration_error() -> None:
    with pytest.raises(ConfigError, match="unknown BLEU tokenizer '13b'; did you mean '13a'"):
        score("bleu", segments(HYPOTHESES, FIRST), context(tokenize="13b"))


@pytest.mark.parametrize(("target", "module"), [("ja", "tokenizer_ja_mecab"), ("ko", "tokenizer_ko_mecab")])
def test_a_missing_tokenizer_names_what_to_install(target: str, module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"sacrebleu.tokenizers.{module}.MeCab", None)
    with pytest.raises(Unavailable, match=rf"'{target}-mecab'.*pip install 'sacrebleu\[{target}\]'"):
        score("bleu", segments(["x"], ["x"]), context(target))
    assert score("chrf", segments(["x y"], ["x y"]), context(target))[0].value == pytest.approx(100)


def test_no_tokenizer_model_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_network: None) -> None:
    monkeypatch.setattr("sacrebleu.tokenizers.tokenizer_spm.SACREBLEU_DIR", str(tmp_path))
    with pytest.raises(Unavailable, match=r"'flores200' is not on this machine; get it with: python -c"):
        score("bleu", segments(HYPOTHESES, FIRST), context(tokenize="flores200"))


def test_resamples_and_seed_come_from_the_configuration() -> None:
    given = segments(HYPOTHESES, FIRST)
    runs = [
        score("chrf", given, context(resamples=resamples, seed=seed))[0]
        for resamples, seed in ((200, 1), (200, 1), (200, 2))
    ]
    assert runs[0] == runs[1]
    assert runs[0].interval != runs[2].interval
    assert runs[0].value == runs[2].value
    assert (runs[2].signature["bs"], runs[2].signature["seed"]) == (200, 2)


def test_progress_is_reported() -> None:
    calls: list[tuple[str, int, int]] = []
    where = Context("en", "de", progress=lambda stage, done, total: calls.append((stage, done, total)))
    score("ter", segments((HYPOTHESES * 19)[:130], (FIRST * 19)[:130]), where)
    assert calls == [("ter", 0, 130), ("ter", 64, 130), ("ter", 128, 130), ("ter", 130, 130)]


def test_statistics_are_sacrebleus(name: str = "bleu") -> None:
    given = [*segments(HYPOTHESES, FIRST), Segment("8", "s", "t")]
    statistics = metric_table.load(name).statistics(given, context())
    assert statistics.places == tuple(range(7))
    assert statistics.array.tolist() == BLEU()._extract_corpus_statistics(HYPOTHESES, [FIRST])


# Sums of statistics as they can come about: matched n-grams never outnumber those of either side.
def sums(orders: int) -> st.SearchStrategy[list[tuple[int, int, int]]]:
    count = st.integers(0, 60)
    triple = st.tuples(count, count, st.floats(0, 1)).map(lambda t: (t[0], t[1], int(min(t[0], t[1]) * t[2])))
    return st.lists(triple, min_size=orders, max_size=orders)


@settings(max_examples=200)
@given(st.lists(sums(4), min_size=1, max_size=5), st.integers(0, 80), st.integers(0, 80))
def test_bleu_is_vectorised_exactly(rows: list[list[tuple[int, int, int]]], length: int, reference: int) -> None:
    table = [[length, reference, *(row[2] for row in part), *(row[0] for row in part)] for part in rows]
    expected = [BLEU()._compute_score_from_stats(list(row)).score for row in table]
    assert block_statistics.bleu_of(np.array(table, dtype=float)) == pytest.approx(expected, abs=1e-9)


@settings(max_examples=200)
@given(st.lists(sums(8), min_size=1, max_size=5))
def test_chrf_is_vectorised_exactly(rows: list[list[tuple[int, int, int]]]) -> None:
    for orders, scorer in ((6, CHRF()), (8, CHRF(word_order=2))):
        table = [[number for triple in part[:orders] for number in triple] for part in rows]
        expected = [scorer._compute_score_from_stats(row).score for row in table]
        assert block_statistics.chrf_of(np.array(table, dtype=float)) == pytest.approx(expected, abs=1e-9)


@settings(max_examples=100)
@given(st.lists(st.tuples(st.integers(0, 50), st.fractions(0, 50, max_denominator=4)), min_size=1, max_size=5))
def test_ter_is_vectorised_exactly(rows: list[tuple[int, Fraction]]) -> None:
    table = [(edits, float(length)) for edits, length in rows]
    expected = [TER()._compute_score_from_stats(list(row)).score for row in table]
    assert block_statistics.ter_of(np.array(table, dtype=float)) == pytest.approx(expected, abs=1e-9)


def test_the_version_in_the_signature_is_that_of_sacrebleu() -> None:
    assert score("ter", segments(HYPOTHESES, FIRST))[0].signature["version"] == sacrebleu.__version__
