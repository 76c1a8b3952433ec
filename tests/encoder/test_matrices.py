from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mtqe.encoder import matrices, weight_files
from mtqe.encoder.sessions import Session
from mtqe.errors import Unavailable

Arrays = dict[str, np.ndarray]


def layer(inputs: int = 64, outputs: int = 5, seed: int = 3) -> Arrays:
    """A map in 4 bits, as `layers.npz` has it."""
    rng = np.random.default_rng(seed)
    return {
        "0.qkv.numbers": rng.integers(0, 256, (inputs // 32, 16, outputs), np.uint8),
        "0.qkv.scales": rng.integers(0, 16, (2, inputs // 32, outputs), np.uint8) + np.array([[[7]], [[32]]], np.uint8),
    }


def by_hand(layers: Arrays, place: int, output: int) -> np.float32:
    """A weight computed from the format."""
    byte = int(layers["0.qkv.numbers"][place // 32, place % 16, output])
    low, high = layers["0.qkv.scales"][:, place // 32, output]
    number = byte >> 4 if place % 32 >= 16 else byte % 16
    return np.float32(number - 8) * np.float32(np.frombuffer(bytes([low, high]), "<f2")[0])


def store(folder: Path, own: Arrays, layers: Arrays | None = None) -> None:
    np.savez(folder / "layers.npz", **(layers or layer()))
    np.savez(folder / "small.npz", maps=np.array([["layers.0.qkv", "0.qkv"]]), **own)


def own(rng: np.random.Generator) -> Arrays:
    factors = rng.uniform(0.2, 4, 64).astype(np.float32)
    factors[[3, 40]] = 0
    return {"layers.0.qkv.scales": rng.uniform(1e-3, 2e-3, 5).astype(np.float32), "layers.0.qkv.factors": factors}


def test_the_matrices_follow_from_four_bits_as_the_format_says(tmp_path: Path) -> None:
    layers, kept = layer(), own(np.random.default_rng(1))
    scales, factors = kept.values()
    store(tmp_path, kept, layers)
    made = matrices.initializers(tmp_path, "small")
    plain = np.array([[by_hand(layers, place, output) for output in range(5)] for place in range(64)], np.float32)
    wanted = [[round(float(plain[k, o] * factors[k] / scales[o])) for o in range(5)] for k in range(64)]
    assert np.abs(wanted).max() > 127  # it is cut off there
    packed = made["layers.0.qkv.packed"].astype(int)
    pairs = np.clip(wanted, -127, 127).reshape(32, 2, 5)
    alike = np.abs(pairs.sum(1)) <= 128  # two neighbours that fit
    assert 0 < alike.sum() < alike.size
    np.testing.assert_array_equal(packed.reshape(32, 2, 5).swapaxes(1, 2)[alike], pairs.swapaxes(1, 2)[alike])
    assert (np.abs(packed.reshape(32, 2, 5).sum(1))[~alike] == 128).all()
    assert made["layers.0.qkv.packed"].dtype == np.int8
    np.testing.assert_array_equal(made["layers.0.qkv.exact"], plain[[3, 40]])
    even = [0 if factor == 0 else np.float32(1) / factor for factor in factors]
    np.testing.assert_array_equal(made["layers.0.qkv.even"], np.array(even, np.float32))
    np.testing.assert_array_equal(made["layers.0.qkv.scales"], scales)


def test_a_map_without_factors_has_no_inputs_apart(tmp_path: Path) -> None:
    store(tmp_path, {"layers.0.qkv.scales": np.full(5, 0.5, np.float32)})
    made = matrices.initializers(tmp_path, "small")
    assert set(made) == {"layers.0.qkv.packed", "layers.0.qkv.scales"}
    assert made["layers.0.qkv.packed"].any()


def test_the_difference_of_a_trained_map_is_added_modulo_256(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    kept = own(rng)
    store(tmp_path, kept)
    before = matrices.initializers(tmp_path, "small")["layers.0.qkv.packed"]
    wanted = rng.integers(-127, 128, before.shape, np.int8)
    exact = rng.normal(size=(2, 5)).astype(np.float32)
    store(tmp_path, kept | {"layers.0.qkv.difference": wanted - before, "layers.0.qkv.exact": exact})
    made = matrices.initializers(tmp_path, "small")
    np.testing.assert_array_equal(made["layers.0.qkv.packed"], wanted)
    np.testing.assert_array_equal(made["layers.0.qkv.exact"], exact)


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "small.npz").unlink(),
        lambda folder: (folder / "layers.npz").unlink(),
        lambda folder: (folder / "small.npz").write_bytes(b"no archive"),
        lambda folder: (folder / "layers.npz").write_bytes((folder / "layers.npz").read_bytes()[:-30]),
        lambda folder: np.save(folder / "array", np.zeros(3)) or (folder / "array.npy").rename(folder / "small.npz"),
        lambda folder: np.savez(folder / "layers.npz", other=np.zeros(3)),
        lambda folder: np.savez(folder / "small.npz", other=np.zeros(3)),
        lambda folder: store(folder, {"layers.0.qkv.scales": np.ones(4, np.float32)}),
        lambda folder: store(
            folder, {"layers.0.qkv.scales": np.ones(5, np.float32), "layers.0.qkv.factors": np.ones(32, np.float32)}
        ),
    ],
)
def test_files_that_are_missing_or_damaged_are_named(tmp_path: Path, damage: object) -> None:
    store(tmp_path, own(np.random.default_rng(1)))
    assert callable(damage)
    damage(tmp_path)
    with pytest.raises(Unavailable, match=r"small\.npz: small\.onnx cannot be made whole: .") as caught:
        matrices.initializers(tmp_path, "small")
    assert caught.value.hint == "install mtqe again"


def read(session: Session) -> np.ndarray:
    states = np.random.default_rng(4).normal(size=(2, 7, 384)).astype(np.float32)
    return session.run(["tokens"], {"states": states, "mask": np.ones((2, 7), np.int64)})[0]


def test_onnxruntime_copies_what_it_is_given() -> None:
    given = matrices.initializers(weight_files.FOLDER, "upper")
    session = Session(weight_files.FOLDER / "upper.onnx", 1, given)
    before = read(session)
    for array in given.values():
        array[...] = 0
    np.testing.assert_array_equal(read(session), before)


@pytest.mark.parametrize("lost", ["layers.2.qkv.packed", "layers.5.narrow.scales"])
def test_a_graph_without_one_of_its_matrices_is_refused(lost: str) -> None:
    given = matrices.initializers(weight_files.FOLDER, "upper")
    del given[lost]
    with pytest.raises(Unavailable, match=r"upper\.onnx: onnxruntime cannot load it"):
        Session(weight_files.FOLDER / "upper.onnx", 1, given)
