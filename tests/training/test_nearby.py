"""Neighbours of words: like them in vector and ending, no forms of the word, from the embeddings that ship."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import nearby
import numpy as np

import mtqe


def test_neighbours_end_alike_and_are_no_forms_of_the_word() -> None:
    ends = ["hafens", "kanals", "turmes", "stegs", "ufers", "pfahls", "decks", "hafenmeisters"]
    rest = [f"wort{k}x" for k in range(nearby.FARTHEST)]
    words = [*ends, *rest]
    rng = np.random.default_rng(1)
    vectors = rng.normal(size=(len(words), 8)).astype(np.float32) * 0.1
    vectors[: len(ends), 0] += 1
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    found = nearby.Nearby(words, vectors).of("hafens")
    assert found and "hafens" not in found and "hafenmeisters" not in found
    assert len(found) <= nearby.MOST


def test_a_word_that_is_not_known_has_none() -> None:
    assert nearby.Nearby(["boot"], np.ones((1, 4), np.float32)).of("schiff") == []
    assert nearby.Nearby(["boot"], np.ones((1, 4), np.float32)).of("boot") == []


def test_vectors_come_from_the_embeddings_that_ship() -> None:
    text = "Hafen Schiff Boot Fluss Kanal Brücke Segel Anker Wasser Ufer Donaudampfschifffahrtsgesellschaftskapitän"
    counts = Counter({f"häufig{k}": 1000 for k in range(nearby.SKIPPED)} | dict.fromkeys(text.split(), 2))
    made = nearby.nearby(counts, Path(mtqe.__file__).parent / "data" / "encoder")
    assert {"Hafen", "Schiff", "Boot"} <= set(made.words) < set(text.split()[:-1])  # of one or two pieces
    assert np.allclose(np.linalg.norm(made.vectors, axis=1), 1, atol=1e-3)
