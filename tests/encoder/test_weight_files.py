from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import mtqe.encoder
from mtqe.encoder import weight_files
from mtqe.encoder.network import Model
from mtqe.errors import Unavailable

Folder = Callable[[str], Path]


@pytest.mark.parametrize("name", ["scorer.onnx", "encoder.json"])
def test_a_missing_file_is_named(folder_without: Folder, name: str) -> None:
    folder = folder_without(name)
    with pytest.raises(Unavailable) as caught:
        mtqe.encoder.load(threads=1, folder=folder)
    assert caught.value.message == f"{folder / name}: missing; mtqe's encoder needs it"
    assert "install mtqe again" in caught.value.hint


def test_a_file_that_cannot_be_read_is_not_called_missing(folder_without: Folder) -> None:
    folder = folder_without("scorer.onnx")
    (folder / "scorer.onnx").mkdir()
    with pytest.raises(Unavailable, match=r"scorer\.onnx: cannot be read: "):
        mtqe.encoder.load(threads=1, folder=folder)


def test_a_flipped_bit_is_seen(folder_without: Folder) -> None:
    folder = folder_without("lower.onnx")
    content = bytearray((weight_files.FOLDER / "lower.onnx").read_bytes())
    content[len(content) // 2] ^= 1
    (folder / "lower.onnx").write_bytes(content)
    with pytest.raises(Unavailable, match=r"lower\.onnx: damaged: its SHA-256 starts with \w{12}, encoder.json says"):
        mtqe.encoder.load(threads=1, folder=folder)


@pytest.mark.parametrize("text", ["{", "[]", '{"version": "1"}', '{"version": "1", "prefix_ids": [4], "sha256": {}}'])
def test_a_damaged_manifest_is_seen(tmp_path: Path, text: str) -> None:
    (tmp_path / "encoder.json").write_text(text, encoding="utf-8")
    with pytest.raises(Unavailable, match=r"encoder\.json: damaged"):
        weight_files.manifest(tmp_path)


@pytest.mark.parametrize("package", ["numpy", "onnxruntime", "sentencepiece"])
def test_a_missing_package_is_named(folder_without: Folder, monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(Unavailable, match=f"the encoder needs {package}"):
        mtqe.encoder.load(threads=1, folder=folder_without(""))


def test_the_signature_changes_with_any_file(model: Model) -> None:
    settings = json.loads((weight_files.FOLDER / "encoder.json").read_text(encoding="utf-8"))
    assert model.signature == {
        "encoder": settings["version"],
        "weights": weight_files.weights_hash(settings),
        "dtype": "int8",
    }
    assert len(model.signature["weights"]) == 12
    hashes = {weight_files.weights_hash(settings)}
    for name in weight_files.NEEDED:
        hashes.add(weight_files.weights_hash(settings | {"sha256": settings["sha256"] | {name: "0"}}))
    for name in weight_files.BLEND:
        hashes.add(weight_files.weights_hash(settings | {"blend": settings["blend"] | {name: 0.5}}))
    assert len(hashes) == 1 + len(weight_files.NEEDED) + len(weight_files.BLEND)


@pytest.mark.parametrize(
    "wrong",
    [
        *[{"blend": blend} for blend in ({}, {"chrf": 1.0}, dict.fromkeys(weight_files.BLEND, math.nan), None)],
        {"blend": dict.fromkeys([*weight_files.BLEND, "bleu"], 1.0)},
        *[{"consensus": weights} for weights in ({}, {"chrf": math.inf}, {"chrf": 1.0, "match": 1.0}, None)],
        {"prefix_ids": []},
    ],
)
def test_damaged_numbers_are_seen(tmp_path: Path, wrong: dict[str, Any]) -> None:
    settings = json.loads((weight_files.FOLDER / "encoder.json").read_text(encoding="utf-8"))
    (tmp_path / "encoder.json").write_text(json.dumps(settings | wrong), encoding="utf-8")
    with pytest.raises(Unavailable, match=r"encoder\.json: damaged"):
        weight_files.declared(tmp_path)


def test_the_weight_of_consensus_is_that_of_the_manifest(tmp_path: Path) -> None:
    settings = json.loads((weight_files.FOLDER / "encoder.json").read_text(encoding="utf-8"))
    assert mtqe.encoder.consensus_weight() == settings["consensus"]["chrf"] > 0
    (tmp_path / "encoder.json").write_text(json.dumps(settings | {"consensus": {"chrf": 0.25}}), encoding="utf-8")
    assert mtqe.encoder.consensus_weight(tmp_path) == 0.25


def test_importing_the_room_loads_nothing_heavy() -> None:
    code = "import sys, mtqe.encoder; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"numpy", "onnxruntime", "sentencepiece"} & set(done.stdout.split()) == set()


def test_the_files_are_small_enough() -> None:
    sizes = [(weight_files.FOLDER / name).stat().st_size for name in weight_files.NEEDED]
    assert max(sizes) < 50_000_000
    assert sum(sizes) < 104_000_000  # a wheel of 92 MB


def test_files_that_have_not_changed_are_read_once(folder_without: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = folder_without("lower.onnx")
    content = (weight_files.FOLDER / "lower.onnx").read_bytes()
    (folder / "lower.onnx").write_bytes(content)
    checked: list[Path] = []
    check = weight_files._check
    monkeypatch.setattr(weight_files, "_check", lambda place, hashes: checked.append(place) or check(place, hashes))
    weight_files.manifest(folder)
    weight_files.manifest(folder)
    assert checked == [folder]
    stat = (folder / "lower.onnx").stat()
    (folder / "lower.onnx").write_bytes(content[:-1] + b"?")
    os.utime(folder / "lower.onnx", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    with pytest.raises(Unavailable, match=r"lower\.onnx: damaged"):
        weight_files.manifest(folder)


def test_without_a_cache_folder_files_are_read_each_time(
    folder_without: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("MTQE_CACHE_DIR", str(tmp_path / "file"))
    folder = folder_without("")
    weight_files.manifest(folder)
    (folder / "upper.npz").unlink()
    (folder / "upper.npz").write_bytes(b"")
    with pytest.raises(Unavailable, match=r"upper\.npz: damaged"):
        weight_files.manifest(folder)
