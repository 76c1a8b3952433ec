"""How commands write outputs and show changes."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from mtqe.cli import deliver, policy_update
from mtqe.cli.atomic_write import write_content
from mtqe.errors import ConfigError


def test_only_line_feeds_end_the_lines_of_a_diff() -> None:
    before, after = "a = 1\nb = 'x\u2028y\x0bz'\nc = 3", "a = 2\nb = 'x\u2028y\x0bz'\nc = 3\n"
    assert list(deliver.diff(before, after, "old", "new")) == [
        "--- old\n",
        "+++ new\n",
        "@@ -1,3 +1,3 @@\n",
        "-a = 1\n",
        "+a = 2\n",
        " b = 'x\u2028y\x0bz'\n",
        "-c = 3\n\\ No newline at end of file\n",
        "+c = 3\n",
    ]
    assert list(deliver.diff(before, before, "old", "new")) == []


@pytest.mark.parametrize("path", [None, Path("-")])
def test_an_output_without_a_file_goes_to_stdout(path: Path | None, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = io.BytesIO()
    out = io.TextIOWrapper(stored, encoding="ascii")
    monkeypatch.setattr("sys.stdout", out)
    deliver.put(lambda stream: stream.write("ü\n"), path)
    deliver.put(lambda stream: stream.write(b"\xff\n"), path, binary=True)
    assert stored.getvalue() == b"\xc3\xbc\n\xff\n"


@pytest.mark.parametrize(("content", "stored"), [("ü\r\n", b"\xc3\xbc\r\n"), (b"\xff", b"\xff")])
def test_a_text_or_bytes_become_a_file(tmp_path: Path, content: str | bytes, stored: bytes) -> None:
    write_content(tmp_path / "new" / "file", content)
    assert (tmp_path / "new" / "file").read_bytes() == stored


def test_two_outputs_of_one_path_are_refused() -> None:
    deliver.refuse_paths([Path("-"), Path("a"), Path("b")])
    with pytest.raises(ConfigError, match="two outputs have the same path a"):
        deliver.refuse_paths([Path("a"), Path("b"), Path("a")])


def test_the_policy_file_changes_only_if_it_shall(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    seen: list[tuple[str, bool]] = []

    def edited(text: str, is_pyproject: bool) -> str:
        seen.append((text, is_pyproject))
        return "[tool.mtqe]\n"

    update = policy_update.update(path, edited, write=False)
    assert seen == [("", True)] and not path.exists()
    assert list(update.diff()) == [
        "--- a/pyproject.toml\n",
        "+++ b/pyproject.toml\n",
        "@@ -0,0 +1 @@\n",
        "+[tool.mtqe]\n",
    ]
    assert policy_update.update(path, edited, write=True).said == f"wrote {path}"
    assert path.read_text() == "[tool.mtqe]\n"
    assert policy_update.update(path, edited, write=True).said == f"{path} needs no change"
