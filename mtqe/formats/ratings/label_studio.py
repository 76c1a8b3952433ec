"""The JSON export of Label Studio: tasks with their `data` and `annotations`, as a list or a task a line.

- The texts are the fields `source` (or `src`) and `target` (or `translation`, `tgt`, `mt`, `hypothesis`) of `data`;
  `system`, `doc` and `segment` may be there, too.
- A region of type `labels` is an error. Its text is that of the tag `to_name`, whose name tells the side. Its labels
  and the choices for it name category and severity (`Major`, `Accuracy/Omission`, `Mistranslation (minor)`).
- `number` is a score from 0 to 100, `rating` (stars) are points. `textarea` and `choices` for the task are the note,
  but a textarea whose name has `edit`, `correct` or `translation` in it is the corrected translation.
- The rater is `completed_by`. Annotations that were cancelled, and predictions, are left out.
- Raters were asked to mark errors if a region is in any annotation of the file.

Current versions count offsets in code points, those before 2022 in UTF-16 code units. The `text` of a region, which an
export repeats, decides; without it, offsets are code points.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from mtqe.errors import InputError
from mtqe.formats.ratings import code_units, json_fields, rating_names
from mtqe.language.late_patterns import late
from mtqe.model import Severity, Side, Span
from mtqe.model.ratings import SCORES, RatedError, Rating

NAMES: Mapping[Side, tuple[str, ...]] = {
    "source": ("source", "src", "source_text", "original"),
    "target": ("target", "translation", "tgt", "mt", "hypothesis", "target_text", "output"),
}
_EDITED = late(r"(?i)edit|correct|translation")
_Data = Mapping[str, Any]


def fits(value: Any) -> bool:
    """Whether a value is a task, or a list of tasks."""
    tasks = value if isinstance(value, list) else [value]
    return bool(tasks) and all(isinstance(task, dict) and {"data", "annotations"} <= set(task) for task in tasks)


def read(tasks: Sequence[tuple[str, _Data]], notes: Counter[str]) -> Iterator[Rating]:
    """The ratings of tasks.

    Args:
        tasks: The tasks, each with its place for messages.
        notes: Remarks with their numbers; the reader adds to them.

    Raises:
        InputError: A task has not both texts, or the place of a region, a score or a severity is not possible.
    """
    ratings = [rating for place, task in tasks for rating in _ratings(task, place, notes)]
    asked = any(rating.errors for rating in ratings)
    for rating in ratings:
        yield rating if asked else msgspec.structs.replace(rating, errors=None)


def _ratings(task: _Data, place: str, notes: Counter[str]) -> Iterator[Rating]:
    data = task["data"] if isinstance(task["data"], dict) else {}
    texts: dict[Side, str] = {side: _text(data, side, place) for side in NAMES}
    for number, annotation in enumerate(json_fields.objects(task, "annotations", place), 1):
        where = f"{place}, annotation {number}"
        if annotation.get("was_cancelled"):
            continue
        results = json_fields.objects(annotation, "result", where)
        errors = _errors(results, texts, where, notes)
        try:
            yield _said(
                Rating(
                    rater=_rater(annotation.get("completed_by")),
                    segment=json_fields.optional(data, "segment", "segment_id", "seg_id", "id") or "",
                    source=texts["source"],
                    target=texts["target"],
                    doc=json_fields.optional(data, "doc", "document", "doc_id", "document_id"),
                    system=json_fields.optional(data, "system", "system_id"),
                    errors=tuple(errors),
                    seconds=json_fields.number(annotation, "lead_time", where),
                    created=json_fields.optional(annotation, "updated_at", "created_at") or "",
                ),
                [result for result in results if not _is_of_region(result)],
                where,
            )
        except ValueError as error:
            raise InputError(f"{where}: {error}", "correct the export") from error


def _text(data: _Data, side: Side, place: str) -> str:
    for name in NAMES[side]:
        if isinstance(data.get(name), str):
            return str(data[name])
    raise InputError(
        f"{place}: no {side} text in its data ({', '.join(map(str, data)) or 'empty'})",
        f"name the fields of a task source and target; for the {side} also: {', '.join(NAMES[side][1:])}",
    )


def _rater(completed_by: Any) -> str:
    if isinstance(completed_by, dict):
        return str(completed_by.get("email") or completed_by.get("username") or completed_by.get("id") or "")
    return str(completed_by) if completed_by is not None else ""


def _value(result: _Data) -> _Data:
    value = result.get("value")
    return value if isinstance(value, dict) else {}


def _is_of_region(result: _Data) -> bool:
    return "start" in _value(result)


def _errors(results: Sequence[_Data], texts: Mapping[Side, str], place: str, notes: Counter[str]) -> list[RatedError]:
    regions: dict[str, list[_Data]] = defaultdict(list)
    for number, result in enumerate(results):
        if _is_of_region(result):
            regions[str(result.get("id") or number)].append(result)
    return [_error(parts, texts, place, notes) for parts in regions.values()]


def _error(parts: Sequence[_Data], texts: Mapping[Side, str], place: str, notes: Counter[str]) -> RatedError:
    """The error of a region, from all results of its id: its labels, and choices and texts for it."""
    severity: Severity | None = None
    categories: list[str] = []
    remarks: list[str] = []
    for part in parts:
        value = _value(part)
        for label in (*_words(value, "labels"), *_words(value, "choices")):
            category, found = rating_names.of_label(label)
            severity = found or severity
            categories += [category] if category else []
        remarks += _words(value, "text") if part.get("type") == "textarea" else []
    marked = next((part for part in parts if part.get("type") != "textarea"), parts[0])
    span = _span(_value(marked), str(marked.get("to_name") or ""), texts, place)
    return RatedError(
        rating_names.category("/".join(categories)),
        severity or rating_names.decided(None, place, notes),
        (span,),
        "; ".join(remarks),
    )


def _words(value: _Data, key: str) -> list[str]:
    words = value.get(key)
    if isinstance(words, str):
        return [words]
    return [str(word) for word in words] if isinstance(words, list) else []


def _span(value: _Data, to_name: str, texts: Mapping[Side, str], place: str) -> Span:
    start, end = json_fields.integer(value, "start", place), json_fields.integer(value, "end", place)
    marked = value.get("text") if isinstance(value.get("text"), str) else None
    named: list[Side] = [
        side for side, words in NAMES.items() if set(re.findall(r"[a-z]+", to_name.lower())) & set(words)
    ]
    sides = named if len(named) == 1 else list(NAMES)
    readings = [Span(side, *found) for side in sides for found in _places(texts[side], start, end)]
    if marked is not None:
        readings = [span for span in readings if _bare(texts[span.side][span.start : span.end]) == _bare(marked)]
    if not readings:
        what = f"the marked text {marked!r}" if marked is not None else "a text"
        raise InputError(
            f"{place}: {what} is not at {start}:{end}", "export it again with the texts that were annotated"
        )
    if len({span.side for span in readings}) > 1:
        raise InputError(
            f"{place}: the tag {to_name!r} does not say whether {start}:{end} is in the source or the translation",
            "name the Text tags source and target",
        )
    return readings[0]


def _places(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The range read as code points, then as code units, where it is inside the text."""
    if 0 <= start < end <= len(text):
        yield start, end
    units = code_units.offsets(text)
    if 0 <= start < end < len(units):
        yield code_units.code_points(units, start, end)


def _bare(text: str) -> str:
    """A text without white space, which Label Studio changes in `text`; it writes a line break as backslash and n."""
    return re.sub(r"\s|\\n", "", text)


def _said(rating: Rating, results: Sequence[_Data], place: str) -> Rating:
    """The rating with what the rater said of the whole task."""
    score = points = None
    remarks: list[str] = []
    edited = None
    for result in results:
        value, kind, name = _value(result), result.get("type"), str(result.get("from_name") or "")
        if kind == "number":
            score = json_fields.number(value, "number", place)
        elif kind == "rating":
            points = json_fields.number(value, "rating", place)
        elif kind == "textarea" and _EDITED.search(name):
            edited = "\n".join(_words(value, "text"))
        elif kind in ("textarea", "choices"):
            remarks += [f"{name}: {word}" for word in _words(value, "text" if kind == "textarea" else "choices")]
    if score is not None and not SCORES[0] <= score <= SCORES[1]:
        raise InputError(
            f"{place}: the number {score:g} is not a score from 0 to 100", "correct it, or use a Rating tag"
        )
    edited = None if edited == rating.target else edited
    return msgspec.structs.replace(rating, score=score, points=points, edited=edited, note="; ".join(remarks))
