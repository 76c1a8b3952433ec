"""Copied stretches of a translation: prose is marked, lists and formulas are not."""

from __future__ import annotations

import pytest

from mtqe.checks import runner
from mtqe.model import Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context


@pytest.mark.parametrize(
    ("source", "target", "lang", "marked"),
    [
        ("You can write a low 2 high 3, too.", "a low 2 high 3 とも書けます。", "ja", []),
        (
            "Choose among tide, ebb, flood, calm and storm here.",
            "tide、ebb、flood、calm、stormから選びます。",
            "ja",
            [],
        ),
        ("Choose among tide, ebb, flood, calm and storm here.", "从tide、ebb、flood、calm和storm中选择。", "zh", []),
        (
            "The shop is open, and the old ferry left the harbour at noon.",
            "商店开着，渡轮 left the harbour at noon，没有等人，大家都很不高兴，可是谁也没有办法。",
            "zh",
            ["left the harbour at noon"],
        ),
        (
            "The shop is open, and the old ferry left the harbour at noon, which nobody saw.",
            "店は開いていますが、the old ferry left the harbour at noon、誰も見ていませんでした。",
            "ja",
            ["the old ferry left the harbour at noon"],
        ),
    ],
)
def test_copied_stretches(source: str, target: str, lang: str, marked: list[str]) -> None:
    outcome = runner.run([check_table.checks()["ACC102"]], [Segment("1", source, target)], Context("en", lang))
    assert outcome.problems == ()
    assert [text for finding in outcome.findings for text in finding.marked] == marked
