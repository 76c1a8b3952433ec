"""Files of the package that have become long: no fault, but a reason to look whether they do two things."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "mtqe"
LONG = 500
"""Lines: above which a file is named after the tests."""


def long_files(folder: Path = PACKAGE) -> list[str]:
    """The Python files in a folder that are longer than `LONG`, with their lengths."""
    sizes = {path: path.read_text(encoding="utf-8").count("\n") for path in sorted(folder.rglob("*.py"))}
    return [f"{path.relative_to(folder.parent)}: {size} lines" for path, size in sizes.items() if size > LONG]
