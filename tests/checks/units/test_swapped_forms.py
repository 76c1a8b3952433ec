"""Plural forms that changed places, as the other plurals of the document show."""

from __future__ import annotations

import pytest

from mtqe.checks import runner as room
from mtqe.model import Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context

GOOD = [("{n} vieille barque", "{n} vieilles barques"), ("la barque part", "les barques partent")]


def segments(plurals: list[tuple[str, str]]) -> list[Segment]:
    return [
        Segment(f"{number}.{form}", f"{number} boat", text, meta={"unit": f"boats.{number}", "form": form})
        for number, pair in enumerate(plurals)
        for form, text in zip(("one", "other"), pair, strict=True)
    ]


@pytest.mark.parametrize(
    ("plural", "marks"),
    [
        (("{n} barque rouge", "{n} barques rouges"), []),
        (("{n} barques rouges", "{n} barque rouge"), ["{n} barques rouges"]),
        (("{n} barques", "{n} petite barque"), []),
        (("{n} quais", "{n} quai"), []),
    ],
)
def test_forms_the_other_way_round_than_in_other_plurals(plural: tuple[str, str], marks: list[str]) -> None:
    outcome = room.run([check_table.checks()["MRK118"]], segments([*GOOD, plural]), Context("en", "mg"))
    assert outcome.problems == ()
    swapped = [finding for finding in outcome.findings if "changed places" in finding.message]
    assert [mark for finding in swapped for mark in finding.marked] == marks


ENDS = [("{n} lakana", "{n} lakanase"), ("{n} sambo", "{n} sambose"), ("Ny seranana", "Ny serananase")]


@pytest.mark.parametrize(
    ("plural", "marks"),
    [
        (("{n} vatosose", "{n} vatoso"), ["{n} vatosose"]),
        (("{n} vatoso", "{n} vatosose"), []),
        (("{n} vatoso misese", "{n} vatosose mise"), []),
        (("{n} vatose", "{n} tanàna"), []),
    ],
)
def test_ends_the_other_way_round_than_in_other_plurals(plural: tuple[str, str], marks: list[str]) -> None:
    outcome = room.run([check_table.checks()["MRK118"]], segments([*ENDS, plural]), Context("en", "mg"))
    assert outcome.problems == ()
    swapped = [finding for finding in outcome.findings if "changed places" in finding.message]
    assert [mark for finding in swapped for mark in finding.marked] == marks


def test_the_dictionary_form_beside_a_form_for_millions() -> None:
    texts = [("one", "bateaux"), ("other", "bateau"), ("many", "de bateaux")]
    given = [Segment(form, "boat", text, meta={"unit": "boats", "form": form}) for form, text in texts]
    outcome = room.run([check_table.checks()["MRK118"]], given, Context("en", "fr"))
    assert [finding.marked for finding in outcome.findings] == [("bateaux",)]


def test_a_single_plural_is_no_evidence() -> None:
    plurals = [GOOD[0], ("{n} barques rouges", "{n} barque rouge")]
    outcome = room.run([check_table.checks()["MRK118"]], segments(plurals), Context("en", "mg"))
    assert [finding for finding in outcome.findings if "changed places" in finding.message] == []


@pytest.mark.parametrize(
    ("forms", "marks"),
    [
        (("Ny lakana nosoratana", "Ireo lakanay nosoratana"), []),
        (("Ny lakanay nosoratana", "Ireo lakana nosoratana"), ["Ny lakanay nosoratana"]),
        (("Ny sambo nosoratana", "Ireo sambony nosoratana"), []),
    ],
)
def test_words_that_the_other_texts_have_for_the_other_form(forms: tuple[str, str], marks: list[str]) -> None:
    texts = [
        ("Paint the boat", "Hosory ny lakana"),
        ("Sell the boat", "Amidio ny lakana"),
        ("All boats", "Lakanay rehetra"),
        ("Old boats sink", "Milentika ny lakanay"),
    ]
    given = [Segment(str(n), *pair, meta={"unit": f"key.{n}"}) for n, pair in enumerate(texts)]
    for form, source, target in zip(("one", "other"), ("A painted boat", "Few painted boats"), forms, strict=True):
        given.append(Segment(form, source, target, meta={"unit": "painted", "form": form}))
    outcome = room.run([check_table.checks()["MRK118"]], given, Context("en", "mg"))
    assert outcome.problems == ()
    swapped = [finding for finding in outcome.findings if "changed places" in finding.message]
    assert [mark for finding in swapped for mark in finding.marked] == marks


def test_a_form_that_lacks_the_end_of_the_others() -> None:
    texts = [("one", "{n} boat left", "lakana"), ("other", "{n} boats left", "lakanay sisa {n}")]
    given = [Segment(form, source, target, meta={"unit": "left", "form": form}) for form, source, target in texts]
    outcome = room.run([check_table.checks()["MRK118"]], given, Context("en", "mg"))
    assert [finding.message for finding in outcome.findings] == ["the form one lacks “sisa”, which ends the others"]


def test_the_form_one_may_end_with_the_word_for_1() -> None:
    forms = [("one", "One ship", "سفينة واحدة"), ("other", "{n} ship", "{n} سفن")]
    texts = [Segment(form, source, text, meta={"unit": "a", "form": form}) for form, source, text in forms]
    outcome = room.run([check_table.checks()["MRK118"]], texts, Context("en", "ar"))
    assert outcome.problems == ()
    assert [finding.message for finding in outcome.findings if "lacks" in finding.message] == []
