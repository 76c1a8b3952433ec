"""The segments of files, for tests of what comes after the reading."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mtqe.intake import inputs, reading
from mtqe.intake.corpus import Corpus
from mtqe.settings.config import Config


def from_paths(
    source: Path, translation: Path | None, references: Sequence[Path], config: Config, form: str | None = None
) -> Corpus:
    """The segments of paths, as `mtqe evaluate` reads them."""
    return reading.read(inputs.of_paths(source, translation, references, form), config)


def from_lines(source: Path | None, translations: Sequence[Path], references: Sequence[Path] = ()) -> Corpus:
    """The segments of files with the same lines or keys, as `mtqe check` and `mtqe score` read them."""
    return reading.read(inputs.of_line_files(source, translations, references), Config())
