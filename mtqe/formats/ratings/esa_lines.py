"""Error span annotations (ESA) in JSON Lines, as WMT24 published them and `mtqe report -f esa` writes them.

One object for each segment and annotator: `src`, `tgt`, `doc_id`, `system`, `annotator`, `line_id` (from 0),
`langs`, `esa_score` (0 to 100 or null) and `esa_spans` with `start_i` and `end_i` (code points of the translation,
half-open), `severity` and `error_type`. A span whose start and end are `missing` is an omission: it marks nothing.
A span whose severity is `undecided` is minor, with a note.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from mtqe.errors import InputError
from mtqe.formats.ratings import json_fields, rating_names
from mtqe.model import Span
from mtqe.model.ratings import RatedError, Rating

MISSING = "missing"
NO_SOURCE = "…"
"""The source of a text that was added, because the format requires one."""


def fits(record: Mapping[str, Any]) -> bool:
    """Whether an object is such a line."""
    return "esa_spans" in record and {"src", "tgt"} <= set(record)


def read(text: str, name: str, notes: Counter[str]) -> Iterator[Rating]:
    """The ratings of a file.

    Args:
        text: The text of the file.
        name: The file, for messages.
        notes: Remarks with their numbers; the reader adds to them.

    Raises:
        InputError: A line is not such an object, a score is not between 0 and 100, or a span is not in its text.
    """
    for place, record in json_fields.lines(text, name):
        source, target = json_fields.text(record, "src", place), json_fields.text(record, "tgt", place)
        source_lang, _, target_lang = (json_fields.optional(record, "langs") or "").partition("-")
        line_id = record.get("line_id")
        try:
            yield Rating(
                rater=json_fields.optional(record, "annotator", "annotator_id", "user_id") or "",
                segment=str(line_id + 1) if isinstance(line_id, int) else str(line_id or ""),
                source="" if source == NO_SOURCE else source,
                target=target,
                doc=json_fields.optional(record, "doc_id"),
                system=json_fields.optional(record, "system"),
                source_lang=source_lang or None,
                target_lang=target_lang or None,
                score=json_fields.number(record, "esa_score", place),
                errors=tuple(_error(span, place, notes) for span in json_fields.objects(record, "esa_spans", place)),
            )
        except ValueError as error:
            raise InputError(f"{place}: {error}", "correct the line, or remove it") from error


def _error(span: Mapping[str, Any], place: str, notes: Counter[str]) -> RatedError:
    named = json_fields.optional(span, "error_type", "category")
    severity = rating_names.decided(json_fields.optional(span, "severity"), place, notes)
    if MISSING in (span.get("start_i"), span.get("end_i")):
        return RatedError(rating_names.category(named) if named else rating_names.OMISSION, severity)
    start, end = json_fields.integer(span, "start_i", place), json_fields.integer(span, "end_i", place)
    return RatedError(rating_names.category(named), severity, (Span("target", start, end),))
