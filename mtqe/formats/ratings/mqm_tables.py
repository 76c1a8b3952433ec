"""MQM annotations in tables: those of Marot, which mtqe writes, too, and those that WMT released.

A tab-separated file with a header line and a row for each error: `system`, `doc`, `rater`, `source`, `target`,
`category`, `severity`, and the number of the segment in the document and in the test set (`docSegId` and `globalSegId`
in Marot, `doc_id` and `seg_id` in `mqm_newstest*.tsv`). Columns are found by name, in any order. Nothing is quoted.

- The rows of one rater for one segment of a system are one rating. A row `No-error` says that the rater found none.
- Marked text of either side is between `<v>` and `</v>`. Rows whose texts differ without the marks are ratings of
  different texts.
- `Non-translation!` is a critical error: WMT gives both 25 points.
- A severity that is missing is minor, with a note.
- A row without a rater rates nothing (mtqe writes such rows if no check ran), and neither does one of a test of the
  raters' attention (`HOTW-test`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from mtqe.errors import InputError
from mtqe.formats.ratings import rating_names
from mtqe.language.late_patterns import late
from mtqe.model import Severity, Side, Span
from mtqe.model.ratings import RatedError, Rating

NEEDED = ("system", "doc", "rater", "source", "target", "category", "severity")
_NAMES = {"docsegid": "doc_id", "globalsegid": "seg_id", "doc_seg_id": "doc_id", "global_seg_id": "seg_id"}
_MARK = late(r"</?v>")
_CONTROL = "hotw"
_Key = tuple[str, ...]


def fits(header: str) -> bool:
    """Whether the first line of a file is the header of such a table."""
    return set(NEEDED) <= set(_columns(header))


def read(text: str, name: str, notes: Counter[str]) -> Iterator[Rating]:
    """The ratings of a table.

    Args:
        text: The text of the file.
        name: The file, for messages.
        notes: Remarks with their numbers; the reader adds to them.

    Raises:
        InputError: A column is missing, a row has another number of columns, marks do not pair, or a severity is not
            known.
    """
    rows = text.split("\n")
    columns = _columns(rows[0])
    found: dict[_Key, Rating] = {}
    errors: dict[_Key, list[RatedError]] = {}
    ids: dict[_Key, str] = {}
    for number, line in enumerate(rows[1:], 2):
        if not line.strip():
            continue
        place = f"{name}, line {number}"
        cells = line.split("\t")
        if len(cells) not in (len(columns), len(columns) - 1):  # an empty last column may be cut off
            raise InputError(
                f"{place}: {len(cells)} columns, but the header has {len(columns)}",
                "texts of such a table have no tabs or line breaks",
            )
        row = dict(zip(columns, [*cells, ""], strict=False))
        if not row["rater"].strip() or row["severity"].strip().lower().startswith(_CONTROL):
            continue
        source, source_spans = _unmarked(row["source"], "source", place)
        target, target_spans = _unmarked(row["target"], "target", place)
        key: _Key = (
            row["rater"],
            row["system"],
            row["doc"],
            row.get("doc_id", ""),
            row.get("seg_id", ""),
            source,
            target,
        )
        if key not in found:
            found[key] = _rating(row, source, target)
            errors[key] = []
        of_segment = _metadata(row, place).get("segment")
        if isinstance(of_segment, dict) and (exact := of_segment.get("mtqe_segment")):
            ids[key[1:5]] = str(exact)  # only in the first row of a segment, whoever the rater is
        error = _error(row, (*source_spans, *target_spans), place, notes)
        errors[key] += [error] if error else []
    for key, rating in found.items():
        segment = ids.get(key[1:5], rating.segment)
        yield msgspec.structs.replace(rating, segment=segment, errors=tuple(errors[key]))


def _columns(header: str) -> list[str]:
    names = [name.strip().lower() for name in header.removeprefix("\ufeff").split("\t")]
    return [_NAMES.get(name, name) for name in names]


def _rating(row: Mapping[str, str], source: str, target: str) -> Rating:
    doc, _, pair = row["doc"].rpartition(":")
    langs = pair.split("-", 1) if doc and re.fullmatch(r"[a-z]{2,3}(-[A-Za-z]{2,8})+", pair) else []
    return Rating(
        rater=row["rater"],
        segment=row.get("seg_id") or row.get("doc_id", ""),
        source=source,
        target=target,
        doc=doc if langs else row["doc"],
        system=row["system"] or None,
        source_lang=langs[0] if len(langs) == 2 else None,
        target_lang=langs[1] if len(langs) == 2 else None,
    )


def _metadata(row: Mapping[str, str], place: str) -> Mapping[str, Any]:
    if not row.get("metadata", "").strip():
        return {}
    try:
        return msgspec.json.decode(row["metadata"], type=dict[str, Any])
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise InputError(f"{place}: the metadata is not a JSON object: {error}", "export it again") from error


def _unmarked(cell: str, side: Side, place: str) -> tuple[str, tuple[Span, ...]]:
    """The text without its marks, and the marked ranges."""
    text, spans, at, start = "", [], 0, None
    for mark in _MARK.finditer(cell):
        text += cell[at : mark.start()]
        at = mark.end()
        opens = mark[0] == "<v>"
        if opens != (start is None):
            raise InputError(
                f"{place}: {mark[0]} in the {side} has no counterpart",
                "each <v> needs a </v>, and they must not be nested",
            )
        if start is not None:
            spans.append(Span(side, start, len(text)))
        start = len(text) if opens else None
    if start is not None:
        raise InputError(f"{place}: <v> in the {side} has no counterpart", "each <v> needs a </v>")
    return text + cell[at:], tuple(spans)


def _error(row: Mapping[str, str], spans: Sequence[Span], place: str, notes: Counter[str]) -> RatedError | None:
    """The error of a row; `None` if it says that there is none."""
    if rating_names.without_mark(row["category"]) or rating_names.without_mark(row["severity"]):
        return None
    category = rating_names.category(row["category"])
    severity = rating_names.decided(row["severity"], place, notes)
    if category == rating_names.NON_TRANSLATION:
        severity = Severity.CRITICAL
    note = _metadata(row, place).get("note", "")
    return RatedError(category, severity, tuple(spans), note if isinstance(note, str) else "")
