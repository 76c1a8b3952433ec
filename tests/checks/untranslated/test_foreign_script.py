"""Letters that the target language does not use."""

from __future__ import annotations

import pytest

from mtqe.checks import runner
from mtqe.model import Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context


def marked(source: str, target: str, langs: tuple[str, str]) -> list[str]:
    outcome = runner.run([check_table.checks()["ACC121"]], [Segment("1", source, target)], Context(*langs))
    assert outcome.problems == ()
    return [text for finding in outcome.findings for text in finding.marked]


@pytest.mark.parametrize(
    ("target", "lang", "expected"),
    [
        ("Die Fähre 渡轮 fuhr", "de", ["渡轮"]),
        ("The ferry паром left", "en", ["паром"]),
        ("Паром 停 ушёл", "ru", ["停"]),
        ("Le bac 나룻배 partit", "fr", ["나룻배"]),
        ("Prom العبارة odpłynął", "pl", ["العبارة"]),
        ("船が나룻배出た", "ja", ["나룻배"]),
        # symbols, units, quotations, originals in brackets
        ("β-Carotin, ΔT, 5 мм", "de", []),
        ("„渡轮“ heißt Fähre, 渡 (船)", "de", ["渡"]),
        ("Der Fluss (长江) steigt", "de", []),
        ("https://tides.example/渡轮", "de", []),
        # Chinese and Japanese
        ("渡轮の到着", "zh", []),
        ("渡轮はすぐ到着", "zh", ["はすぐ"]),
        ("这时船", "ja", ["这时船"]),
        ("船这", "ja", []),
        ("這艘船開了", "zh", []),
        ("這艘船開了", "zh-Hans", ["這艘船開了"]),
        ("这艘船开了", "zh-TW", ["这艘船开了"]),
        ("这艘船开了，我们说：喆没来", "zh", []),
    ],
)
def test_letters_that_a_language_uses_are_not_marked(target: str, lang: str, expected: list[str]) -> None:
    assert marked("The ferry left.", target, ("en", lang)) == expected


def test_letters_that_the_source_has_are_not_marked() -> None:
    assert marked("渡轮开了。", "The 渡轮 left.", ("zh", "en")) == []
    assert marked("渡轮开了。", "The 渡船 left.", ("zh", "en")) == ["渡船"]
    assert marked("", "渡轮", ("zh", "en")) == []


def test_a_language_without_a_known_script_is_not_judged() -> None:
    (item,) = runner.run([check_table.checks()["ACC121"]], [Segment("1", "a", "b")], Context("en", "xh")).items
    assert item.state == "not run"
