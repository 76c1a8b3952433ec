from __future__ import annotations

import functools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqe.encoder import weight_files
from mtqe.encoder.embeddings import EmbeddingTable
from mtqe.encoder.tokenizer import END, PAD, START, Tokenizer
from mtqe.errors import Unavailable


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer(weight_files.FOLDER / "tokenizer.model")


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
        ("eins \u200bzwei", ["eins", "zwei"]),
    ],
)
def test_tokens_lie_on_the_text_as_stored(tokenizer: Tokenizer, text: str, words: list[str]) -> None:
    pieces = marked(tokenizer, text)
    offsets = tokenizer.encode(text).offsets.tolist()
    assert not [piece for piece in pieces if piece != piece.strip(" \u200b\u00a0")]
    for word in words:  # each word is made of whole tokens
        at = text.index(word)
        inside = [(start, end) for start, end in offsets if start < at + len(word) and at < end]
        assert (min(start for start, _ in inside), max(end for _, end in inside)) == (at, at + len(word)), pieces


@settings(max_examples=150)
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
    return Tokenizer(weight_files.FOLDER / "tokenizer.model")


def test_nothing_is_cut(tokenizer: Tokenizer) -> None:
    one = len(tokenizer.encode("Wasser fließt ").ids)
    encoded = tokenizer.encode("Wasser fließt " * 4_000)
    assert len(encoded.ids) == 4_000 * one
    assert encoded.offsets[-1].tolist() == [4_000 * 14 - 2, 4_000 * 14 - 1]
    assert tokenizer.encode("").ids.shape == (0,)
    assert tokenizer.encode("").offsets.shape == (0, 2)
    assert tokenizer.encode(" \n\u3000").ids.shape == (0,)


def test_a_character_that_becomes_several_tokens_is_in_each_of_them(tokenizer: Tokenizer) -> None:
    for text in ("㌔", "﷼﷼", "  ㍿", "e㋀"):
        ids, offsets = tokenizer.encode(text).ids, tokenizer.encode(text).offsets.tolist()
        assert len(ids) > 1
        assert all(text[start:end].strip() for start, end in offsets), offsets
    assert tokenizer.encode("㌔").offsets.tolist() == [[0, 1], [0, 1]]


@pytest.mark.parametrize("mark", ["<s>", "</s>", "<pad>", "<unk>", "<mask>"])
def test_a_special_token_in_the_text_is_text(tokenizer: Tokenizer, mark: str) -> None:
    encoded = tokenizer.encode(f"Ende {mark} hier")
    assert not {START, PAD, END, 3} & set(encoded.ids.tolist())
    assert "".join(marked(tokenizer, f"Ende {mark} hier")).replace(" ", "") == f"Ende{mark}hier"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("eins\0zwei drei", ["eins", "zwei", "drei"]),
        ("eins\ud800 drei", ["eins", "drei"]),
        ("\udfffeins", ["eins"]),
    ],
)
def test_what_is_no_character_does_no_harm(tokenizer: Tokenizer, text: str, words: list[str]) -> None:
    pieces = marked(tokenizer, text)
    whole = "".join(pieces)
    assert [word for word in words if word in whole] == words, pieces


def test_the_ids_are_the_rows_of_the_table(tokenizer: Tokenizer) -> None:
    manifest = weight_files.manifest(weight_files.FOLDER)
    assert tokenizer.encode("query:").ids.tolist() == manifest["prefix_ids"][:-1]
    assert len(tokenizer) == len(EmbeddingTable(weight_files.FOLDER))


@pytest.mark.parametrize("content", [b"{}", b"", b"\x00" * 100])
def test_a_file_that_is_no_tokenizer_is_refused(
    tmp_path: Path, content: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tokenizer.model").write_bytes(content)
    with pytest.raises(Unavailable, match="not a tokenizer"):
        Tokenizer(tmp_path / "tokenizer.model")
    assert capfd.readouterr() == ("", "")
