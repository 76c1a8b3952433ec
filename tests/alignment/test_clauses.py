"""The first and the last clause of a sentence."""

from __future__ import annotations

import pytest

from mtqe.alignment.clauses import ends


@pytest.mark.parametrize(
    ("text", "lang", "wanted"),
    [
        ("The baker slept late, the oven stayed cold; nobody complained about it.", "en",
         ("The baker slept late,", "nobody complained about it.")),
        ("Erst am späten Abend - es regnete noch - kamen die ersten Gäste.", "de",
         ("Erst am späten Abend -", "kamen die ersten Gäste.")),
        ("店主整夜没有睡觉，第二天早上才开门。", "zh", ("店主整夜没有睡觉，", "第二天早上才开门。")),
        ("Yes, the baker slept late.", "en", ("", "")),
        ("The baker slept late.", "en", ("", "")),
        ("", "en", ("", "")),
    ],
)  # fmt: skip
def test_ends(text: str, lang: str, wanted: tuple[str, str]) -> None:
    assert ends(text, lang) == wanted
