"""Roles of Sphinx in code-mismatch: the text may be translated, the target must stay."""

from __future__ import annotations

import pytest

from mtqe.checks import runner
from mtqe.checks.markup import roles
from mtqe.model import Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context


def severities(source: str, target: str) -> list[str]:
    outcome = runner.run([check_table.checks()["MRK109"]], [Segment("1", source, target)], Context("en", "de"))
    assert outcome.problems == ()
    return [finding.severity.value for finding in outcome.findings]


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("See :ref:`low tide <tide-low>`.", "Siehe :ref:`Ebbe <tide-low>`.", []),
        ("See :ref:`tide-low`.", "Siehe :ref:`Ebbe <tide-low>`.", []),
        ("See :ref:`tide-low`.", "Siehe :ref:`ebbe`.", ["major"]),
        ("See :ref:`low tide <tide-low>`.", "Siehe :ref:`Ebbe <tide-high>`.", ["major"]),
        ("See :class:`~tide.Low`.", "Siehe :class:`tide.Low`.", []),
        ("See :class:`tide.Low`.", "Siehe :class:`tide.High`.", ["major"]),
        ("See :class:`tide.Low`.", "Siehe unten.", ["minor"]),
        ("A :term:`tide`.", "Eine :term:`Gezeit <tide>`.", []),
        ("A :term:`tide`.", "Eine :term:`Gezeit`.", ["minor"]),
        ("A :term:`tide`.", "Eine :term:`Gezeit <ebb>`.", ["major"]),
        ("Open :guilabel:`Low tide`.", "Öffne :guilabel:`Ebbe`.", []),
        ("In :file:`tide.{year}.txt`", "In :file:`tide.{jahr}.txt`", []),
        ("In :file:`tide.{year}.txt`", "In :file:`ebb.{jahr}.txt`", ["major"]),
        ("See :py:func:`low` and `tide --low`", "Siehe :py:func:`low` und `tide --high`", ["major"]),
    ],
)
def test_the_target_of_a_role_stays(source: str, target: str, expected: list[str]) -> None:
    assert severities(source, target) == expected


def test_a_role_has_the_place_of_its_text() -> None:
    text = "Time 12:30: see :ref:`low <tide>`."
    (token,) = roles.tokens(text)
    assert (text[token.start : token.end], token.key) == (":ref:`low <tide>`", ":ref: tide")
    assert roles.without(text) == text.replace(token.text, " " * len(token.text))
