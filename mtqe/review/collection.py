"""The reviews of a report by all its raters: their journals, and the files that the page exports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from mtqe.errors import InputError
from mtqe.formats import files
from mtqe.review import entries, journal
from mtqe.review.entries import Entry
from mtqe.review.journal import Tell
from mtqe.review.sheet import Matter

SCHEMA = "mtqe.review-entries/1"


@dataclass(frozen=True)
class Review:
    """What one rater said.

    Args:
        rater: The rater.
        entries: The entries, by key.
        times: When they were made, in ISO 8601.
    """

    rater: str
    entries: dict[str, Entry]
    times: dict[str, str]


class _Export(msgspec.Struct, frozen=True, tag_field="schema", tag=SCHEMA):
    report: str
    rater: str
    exported: str
    entries: dict[str, Any]


def exported(path: Path, matter: Matter) -> Review:
    """Read a file that the page exports.

    Raises:
        InputError: It cannot be read, is of another report, or an entry does not fit its segment.
    """
    hint = "give a file that the review page exported"
    try:
        export = msgspec.json.decode(files.read_bytes(path), type=_Export)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"{path}: not an export of mtqe review: {error}", hint) from error
    if export.report != matter.id:
        raise InputError(f"{path} is a review of another report than {matter.name}", "give that report")
    try:
        rater = entries.rater_named(export.rater)
        found = entries.known(export.entries, matter.members)
    except InputError as error:
        raise InputError(f"{path}: {error.message}", error.hint) from error
    return Review(rater, found, dict.fromkeys(found, export.exported))


def journals(folder: Path, matter: Matter, tell: Tell, but: str = "") -> list[Review]:
    """The reviews in the journals of a folder.

    Raises:
        InputError: A journal cannot be read, or is of another report.
    """
    found = []
    for path in sorted(folder.glob(f"*{journal.ENDING}")):
        if path.stem != but and path.is_file() and journal.is_journal(path):
            kept = journal.read(path, matter)
            if kept.damage:
                tell(kept.damage)
            found.append(Review(kept.rater, kept.entries, kept.times))
    return found


def keep(reviews: Iterable[Review], folder: Path, matter: Matter) -> None:
    """Put reviews into the journals of a folder, so that all later results have them.

    Raises:
        MtqeError: A journal cannot be written, or its rater is reviewing now.
    """
    for review in reviews:
        with journal.opened(folder, matter, review.rater, lambda damage: None) as one:
            for key, entry in review.entries.items():
                if one.kept.entries.get(key) != entry:
                    one.put(key, one.kept.revisions.get(key, 0), entry, review.times[key])


def joined(reviews: Iterable[Review], matter: Matter, tell: Tell) -> list[Review]:
    """One review for each rater, in order of their names. Of two entries for one segment the later one counts."""
    by_rater: dict[str, list[Review]] = {}
    for review in reviews:
        by_rater.setdefault(review.rater, []).append(review)
    return [_joined(rater, by_rater[rater], matter, tell) for rater in sorted(by_rater)]


def _joined(rater: str, reviews: Sequence[Review], matter: Matter, tell: Tell) -> Review:
    found, times, replaced = dict[str, Entry](), dict[str, str](), dict[str, None]()
    for review in reviews:
        for key, entry in review.entries.items():
            if key in found and found[key] != entry:
                replaced[key] = None
                if times[key] > review.times[key]:
                    continue
            found[key], times[key] = entry, review.times[key]
    if replaced:
        named = ", ".join(matter.members[key][0].id for key in replaced)
        tell(f"{rater} rated the same segments differently in two files; the later ones count: {named}")
    return Review(rater, found, times)
