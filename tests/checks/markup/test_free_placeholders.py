"""Placeholders in which a translation may differ from its source."""

from __future__ import annotations

import pytest

from mtqe.checks import runner
from mtqe.model import Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context


def found(source: str, target: str, key: str = "", form: str = "") -> list[str]:
    meta = {name: value for name, value in (("unit", key), ("form", form)) if value}
    segment = Segment("1", source, target, meta=meta)
    outcome = runner.run([check_table.checks()["MRK104"]], [segment], Context("en", "de"))
    assert outcome.problems == ()
    return [f"{finding.severity.value} {' '.join(finding.marked)}" for finding in outcome.findings]


@pytest.mark.parametrize(
    ("source", "target", "key", "expected"),
    [
        ("is dry", "%{attribute} ist trocken", "errors.messages.dry", []),
        ("%{attribute} %{message}", "%{message}", "errors.format", []),
        ("must be %{count}", "%{attribute} muss %{count} sein", "harbour.errors.messages.equal_to", []),
        ("must be %{count}", "%{attribute} muss stimmen", "errors.messages.equal_to", ["major %{count}"]),
        ("must be %{count}", "muss %{Zahl} sein", "errors.messages.equal_to", ["major %{count} %{Zahl}"]),
        ("is dry", "%{attribute} ist trocken", "errors.template.body", ["major %{attribute}"]),
        ("%u%n", "%n %u", "number.currency.format.format", []),
        ("%u%n", "%n", "number.currency.format.format", ["major %u %n", "major %n"]),
        ("Berth #{0} of #{name}", "Liegeplatz Nr. {0} von #{name}", "", []),
        ("Berth #{0} of #{name}", "Liegeplatz Nr. {0} von {name}", "", ["major #{name} {name}"]),
        ("Not on the $PATH", "Nicht im PATH", "", []),
        ("Not on the $PATH", "Nicht im Suchpfad", "", ["minor $PATH"]),
        ("Sail to $PORT", "Segeln", "", ["major $PORT"]),
        ("{ -tide } is low", "{ -tide(case: 'nom') } ist niedrig, { -tide }!", "", []),
        ("{ -tide } is low", "Ebbe ist niedrig", "", ["major { -tide }"]),
        ("Press {tide-low}", "{ tide-low } drücken", "", []),
        ("Press {tide-low}", "{ tide-high } drücken", "", ["major {tide-low} { tide-high }"]),
        ("TIDE :error T12: low", "TIDE: Fehler T12: niedrig", "", ["minor :error"]),
        ("Sail to :port", "Segeln Sie", "", ["major :port"]),
        ("Open $(file) now", "Jetzt $(datei) öffnen", "", ["minor $(file) $(datei)"]),
        ("Open $file$ now", "Jetzt öffnen", "", ["minor $file$"]),
        ("Open @@file@@ now", "Jetzt öffnen", "", ["minor @@file@@"]),
        ("Start &brandShortName; now", "Jetzt &brandShortName; starten", "", []),
        ("Start &brandShortName; now", "Jetzt starten", "", ["minor &brandShortName;"]),
        ("Tide &rArr; ebb", "Flut, dann Ebbe", "", []),
        ("Low tide in __hours__h", "Ebbe in __hours__ Stunden", "", []),
        ("Low tide in __hours__h", "Ebbe in __stunden__ Stunden", "", ["minor __hours__ __stunden__"]),
        ("It has %'d ships", "Es hat Schiffe", "", ["major %'d"]),
        ("%(n)s ships", "%(n)sSchiffe", "", []),
        ("In :file:`tide.{year}.txt`", "In :file:`tide.{jahr}.txt`", "", []),
    ],
)
def test_what_a_translation_may_change(source: str, target: str, key: str, expected: list[str]) -> None:
    assert found(source, target, key) == expected


def test_the_form_for_one_may_say_its_number_in_words() -> None:
    assert found("too long (%{count})", "%{attribute} ist zu lang", "errors.messages.too_long", "one") == []
