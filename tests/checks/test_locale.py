"""Numbers, dates, times and spaces in the format of the target language."""

from __future__ import annotations

import pytest

from mtqe.checks import runner as room
from mtqe.checks.shared import locales
from mtqe.model import Segment, Severity
from mtqe.registry import check_table
from mtqe.registry.contracts import Context


def marks(check: str, source: str, target: str, langs: tuple[str, str] = ("en", "de")) -> list[tuple[str, str | None]]:
    outcome = room.run([check_table.checks()[check]], [Segment("1", source, target)], Context(*langs))
    assert outcome.problems == ()
    return [(found.marked[0], found.suggestion) for found in outcome.findings]


def not_run(check: str, langs: tuple[str, str]) -> str | None:
    (item,) = room.run([check_table.checks()[check]], [Segment("1", "a", "b")], Context(*langs)).items
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
    assert not_run("LOC102", ("en", "zh")) == "both languages have the same decimal separator"
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
    outcome = room.run([check_table.checks()["LOC102"]], [Segment("1", source, target)], Context(*langs))
    assert [found.severity for found in outcome.findings] == [severity]


@pytest.mark.parametrize(
    ("check", "langs", "runs"),
    [
        *[("LOC101", ("en", lang), lang[:2] == "de") for lang in ("de", "de-CH", "fr")],
        *[("LOC105", ("en", lang), lang in ("fr", "zh-TW")) for lang in ("fr", "zh-TW", "ko", "ka")],
        *[("LOC106", ("en", lang), lang in ("de", "pl", "cs")) for lang in ("de", "pl", "cs", "fr", "ru")],
        *[("LOC107", ("en", lang), lang[:2] == "es") for lang in ("es", "es-MX", "ca", "pt")],
        *[("LOC108", ("en", lang), lang[:2] in ("zh", "ja")) for lang in ("zh", "zh-TW", "ja", "ko", "th")],
        *[("LOC109", ("en", lang), lang in ("de-CH", "de-LI")) for lang in ("de", "de-AT", "de-CH", "de-LI")],
        *[
            ("LOC110", ("en", lang), lang in ("fr", "fr-FR", "fr-BE"))
            for lang in ("fr", "fr-FR", "fr-BE", "fr-CA", "fr-CH")
        ],
        *[("MRK111", ("en", lang), lang not in ("zh", "ja", "th")) for lang in ("de", "ko", "zh", "ja", "th")],
    ],
)
def test_a_check_that_cannot_judge_a_language_does_not_run(check: str, langs: tuple[str, str], runs: bool) -> None:
    assert (not_run(check, langs) is None) is runs


@pytest.mark.parametrize(
    ("check", "target", "lang", "found"),
    [
        # quotation marks
        ("LOC101", "„Ja“, sagte sie. “Nein”, sagte er.", "de", ["“"]),
        ("LOC101", "„Er sagte, “nein” sei gut“, rief sie.", "de", []),
        ("LOC101", "Er sagte: »Sie rief “ja”.«", "de", []),
        ("LOC101", "Rock ‘n’ Roll und Hans’ Hut", "de", []),
        ("LOC101", "“Ja”, sagte sie.", "de-CH", ["“"]),
        ("LOC105", "l’« offre » d’hier et l' « autre » jour", "fr", []),
        ("LOC105", "„-“ nebo „+“ a tak", "cs", []),
        ("LOC106", "„Ja“, „nein”, „auch”", "de", ["”"]),
        ("LOC106", 'Er sagte „ja" und »nein«.', "de", []),
        # Spanish
        ("LOC107", "Hola, ¿qué tal? Bien. ¡Gracias!", "es", []),
        ("LOC107", "¿Vienes? Claro! Y tú?", "es", ["!"]),
        ("LOC107", "(?) \\? -? a?b=c ¡¿Qué?!", "es", []),
        # Chinese and Japanese
        ("LOC108", "比例为3:1，时间10:30，v1.2.", "zh", []),
        ("LOC108", "打开A,B;C", "zh", []),
        ("LOC108", "真的吗?是的(不),好.", "zh", ["?"]),
        # French
        ("LOC110", "10:30, http://a.example: Yahoo!", "fr", []),
        ("LOC110", "« Oui » : non\u00a0; peut-être\u202f?", "fr", []),
        ("LOC110", "Non; oui", "fr", [";"]),
        # dates
        ("LOC103", "On 25/03/2021", "en-US", ["25/03/2021"]),
        ("LOC103", "On 25/03/2021", "en", []),
        ("LOC103", "On 03/25/2021", "en-GB", ["03/25/2021"]),
        ("LOC103", "25/12/2021", "ja", ["25/12/2021"]),
        ("LOC103", "2021/12/25之前", "zh", []),
    ],
)
def test_what_a_language_writes(check: str, target: str, lang: str, found: list[str]) -> None:
    assert [mark for mark, _ in marks(check, "Yahoo! was here.", target, ("it", lang))] == found


def test_a_house_style_of_narrow_marks_is_told_once() -> None:
    texts = ["潮水来了, 船开了。", "他来了, 她走了, 我留下。", "灯亮了; 门开了。", "好吗?", "门关了,灯灭了。"]
    segments = [Segment(str(n), "The tide came, we left.", text, doc="a") for n, text in enumerate(texts)]
    check = [check_table.checks()["LOC108"]]
    found = room.run(check, segments, Context("en", "zh")).findings
    assert [(one.segment, one.marked) for one in found] == [("0", (", ",)), ("3", ("?",)), ("4", (",",))]
    assert "3 times more" in found[0].message
    mixed = [
        *segments,
        *(Segment(f"w{n}", "He came, she left.", "他来，她走，我留下。", doc="a") for n in range(2)),
    ]
    assert len(room.run(check, mixed, Context("en", "zh")).findings) == len(texts)
