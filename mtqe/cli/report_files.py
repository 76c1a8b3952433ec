"""The files of a stored report, for commands that read them again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtqe.errors import InputError
from mtqe.model import Report

if TYPE_CHECKING:
    from mtqe.intake.inputs import Documents, FilePairs, PairsFile

HEAD = 400
"""Bytes: of a file, in which a report names its schema."""
AGAIN = "give the files themselves, as for mtqe evaluate"


def is_report(path: Path) -> bool:
    """Whether a file is a report that mtqe wrote, or a release of several."""
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return re.search(rb'"schema": "mtqe\.(report|release)/', stream.read(HEAD)) is not None


def files_of(report: Report, path: Path, form: str | None) -> Documents | FilePairs | PairsFile:
    """The input that a report was made of.

    Args:
        report: The report.
        path: Its file, for messages.
        form: Name of the input format; `None` means by file ending.

    Raises:
        InputError: The report has several systems, or does not name its files.
    """
    from mtqe.intake import inputs

    if len(report.run.systems) > 1:
        raise InputError(f"{path} is a report of {len(report.run.systems)} systems", AGAIN)
    named = [(document.source_path, document.path) for document in report.documents]
    single = {target for _, target in named}
    if len(single) == 1 and all(source in (None, target) for source, target in named) and None not in single:
        return inputs.PairsFile(Path(str(single.pop())), form)
    pairs = tuple((Path(source), Path(target)) for source, target in named if source and target and source != target)
    if not pairs or len(set(pairs)) < len(named) or any("-" in map(str, pair) for pair in pairs):
        raise InputError(f"{path} does not name the source and the translation of each document", AGAIN)
    if len(pairs) == 1:
        return inputs.Documents(*pairs[0], form=form)
    return inputs.FilePairs(pairs, form)


def settings_of(report: Report) -> Mapping[str, Any]:
    """The settings of the run that say how its files are read, by dotted key."""
    given = {
        "source_lang": report.run.source_lang,
        "target_lang": report.run.target_lang,
        "glossary": report.run.glossaries,
        "align.mode": "lines" if report.run.aligner == "lines" else None,
    }
    return {key: value for key, value in given.items() if value}
