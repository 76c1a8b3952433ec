"""The reasons of a verdict in parts: a sentence, the findings that it names, the interval."""

from __future__ import annotations

import html_sample
import msgspec
import pytest
from files_sample import three_files
from page_tree import parse
from test_wrong_files import FOREIGN, report

from mtqe.gate.verdicts import judge
from mtqe.model import Report, Severity
from mtqe.report.layout import lay_out
from mtqe.report.reasons import Reason, listed
from mtqe.settings.config import GateConfig


def of(report: Report, *lines: str) -> list[Reason]:
    return listed(lines, report, lay_out(report).cards)


@pytest.mark.parametrize("each", ["document", "corpus"])
def test_each_finding_that_the_gate_names_is_a_link(each: str) -> None:
    report = three_files()
    verdict = judge(report, GateConfig(each=each, max={Severity.MAJOR: 0}, max_per_1000={}, uncovered="pass"))
    cards = lay_out(report).cards
    reasons = [one for one in listed(verdict.reasons, report, cards) if "error" in one.text]
    assert reasons and all(one.places and "(" not in one.text for one in reasons)
    for place in (place for one in reasons for place in one.places):
        card = next(card for card in cards if card.n == place.card)
        assert card.finding.name == place.name and card.spot is not None
        assert place.where.endswith(str(card.spot.segment.place("target").line))


def test_the_interval_and_the_number_of_the_others_are_apart() -> None:
    report = three_files()
    text = "3 major errors in 36 words are 83.3 per 1,000 words (95 % interval 4.3 to 99.0); the limit is 2"
    (reason,) = of(report, f"{text} (number-mismatch in segment b.txt:1, number-mismatch in de/c.txt:5 and 1,200 more)")
    assert reason.text == "3 major errors in 36 words are 83.3 per 1,000 words; the limit is 2"
    assert reason.note == "95 % interval 4.3 to 99.0" and reason.more == "1,200"
    assert [place.where for place in reason.places] == ["segment b.txt:1", "de/c.txt:5"]


def test_the_reason_for_a_wrong_file_says_what_to_do_and_links_to_its_finding() -> None:
    found = report(*FOREIGN)
    (reason,) = of(found, "a: the file is in French, not in German: 3 of 4 segments")
    assert reason.note == "did you mean --target-lang fr, or another file?"
    (place,) = reason.places
    card = next(card for card in lay_out(found).cards if card.n == place.card)
    assert (card.finding.check, place.name, place.where) == ("ACC104", "wrong-language", "line 1")


@pytest.mark.parametrize(
    "text",
    [
        "terminology: not looked for (term-missing, term-forbidden: no glossary was given)",
        "1 major error (number-mismatch in line 99)",
        "learned: 0.1 (number-mismatch in segment b.txt:1, gone in line 4)",
        "a (b) c",
    ],
)
def test_brackets_that_name_no_finding_of_the_page_stay(text: str) -> None:
    assert of(three_files(), text) == [Reason(text)]


def test_the_page_lists_the_places_below_the_sentence() -> None:
    report = html_sample.sample()
    report = msgspec.structs.replace(report, verdict=judge(report, GateConfig()))
    reasons = parse(report).one("ul", "reasons")
    assert "(" not in next(reasons.all("li")).text()
    links = list(reasons.one("ul", "places").all("a"))
    assert links and all(link.attrs["href"].startswith("#f") for link in links)
