"""Words that the other side has as code: *the file tides.json* is *die Datei `tides.json`*.

The encoder reads the text without its codes, so that such words seem to be lost or added, and the words around them
with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from mtqe.model import Hit, Segment, Severity, other_side

MOST = 0.5
"""Share: of the letters of a finding, from which on code of the other side explains it. By judgement: two names of
files in a clause are about half of it."""


def kept_as_minor(hits: Iterable[tuple[Segment, Hit]]) -> Iterator[tuple[Segment, Hit]]:
    """The hits; those whose words are mostly code of the other side are minor."""
    for segment, hit in hits:
        yield segment, replace(hit, severity=Severity.MINOR) if _is_kept(segment, hit) else hit


def _is_kept(segment: Segment, hit: Hit) -> bool:
    literals = [code for code in segment.codes if code.kind == "literal"]
    if not literals:
        return False
    marked = kept = 0
    for span in hit.spans:
        codes = "\n".join(code.value or code.text for code in literals if code.side == other_side(span.side))
        for word in segment.text(span.side)[span.start : span.end].split():
            size = sum(map(str.isalnum, word))
            marked += size
            kept += size if size > 1 and word.strip(".,:;!?()[]\"'") in codes else 0
    return marked > 0 and kept >= MOST * marked
