"""A comparison as JSON: schema `mtqe.comparison/1`; see `mtqe.model.comparison.Comparison` for the fields."""

from __future__ import annotations

from typing import TextIO

import msgspec

from mtqe.model.comparison import Comparison


def render(comparison: Comparison, out: TextIO) -> None:
    """Write the comparison as one JSON object: indented, UTF-8 unescaped, fields in the order of the struct."""
    out.write(msgspec.json.format(msgspec.json.encode(comparison), indent=2).decode())
    out.write("\n")
