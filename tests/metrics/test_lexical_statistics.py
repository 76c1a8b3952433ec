"""The statistics of BLEU and chrF must equal those of sacreBLEU for every text."""

from __future__ import annotations

from typing import Any
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sacrebleu.metrics import BLEU, CHRF

from mtqe.metrics.lexical import block_statistics, ngrams

PAIRS = [
    (BLEU, block_statistics.bleu),
    (lambda: BLEU(tokenize="zh"), block_statistics.bleu),
    (CHRF, block_statistics.chrf),
    (lambda: CHRF(word_order=2), block_statistics.chrf),
]
IDS = ["bleu", "bleu-zh", "chrf", "chrf++"]
SOME = "ab9.,- \n\t&;'\"<>(!é今日は\u00a0\U0001f600"
TEXT = st.one_of(st.text("ab ", max_size=6), st.text(SOME, max_size=30), st.text(max_size=20))


def equal(make: Any, rows: Any, translations: list[str], references: list[tuple[str, ...]]) -> None:
    expected = make()._extract_corpus_statistics(translations, list(zip(*references, strict=True)))
    assert rows(make(), translations, references).tolist() == np.array(expected, dtype=float).tolist()


@pytest.mark.parametrize(("make", "rows"), PAIRS, ids=IDS)
@settings(max_examples=60)
@given(
    st.integers(1, 3).flatmap(
        lambda number: st.lists(st.tuples(TEXT, st.tuples(*[TEXT] * number)), min_size=1, max_size=6)
    )
)
def test_rows_are_those_of_sacrebleu(make: Any, rows: Any, texts: list[tuple[str, tuple[str, ...]]]) -> None:
    equal(make, rows, [text for text, _ in texts], [others for _, others in texts])


@settings(max_examples=300)
@given(st.text("a9.,- &;'<>\n()\u00a0", max_size=12), st.sampled_from(["", "&quot;", "&amp;lt;", "<skipped>", "-\n"]))
def test_13a_is_that_of_sacrebleu(text: str, middle: str) -> None:
    whole = text + middle + text
    assert block_statistics.tokenize_13a(whole).split() == BLEU(force=True)._preprocess_segment(whole).split()


@pytest.mark.parametrize(("make", "rows"), PAIRS, ids=IDS)
def test_thousands_of_letters(make: Any, rows: Any) -> None:
    """Symbols of many scripts are numbered in each segment; sacreBLEU counts a segment that has too many."""
    several = ["".join(map(chr, range(0x4E00 + 300 * part, 0x4E00 + 300 * part + 400))) for part in range(12)]
    with mock.patch.object(ngrams, "_in_each", wraps=ngrams._in_each) as each:
        equal(make, rows, several, [(text[50:] + text[:60],) for text in several])
    assert each.called == (rows is block_statistics.chrf)
    with mock.patch.object(block_statistics, "_by_sacrebleu", wraps=block_statistics._by_sacrebleu) as fallback:
        book = "".join(map(chr, range(0x4E00, 0x4E00 + 1200)))
        equal(make, rows, [book, "x"], [(book[::-1],), ("x",)])
    assert fallback.called == (rows is block_statistics.chrf)
