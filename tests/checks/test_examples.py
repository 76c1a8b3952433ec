"""Every check's examples are its tests: good ones stay silent, bad ones mark exactly the given text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import coded
import pages
import pytest
from msgspec import structs

from mtqe.checks import runner as room
from mtqe.model import Glossary, Hit, Segment, Span, Term
from mtqe.registry import check_table
from mtqe.registry.contracts import Check, Context, Example
from mtqe.settings.config import Config

CASES = [
    pytest.param(check, example, id=f"{check.id}-{number}")
    for check in check_table.checks().values()
    for number, example in enumerate(check.examples)
]


class StandIn:
    """COMET with a model that marks what the example says: no test has the weights of one that would."""

    def __init__(self, example: Example) -> None:
        self.example = example

    def marks(self, context: Context) -> None:
        """It marks."""

    def hits(self, segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
        for segment in segments:
            for text in self.example.marks:
                start = segment.target.index(text)
                yield segment, Hit("an error", (Span("target", start, start + len(text)),))


def segments_of(check: Check, example: Example) -> list[Segment]:
    """The segments of an example."""
    if example.page:
        return pages.segments(example.source, example.target, example.langs)
    sides = [[text] if check.scope == "segment" else text.split("\n") for text in (example.source, example.target)]
    facts = example.meta or [{}] * len(sides[0])
    pairs = zip(*sides, facts, strict=True)
    make = coded.segment if example.codes else Segment
    made = [make(str(number), source, target) for number, (source, target, _) in enumerate(pairs, 1)]
    by_aligner = {"kind": "match"} if example.aligned else {}
    return [
        structs.replace(segment, meta=by_aligner | dict(meta), doc=meta.get("doc"))
        for segment, meta in zip(made, facts, strict=True)
    ]


@pytest.mark.parametrize(("check", "example"), CASES)
def test_example(check: Check, example: Example) -> None:
    terms = tuple(Term(source, target, status) for source, target, status in example.glossary)
    marker = (lambda name: StandIn(example)) if "error spans" in check.needs else None
    glossary = Glossary(terms) if terms else None
    config = Config(memory=("approved.tmx",) if "memory" in check.needs else ())
    context = Context(*example.langs, config, glossary=glossary, error_spans=marker)
    segments = segments_of(check, example)
    outcome = room.run([check], segments, context)
    assert outcome.problems == ()
    assert [item.state for item in outcome.items] == ["ran"], outcome.items
    assert [text for finding in outcome.findings for text in finding.marked] == list(example.marks)


@pytest.mark.parametrize("check", check_table.checks().values(), ids=lambda check: check.id)
def test_check_is_complete(check: Check) -> None:
    assert any(not example.marks for example in check.examples), "needs a good example"
    assert any(example.marks for example in check.examples), "needs a bad example"
    assert len({example.langs for example in check.examples}) >= 2, "needs examples in two language pairs"
    assert check.family in check_table.FAMILIES
    for heading in ("## What it does", "## Why it is bad", "## Known problems"):
        assert heading in check.manual, heading
    assert check.run.__name__ == check.name.replace("-", "_")
    assert re.fullmatch(r"mtqe\.checks\.(?!shared\.)[a-z]+\.[a-z_]+", check.run.__module__), (
        "not in the room of a family"
    )
