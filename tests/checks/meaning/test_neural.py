"""Error spans from the tagger's probabilities: exact code points, whole words, severity, confidence."""

from __future__ import annotations

import random
import re
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqe.checks import runner
from mtqe.checks.meaning import error_spans
from mtqe.checks.meaning.error_spans import Token
from mtqe.encoder import Judgement, judgement_cache
from mtqe.language import words
from mtqe.model import Segment, Severity
from mtqe.registry import check_table
from mtqe.registry.contracts import Context

CHANCES = {".": (0.0, 0.0), "m": (0.7, 0.1), "M": (0.1, 0.8)}


def spans(text: str, cut: str, tags: str, lang: str = "de") -> list[tuple[str, Severity]]:
    """The marks of a text whose tokens are separated by `|` and tagged as none `.`, minor `m` or major `M`."""
    tokens, at = [], 0
    for piece, tag in zip(cut.split("|"), tags, strict=True):
        start = text.index(piece, at)
        at = start + len(piece)
        tokens.append(Token(start, at, *CHANCES[tag]))
    return [(text[span.start : span.end], span.severity) for span in error_spans.spans(text, tokens, lang, 0.5)]


@pytest.mark.parametrize(
    ("text", "cut", "tags", "lang", "expected"),
    [
        ("Der Hund bellt.", "Der|Hund|bell|t|.", ".....", "de", []),
        ("Der Hund bellt.", "Der|Hund|bell|t|.", "..m..", "de", [("bellt", Severity.MINOR)]),
        ("Der Hund bellt.", "Der|Hund|bell|t|.", ".Mm..", "de", [("Hund bellt", Severity.MAJOR)]),
        ("Der Hund bellt.", "Der|Hund|bell|t|.", "m..MM", "de", [("Der", Severity.MINOR), ("bellt", Severity.MAJOR)]),
        ("Der Hund bellt.", "Der|Hund|bell|t|.", "....m", "de", [(".", Severity.MINOR)]),
        ("Ja , nein", "Ja|,|nein", "m.m", "de", [("Ja", Severity.MINOR), ("nein", Severity.MINOR)]),
        ("Ein part-time Job", "Ein|part|-|time|Job", "...M.", "de", [("part-time", Severity.MAJOR)]),
        ("他在Rockies队打球。", "他|在|Rock|ies|队|打球|。", "..M....", "zh", [("Rockies", Severity.MAJOR)]),
        ("他在北京队打球。", "他|在|北京|队|打球|。", "..m...", "zh", [("北京", Severity.MINOR)]),
        ("ฉันไปโรงเรียน", "ฉัน|ไป|โรงเรียน", ".M.", "th", [("ไป", Severity.MAJOR)]),
        ("😀 Hunde bellen", "😀|Hunde|bell|en", "..m.", "de", [("bellen", Severity.MINOR)]),
    ],
)
def test_spans(text: str, cut: str, tags: str, lang: str, expected: list[tuple[str, Severity]]) -> None:
    assert spans(text, cut, tags, lang) == expected


def test_confidence_is_the_mean_over_the_tokens() -> None:
    tokens = [Token(0, 4, 0.2, 0.5), Token(4, 6, 0.1, 0.0), Token(7, 9, 0.0, 0.1)]
    (span,) = error_spans.spans("bellen ja", tokens, "de", 0.5)
    assert (span.start, span.end) == (0, 6)
    assert span.confidence == pytest.approx(0.4)


def test_the_constant_moves_the_marks() -> None:
    tokens = [Token(0, 4, 0.3, 0.25), Token(6, 10, 0.0, 0.8)]
    marks = {mark: len(error_spans.spans("Hund, Wolf", tokens, "de", mark)) for mark in (0.5, 0.6, 0.9)}
    assert marks == {0.5: 2, 0.6: 1, 0.9: 0}


def test_tokens_of_space_only_are_left_out() -> None:
    tags = np.array([[0.9, 0.1, 0.0, 0.0], [0.1, 0.1, 0.8, 0.0], [0.1, 0.1, 0.8, 0.0]], np.float32)
    offsets = np.array([[0, 3], [3, 4], [4, 6]], np.int32)
    tokens = error_spans.tokens("the 花园", Judgement(1.0, 1, offsets, tags, tags[:, 2]))
    assert [(token.start, token.end) for token in tokens] == [(0, 3), (4, 6)]


