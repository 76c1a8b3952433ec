"""Which of two ratings of one rater for one segment counts."""

from __future__ import annotations

import pytest

from mtqe.ratings import Rating, replaces


def rated(created: str) -> Rating:
    return Rating(rater="Ana", segment="1", source="a", target="b", created=created)


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        ("", "", True),
        ("", "2026-11-01T10:00:00+00:00", True),
        ("2026-11-01T10:00:00+00:00", "", False),
        ("2026-11-01T10:00:00+00:00", "2026-11-01T10:00:00Z", True),
        ("2026-11-01T10:00:00+00:00", "2026-11-01T09:00:00Z", False),
        ("2026-11-01T10:00:00+02:00", "2026-11-01T09:00:00+00:00", True),  # an hour later, although it looks earlier
        ("2026-11-01T10:00:00+00:00", "2026-11-01T11:00:00+02:00", False),
        ("2026-11-01T10:00:00", "2026-11-01T11:00:00+00:00", True),
        ("soon", "later", False),
    ],
)
def test_the_later_rating_counts(earlier: str, later: str, expected: bool) -> None:
    assert replaces(rated(later), rated(earlier)) is expected
    assert replaces(rated(later), None)
