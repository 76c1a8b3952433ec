"""The parts of Office files beside the main text: notes, comments, charts, drawings, by the types of their content."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Container, Iterator
from typing import Any

REMARK = "comment of the Office program"
"""A comment in the margin of a document or at a cell: it is shown, and often goes out with the file."""
DRAWN = {"chart": "text of a drawing", "drawing": "text of a drawing", "diagramData": "text of a drawing"}
"""The kinds of drawings that may have text, by the end of the type of their content."""
_TYPES = "[Content_Types].xml"
_TEXTS = ("{*}t", "{*}v", "{*}text")
"""Elements that hold text; `v` is a value that a chart shows, `text` that of a comment in a thread."""


def typed(data: bytes, kinds: Container[str]) -> Iterator[tuple[str, Any]]:
    """The roots of the parts of some types, with the end of their type, such as `comments`.

    Args:
        data: The bytes of an Office file that is no bomb (`mtqe.formats.zip_guard`).
        kinds: The ends of the types.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        for override in _root(archive.read(_TYPES)).iter("{*}Override") if _TYPES in names else ():
            kind = override.get("ContentType", "").rpartition(".")[2].removesuffix("+xml")
            name = override.get("PartName", "").lstrip("/")
            if kind in kinds and name in names:
                yield kind, _root(archive.read(name))


def has_text(element: Any) -> bool:
    """Whether an element of any part has visible text in it."""
    return any("".join(part.itertext()).strip() for part in element.iter(*_TEXTS))


def _root(data: bytes) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    return etree.fromstring(data, parser)
