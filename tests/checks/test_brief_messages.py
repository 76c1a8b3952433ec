"""The runner shortens the long texts that a message repeats."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mtqe.checks import check_run, runner
from mtqe.model import Finding, Hit, Segment, Severity, Span
from mtqe.registry import check_table
from mtqe.registry.contracts import Context, Example, check


@check("ACC902", "echo", "accuracy", Severity.MINOR, examples=[Example("a", "a")])
def echo(segment: Segment, context: Context) -> Iterator[Hit]:
    """A hit that marks and quotes the translation."""
    yield Hit(f"“{segment.target}” is new (here)", (Span("target", 0, len(segment.target)),))


def only(name: str, source: str, target: str) -> Finding:
    chosen = [echo] if name == "echo" else check_table.select((name,))
    (finding,) = runner.run(chosen, [Segment("1", source, target)], Context("en", "de")).findings
    return finding


@pytest.mark.parametrize("text", ["word " * 100 + "end", "x" * 5000, "字" * 300])
def test_a_long_quoted_text_is_shortened(text: str) -> None:
    finding = only("echo", "a", text)
    start, end = finding.message.removeprefix("“").removesuffix("” is new (here)").split("…")
    assert len(start) + len(end) <= check_run.QUOTED
    assert text.startswith(start) and text.endswith(end) and min(len(start), len(end)) > 20
    assert finding.marked == (text,) and finding.spans == (Span("target", 0, len(text)),)


def test_a_text_of_the_greatest_length_stays_whole() -> None:
    text = "word " * 11 + "alone"
    assert len(text) == check_run.QUOTED
    assert only("echo", "a", text).message == f"“{text}” is new (here)"


def test_a_number_of_thousands_of_digits_has_a_short_message() -> None:
    source, target = "7" * 5000, "8" * 5000
    finding = only("ACC101", f"He counted {source} sheep.", f"Er zählte {target} Schafe.")
    assert len(finding.message) < 300
    assert set(finding.marked) == {source, target}
