from __future__ import annotations

import functools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqe.encoder import files
from mtqe.encoder.tokenizer import Tokenizer
from mtqe.errors import Unavailable


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer(files.FOLDER / "tokenizer.json")


def marked(tokenizer: Tokenizer, text: str) -> list[str]:
    return [text[start:end] for start, end in tokenizer.encode(text).offsets]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Der ﬁnale Test", ["Der", "ﬁnale", "Test"]),  # a ligature that normalisation takes apart
        ("ＷＩＤＥ １２", ["ＷＩＤＥ", "１２"]),
        ("Cafe\u0301 noir", ["Cafe\u0301", "noir"]),  # a mark that it composes
        ("Warte… nein", ["Warte", "…", "nein"]),  # one character that becomes three
        ("5\u00a0km\u00a0weit", ["5", "km", "weit"]),
        ("  zwei  Worte  ", ["zwei", "Worte"]),
        ("㌔ und ½", ["㌔", "und", "½"]),
        ("\u2003eins\u3000zwei\n", ["eins", "zwei"]),
        ("😀👍🏽 gut", ["😀", "👍", "🏽", "gut"]),
        ("a\u0007b", ["a\u0007b"]),
    ],
)
def test_tokens_lie_on_the_text_as_stored(tokenizer: Tokenizer, text: str, words: list[str]) -> None:
    pieces = marked(tokenizer, text)
    offsets = tokenizer.encode(text).offsets.tolist()
    for word in words:  # each word is made of whole tokens
        at = text.index(word)
        inside = [(start, end) for start, end in offsets if start < at + len(word) and at < end]
        assert (min(start for start, _ in inside), max(end for _, end in inside)) == (at, at + len(word)), pieces


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=40) | st.text(st.sampled_from("aé e\u0301ﬁ…１ \u00a0\u200b한글语。א😀\t"), max_size=30))
def test_offsets_are_within_the_text_in_order_and_cover_its_words(text: str) -> None:
    encoded = _shared().encode(text)
    assert len(encoded.ids) == len(encoded.offsets)
    covered: set[int] = set()
    before = 0
    for start, end in encoded.offsets.tolist():
        assert before <= start < end <= len(text)
        before = start
        piece = text[start:end]
        assert piece == piece.strip() or not piece.strip()
        covered.update(range(start, end))
    assert not [place for place, char in enumerate(text) if char.isalnum() and place not in covered]


@functools.cache
def _shared() -> Tokenizer:
    return Tokenizer(files.FOLDER / "tokenizer.json")


def test_nothing_is_cut(tokenizer: Tokenizer) -> None:
    one = len(tokenizer.encode("Wasser fließt ").ids) - 1  # the space at the end is a token
    encoded = tokenizer.encode("Wasser fließt " * 4_000)
    assert len(encoded.ids) >= 4_000 * one
    assert encoded.offsets[-1, 1] == 4_000 * 14
    assert tokenizer.encode("").ids.shape == (0,)
    assert tokenizer.encode("").offsets.shape == (0, 2)


def test_a_file_that_is_no_tokenizer_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text("{}", encoding="utf-8")
    with pytest.raises(Unavailable, match="not a tokenizer"):
        Tokenizer(tmp_path / "tokenizer.json")
