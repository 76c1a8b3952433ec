"""Latin words of the source that were copied into Chinese and Japanese translations."""

from __future__ import annotations

import pytest

from mtqe.checks.untranslated.copied_words import stretches


@pytest.mark.parametrize(
    ("source", "target", "lang", "marked"),
    [
        ("Names such as tide, ebb, or flood are kept.", "tide、ebb、floodなどの名前は残ります。", "ja", []),
        ("The line y = a + bx rises.", "直线 y = a + bx 上升。", "zh", []),
        ("Type tide { low } high here.", "ここに tide { low } high と入力します。", "ja", []),
        ("The AND operator joins them.", "AND 演算子で結びます。", "ja", []),
        ("Files end in .tide, .ebb, .calm here.", "文件扩展名为 .tide, .ebb, .calm。", "zh", []),
        ("The court upheld the ban.", "法院 upheld the ban。", "zh", ["upheld the ban"]),
        (
            "They left the harbour and never came back.",
            "船は and never came 帰りませんでした。",
            "ja",
            ["and never came"],
        ),
    ],
)
def test_latin_words(source: str, target: str, lang: str, marked: list[str]) -> None:
    assert [target[start:end] for start, end in stretches(source, target, "en", lang)] == marked
