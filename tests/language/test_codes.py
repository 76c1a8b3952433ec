"""Segments without the text of their codes, and spans on the way back."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqe.language import codes
from mtqe.model import Code, Hit, Segment, Side, Span

TAG = re.compile(r"⟨/?\w+/?⟩")


def segment(source: str, target: str) -> Segment:
    """A segment whose codes are the names in ⟨⟩."""
    sides: list[tuple[Side, str]] = [("source", source), ("target", target)]
    found = [
        Code(
            side,
            *match.span(),
            match[0],
            "alone" if "/⟩" in match[0] else "close" if "/" in match[0] else "open",
            "break" if "br" in match[0] else "other",
        )
        for side, text in sides
        for match in TAG.finditer(text)
    ]
    return Segment("1", source, target, codes=tuple(found))


@pytest.mark.parametrize(
    ("stored", "bare"),
    [
        ("no codes", "no codes"),
        ("the ⟨b⟩old⟨/b⟩ harbour", "the old harbour"),
        ("You have ⟨n/⟩ new messages", "You have new messages"),
        ("⟨n/⟩ is full", "is full"),
        ("Log in to ⟨n/⟩", "Log in to"),
        ("Hello ⟨n/⟩, come in", "Hello, come in"),
        ("Hello ⟨b⟩⟨n/⟩⟨/b⟩!", "Hello!"),
        ("Bonjour ⟨n/⟩\u00a0!", "Bonjour\u00a0!"),
        ("a⟨n/⟩b", "ab"),
        ("a⟨br/⟩b ⟨br/⟩c", "a b c"),
        ("a.⟨/b⟩⟨br/⟩⟨b⟩B⟨br/⟩ c⟨br/⟩", "a. B c"),
        ("⟨n/⟩", ""),
        ("⟨b⟩a ⟨/b⟩ b", "a  b"),
    ],
)
def test_bare_text(stored: str, bare: str) -> None:
    assert codes.bare(segment("x", stored)).target == bare
    assert codes.bare(segment(stored, "x")).source == bare


def test_places_of_codes_in_the_bare_text() -> None:
    bare = codes.bare(segment("the ⟨b⟩old⟨/b⟩ harbour ⟨n/⟩", "⟨n/⟩ der"))
    assert [(code.side, code.start, code.end, code.key, code.text) for code in bare.codes] == [
        ("source", 4, 4, "⟨b⟩", "⟨b⟩"),
        ("source", 7, 7, "⟨/b⟩", "⟨/b⟩"),
        ("source", 15, 15, "⟨n/⟩", "⟨n/⟩"),
        ("target", 0, 0, "⟨n/⟩", "⟨n/⟩"),
    ]


def test_a_segment_without_codes_is_returned_itself() -> None:
    plain = Segment("1", "a", "b")
    assert codes.bare(plain) is plain


@given(st.lists(st.sampled_from(["⟨b⟩", "⟨/b⟩", "⟨n/⟩", "⟨br/⟩", " ", "a", ",", "\u00a0"])))
def test_the_length_beside_the_codes_is_the_same_without_their_text(parts: list[str]) -> None:
    stored = segment("⟨n/⟩ x", "".join(parts))
    bare = codes.bare(stored)
    assert codes.length(stored, "target") == len(TAG.sub("", stored.target)) == codes.length(bare, "target")
    assert codes.length(codes.bare(bare), "source") == codes.length(stored, "source") == 2


def test_marked_codes_become_spans() -> None:
    stored = segment("a ⟨n/⟩ b", "a b")
    hit = codes.Stored(stored).hit(Hit("lost", (Span("target", 0, 1),), codes=(0,)))
    assert hit.spans == (Span("target", 0, 1), Span("source", 2, 6))
    assert not hit.codes


def test_the_space_of_a_line_break_is_the_line_break() -> None:
    stored = segment("x", "one⟨br/⟩line")
    marked = codes.Stored(stored).hit(Hit("", (Span("target", 3, 4), Span("target", 0, 8)))).spans
    assert [stored.target[span.start : span.end] for span in marked] == ["⟨br/⟩", "one⟨br/⟩line"]


@given(st.lists(st.sampled_from(["⟨b⟩", "⟨/b⟩", "⟨n/⟩", " ", "a", "Bc", ",", "!", "\u00a0", "\U0001f600"])), st.data())
def test_spans_of_the_bare_text_mark_the_same_characters(parts: list[str], data: st.DataObject) -> None:
    stored = segment("x", "".join(parts))
    bare = codes.bare(stored)
    assert TAG.sub("", stored.target).replace(" ", "") == bare.target.replace(" ", "") or "\u00a0" in stored.target
    assert all(0 <= code.start == code.end <= len(bare.target) for code in bare.codes)
    if bare.target:
        start = data.draw(st.integers(0, len(bare.target) - 1))
        end = data.draw(st.integers(start + 1, len(bare.target)))
        (span,) = codes.Stored(stored).hit(Hit("", (Span("target", start, end),))).spans
        marked = stored.target[span.start : span.end]
        assert marked[0] == bare.target[start]
        assert marked[-1] == bare.target[end - 1]
        assert "".join(TAG.sub("", marked).split()) == "".join(bare.target[start:end].split())


def test_many_spans_of_one_segment_do_not_read_its_codes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Side] = []
    kept = codes._kept

    def noted(segment: Segment, side: Side) -> Sequence[codes._Kept]:
        read.append(side)
        return kept(segment, side)

    monkeypatch.setattr(codes, "_kept", noted)
    stored = codes.Stored(segment("a", "⟨n/⟩ b" * 9))
    for start in range(9):
        stored.hit(Hit("", (Span("target", start, start + 1), Span("source", 0, 1))))
    assert read == ["target", "source"]
