"""Stored reports of several languages: those of a release, or of files that are joined to one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mtqe.errors import ConfigError
from mtqe.gate import releases
from mtqe.language.language_tags import same_language
from mtqe.report import json

if TYPE_CHECKING:
    from mtqe.model import Report
    from mtqe.model.release import Release
    from mtqe.settings.policy import GateConfig


def chosen(paths: Sequence[Path], lang: str | None = None) -> list[tuple[str, Report]]:
    """The reports of files, by the name of each in a release.

    Args:
        paths: Files of reports and of releases.
        lang: Only this language.

    Raises:
        InputError: A file cannot be read.
        ConfigError: No report is of the language.
    """
    found = [(path, report) for path in paths for report in json.read_joined(path)]
    tags = [report.run.target_lang or "und" for _, report in found]
    if lang is not None:
        found = [one for one, tag in zip(found, tags, strict=True) if same_language(tag, lang)]
        if not found:
            raise ConfigError(f"no report is of the language {lang!r}", f"they are of {', '.join(dict.fromkeys(tags))}")
    return list(_named(found))


def joined(named: Sequence[tuple[str, Report]], policy: GateConfig) -> Release:
    """The release of reports that were judged before.

    Raises:
        ConfigError: A language of the policy is unknown.
    """
    return releases.joined(named, policy.languages)


def _named(found: Sequence[tuple[Path, Report]]) -> Iterator[tuple[str, Report]]:
    """Each report with its language and, if there are several of one language, its file and number."""
    counts = Counter(report.run.target_lang for _, report in found)
    seen: Counter[str] = Counter()
    for path, report in found:
        lang = report.run.target_lang or "und"
        name = lang if counts[report.run.target_lang] == 1 else f"{lang} {path.stem}"
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name} {seen[name]}", report
