from __future__ import annotations

import itertools
import re

from hypothesis import given
from hypothesis import strategies as st

from mtqe.encoder import Pair
from mtqe.encoder.pieces import Piece, pairing, pieces, sentence_spans


def cut(source: str, target: str, reference: str | None = None) -> list[Piece]:
    return pieces(Pair(source, target, reference, "en", "de"))


def by_stops(text: str, lang: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"[^ .][^.]*\.", text)]


def test_one_sentence_is_one_piece_without_the_spaces_around_it() -> None:
    assert cut(" The bridge is closed. ", "  Die Brücke ist gesperrt.\n") == [
        Piece("The bridge is closed.", "Die Brücke ist gesperrt.", None, 2, 1)
    ]


def test_equal_numbers_of_sentences_go_one_to_one() -> None:
    source = "The bridge is closed. Take the ferry, which leaves every twenty minutes. It is free."
    target = "Die Brücke ist gesperrt.  Nehmen Sie die Fähre, die alle zwanzig Minuten fährt. Sie ist kostenlos."
    made = cut(source, target)
    assert [piece.source for piece in made] == [
        "The bridge is closed.",
        "Take the ferry, which leaves every twenty minutes.",
        "It is free.",
    ]
    assert [piece.target for piece in made] == [target[0:24], target[26:79], target[80:]]
    assert [piece.start for piece in made] == [0, 26, 80]
    assert [piece.source_start for piece in made] == [0, 22, 73]


def test_a_joined_and_a_dropped_sentence_stay_with_a_neighbour() -> None:
    source = "The bridge is closed. Take the ferry, which leaves every twenty minutes. It is free."
    joined = cut(
        source, "Die Brücke ist gesperrt. Nehmen Sie die Fähre, die alle zwanzig Minuten fährt, kostenlos ist sie."
    )
    assert [piece.source.count(".") for piece in joined] == [1, 2]
    dropped = cut(source, "Die Brücke ist gesperrt. Sie ist kostenlos.")
    assert sum(piece.source.count(".") for piece in dropped) == 3
    assert len(dropped) == 2


def test_one_sentence_against_several_is_one_piece() -> None:
    several = "Die Brücke ist zu. Nehmen Sie die Fähre. Sie ist kostenlos."
    assert len(cut("The bridge is closed, so take the ferry, which is free.", several)) == 1
    assert len(cut("The bridge is closed. Take the ferry. It is free.", "Nehmen Sie die Fähre.")) == 1


def test_only_cuts_that_the_reference_shares_are_kept() -> None:
    source = "The bridge is closed. Take the ferry every twenty minutes. The crossing is free of charge."
    target = "Die Brücke ist gesperrt. Nehmen Sie alle zwanzig Minuten die Fähre. Die Überfahrt ist kostenfrei."
    reference = "Die Brücke ist gesperrt, nehmen Sie alle zwanzig Minuten die Fähre. Die Überfahrt kostet nichts."
    made = cut(source, target, reference)
    assert [piece.source.count(".") for piece in made] == [2, 1]
    assert [piece.reference for piece in made] == [reference[:67], reference[68:]]
    assert len(cut(source, target, "Ein einziger Satz.")) == 1
    assert cut(source, target, "Ein einziger Satz.")[0].reference == "Ein einziger Satz."
    assert cut(source, target, " ") == cut(source, target, "") == cut(source, target)


def test_blank_sides_are_one_piece() -> None:
    assert cut("", "Text. Mehr.") == [Piece("", "Text. Mehr.", None, 0)]
    assert cut("Text. More.", " \n") == [Piece("Text. More.", "", None, 2)]
    assert cut("", "", "Referenz.") == [Piece("", "", "Referenz.", 0)]


def test_languages_decide_how_texts_are_split() -> None:
    pair = Pair("桥已关闭。请乘渡轮。", "The bridge is closed. Please take the ferry.", None, "zh", "en")
    assert [piece.source for piece in pieces(pair)] == ["桥已关闭。", "请乘渡轮。"]
    assert sentence_spans("Wait. Go.", "qq") == [(0, 5), (6, 9)]
    assert sentence_spans(" \t", "en") == []


@given(st.lists(st.integers(1, 400), min_size=1, max_size=40), st.lists(st.integers(1, 400), min_size=1, max_size=40))
def test_a_pairing_leaves_no_sentence_alone(source: list[int], target: list[int]) -> None:
    cuts = [(0, 0), *pairing(source, target), (len(source), len(target))]
    ratio = max(len(source) / len(target), len(target) / len(source))
    if min(len(source), len(target)) == 1:
        assert len(cuts) == 2
        return
    for (i, j), (k, m) in itertools.pairwise(cuts):
        x, y = k - i, m - j
        assert (x, y) == (2, 2) or (min(x, y) == 1 and max(x, y) <= max(3, ratio + 1))


def test_lengths_decide_where_numbers_do_not() -> None:
    assert pairing([50, 120, 40], [52, 60, 61, 41]) == [(1, 1), (2, 3)]
    assert pairing([100, 20, 20], [300, 120]) == [(1, 1)]  # scripts with other lengths
    assert pairing([90] * 300, [95] * 300) == [(k, k) for k in range(1, 300)]
    assert pairing([100, 60], [80, 80]) == [(1, 1)]  # a fifth more or less is nothing unusual


def test_a_pairing_may_leave_the_diagonal() -> None:
    apart = [(k, k) for k in range(1, 11)] + [(10 + k, 10 + 3 * k) for k in range(1, 10)]
    assert pairing([60] * 10 + [180] * 10, [60] * 40) == apart


def test_the_reference_is_split_as_the_translation_is() -> None:
    def split(text: str, lang: str) -> list[tuple[int, int]]:
        return [match.span() for match in re.finditer(r"[^|]+\|" if lang == "en" else r"[^.]+\.", text)]

    made = pieces(Pair("One two|Three four|", "Eins zwei.Drei vier.", "Eins, zwei.Drei, vier.", "en", "de"), split)
    assert [piece.reference for piece in made] == ["Eins, zwei.", "Drei, vier."]


@given(st.lists(st.text("ab", min_size=1, max_size=30), max_size=8), st.lists(st.text("cd", max_size=30), max_size=8))
def test_every_sentence_is_in_one_piece(source: list[str], target: list[str]) -> None:
    one, other = " ".join(f"{text}." for text in source), " ".join(f"{text}x." for text in target)
    made = pieces(Pair(one, other, one, "en", "de"), by_stops)
    assert " ".join(piece.source for piece in made) == one
    assert " ".join(piece.target for piece in made) == other
    assert " ".join(piece.reference or "" for piece in made) == one
    assert all(other[piece.start :].startswith(piece.target) for piece in made)
