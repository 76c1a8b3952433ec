"""Small valid files of each format, from which the fuzzer starts: in `seeds/FORMAT/`, files of tools, Office files."""

from __future__ import annotations

import io
from pathlib import Path

from mtqe.formats import endings

FILES = Path(__file__).parent / "seeds"
TOOLS = Path(__file__).parents[1] / "data" / "tools"


def seeds(name: str) -> list[bytes]:
    """The seeds of a format."""
    made = {"docx": _document, "xlsx": _workbook}
    of_tools = [path for path in sorted(TOOLS.iterdir()) if (row := endings.row_of(path)) and row.name == name]
    paths = [*sorted((FILES / name).glob("*")), *of_tools]
    return [path.read_bytes() for path in paths] + ([made[name]()] if name in made else [])


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
