from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqe.checks.numbers.clock import times
from mtqe.checks.numbers.time_mismatch import time_mismatch
from mtqe.checks.runner import run
from mtqe.language.lang import tags_with
from mtqe.model import Segment
from mtqe.registry.contracts import Context


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("At 5 p.m. or 5:30AM.", "en", [("5 p.m.", 5, 0, "p.m."), ("5:30AM", 5, 30, "a.m.")]),
        ("At 12 p.m., 17 amps, 5 pmol", "en", []),
        ("um 17 Uhr, um 9.05 Uhr", "de", [("17 Uhr", 5, 0, "p.m."), ("9.05 Uhr", 9, 5, "a.m.")]),
        ("From 9:00 to 17:30, 16:9, 13:20:05", "en", [("17:30", 5, 30, "p.m.")]),
        ("am Montag um 5 Uhr, Zug 32 am Gleis", "de", [("5 Uhr", 5, 0, "a.m.")]),
        ("um 5 p. m., um 5 Uhr", "de", []),
        ("早7点，晚7:30", "zh", [("早7点", 7, 0, "a.m."), ("晚7:30", 7, 30, "p.m.")]),
        ("um 17 Uhr 20", "de", [("17 Uhr 20", 5, 20, "p.m.")]),
        ("abends um 8 Uhr, um 21 Uhr", "de", [("21 Uhr", 9, 0, "p.m.")]),
        ("um 12 Uhr, um 24 Uhr, um 99 Uhr", "de", []),
        ("下午5时30分，上午9点，8点", "zh", [("下午5时30分", 5, 30, "p.m."), ("上午9点", 9, 0, "a.m.")]),
        ("下午 3 点半，上午9:05", "zh", [("下午 3 点半", 3, 30, "p.m."), ("上午9:05", 9, 5, "a.m.")]),
        (
            "alle 17:30, dalle 5 del pomeriggio, alle 5",
            "it",
            [("alle 17:30", 5, 30, "p.m."), ("dalle 5 del pomeriggio", 5, 0, "p.m.")],
        ),
        ("às 17h30, às 9 da manhã, às 1700", "pt", [("às 17h30", 5, 30, "p.m."), ("às 9 da manhã", 9, 0, "a.m.")]),
        (
            "om 17.30 uur, 9 uur 's ochtends, 5 uur",
            "nl",
            [("17.30 uur", 5, 30, "p.m."), ("9 uur 's ochtends", 9, 0, "a.m.")],
        ),
        ("o godzinie 17:30, o 9 rano, o 5", "pl", [("godzinie 17:30", 5, 30, "p.m."), ("o 9 rano", 9, 0, "a.m.")]),
        ("रात 2:20 बजे, रात 9 बजे", "hi", [("रात 2:20 बजे", 2, 20, "a.m."), ("रात 9 बजे", 9, 0, "p.m.")]),
        (
            "夜1時、夜11時、午後1時",
            "ja",
            [("夜1時", 1, 0, "a.m."), ("夜11時", 11, 0, "p.m."), ("午後1時", 1, 0, "p.m.")],
        ),
        ("ساعت 2 شب، ساعت 9 شب", "fa", [("ساعت 2 شب", 2, 0, "a.m."), ("ساعت 9 شب", 9, 0, "p.m.")]),
        ("о 2 ночі, об 11 ночі", "uk", [("2 ночі", 2, 0, "a.m."), ("11 ночі", 11, 0, "p.m.")]),
        ("午前3時半、午後 4 時 5 分、3時間半", "ja", [("午前3時半", 3, 30, "a.m."), ("午後 4 時 5 分", 4, 5, "p.m.")]),
    ],
)
def test_times(text: str, lang: str, expected: list[tuple[str, int, int, str]]) -> None:
    readings = [(text[time.start : time.end], time.hour, time.minute, time.half) for time in times(text, lang)]
    assert readings == expected


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("It opens at 9 a.m.", "Es öffnet um 21 Uhr.", [("9 a.m.", "21 Uhr")]),
        ("It opens at 9 p.m.", "Es öffnet um 8 Uhr.", []),
        ("It opens on Monday at 2 p.m.", "Es öffnet am Montag um 2 Uhr.", [("2 p.m.", "2 Uhr")]),
        ("It opens on Monday at 14:30.", "Es öffnet am Montag um 2.30 Uhr.", [("14:30", "2.30 Uhr")]),
        ("From 9 a.m. to 9 p.m.", "Von 9 bis 21 Uhr", []),
        ("It opens at 9 p.m. sharp.", "Es öffnet um Punkt 9 Uhr abends.", []),
        ("It opens at 9 p.m. (9 a.m. in Tokyo).", "Es öffnet um 9 Uhr.", []),
    ],
)
def test_the_wrong_half_of_the_day_is_marked(source: str, target: str, expected: list[tuple[str, ...]]) -> None:
    outcome = run([time_mismatch], [Segment("1", source, target)], Context("en", "de"))
    assert outcome.problems == ()
    assert [finding.marked for finding in outcome.findings] == expected


@given(st.text(), st.sampled_from(sorted(tags_with("clock"))))
def test_any_text_is_read(text: str, lang: str) -> None:
    for time in times(text, lang):
        assert 0 <= time.start < time.end <= len(text)
        assert 0 <= time.hour < 12
