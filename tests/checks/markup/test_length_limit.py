"""over-maximal-length (MRK116) in texts with inline codes."""

from __future__ import annotations

import coded
import msgspec
import pytest

from mtqe.checks import runner
from mtqe.registry import check_table
from mtqe.registry.contracts import Context


@pytest.mark.parametrize(
    ("target", "limit", "marked"),
    [
        ('Sichern ⟦<x id="1"/>⟧ jetzt', 14, None),
        ('Sichern ⟦<x id="1"/>⟧ jetzt', 13, "t"),
        ('Sichern ⟦<x id="1"/>⟧ jetzt', 9, "jetzt"),
        ("Jetzt⟦<br>⟧sichern", 12, None),
        ("Jetzt⟦<br>⟧sichern", 11, "n"),
        ("⟦<b>⟧Sichern⟦</b>⟧", 7, None),
        ("⟦<b>⟧Sichern⟦</b>⟧", 5, "rn"),
        ("⟦{a}⟧ ⟦{b}⟧ ⟦{c}⟧", 1, ""),
    ],
)
def test_spaces_beside_codes_count_and_codes_do_not(target: str, limit: int, marked: str | None) -> None:
    segment = msgspec.structs.replace(coded.segment("1", "Save", target), meta={"max_length": limit})
    outcome = runner.run([check_table.checks()["MRK116"]], [segment], Context("en", "de"))
    assert outcome.problems == ()
    assert ["".join(finding.marked) for finding in outcome.findings] == ([] if marked is None else [marked])
