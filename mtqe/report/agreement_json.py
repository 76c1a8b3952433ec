"""An agreement as JSON: schema `mtqe.agreement/1`; see `mtqe.model.agreement_report.Agreement` for the fields."""

from __future__ import annotations

from typing import TextIO

import msgspec

from mtqe.model.agreement_report import Agreement


def render(found: Agreement, out: TextIO) -> None:
    """Write the agreement as one JSON object: indented, UTF-8 unescaped, fields in the order of the struct."""
    out.write(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
    out.write("\n")
