"""The bench of polarity in other languages, on rows made for the tests."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from bench import polarity_languages


def test_negations_are_removed_from_either_side() -> None:
    row = polarity_languages.Row("The door cannot be opened.", "Kapı açılamaz.")
    assert list(polarity_languages.changes(row, "tr")) == [
        (("The door can be opened.", "Kapı açılamaz."), True),
        (("The door cannot be opened.", "Kapı açılabilir."), False),
    ]
    row = polarity_languages.Row("The door is not open.", "Døren er ikke åben.")
    assert [change.row.foreign for change in polarity_languages.changes(row, "da")] == [row.foreign, "Døren er åben."]
    assert list(polarity_languages.changes(polarity_languages.Row("It is open.", "Den er åben."), "da")) == []


def test_rows_of_a_language_are_for_development_or_for_the_final_figure(tmp_path: Path) -> None:
    origins = [("game", False, False), ("game", True, False), ("verses", True, False), ("office", True, True)]
    with gzip.open(tmp_path / "tr.jsonl.gz", "wt", encoding="utf-8") as file:
        for number, (origin, held, trained) in enumerate(origins):
            row = {"en": str(number), "text": "x", "origin": origin, "held": held, "trained": trained}
            file.write(json.dumps(row) + "\n")
    texts = [[row.english for row in polarity_languages.rows(tmp_path / "tr.jsonl.gz", held)] for held in (False, True)]
    assert texts == [["0"], ["1"]]
