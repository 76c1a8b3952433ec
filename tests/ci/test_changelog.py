"""CHANGELOG.md can be scanned: versions, four groups in one order, a line for each change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

TEXT = (Path(__file__).parents[2] / "CHANGELOG.md").read_text(encoding="utf-8")
GROUPS = ["Added", "Changed", "Fixed", "Scores that move"]
LONGEST = 240


def faults(text: str) -> Iterator[str]:
    """What does not have the form."""
    groups: list[str] = []
    for line in text.split("\n## ", 1)[1].splitlines()[1:]:
        if line.startswith("## "):
            if not re.fullmatch(r"## \d+\.\d+\.\d+ - \d{4}-\d{2}-\d{2}", line):
                yield f"{line}: write ## X.Y.Z - YYYY-MM-DD"
            groups = []
        elif line.startswith("### "):
            groups.append(line[4:])
            if groups != [group for group in GROUPS if group in groups]:
                yield f"{line}: the groups are {', '.join(GROUPS)}, in this order, once"
        elif groups and line and not line.startswith("- "):
            yield f"{line[:60]}: a change is one line that begins with '- '"
        elif len(line) > LONGEST:
            yield f"{line[:60]}: {len(line)} characters; say it in {LONGEST}"


def test_form() -> None:
    assert list(faults(TEXT)) == []
    assert re.match(r"Unreleased|\d+\.\d+\.\d+ - \d{4}-\d{2}-\d{2}", TEXT.split("\n## ", 1)[1])


def test_planted_faults_are_seen() -> None:
    text = (
        "# Changelog\n\n## Unreleased\n\n### Fixed\n\n- a\n  b\n\n### Added\n\n- "
        + "x" * 300
        + "\n\n## 1.0 (unreleased)\n"
    )
    assert [fault.split(":")[0] for fault in faults(text)] == [
        "  b",
        "### Added",
        "- " + "x" * 58,
        "## 1.0 (unreleased)",
    ]
