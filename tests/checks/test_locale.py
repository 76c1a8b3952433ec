"""Numbers, dates, times and spaces in the format of the target language."""

from __future__ import annotations

import pytest

from mtqe import checks as room
from mtqe import registry
from mtqe.checks.support import locales
from mtqe.model import Segment, Severity


def marks(check: str, source: str, target: str, langs: tuple[str, str] = ("en", "de")) -> list[tuple[str, str | None]]:
    outcome = room.run([registry.checks()[check]], [Segment("1", source, target)], registry.Context(*langs))
    assert outcome.problems == ()
    return [(found.marked[0], found.suggestion) for found in outcome.findings]


def not_run(check: str, langs: tuple[str, str]) -> str | None:
    (item,) = room.run([registry.checks()[check]], [Segment("1", "a", "b")], registry.Context(*langs)).items
    return item.why


@pytest.mark.parametrize(
    ("source", "target", "langs", "found"),
    [
        ("Up 1,234,567.5 points", "1,234,567.5 Punkte mehr", ("en", "de"), [("1,234,567.5", "1.234.567,5")]),
        ("$1.50 or 2.5%", "1.50 $ oder 2.5 %", ("en", "de"), [("1.50", "1,50"), ("2.5", "2,5")]),
        ("It weighs 2.5 kg.", "Waży 2.5 kg.", ("en", "pl"), [("2.5", "2,5")]),
        ("Pesa 12.500 kilos.", "It weighs 12.500 kilos.", ("es", "en"), [("12.500", "12,500")]),
        ("It is 3.5 times as long.", "Es ist 3.5 Mal so lang.", ("en", "de"), [("3.5", "3,5")]),
        # may be read both ways, or is no amount
        ("Give 1.234 pounds.", "Geben Sie 1.234 Pfund.", ("en", "de"), []),
        ("It ended 3.5.", "Es endete 3.5.", ("en", "de"), []),
        ("Globalization 4.0 comes.", "Globalisierung 4.0 kommt.", ("en", "de"), []),
        ("Web 2.0 Companies", "Web 2.0 Unternehmen", ("en", "de"), []),
        ("See Section 3.4 Tides", "Siehe Teil 3.4 Gezeiten", ("en", "de"), []),
        ("At 10.30 GMT", "Um 10.30 Uhr", ("en", "de"), []),
        ("See a.example/1.5 and 1.2.3.", "Siehe a.example/1.5 und 1.2.3.", ("en", "de"), []),
        ("It rose 2.5 percent.", "Es stieg um 3.5 Prozent.", ("en", "de"), []),
    ],
)
def test_numbers(source: str, target: str, langs: tuple[str, str], found: list[tuple[str, str]]) -> None:
    assert marks("LOC102", source, target, langs) == found


@pytest.mark.parametrize(
    ("source", "target", "langs", "found"),
    [
        ("By 3/4/2021", "Bis 3/4/2021", ("en", "de"), ["3/4/2021"]),
        ("By 3/4/2021", "Avant le 3/4/2021", ("en", "fr"), []),
        ("By 3/14/2021", "Avant le 3/14/2021", ("en-US", "fr"), ["3/14/2021"]),
        ("By 14/3/2021", "By 14/3/2021", ("de", "en-US"), ["14/3/2021"]),
        ("Quote 3643 10/12/21.", "Nennen Sie 3643 10/12/21.", ("en", "de"), []),
        ("See https://a.example/10/12/2021.", "Siehe https://a.example/10/12/2021.", ("en", "de"), []),
        ("On March 5, 2021", "Le mars 5, 2021", ("en", "fr"), ["mars 5, 2021"]),
        ("On Sept. 5th, 2021", "Am Sept. 5, 2021", ("en", "de"), ["Sept. 5, 2021"]),
        ("On 5 March 2021", "On March 5, 2021", ("de", "en-US"), []),
        ("At 5 pm", "Um 5 pm", ("en", "de"), ["5 pm"]),
        ("On Radio 4 am Sonntag", "Auf Radio 4 am Sonntag", ("en", "de"), []),
        ("The Special 1pm service", "Der Special 1pm Dienst", ("en", "de"), []),
        ("At 17.30", "Um 5 p.m.", ("en", "de"), []),
        ("At 5 p.m.", "A las 5 p.m.", ("en", "es"), []),
    ],
)
def test_dates_and_times(source: str, target: str, langs: tuple[str, str], found: list[str]) -> None:
    assert [text for text, _ in marks("LOC103", source, target, langs)] == found


def test_who_writes_alike_is_not_judged() -> None:
    assert not_run("LOC102", ("en", "zh")) == "both languages write decimals alike"
    assert not_run("LOC102", ("en", "xx")) is not None
    assert not_run("LOC103", ("de", "de-AT")) == "source and translation are in the same language"
    assert not_run("LOC104", ("de", "en")) is not None
    assert not_run("LOC105", ("en", "de")) is not None
    assert not_run("LOC105", ("de", "en")) is None


def test_styles_come_from_cldr() -> None:
    german, american, swiss = (locales.style(tag) for tag in ("de", "en-US", "de-CH"))
    assert german is not None
    assert american is not None
    assert swiss is not None
    assert (german.decimal, german.group, german.order, german.joint) == (",", ".", "dmy", ".")
    assert (american.order, american.half_days, american.month_first) == ("mdy", True, True)
    assert swiss.decimal == "."
    assert {"märz", "sept"} <= german.months
    assert locales.style("xx") is None


@pytest.mark.parametrize(
    ("source", "target", "langs", "severity"),
    [
        ("It holds 12,500 litres.", "Es fasst 12,500 Liter.", ("en", "de"), Severity.MAJOR),
        ("It holds 1,212,500 litres.", "Es fasst 1,212,500 Liter.", ("en", "de"), Severity.MINOR),
        ("It holds 1.5 litres.", "Es fasst 1.5 Liter.", ("en", "de"), Severity.MINOR),
        ("Es fasst 12.500 Liter.", "It holds 12.500 litres.", ("de", "en"), Severity.MAJOR),
        ("It holds 12,500 litres.", "Elle contient 12,500 litres.", ("en", "fr"), Severity.MAJOR),
    ],
)
def test_thousands_that_are_read_as_a_decimal_are_major(
    source: str, target: str, langs: tuple[str, str], severity: Severity
) -> None:
    outcome = room.run([registry.checks()["LOC102"]], [Segment("1", source, target)], registry.Context(*langs))
    assert [found.severity for found in outcome.findings] == [severity]
