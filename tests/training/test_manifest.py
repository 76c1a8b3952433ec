"""The manifest of the training's inputs names what differs, and nothing else."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import manifest
import pytest


@pytest.fixture
def inputs(tmp_path: Path) -> tuple[dict[str, Any], Path, Path]:
    """A manifest of two data files and a Debian package, with the folders where they are."""
    data, root = tmp_path / "data", tmp_path / "root"
    for name, rows in (("train/a", 3), ("dev/b", 2)):
        path = data / f"{name}.jsonl.gz"
        path.parent.mkdir(parents=True)
        path.write_bytes(gzip.compress("".join(f'{{"n": {n}}}\n' for n in range(rows)).encode(), mtime=0))
    pages = root / "usr/share/help/C"
    pages.mkdir(parents=True)
    for name in ("one", "two"):
        (pages / f"{name}.page").write_text(name, encoding="utf-8")
    bare = {
        "data": [
            {"name": "train/a.jsonl.gz", "use": ["train", "vocabulary"]},
            {"name": "dev/b.jsonl.gz", "use": ["develop"]},
        ],
        "package": [{"name": "weights", "version": "1.0", "member": "weights.bin", "sha256": "0" * 64}],
        "debian": [{"name": "pages", "version": "1-1", "reads": ["usr/share/help/C/**/*.page"]}],
    }
    return manifest.renewed(bare, data, root), data, root


def test_unchanged_inputs_are_as_the_manifest_says(inputs: tuple[dict[str, Any], Path, Path]) -> None:
    made, data, root = inputs
    assert manifest.verify(made, data, root) == []
    assert [entry["rows"] for entry in made["data"]] == [3, 2]
    assert made["debian"][0]["files"] == 2


def test_a_changed_byte_is_named(inputs: tuple[dict[str, Any], Path, Path]) -> None:
    made, data, root = inputs
    path = data / "dev/b.jsonl.gz"
    content = bytearray(path.read_bytes())
    content[-5] ^= 1  # of the same length
    path.write_bytes(content)
    (line,) = manifest.verify(made, data, root)
    assert line.startswith("dev/b.jsonl.gz: SHA-256 ")
    assert "\n" not in line


def test_a_file_of_another_length_and_a_missing_one_are_named(inputs: tuple[dict[str, Any], Path, Path]) -> None:
    made, data, root = inputs
    with (data / "dev/b.jsonl.gz").open("ab") as file:
        file.write(b"\0")
    (data / "train/a.jsonl.gz").unlink()
    missing, longer = manifest.verify(made, data, root)
    assert missing.startswith("train/a.jsonl.gz: missing")
    assert longer.startswith("dev/b.jsonl.gz: ") and "bytes" in longer


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [("two.page", "TWO", "SHA-256"), ("three.page", "three", "3 files, the manifest has 2")],
)
def test_another_page_of_a_debian_package_is_named(
    inputs: tuple[dict[str, Any], Path, Path], name: str, text: str, said: str
) -> None:
    made, data, root = inputs
    (root / "usr/share/help/C" / name).write_text(text, encoding="utf-8")
    assert manifest.verify(made, data) == []
    (line,) = manifest.verify(made, data, root)
    assert line.startswith("Debian package pages 1-1: ") and said in line


def test_a_debian_package_that_is_not_there_says_how_to_get_it(inputs: tuple[dict[str, Any], Path, Path]) -> None:
    made, data, root = inputs
    (line,) = manifest.verify(made, data, root / "elsewhere")
    assert "apt-get install pages=1-1" in line


def test_the_manifest_reads_as_it_was_written(inputs: tuple[dict[str, Any], Path, Path], tmp_path: Path) -> None:
    made, _, _ = inputs
    path = tmp_path / "manifest.toml"
    path.write_text(manifest.render(made), encoding="utf-8")
    assert manifest.load(path) == made


def test_write_renews_the_manifest_and_verifying_tells_by_its_exit_code(
    inputs: tuple[dict[str, Any], Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, data, root = inputs
    path = tmp_path / "manifest.toml"
    path.write_text(manifest.render(made), encoding="utf-8")
    load = manifest.load
    monkeypatch.setattr(manifest, "PATH", path)
    monkeypatch.setattr(manifest, "load", lambda: load(path))
    (data / "dev/b.jsonl.gz").write_bytes(gzip.compress(b"{}\n", mtime=0))
    given = ["manifest.py", "--data", str(data), "--root", str(root)]
    monkeypatch.setattr("sys.argv", given)
    assert manifest.main() == 1
    monkeypatch.setattr("sys.argv", [*given, "--write"])
    assert manifest.main() == 0
    monkeypatch.setattr("sys.argv", given)
    assert manifest.main() == 0
    assert load(path)["data"][1]["rows"] == 1


def test_the_committed_manifest_is_whole() -> None:
    made = manifest.load()
    text = manifest.PATH.read_text(encoding="utf-8")
    assert manifest.render(made) == text
    for entry in (*made["data"], *made["package"], *made["debian"]):
        assert len(entry["sha256"]) == 64, entry["name"]
        assert entry["bytes"] > 0, entry["name"]
    names = [entry["name"] for entry in made["data"]]
    assert len(set(names)) == len(names)
    assert all(set(entry["use"]) <= set(manifest.USES) and entry["rows"] > 0 for entry in made["data"])


def test_the_vocabulary_is_chosen_by_training_files_only() -> None:
    # What ships was made from these twenty; one more would change the ids of all pieces.
    assert len(manifest.files("vocabulary")) == 20
    assert all(name.startswith("train/") for name in manifest.files("vocabulary"))
    assert set(manifest.files("train")) <= set(manifest.files("vocabulary"))
    with pytest.raises(ValueError, match="a data file is for"):
        manifest.files("test")


def test_the_manifest_holds_no_text_of_the_data() -> None:
    made = manifest.load()
    words = [value for kind in made.values() for entry in kind for value in entry.values() if isinstance(value, str)]
    assert all(" " not in word for word in words)
