"""Gaps in a translation: the arithmetic on made-up vectors, then the checks with the encoder."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqe import encoder
from mtqe.checks import runner
from mtqe.checks.shared import coverage
from mtqe.encoder import Tokens
from mtqe.model import Segment, Severity
from mtqe.registry import check_table
from mtqe.registry.contracts import Context


def text_of(numbers: list[int]) -> coverage.Words:
    """A text of numbered words; only words with the same number are translations of each other."""
    names = [f"word{number:04d}" for number in numbers]
    starts = np.cumsum([0, *(len(name) + 1 for name in names)])[:-1].tolist()
    spans = [(start, start + len(name)) for start, name in zip(starts, names, strict=True)]
    return coverage.Words(" ".join(names), spans, np.eye(64, dtype=np.float32)[numbers])


def marked(source: list[int], target: list[int]) -> tuple[str | None, str | None]:
    """The marked gap of each side, if its log-odds are above zero."""
    texts = (text_of(source), text_of(target))
    gaps = coverage.gaps(*texts, ("en", "en"))
    source_mark, target_mark = (
        text.text[gap.start : gap.end] if gap and gap.odds > 0 else None for text, gap in zip(texts, gaps, strict=True)
    )
    return source_mark, target_mark


WHOLE = list(range(16))
WITHOUT = [number for number in WHOLE if not 5 <= number < 10]
LOST = " ".join(f"word{number:04d}" for number in range(5, 10))


def test_words_that_nothing_covers_are_the_gap_of_their_side() -> None:
    assert marked(WHOLE, WITHOUT) == (LOST, None)
    assert marked(WITHOUT, WHOLE) == (None, LOST)


def test_the_order_of_the_other_side_does_not_matter() -> None:
    assert marked(WHOLE, WITHOUT[::-1]) == (LOST, None)


def test_a_full_translation_has_no_gap() -> None:
    assert marked(WHOLE, WHOLE[::-1]) == (None, None)


def test_a_stretch_without_counterpart_on_both_sides_is_less_of_a_gap() -> None:
    free = coverage.gaps(text_of(WHOLE), text_of([*WITHOUT, 20, 21, 22, 23, 24]), ("en", "en"))
    lost = coverage.gaps(text_of(WHOLE), text_of(WITHOUT), ("en", "en"))
    assert free[0] is not None and lost[0] is not None
    assert free[0].odds < lost[0].odds - 1


def test_the_sentence_vectors_decide_doubtful_cases() -> None:
    gap = coverage.Gap(0, 30, 5, 2.0, longer=0.2, among=3.0)
    closer, same, farther = (coverage.confirmed(gap, gain, "source") for gain in (0.05, 0.0, -0.05))
    assert closer > 3 > same > 0 > farther


def test_a_longer_text_is_likelier_to_have_a_gap() -> None:
    even, longer = (coverage.Gap(0, 30, 5, 2.0, longer=share, among=3.0) for share in (0.0, 0.4))
    for side in ("source", "target"):
        assert coverage.confirmed(longer, 0.01, side) > coverage.confirmed(even, 0.01, side) + 0.5


def test_an_unrelated_translation_has_no_gap() -> None:
    assert coverage.gaps(text_of(WHOLE), text_of(list(range(20, 30))), ("en", "en")) == (None, None)


def test_a_gap_of_two_words_is_too_small_and_of_most_words_too_large() -> None:
    assert marked(WHOLE, [number for number in WHOLE if number not in (5, 6)]) == (None, None)
    assert marked(WHOLE, WHOLE[:4]) == (None, None)


@pytest.mark.parametrize("count", [coverage.FEWEST - 1, coverage.MOST + 1])
def test_texts_with_too_few_or_too_many_words_are_not_judged(count: int) -> None:
    other_side = text_of(WHOLE)
    text = coverage.Words("", [(0, 1)] * count, np.zeros((count, 64), np.float32))
    assert (
        coverage.gaps(text, other_side, ("en", "de")) == coverage.gaps(other_side, text, ("en", "de")) == (None, None)
    )


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=12))
def test_the_run_has_the_greatest_sum(values: list[int]) -> None:
    first, last, total = coverage.run(np.array(values, np.float32))
    sums = [sum(values[a:b]) for a in range(len(values)) for b in range(a + 1, len(values) + 1)]
    assert 0 <= first < last <= len(values)
    assert total == sum(values[first:last]) == max(sums)


def test_a_run_of_many_words_takes_little_time() -> None:
    values = np.tile(np.array([1, -2, 3], np.float32), 100_000)
    started = time.process_time()
    assert coverage.run(values) == (2, 300_000, 200_001.0)
    assert time.process_time() - started < 2.0


@pytest.mark.parametrize(
    ("text", "cut", "expected"),
    [
        ("Der Hund bellt.", "Der|Hund|bell|t|.", ["Der", "Hund", "bellt"]),
        ("a part-time job", "a|part|-|time|job", ["a", "part", "time", "job"]),
        ("3.5 Mio. Euro", "3|.|5|Mio|.|Euro", ["3", "5", "Mio", "Euro"]),
        ("他在Rockies队打球。", "他|在|Rock|ies|队|打球|。", ["他", "在", "Rockies", "队", "打球"]),
        ("!? …", "!?|…", []),
        ("हिन्दी में", "ह|ि|न्दी|मे|ं", ["हिन्दी", "में"]),
        ("เรือออกช้า", "เรือ|ออก|ช|้า", ["เรือ", "ออก", "ช้า"]),
    ],
)
def test_words_from_tokens(text: str, cut: str, expected: list[str]) -> None:
    offsets, at = [], 0
    for piece in cut.split("|"):
        start = text.index(piece, at)
        at = start + len(piece)
        offsets.append((start, at))
    states = np.arange((len(offsets) + 2) * 4, dtype=np.float16).reshape(-1, 4) ** 2
    read = coverage.words(text, Tokens(tuple(range(len(offsets))), np.array(offsets, np.int32), states))
    assert [text[start:end] for start, end in read.spans] == expected
    assert np.allclose(np.linalg.norm(read.vectors, axis=1), 1.0, atol=1e-5)


# --- the checks, with the encoder -------------------------------------------------------------------------------------

SOURCE = "The council closed the swimming pool, although many families had protested for weeks, and sold the land."
FULL = (
    "Der Stadtrat schloss das Schwimmbad, obwohl viele Familien wochenlang protestiert hatten, "
    "und verkaufte das Grundstück."
)
SHORT = "Der Stadtrat schloss das Schwimmbad und verkaufte das Grundstück."
BACK = "The council closed the swimming pool and sold the land."


def run(*pairs: tuple[str, str], langs: tuple[str, str] = ("en", "de"), docs: str = "") -> runner.Outcome:
    segments = [Segment(str(n), *pair, doc=docs[n] if docs else "d") for n, pair in enumerate(pairs)]
    return runner.run(check_table.select(["ACC110", "ACC111"]), segments, Context(*langs))


def test_an_omission_is_major_and_marked_on_the_source() -> None:
    assert not run((SOURCE, FULL), langs=("en-GB", "de-AT")).findings
    (finding,) = run((f"  {SOURCE}", SHORT), langs=("en-GB", "de-AT")).findings
    assert (finding.check, finding.segment, finding.severity) == ("ACC110", "0", Severity.MAJOR)
    assert finding.marked == ("although many families had protested for weeks",)
    assert finding.spans[0].side == "source" and not finding.preview
    assert finding.confidence is not None and 0.5 < finding.confidence <= 1.0


def test_an_addition_is_marked_on_the_target() -> None:
    (finding,) = run((SOURCE, FULL), (BACK, FULL)).findings
    assert (finding.check, finding.segment, finding.severity) == ("ACC111", "1", Severity.MAJOR)
    assert finding.spans[0].side == "target" and not finding.preview
    assert "protestiert" in finding.marked[0] and "Schwimmbad" not in finding.marked[0]


def test_errors_of_other_checks_are_left_to_them() -> None:
    outcome = run(
        (SOURCE, ""),
        ("", SHORT),
        (SOURCE, SOURCE),
        (SOURCE, BACK),
        (SOURCE, "Heute Abend gibt es Suppe mit Brot und danach einen Kuchen von meiner Tante aus Köln."),
    )
    assert (outcome.findings, outcome.problems) == ((), ())


def test_a_pair_that_was_not_measured_is_not_run() -> None:
    items = run((SOURCE, SHORT), langs=("en", "sw")).items
    assert [item.state for item in items] == ["not run", "not run"]
    assert all("Swahili" in (item.why or "") for item in items)


def test_both_checks_read_a_text_once(monkeypatch: pytest.MonkeyPatch) -> None:
    model, texts_read = encoder.load(), []
    read = model.tokens

    def tokens(texts: list[str]) -> list[Tokens]:
        texts_read.extend(texts)
        return read(texts)

    monkeypatch.setattr(model, "tokens", tokens)
    findings = run((SOURCE, SHORT), (SOURCE, FULL), (SOURCE, SHORT), docs="aab").findings
    assert sorted(texts_read) == sorted({SOURCE, SHORT, FULL})
    assert [finding.segment for finding in findings] == ["0", "2"]


def test_documents_of_more_segments_than_are_read_together(monkeypatch: pytest.MonkeyPatch) -> None:
    from mtqe.checks.meaning import gaps

    monkeypatch.setattr(gaps, "BATCH_SIZE", 1)
    findings = run((SOURCE, FULL), (SOURCE, SHORT), (BACK, SHORT)).findings
    assert [finding.segment for finding in findings] == ["1"]
