"""Segments of two Markdown documents, read and aligned without the encoder."""

from __future__ import annotations

from mtqe.alignment.documents import align
from mtqe.alignment.pages import completed
from mtqe.alignment.references import with_references
from mtqe.formats.documents import html, markdown
from mtqe.model import Segment, Text


def segments(source: str, target: str, langs: tuple[str, str] = ("en", "de"), page: bool = False) -> list[Segment]:
    """The segments of two documents.

    Args:
        source: The source.
        target: Its translation.
        langs: Language pair.
        page: Whether they are HTML pages.
    """
    texts = [Text((html if page else markdown).parse(content)) for content in (source, target)]
    alignment = align(texts[0], texts[1], *langs)
    return list(completed(with_references(alignment, [], "page", langs[1]), alignment, (texts[0], texts[1])))
