"""docs/formats.md names every format, with its endings and whether it can be written, and every name of a column."""

from __future__ import annotations

import re
from pathlib import Path

from mtqe.formats.tables.columns import ALIASES
from mtqe.registry import check_table, format_table

PAGE = (Path(__file__).parent.parent.parent / "docs" / "formats.md").read_text(encoding="utf-8")


def table(heading: str) -> list[list[str]]:
    """The cells of the first table below a heading, without its head."""
    text = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    rows = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def test_every_format_with_its_endings() -> None:
    listed = {row[0].strip("`"): (re.findall(r"`([.\w]+)`", row[1]), row[3]) for row in table("All formats")}
    for row in format_table.rows().values():
        if row.origin:
            continue
        endings, fix = listed.pop(row.name)
        assert fix == ("yes" if row.writable else "no"), row.name
        if row.extensions:
            assert endings == list(row.extensions), row.name
    assert not listed, "formats that do not exist"


def test_a_format_that_can_be_written_has_what_that_needs() -> None:
    for row in format_table.rows().values():
        reader = format_table.load(row.name)
        assert row.writable == (hasattr(reader, "units") and hasattr(reader, "escape")), row.name
        assert row.kind != "keyed" or row.writable, row.name


def test_every_name_of_a_column() -> None:
    cells = {row[0]: row[1] for row in table("Column names")}
    for role, names in ALIASES.items():
        label = {"target": "translation", "doc": "document"}.get(role, role)
        assert set(names) <= set(re.findall(r"`(\w+)`", cells[label])), role


def test_checks_that_the_page_names_exist() -> None:
    checks = check_table.checks()
    for name, number in re.findall(r"([a-z]+(?:-[a-z]+)+) \((MRK\d+)\)", PAGE):
        assert checks[number].name == name
