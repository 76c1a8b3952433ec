"""Small valid files of each format, from which the fuzzer starts: those in `seeds/FORMAT/`, and Office files."""

from __future__ import annotations

import io
from pathlib import Path

FILES = Path(__file__).parent / "seeds"


def seeds(name: str) -> list[bytes]:
    """The seeds of a format."""
    made = {"docx": _document, "xlsx": _workbook}
    return [path.read_bytes() for path in sorted((FILES / name).glob("*"))] + ([made[name]()] if name in made else [])


def _document() -> bytes:
    from docx import Document

    document, out = Document(), io.BytesIO()
    document.add_heading("The tide")
    document.add_paragraph("It rises at seven.")
    document.save(out)
    return out.getvalue()


def _workbook() -> bytes:
    from openpyxl import Workbook

    workbook, out = Workbook(), io.BytesIO()
    for row in (("source", "target"), ("Open", "Öffnen")):
        workbook.active.append(row)
    workbook.save(out)
    return out.getvalue()
