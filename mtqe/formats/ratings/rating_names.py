"""Categories and severities by the names that annotation tools use, as MQM paths and severities of mtqe."""

from __future__ import annotations

import functools
import re
from collections import Counter

from mtqe.errors import InputError
from mtqe.model import Severity
from mtqe.model.ratings import OTHER
from mtqe.stats import mqm

UNDECIDED = "without a severity, read as minor: errors"
"""The note on errors for which a rater decided no severity; their number follows."""
OMISSION = "accuracy/omission"
NON_TRANSLATION = "other/non-translation"
"""A translation with too many errors to mark them; WMT gives it 25 points, as a critical error has them."""
NO_ERROR = frozenset({"no-error", "none", "no error", "noerror"})
_HEADS = {"fluency": "linguistic-conventions", "locale-convention": "locale-conventions"}
_PATHS = {
    "accuracy/untranslated-text": "accuracy/untranslated",
    "terminology/inappropriate-for-context": "terminology/wrong-term",
    "terminology/inconsistent-use-of-terminology": "terminology/inconsistent",
    "linguistic-conventions/register": "style/register",
    "linguistic-conventions/display": "design-and-markup",
    "source-error": "other/source-error",
    "source-issue": "other/source-error",
    "non-translation": NON_TRANSLATION,
}


def category(name: str | None) -> str:
    """The MQM path of a category such as `Fluency/Grammar`, `Locale convention/Date format` or `mistranslation`.

    A name that the typology does not have stays as it is, in lower case with hyphens.
    """
    parts = [_slug(part) for part in (name or "").split("/")]
    parts = [part for part in parts if part]
    if not parts:
        return OTHER
    parts[0] = _HEADS.get(parts[0], parts[0])
    path = "/".join(parts)
    if path in _PATHS:
        return _PATHS[path]
    return path if path in mqm.categories() else _by_last_part().get(path, path)


def severity(name: str | None) -> Severity | None:
    """The severity of this name in any case; `None` if there is none of this name."""
    word = (name or "").strip().lower()
    return Severity(word) if word in set(Severity) else None


def decided(name: str | None, place: str, notes: Counter[str]) -> Severity:
    """The severity of this name; minor, with a note, if the rater decided none.

    Raises:
        InputError: There is no severity of this name.
    """
    if not name or name.strip().lower() == "undecided":
        notes[UNDECIDED] += 1
        return Severity.MINOR
    found = severity(name)
    if found is None:
        raise InputError(f"{place}: unknown severity {name!r}", f"known: {', '.join(map(str, Severity))}")
    return found


def of_label(label: str) -> tuple[str | None, Severity | None]:
    """Category and severity that a label such as `Major`, `Grammar` or `Mistranslation (major)` names."""
    whole = severity(label)
    if whole:
        return None, whole
    for word in Severity:
        rest = re.sub(rf"(?i)(^|[^\w]){word.value}([^\w]|$)", " ", label, count=1)
        if rest != label:
            return re.sub(r"^[\s:|,–—-]+|[\s:|,–—-]+$", "", rest) or None, word
    return label, None


def without_mark(name: str) -> bool:
    """Whether a category or severity says that there is no error."""
    return name.strip().lower() in NO_ERROR


def _slug(part: str) -> str:
    return re.sub(r"[^\w]+", "-", part.strip().lower()).strip("-")


@functools.cache
def _by_last_part() -> dict[str, str]:
    """The paths of the typology by their last part, where only one path ends in it."""
    ends: dict[str, list[str]] = {}
    for path in mqm.categories():
        ends.setdefault(path.rpartition("/")[2], []).append(path)
    return {end: paths[0] for end, paths in ends.items() if len(paths) == 1}