def test_invisible_tokens_are_not_marked_and_do_not_split_a_span() -> None:
    text = "👩\u200d👧 \u2060 x"
    tags = np.tile(np.array([0.1, 0.1, 0.8, 0.0], np.float32), (4, 1))
    offsets = np.array([[0, 1], [2, 3], [4, 5], [6, 7]], np.int32)
    tokens = error_spans.tokens(text, Judgement(1.0, 1, offsets, tags, tags[:, 2]))
    assert [(token.start, token.end) for token in tokens] == [(0, 1), (2, 3), (6, 7)]
    assert [(span.start, span.end) for span in error_spans.spans(text[:3], tokens[:2], "de")] == [(0, 3)]


def test_many_spans_take_little_time() -> None:
    text = "ab cd " * 20_000
    tokens = [Token(at, at + 2, 0.0, 0.9 * (at % 6 == 0)) for at in range(0, len(text), 3)]
    started = time.process_time()
    assert len(error_spans.spans(text, tokens, "de", 0.5)) == 20_000
    assert time.process_time() - started < 2.0  # quadratic growth would take minutes


TEXTS = st.text(
    st.sampled_from("abÄß1'’-., „“()\n\u00a0中文かไทย\u0301हि😀") | st.characters(codec="utf-8"), max_size=40
)


@given(TEXTS, st.randoms(use_true_random=False), st.sampled_from(["de", "zh", "th"]))
def test_spans_are_exact_and_apart(text: str, rng: random.Random, lang: str) -> None:
    draw = rng.random
    tokens, at = [], 0
    while at < len(text):
        end = min(len(text), at + 1 + int(draw() * 4))
        piece = text[at:end]
        if piece.strip():
            start = at + len(piece) - len(piece.lstrip())
            tokens.append(Token(start, start + len(piece.strip()), draw() / 2, draw() / 2))
        at = end
    marked = error_spans.spans(text, tokens, lang, 0.5)
    last = -1
    for span in marked:
        assert last < span.start < span.end <= len(text)
        assert last < 0 or text[last : span.start].strip()
        assert text[span.start : span.end].strip() == text[span.start : span.end]
        assert 0.0 <= span.confidence <= 1.0
        last = span.end
    if lang != "th":
        edges = {place for span in marked for place in (span.start, span.end)}
        assert not [word for word in words.words(text) if edges & set(range(word.start + 1, word.end))]
    assert bool(marked) == any(token.minor + token.major >= 0.5 for token in tokens)


# --- the check, with the encoder --------------------------------------------------------------------------------------


def run(segments: list[Segment], langs: tuple[str, str]) -> runner.Outcome:
    return runner.run(check_table.select(["ACC109"]), segments, Context(*langs))


def test_a_pair_that_was_not_measured_is_not_run() -> None:
    (item,) = run([Segment("1", "Nobody came.", "Personne n'est venu.")], ("en", "fr")).items
    assert item.state == "not run"
    assert item.why is not None and "en-fr" in item.why


def test_empty_sides_are_left_out() -> None:
    outcome = run([Segment("1", "Nobody came.", " "), Segment("2", "", "Folgen Sie uns.")], ("en", "de"))
    assert (outcome.findings, outcome.problems) == ((), ())


def test_findings_are_previews_that_name_severity_and_confidence() -> None:
    source = "The storm closed the library on the main square on Sunday."
    target = "Der Fisch singt die Bibliothek auf dem blauen Käse on Sunday."
    outcome = run([Segment("1", source, target, doc="a"), Segment("2", source, target, doc="b")], ("en-GB", "de-AT"))
    assert {finding.segment for finding in outcome.findings} == {"1", "2"}
    for finding in outcome.findings:
        (span,), (marked,) = finding.spans, finding.marked
        assert span.side == "target" and target[span.start : span.end] == marked
        assert finding.preview and finding.severity in (Severity.MINOR, Severity.MAJOR)
        assert finding.confidence is not None and 0.0 < finding.confidence <= 1.0
        assert re.fullmatch(rf"the neural model judges this to be a {finding.severity} error .*%\)", finding.message)


def test_metric_and_check_share_a_judgement() -> None:
    context = Context("en", "de")
    pair = judgement_cache.pair(Segment("1", "Nobody came.", "Niemand kam."), context)
    (first,) = judgement_cache.judgements([pair], context, "first")
    (second,) = judgement_cache.judgements([pair], context, "second")
    assert first is second
