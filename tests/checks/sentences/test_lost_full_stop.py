"""A long sentence has to keep its full stop. Labels, headlines, menu paths and broken-off texts are left alone."""

from __future__ import annotations

import pytest

from mtqe.checks import runner
from mtqe.model import Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context

LONG = "The old ferry to the island left the harbour an hour late today."


def reported(source: str, target: str, pair: str = "en-de") -> list[tuple[str, str]]:
    chosen = [check_table.checks()[name] for name in ("MRK110", "ART105")]
    outcome = runner.run(chosen, [Segment("1", source, target)], Context(*pair.split("-")))
    assert outcome.problems == ()
    return [(finding.check, finding.marked[0]) for finding in outcome.findings]


@pytest.mark.parametrize(
    ("source", "target", "pair", "sign"),
    [
        (LONG, "Die alte Fähre zur Insel verließ den Hafen heute mit einer Stunde Verspätung", "en-de", "."),
        (LONG, "Le vieux bac de l'île a quitté le port avec une heure de retard aujourd'hui", "en-fr", "."),
        (
            LONG.replace("today.", "today!”"),
            "Старый паром на остров сегодня вышел из гавани на час позже",
            "en-ru",
            "!",
        ),
        ("The ferry is late. We all wait for it here.", "Die Fähre ist zu spät. Wir alle warten hier", "en-de", "."),
        (LONG, "Die alte Fähre zur Insel verließ den Hafen heute erst um 13 Uhr 30", "en-de", "."),
        (
            "开往小岛的老渡轮今天晚了一小时才离港。大家等着。",
            "The old island ferry left the harbour an hour late today. They all wait",
            "zh-en",
            "。",
        ),
    ],
)
def test_a_lost_full_stop_is_marked(source: str, target: str, pair: str, sign: str) -> None:
    assert reported(source, target, pair) == [("MRK110", sign)]
    assert reported(source, f"{target}.", pair) == []


@pytest.mark.parametrize(
    ("source", "target", "pair"),
    [
        ("The old ferry left the harbour late today.", "Die alte Fähre fuhr heute zu spät ab", "en-de"),
        (LONG.replace("today.", "in the U.S."), "Die alte Fähre zur Insel verließ den Hafen spät in den USA", "en-de"),
        (
            LONG.replace("today.", "etc."),
            "Die alte Fähre zur Insel verließ den Hafen heute zu spät und so weiter",
            "en-de",
        ),
        (LONG[:-1], "Die alte Fähre zur Insel verließ den Hafen heute mit einer Stunde Verspätung", "en-de"),
        (LONG, "The Old Island Ferry Left Harbour An Hour Late Today Again", "fr-en"),
        (LONG, "To make the old ferry leave the harbour later today, choose View - Ferries", "fr-en"),
        (LONG.replace("today.", "by ferryctl."), "Die alte Fähre verließ den Hafen etwas später mit ferryctl", "en-de"),
        (LONG, "Fähre: Verließ den Hafen in Richtung Insel heute mit einer Stunde Verspätung", "en-de"),
        (LONG, "古い渡し船は今日一時間遅れて港を出た", "en-ja"),
        (LONG, "오래된 여객선은 오늘 한 시간 늦게 섬으로 가는 항구를 떠났다", "en-ko"),
    ],
)
def test_texts_that_need_no_full_stop(source: str, target: str, pair: str) -> None:
    assert "MRK110" not in [check for check, _ in reported(source, target, pair)]


def test_a_sentence_that_was_cut_off_is_reported_once() -> None:
    assert reported(LONG, "Die alte Fähre zur Insel verließ den Hafen heute mit einer") == [("ART105", "einer")]
