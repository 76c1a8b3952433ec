"""Annotations of pearmut: the file that its dashboard downloads, or a campaign's log in JSON Lines.

The download is an object with the list of entries of each campaign, the log has an entry a line. An entry has
`user_id`, `item_i`, the `item`s of a document (`src`, `tgt` by model, `item_id`) and the `annotation` of each: by model
`score` (0 to 100), `error_spans`, `textfield` and `sliders`.

- A span has `start_i` and `end_i`, both inclusive, in UTF-16 code units of the translation without its line breaks. A
  span behind the text is on the token `[missing]`: an omission.
- All protocols store a list of spans, also those that do not ask for errors. So raters were asked to mark errors if a
  span is in any entry of the campaign.
- The last entry of a user for a document counts, and none before the task was reset. Tutorials and checks of attention
  are left out, as are items that the user skipped.
- What is in `textfield` becomes the note: pearmut does not say whether it is a comment or a corrected translation.
"""

from __future__ import annotations

import datetime
import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from mtqe.errors import InputError
from mtqe.formats.ratings import code_units, json_fields, rating_names
from mtqe.model import Severity, Span
from mtqe.model.ratings import RatedError, Rating

RESET = "__RESET__"
_OUTSIDE = ("welcome_", "random_", "goodbye_")
_PAUSE = 60.0
"""Seconds: a longer time between two actions is not counted as work. By definition, as pearmut counts."""
_Entry = tuple[str, Mapping[str, Any]]


def fits(record: Mapping[str, Any]) -> bool:
    """Whether an object is an entry of a log."""
    return {"user_id", "annotation"} <= set(record)


def fits_download(value: Any) -> bool:
    """Whether a value is the file that the dashboard downloads."""
    if not isinstance(value, dict) or not value:
        return False
    if not all(isinstance(entries, list) for entries in value.values()):
        return False
    entries = [entry for of_campaign in value.values() for entry in of_campaign]
    return bool(entries) and all(isinstance(entry, dict) and fits(entry) for entry in entries)


def read(text: str, name: str, notes: Counter[str]) -> Iterator[Rating]:
    """The ratings of a log.

    Args:
        text: The text of the file.
        name: The file, for messages.
        notes: Remarks with their numbers; the reader adds to them.

    Raises:
        InputError: An entry has no texts, or a span or score is not possible.
    """
    return _campaign(list(json_fields.lines(text, name)), notes)


def read_download(value: Mapping[str, Sequence[Mapping[str, Any]]], name: str, notes: Counter[str]) -> Iterator[Rating]:
    """The ratings of all campaigns of a download; see `read`."""
    for campaign, entries in value.items():
        places = [f"{name}, campaign {campaign}, entry {number}" for number in range(1, len(entries) + 1)]
        yield from _campaign(list(zip(places, entries, strict=True)), notes)


def _campaign(entries: Sequence[_Entry], notes: Counter[str]) -> Iterator[Rating]:
    last: dict[tuple[str, str], _Entry] = {}
    for place, entry in entries:
        user, item_i = str(entry.get("user_id")), entry.get("item_i")
        if isinstance(item_i, str) and item_i.startswith(_OUTSIDE):
            continue
        if entry.get("annotation") == RESET:
            last = {key: value for key, value in last.items() if key != (user, str(item_i))}
        else:
            last[user, str(item_i)] = (place, entry)
    ratings = [rating for place, entry in last.values() for rating in _ratings(entry, place, notes)]
    asked = any(rating.errors for rating in ratings)
    for rating in ratings:
        if rating.errors or asked or rating.score is not None:
            yield rating if asked else msgspec.structs.replace(rating, errors=None)


def _ratings(entry: Mapping[str, Any], place: str, notes: Counter[str]) -> Iterator[Rating]:
    items = json_fields.objects(entry, "item", place)
    annotations = entry.get("annotation")
    if not items or not isinstance(annotations, list) or len(annotations) != len(items):
        raise InputError(
            f"{place}: the entry lacks the texts ('item') of its annotation", "export it with a current pearmut"
        )
    seconds, created = _times(json_fields.objects(entry, "actions", place))
    for item, annotation in zip(items, annotations, strict=True):
        targets = item.get("tgt")
        if not isinstance(annotation, dict) or not isinstance(targets, dict):
            continue  # skipped, or a form
        for model, said in annotation.items():
            if not isinstance(said, dict) or not isinstance(targets.get(model), str):
                raise InputError(f"{place}: there is no text of {model!r}", "export it again")
            if said.get("score") is None and not said.get("error_spans") and not said.get("sliders"):
                continue
            yield _rating(entry, item, model, said, (seconds, created), place, notes)


def _rating(
    entry: Mapping[str, Any],
    item: Mapping[str, Any],
    model: str,
    said: Mapping[str, Any],
    when: tuple[float | None, str],
    place: str,
    notes: Counter[str],
) -> Rating:
    target = item["tgt"][model]
    written = json_fields.optional(said, "textfield")
    sliders = said.get("sliders")
    remarks = [f"{name}: {value}" for name, value in sliders.items()] if isinstance(sliders, dict) else []
    remarks += [written] if written and written != target else []
    try:
        return Rating(
            rater=str(entry["user_id"]),
            segment=json_fields.optional(item, "item_id") or "",
            source=json_fields.optional(item, "src") or "",
            target=target,
            doc=json_fields.optional(item, "doc", "doc_id"),
            system=model,
            score=json_fields.number(said, "score", place),
            errors=tuple(
                _error(span, target, place, notes) for span in json_fields.objects(said, "error_spans", place)
            ),
            note="; ".join(remarks),
            seconds=when[0],
            created=when[1],
        )
    except ValueError as error:
        raise InputError(f"{place}: {error}", "correct the entry, or remove it") from error


def _error(span: Mapping[str, Any], target: str, place: str, notes: Counter[str]) -> RatedError:
    named = json_fields.optional(span, "category")
    severity: Severity = rating_names.decided(json_fields.optional(span, "severity"), place, notes)
    start, last = json_fields.integer(span, "start_i", place), json_fields.integer(span, "end_i", place)
    places = code_units.offsets(target, uncounted="\n")
    if start >= len(places) - 1:
        return RatedError(rating_names.category(named) if named else rating_names.OMISSION, severity)
    # A span that goes on behind the text ends with it.
    found = code_units.code_points(places, start, min(last + 1, len(places) - 1))
    return RatedError(rating_names.category(named), severity, (Span("target", *found),))


def _times(actions: Sequence[Mapping[str, Any]]) -> tuple[float | None, str]:
    """The time that the document took, without long pauses, and when it was done."""
    times = [time for action in actions if (time := json_fields.finite(action.get("time"))) is not None]
    if not times:
        return None, ""
    seconds = sum(min(max(after - before, 0.0), _PAUSE) for before, after in itertools.pairwise(times))
    try:
        created = datetime.datetime.fromtimestamp(times[-1], datetime.UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        created = ""
    return round(seconds, 1), created
