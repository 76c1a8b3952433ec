"""Forms of a plural whose sources differ in more than the number."""

from __future__ import annotations

import pytest

from mtqe.checks import runner
from mtqe.model import Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context

ONE, OTHER = "Supprimer le navire", "Supprimer les navires choisis"


@pytest.mark.parametrize(
    ("sources", "marked"),
    [
        (("Delete ship", "Delete chosen ships"), []),
        (("Delete chosen ship", "Delete chosen ships"), [ONE]),
    ],
)
def test_a_form_may_lack_a_word_that_its_source_lacks(sources: tuple[str, str], marked: list[str]) -> None:
    forms = [("one", ONE), ("other", OTHER)]
    segments = [
        Segment(form, source, target, meta={"unit": "delete", "form": form})
        for source, (form, target) in zip(sources, forms, strict=True)
    ]
    found = runner.run(check_table.select(["MRK118"]), segments, Context("en", "fr")).findings
    assert [text for finding in found for text in finding.marked] == marked
