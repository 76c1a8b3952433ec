"""The origin of the manual of a check, and sentences that several manuals share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from mtqe.model import Hit, Segment, Severity
from mtqe.registry.contracts import Check, Context, check


def make(run: Callable[..., Iterator[Any]], facts: Mapping[str, str] | None = None) -> Check:
    return check("ACC999", "sunk-ferry", "accuracy", Severity.MINOR, examples=[], facts=facts)(run)


def sunk_ferry(segment: Segment, context: Context) -> Iterator[Hit]:
    """The ferry sank.

    ## What it does

    - {measured}
      It looks for `{name}`.
    """
    yield from ()


def of_the_module(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark the ferry."""
    yield from ()


def test_the_manual_is_the_docstring_of_the_function() -> None:
    manual = make(sunk_ferry).manual
    assert manual == "The ferry sank.\n\n## What it does\n\n- {measured}\n  It looks for `{name}`."


def test_without_the_heading_it_is_that_of_the_module() -> None:
    assert make(of_the_module).manual == __doc__


def test_a_fact_stands_in_its_place_and_other_braces_stay() -> None:
    manual = make(sunk_ferry, {"measured": "Measured on two ferries."}).manual
    assert manual.endswith("\n- Measured on two ferries.\n  It looks for `{name}`.")


def test_a_fact_without_a_place_is_an_error() -> None:
    with pytest.raises(ValueError, match="the manual of sunk_ferry has no place for the fact mesured"):
        make(sunk_ferry, {"mesured": "Measured on two ferries."})
