from __future__ import annotations

import numpy as np
import pytest

from mtqe.alignment.learned_words import learn
from mtqe.alignment.token_evidence import TokenEvidence
from mtqe.alignment.tokens import tokens
from mtqe.language.sentences import Sentence
from mtqe.language.sound import fold


def side(*texts: str) -> list[Sentence]:
    return [Sentence(text, i, i + 1, 0, len(text)) for i, text in enumerate(texts)]


def shared(left: str, right: str, langs: tuple[str, str]) -> set[str]:
    keys = [
        {key for token in tokens(text, lang) for key in token.keys}
        for text, lang in zip((left, right), langs, strict=True)
    ]
    return keys[0] & keys[1]


@pytest.mark.parametrize(
    ("left", "right", "langs", "key"),
    [
        ("It cost 1,234.5 dollars", "Es kostete 1.234,5 Dollar", ("en", "de"), "n12345"),
        ("in 12 500 cases", "in 12.500 Fällen", ("fr", "de"), "n12500"),
        ("on Tuesday", "am Dienstag", ("en", "de"), "cD1"),
        ("in October", "im Oktober", ("en", "de"), "cM10"),
        ("from Germany", "Deutschlands", ("en", "de"), "cTDE"),
        ("for Novak", "для Новак", ("en", "ru"), "enovak"),
        ("Sports ministry spokesman", "Sportsprecher", ("en", "de"), "pspors"),
        ("see www.harbour.example", "siehe www.harbour.example", ("en", "de"), "awww.harbour.example"),
        ("why?", "为什么？", ("en", "zh"), "m?"),
    ],
)
def test_the_same_thing_in_two_languages_shares_a_key(left: str, right: str, langs: tuple[str, str], key: str) -> None:
    assert key in shared(left, right, langs)


@pytest.mark.parametrize(
    ("left", "right", "lang", "key"),
    [
        ("It cost €4 million.", "400万ユーロかかった。", "ja", "n4000000"),
        ("Up from 151,000 tickets.", "前年は15万1000枚だった。", "ja", "n151000"),
        ("It cost 1.5 billion.", "耗资15亿元。", "zh", "n1500000000"),
        ("About 45,000 people came.", "약 4만 5000명이 왔다.", "ko", "n45000"),
        ("It cost 4.5 million.", "Das kostete 4,5 Mio. Euro.", "de", "n4500000"),
        ("It cost 3.2 billion.", "Kosztowało to 3,2 miliarda.", "pl", "n3200000000"),
    ],
)
def test_a_number_with_a_magnitude_is_known_by_its_value(left: str, right: str, lang: str, key: str) -> None:
    assert key in shared(left, right, ("en", lang))


def test_another_magnitude_is_another_number() -> None:
    assert not {key for key in shared("It cost €4 million.", "40万ユーロかかった。", ("en", "ja")) if key[0] == "n"}


def test_may_is_a_month_with_a_capital_only() -> None:
    assert "cM5" not in shared("They may come", "Im Mai", ("en", "de"))
    assert "cM5" in shared("It was in May", "Im Mai", ("en", "de"))


def test_fold() -> None:
    assert fold("kommission") == fold("commission") == "komision"


def test_a_rare_number_counts_more_than_a_name_that_is_everywhere() -> None:
    left = side("Ortega counted 371 boats", "Ortega left", "Ortega was calm", "Ortega slept")
    right = side("Ortega zählte 371 Boote", "Ortega ging", "Ortega war ruhig", "Ortega schlief")
    values = TokenEvidence(left, right, "en", "de").scores(range(4), range(4), [(1, 1)])[1, 1]
    assert values[0].argmax() == 0
    assert values[0, 0] > 1 > abs(values[1, 2])
    assert values[0, 1] < 0


def test_votes_of_groups_count_each_token_once() -> None:
    left = side("Ibarra paid 455 euros", "Then silence", "Kovac won 17 games", "Nothing")
    right = side("Ibarra zahlte", "455 Euro", "Kovac gewann 17 Spiele", "Nichts")
    values = TokenEvidence(left, right, "en", "de").scores(range(4), range(4), [(1, 1), (1, 2), (2, 2)])
    assert values[1, 2][0, 0] > max(values[1, 1][0, 0], values[1, 1][0, 1])
    assert values[1, 2][0, 0] > values[1, 2][0, 1]


def test_scores_past_the_end_have_the_shape_asked_for() -> None:
    lexical = TokenEvidence(side("Eins"), side("One", "Two"), "de", "en")
    values = lexical.scores(range(4), range(1, 6), [(3, 2)])[3, 2]
    assert values.shape == (4, 5)
    assert np.isfinite(values).all()


def test_learned_words_need_the_evidence_of_other_sentences() -> None:
    own = [frozenset({"mill", "red"}), frozenset({"mill", "old"}), frozenset({"mill"}), frozenset({"lone"})]
    other = [frozenset({"mühle", "rot"}), frozenset({"mühle", "alt"}), frozenset({"mühle"}), frozenset({"einsam"})]
    found = learn(own, other, [(i, i, 1.0) for i in range(4)])
    assert found == {(i, "mill"): [0, 1, 2] for i in range(3)}
    assert learn(own, other, [(0, 0, 1.0)]) == {}
    assert learn(own, other, []) == {}


def test_words_learned_in_parts_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    own = [[f"a{k % 7}", f"b{k % 5}", f"c{k % 3}"] for k in range(30)]
    other = [[f"x{k % 7}", f"y{k % 5}", f"z{(k + 1) % 4}"] for k in range(30)]
    links = [(k, min(k + step, 29), 0.9 - step / 2) for k in range(30) for step in (0, 1)]
    whole = learn(own, other, links)
    assert {(word, tuple(where)) for (_, word), where in whole.items()} >= {("a3", (3, 10, 17, 24))}
    monkeypatch.setattr("mtqe.alignment.learned_words._MEETINGS_AT_ONCE", 10)
    assert list(learn(own, other, links).items()) == list(whole.items())


def test_refined_evidence_prefers_a_learned_word() -> None:
    left = side("the mill is red", "the mill is old", "the mill burns", "nobody came", "a dog barked")
    right = side("diese Mühle ist rot", "diese Mühle bleibt alt", "jene Mühle brennt", "niemand kam", "ein Hund bellte")
    plain = TokenEvidence(left, right, "en", "de")
    refined = plain.refined([(i, i, 1.0) for i in range(5)])
    before, after = (e.scores(range(5), range(5), [(1, 1)])[1, 1] for e in (plain, refined))
    assert before[0, 0] == before[0, 3] == 0
    assert after[0, 0] > 0.2 and after[0, 3] < 0


def test_the_beginning_of_a_very_long_text_is_read() -> None:
    found = {token.form for token in tokens("first " + "word " * 10_000 + "last?", "en")}
    assert {"first", "?"} <= found
    assert "last" not in found


def test_addresses_inside_long_runs_are_found() -> None:
    for text in ("see -mill.org now", "see (mill.org)", "see a.mill.org"):
        assert "mill.org" in {token.form for token in tokens(text, "en") if token.kind == "name"}, text
    assert "a.b+c@mill.org" in {token.form for token in tokens("to a.b+c@mill.org", "en")}
