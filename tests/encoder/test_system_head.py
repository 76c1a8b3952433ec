"""The head for whole systems: its file, and that it reads what the last maps of the scorer read."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from mtqe import encoder
from mtqe.encoder import Judgement, Pair, judgement_cache, system_head, weight_files
from mtqe.encoder.network import Model
from mtqe.errors import Unavailable

SETTINGS = weight_files.declared(weight_files.FOLDER)


def test_the_head_is_a_weight_for_each_of_three_states_and_the_penalty_a_constant_and_a_weight_for_references() -> None:
    weights = np.load(weight_files.FOLDER / system_head.FILE)
    assert weights.shape == (3 * 384 + 3,)
    states = np.linspace(-1, 1, 3 * 384 + 1)[None]
    expected = float(states[0] @ weights[:-2].astype(np.float64) + weights[-2])
    head = system_head.read(weight_files.FOLDER, SETTINGS)
    assert head is not None
    assert head.score(states)[0, 0] == pytest.approx(expected, abs=1e-4)
    assert head.unlike == weights[-1] > 0


@pytest.mark.parametrize("damage", ["missing", "changed"])
def test_a_damaged_file_is_named(tmp_path: Path, damage: str) -> None:
    if damage == "changed":
        shutil.copy(weight_files.FOLDER / system_head.FILE, tmp_path)
        np.save(tmp_path / system_head.FILE, np.zeros(1155, np.float32))
    with pytest.raises(Unavailable, match=r"systems\.npy: "):
        system_head.read(tmp_path, SETTINGS)


def test_its_version_is_no_part_of_the_weights_of_learned() -> None:
    assert SETTINGS["systems"]["sha256"].startswith(encoder.system_head_version())
    assert system_head.FILE not in weight_files.NEEDED


def test_it_was_fitted_to_the_weights_that_ship() -> None:
    assert SETTINGS["systems"]["weights"] == weight_files.weights_hash(SETTINGS)


def test_files_without_a_head_are_read(tmp_path: Path) -> None:
    assert system_head.read(tmp_path, {}) is None
    with pytest.raises(Unavailable, match="no head"):
        system_head.version({})


def test_a_pair_says_something_of_its_system(model: Model) -> None:
    source = "The lighthouse keeper wrote a letter every evening."
    texts = ("Der Leuchtturmwärter schrieb jeden Abend einen Brief.", "Das Leuchtturm Keeper schreiben Brief.", "")
    good, bad, none = (one.system for one in model.judge([Pair(source, text, None, "en", "de") for text in texts]))
    assert good > bad > none == -0.5


def test_what_is_unlike_the_reference_counts(model: Model) -> None:
    source = "The lighthouse keeper wrote a letter every evening."
    text = "Der Leuchtturmwärter schrieb jeden Abend einen Brief."
    others = (
        "Am Abend schrieb der Wärter des Leuchtturms stets einen Brief.",
        "Der Kutter lief am Morgen in den Hafen ein.",
    )
    pairs = [Pair(source, text, reference, "en", "de") for reference in (None, " ", text, *others)]
    alone, blank, same, near, far = (one.system for one in model.judge(pairs))
    assert alone == blank
    assert same > near > far
    assert same > alone > far


def test_the_cache_keeps_it() -> None:
    none = np.zeros((0, 4), np.float32)
    judged = Judgement(1.5, 2, none[:, :2].astype(np.int32), none, none[:, 0], 0.7, True, system=0.0123)
    again = judgement_cache.unpacked(judgement_cache.packed(judged))
    assert (again.system, again.penalty, again.match, again.unrelated) == (0.0123, 1.5, 0.7, True)
