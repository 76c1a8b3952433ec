"""Texts are divided in the same way with the pieces that occur in them as with all pieces."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mtqe.encoder import tokenizer, vocabulary, weight_files
from mtqe.encoder.tokenizer import Encoded, Tokenizer
from mtqe.machine import cache

pytestmark = pytest.mark.usefixtures("own_prepared")

MODEL = weight_files.FOLDER / "tokenizer.model"
WORDS = [
    "The shop ",
    "Über ",
    "店は9時に",
    "ﬁn ①",
    "<s>",
    "</s> ",
    "\ud800",
    "ấ",
    "🎉",
    "\u200b",
    "\u00a0",
    "กรุงเทพ",
    "नमस्ते ",
]


@pytest.fixture(scope="module")
def pair() -> tuple[Tokenizer, Tokenizer]:
    """A tokenizer with all pieces, and one that never loads them."""
    complete = Tokenizer(MODEL)
    len(complete)
    by_parts = Tokenizer(MODEL)
    by_parts._left = 10**9
    return complete, by_parts


def told(encoded: Encoded) -> tuple[object, ...]:
    return encoded.ids.tolist(), encoded.offsets.tolist(), encoded.ids.dtype, encoded.offsets.shape


@given(st.text() | st.lists(st.sampled_from(WORDS) | st.text(max_size=3), max_size=8).map("".join))
@example("")
@example("   ")
@example("He didn't re-open the café's re‑opening; ½ of it cost 1,000.50 €.")
def test_a_text_has_the_same_tokens(pair: tuple[Tokenizer, Tokenizer], text: str) -> None:
    complete, by_parts = pair
    assert told(by_parts.encode(text)) == told(complete.encode(text))
    assert "_complete" not in vars(by_parts)


def test_long_texts_load_all_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    len(Tokenizer(MODEL))
    monkeypatch.setattr(tokenizer, "BY_PARTS", 100)
    one = Tokenizer(MODEL)
    one.encode_all(["x" * 49, "y" * 50])
    assert "_complete" not in vars(one)
    one.encode("z")
    assert "_complete" in vars(one)


def test_the_table_is_made_when_all_pieces_are_loaded(own_cache: Path) -> None:
    assert vocabulary.opened(MODEL) is None
    Tokenizer(MODEL)
    found = vocabulary.opened(MODEL)
    assert found is not None
    small = found.small("▁um")
    assert {"▁um", "▁u", "um", "▁", "u", "m"} == {
        piece for piece in map(Tokenizer(MODEL)._complete.id_to_piece, small.ids.tolist()) if set(piece) <= set("▁um")
    }
    assert len(small.model) < 300_000


def test_a_damaged_table_is_made_again(own_cache: Path) -> None:
    expected = told(Tokenizer(MODEL).encode("Guten Tag."))
    (path,) = cache.prepared().iterdir()
    path.write_bytes(path.read_bytes()[:-1])
    assert vocabulary.opened(MODEL) is None
    assert told(Tokenizer(MODEL).encode("Guten Tag.")) == expected
    assert vocabulary.opened(MODEL) is not None


def test_without_a_cache_folder_all_pieces_are_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("MTQE_CACHE_DIR", str(tmp_path / "file"))
    one = Tokenizer(MODEL)
    assert np.array_equal(one.encode("a b").ids, Tokenizer(MODEL).encode("a b").ids)
    assert "_complete" in vars(one)
