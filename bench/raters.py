"""Rebuilds the scores of single annotators from the errors that they marked, and compares each with the others.

A row of WMT20 MQM has the errors of three annotators and one score: minus the mean of their penalties. An annotator who
marked no error in a row has no entry in it. One team of annotators rated a document with all its translations, so the
annotators of a row are those that marked an error anywhere in its document. The scores of a row are known if these are
as many as `n_raters`, and if the penalties give its score. Some sets lack errors whose place in the text was not found;
the penalties of such rows do not give the score, and the rows are left out.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

Row = dict[str, Any]
Ratings = Mapping[str, float]

PENALTIES = {"neutral": 0.0, "minor": 1.0, "major": 5.0}
"""Of an error by its severity: Freitag et al. (2021), "Experts, Errors, and Context", table 4."""
PUNCTUATION = 0.1
"""Penalty of a minor error of the category Fluency/Punctuation, from the same table."""
NON_TRANSLATION = 25.0
"""Penalty of a translation that translates nothing, from the same table."""
ROUNDED = 0.001
"""The scores of the sets are rounded to four decimals."""


@dataclass(frozen=True)
class Rebuilt:
    """The scores of the annotators for each row (`None` if they are not known), and why rows have none.

    Args:
        ratings: For each row the score by annotator: minus the penalty.
        known: Number of rows whose scores are known.
        unnamed: Number of rows whose annotators are not known.
        lacking: Number of rows whose errors do not give the score.
    """

    ratings: tuple[Ratings | None, ...]
    known: int = 0
    unnamed: int = 0
    lacking: int = 0

    def __str__(self) -> str:
        """A remark on the rows."""
        return (
            f"scores of single annotators are known for {self.known:,} of {len(self.ratings):,} rows; in "
            f"{self.lacking:,} rows the errors do not give the score, in {self.unnamed:,} the annotators are not known"
        )


def penalty(category: str, severity: str) -> float:
    """The MQM penalty of an error.

    Raises:
        KeyError: The severity is unknown.
    """
    if category.startswith("Non-translation"):
        return NON_TRANSLATION
    if category == "Fluency/Punctuation" and severity.lower() == "minor":
        return PUNCTUATION
    return PENALTIES[severity.lower()]


def rebuild(rows: Sequence[Row]) -> Rebuilt:
    """The scores of the annotators of each row; of none if the errors name no annotator."""
    teams: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        teams[str(row.get("doc"))].update(error["rater"] for error in row.get("errors") or () if error.get("rater"))
    if not any(teams.values()):
        return Rebuilt((None,) * len(rows))
    ratings: list[Ratings | None] = []
    unnamed = lacking = 0
    for row in rows:
        team = teams[str(row.get("doc"))]
        is_unnamed = len(team) < 2 or len(team) != row.get("n_raters")
        own = None if is_unnamed else _scores(row, team)
        is_lacking = not is_unnamed and (
            own is None or not math.isclose(fmean(own.values()), row["score"], abs_tol=ROUNDED)
        )
        unnamed, lacking = unnamed + is_unnamed, lacking + is_lacking
        ratings.append(None if is_unnamed or is_lacking else own)
    return Rebuilt(tuple(ratings), len(rows) - unnamed - lacking, unnamed, lacking)


def _scores(row: Row, team: set[str]) -> dict[str, float] | None:
    """Minus the penalty by annotator; `None` if an error names no annotator or has no known severity."""
    scores = dict.fromkeys(sorted(team), 0.0)
    for error in row.get("errors") or ():
        rater, severity = error.get("rater"), str(error.get("severity"))
        if rater not in scores or severity.lower() not in PENALTIES:
            return None
        scores[rater] -= penalty(str(error.get("category")), severity)
    return scores


def others(ratings: Ratings, rater: str) -> float:
    """The mean score of the other annotators."""
    return round(fmean(score for name, score in ratings.items() if name != rater), 6)  # equal means must be equal


def summed(ratings: Sequence[Ratings | None]) -> Ratings | None:
    """The sums by annotator over several texts; `None` if not all of them have the same annotators."""
    known = [one for one in ratings if one is not None]
    if len(known) < len(ratings) or len({tuple(sorted(one)) for one in known}) != 1:
        return None
    return {name: sum(one[name] for one in known) for name in known[0]}
