"""Which checks are unsure in a language pair, so that the gate may spare a single finding of them."""

from __future__ import annotations

import pytest

from mtqe.checks.shared.measured import is_unsure
from mtqe.registry import check_table
from mtqe.registry.contracts import Context


@pytest.mark.parametrize(
    ("check", "target", "unsure"),
    [
        ("ACC110", "de", False),
        ("ACC110", "ar", True),
        ("ACC111", "de", True),
        ("ACC120", "de", True),
        ("HAL103", "de", True),
        ("ACC101", "de", False),
        ("ACC105", "ar", False),
        ("ACC107", "de", True),
        ("ACC108", "ar", True),
        ("ACC112", "de", False),
        ("ACC113", "de", True),
        ("ACC114", "de", False),
        ("ACC124", "de", False),
        ("ACC131", "de", True),
        ("ACC127", "de", True),
        ("ACC130", "de", True),
        ("MRK103", "de", False),
    ],
)
def test_opinions_of_the_encoder_and_lists_are_unsure_unless_they_were_found_right(
    check: str, target: str, unsure: bool
) -> None:
    assert is_unsure(check_table.checks()[check], Context("en", target)) is unsure
