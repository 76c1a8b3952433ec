"""What checks of whole documents read of each pair of texts is kept from run to run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from mtqe.checks.meaning import wrong_noun
from mtqe.checks.shared import kept_values
from mtqe.checks.shared.kept_values import of_pairs
from mtqe.encoder import judgement_cache
from mtqe.errors import Unavailable
from mtqe.machine.cache import FILE, Store
from mtqe.model import Segment
from mtqe.registry.contracts import Context

ASKED: list[str] = []


def lengths(segments: Sequence[Segment], context: Context) -> list[dict[str, tuple[int, ...]]]:
    ASKED.extend(one.id for one in segments)
    return [{one.source: (len(one.source), len(one.target))} for one in segments]


def read(
    segments: Sequence[Segment], context: Context | None = None
) -> tuple[list[dict[str, tuple[int, ...]]], list[str]]:
    ASKED.clear()
    context = context or Context("en", "de", cache=Store())
    return of_pairs(lengths, dict[str, tuple[int, ...]], segments, context), list(ASKED)


def segments(*pairs: tuple[str, str]) -> list[Segment]:
    return [Segment(str(number), *pair) for number, pair in enumerate(pairs)]


def test_only_new_pairs_are_read_again() -> None:
    first = segments(("Low tide", "Ebbe"), ("High tide", "Flut"), ("Low tide", "Ebbe"))
    assert read(first) == ([{"Low tide": (8, 4)}, {"High tide": (9, 4)}, {"Low tide": (8, 4)}], ["2", "1"])
    moved = segments(("The pier", "Der Pier"), *((one.source, one.target) for one in first))
    assert read(moved) == ([{"The pier": (8, 8)}, *read(first)[0]], ["0"])
    assert read(moved)[1] == []


def test_what_another_function_or_language_reads_is_not_mixed_up() -> None:
    given = segments(("Low tide", "Ebbe"))
    read(given)
    assert read(given, Context("en", "nl", cache=Store()))[1] == ["0"]
    context = Context("en", "de", cache=Store())
    assert of_pairs(lambda given, _: [7 for _ in given], int, given, context) == [7]


def test_texts_that_are_no_unicode_are_read_each_time() -> None:
    given = segments(("Low tide", "\ud800"))
    assert read(given) == read(given) == ([{"Low tide": (8, 1)}], ["0"])


def test_without_a_cache_or_an_encoder_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    given = segments(("Low tide", "Ebbe"))
    for _ in range(2):
        assert read(given, Context("en", "de"))[1] == ["0"]

    def damaged(context: Context) -> dict[str, str]:
        raise Unavailable("damaged")

    monkeypatch.setattr(judgement_cache, "origin", damaged)
    for _ in range(2):
        assert read(given)[1] == ["0"]


def test_no_text_is_in_the_cache(own_cache: Path) -> None:
    read(segments(("Low tide", "Ebbe")))
    content = (own_cache / FILE).read_bytes()
    assert kept_values.KIND.encode() in content
    assert b"tide" not in content


def test_a_check_of_a_document_reads_a_changed_document_as_a_new_one(monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = [
        ("The pensioners pay nothing for the bus.", "Die Patienten zahlen für den Bus nichts."),
        ("They closed the old bridge in May.", "Sie schlossen die alte Brücke im Mai."),
    ]
    changed = [pairs[0], ("They closed the old bridge in May.", "Sie schlossen den alten Tunnel im Mai.")]
    asked: list[int] = []
    plain = wrong_noun._sides

    def sides(given: Sequence[Segment], context: Context) -> list[wrong_noun.Sides]:
        asked.append(len(given))
        return plain(given, context)

    sides.__module__, sides.__qualname__ = plain.__module__, plain.__qualname__
    monkeypatch.setattr(wrong_noun, "_sides", sides)
    cached = [
        list(wrong_noun.exchanges(segments(*given), Context("en", "de", cache=Store()))) for given in (pairs, changed)
    ]
    assert asked == [2, 1]
    assert cached == [list(wrong_noun.exchanges(segments(*given), Context("en", "de"))) for given in (pairs, changed)]
    assert [len(found) for found in cached] == [1, 2]
