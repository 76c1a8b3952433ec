"""The errors that the benchmark of areas plants, its sample of clean texts, its counts and the file that it writes."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bench import area_errors, areas
from bench.area_errors import KINDS
from bench.area_values import Langs, Planted, Row, decimal
from mtqe.registry import check_table
from mtqe.registry.contracts import Check
from mtqe.registry.measurement_table import Measured, Measurements, PairMeasured, Recall

EN_DE, DE_EN, EN_AR = ("en", "de"), ("de", "en"), ("en", "ar")
FERRY = Row(
    "The ferry from Norway waits 45 minutes.", "Die Fähre aus Norway wartet 45 Minuten.", "ferry", "Le bac attend."
)
GATE = Row(
    "The gate is open. Do not enter it, the water is deep.",
    "Das Tor ist offen. Nicht eintreten, es ist sehr tief.",
    "gate",
)
QUAY = Row(
    "The crew of Odense left at noon, it seems.", "Die Besatzung aus Odense fuhr mittags, wie es scheint.", "quay"
)
ROWS = [FERRY, GATE, QUAY]


def plant(area: Any, kind: str, row: Row, langs: Langs = EN_DE, seed: int = 1) -> Planted | None:
    return KINDS[area][kind](row, langs, random.Random(seed), ROWS)


def spoilt(area: Any, kind: str, row: Row, langs: Langs = EN_DE) -> tuple[str, str] | None:
    error = plant(area, kind, row, langs)
    return error and error.spoilt


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("digit changed", "Die Fähre aus Norway wartet 55 Minuten."),
        ("number times ten", "Die Fähre aus Norway wartet 450 Minuten."),
        ("number lost", "Die Fähre aus Norway wartet Minuten."),
    ],
)
def test_a_figure_of_both_sides_is_changed_in_the_translation(kind: str, target: str) -> None:
    assert spoilt("numbers", kind, FERRY) == (FERRY.source, target)
    assert spoilt("numbers", kind, FERRY._replace(source="The ferry waits long.")) is None


def test_figures_keep_their_script() -> None:
    row = Row("The ferry waits 45 minutes.", "تنتظر العبارة ٤٥ دقيقة.", "ferry")
    assert spoilt("numbers", "digit changed", row, EN_AR) == (row.source, "تنتظر العبارة ٥٥ دقيقة.")
    assert spoilt("numbers", "number times ten", row, EN_AR) == (row.source, "تنتظر العبارة ٤٥٠ دقيقة.")


@pytest.mark.parametrize("text", ["Use %1 and {2} in mp3, v45.1 and #7."])
def test_figures_of_placeholders_and_codes_stay(text: str) -> None:
    assert spoilt("numbers", "digit changed", Row(text, text, "code")) is None


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("number word changed", "Two boats met.", "Four boats met."),
        ("thousand, million, billion exchanged", "A million boats met.", "A billion boats met."),
        ("month or weekday changed", "They met on Monday in March.", None),
        ("number word changed", "A two-way street, one or two or more.", None),
    ],
)
@pytest.mark.parametrize("langs", [EN_DE, DE_EN])
def test_number_words_are_changed_in_the_english_text(kind: str, before: str, after: str | None, langs: Langs) -> None:
    row = Row(*((before, "Boote.") if langs == EN_DE else ("Boote.", before)), "boats")
    error = spoilt("numbers", kind, row, langs)
    if "month" in kind:
        assert error in {
            (row.source, row.target.replace("Monday", "Wednesday")), (row.source, row.target.replace("March", "May")),
            (row.source.replace("Monday", "Wednesday"), row.target), (row.source.replace("March", "May"), row.target),
        }  # fmt: skip
    else:
        assert error == (after and ((after, "Boote.") if langs == EN_DE else ("Boote.", after)))


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS["numbers"] if " of a date" in kind or kind.endswith("day changed")]
)
@pytest.mark.parametrize("langs", [EN_DE, ("th", "en"), EN_AR, ("en", "ja"), ("hi", "en")])
def test_values_stand_behind_both_texts_and_only_the_translation_is_wrong(kind: str, langs: Langs) -> None:
    row = Row("A boat.", "Ein Boot.", "boat")
    errors = [plant("numbers", kind, row, langs, seed) for seed in range(8)]
    for error in filter(None, errors):
        assert error.clean[0] == error.spoilt[0] and error.clean[1] != error.spoilt[1]
        assert error.clean[0].startswith("A boat. (") and error.spoilt[1].startswith("Ein Boot. (")
    assert all(errors) or kind == "month or weekday changed"


def test_a_date_is_the_same_on_both_sides_before_the_error() -> None:
    error = plant("numbers", "month of a date in words", FERRY)
    assert error is not None
    months = {"en": area_errors.MONTHS, "de": tuple(area_errors.Locale("de").months["format"]["wide"].values())}
    named = [
        next(number for number, month in enumerate(months[lang]) if month in text)
        for lang, text in (("en", error.clean[0]), ("de", error.clean[1]), ("de", error.spoilt[1]))
    ]
    assert named[0] == named[1] == named[2] - 2


def test_some_values_have_the_digits_of_the_script() -> None:
    texts = [plant("numbers", "percentage changed", FERRY, EN_AR, seed) for seed in range(12)]
    eastern = [error for error in texts if error and any(char in "٠١٢٣٤٥٦٧٨٩" for char in error.clean[1])]
    assert 0 < len(eastern) < 12
    for error in eastern:
        assert decimal(error.clean[0].partition("(")[2]) == decimal(error.clean[1].partition("(")[2])


def test_names_and_countries_are_replaced() -> None:
    assert spoilt("names", "name replaced", FERRY) == (FERRY.source, "Die Fähre aus Odense wartet 45 Minuten.")
    assert spoilt("names", "name replaced", GATE) is None
    error = plant("names", "country replaced", FERRY)
    assert error and error.clean[1] != error.spoilt[1]


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("negation lost", "The gate is not open.", "The gate is open."),
        ("negation lost", "You cannot enter.", "You can enter."),
        ("negation lost", "Enter without fear.", "Enter with fear."),
        ("negation lost", "It is not open and never was.", None),
        ("negation gained", "The gate is open.", "The gate is not open."),
        ("negation gained", "The gate is not open.", None),
        ("negation gained", "No gate is open.", None),
        ("negation gained", "Open the gate.", None),
    ],
)
def test_negations_of_the_english_text(kind: str, before: str, after: str | None) -> None:
    row = Row("Das Tor.", before, "gate")
    assert spoilt("negation", kind, row, DE_EN) == (after and ("Das Tor.", after))


def test_omission_and_addition() -> None:
    kept = {"Das Tor ist offen.", "Nicht eintreten, es ist sehr tief."}
    assert spoilt("omission", "sentence lost", GATE) in {(GATE.source, text) for text in kept}
    assert spoilt("omission", "sentence lost", FERRY) is None
    assert spoilt("omission", "clause lost", GATE) == (GATE.source, "Das Tor ist offen. Nicht eintreten.")
    assert spoilt("omission", "second half lost", FERRY) == (FERRY.source, "Die Fähre aus")
    added = spoilt("omission", "sentence added", GATE)
    assert added and added[1] in {f"{GATE.target} {FERRY.target}", f"{GATE.target} {QUAY.target}"}
    clause = next(filter(None, (plant("omission", "clause added", QUAY, seed=seed) for seed in range(9))))
    assert clause.spoilt[1] == "Die Besatzung aus Odense fuhr mittags, es ist sehr tief, wie es scheint."


def test_text_in_another_language() -> None:
    assert spoilt("language", "source in place of the translation", FERRY) == (FERRY.source, FERRY.source)
    assert spoilt("language", "translation in a third language", FERRY) == (FERRY.source, FERRY.third)
    assert spoilt("language", "translation in a third language", GATE) is None
    assert spoilt("language", "one sentence left in the source language", GATE) in {
        (GATE.source, "The gate is open. Nicht eintreten, es ist sehr tief."),
        (GATE.source, "Das Tor ist offen. Do not enter it, the water is deep."),
    }


def test_other_errors() -> None:
    assert spoilt("hallucination", "translation of another text", FERRY) in {
        (FERRY.source, row.target) for row in ROWS[1:]
    }
    assert spoilt("hallucination", "end repeated", FERRY) == (FERRY.source, FERRY.target + " wartet 45 Minuten." * 5)
    assert spoilt("form", "letters garbled", FERRY) == (FERRY.source, FERRY.target.replace("ä", "Ã¤"))
    assert spoilt("form", "full stop doubled", FERRY) == (FERRY.source, f"{FERRY.target}.")
    for kind in KINDS["markup"]:
        error = plant("markup", kind, FERRY)
        assert (
            error
            and error.clean != FERRY[:2]
            and error.clean[0] == error.spoilt[0]
            and error.clean[1] != error.spoilt[1]
        )


def test_number_formats_are_exchanged_only_if_they_differ() -> None:
    error = plant("locale", "number format of the source", FERRY)
    assert (
        error
        and error.clean[0].partition("(")[2] == error.spoilt[1].partition("(")[2] != error.clean[1].partition("(")[2]
    )
    assert plant("locale", "number format of the source", FERRY, ("en", "th")) is None


# --- the benchmark ----------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = [
        {"origin": "catalogue", "page": f"harbour {n % 5}", "held": n % 2 == 0, "trained": n % 7 == 0,
         "en": f"The pilot does not board boat {n} before Odense.",
         "text": f"Der Lotse betritt Boot {n} nicht vor Odense."}
        for n in range(100, 160)
    ]  # fmt: skip
    for lang in ("de", "fr"):
        with gzip.open(tmp_path / f"{lang}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in made)
    return tmp_path


def test_only_held_out_and_untrained_rows_are_read(folder: Path) -> None:
    rows = areas.pool(folder, EN_DE, seen=False)
    numbers = {int(row.source.split()[6]) for row in rows}
    assert numbers == {n for n in range(100, 160) if n % 2 == 0 and n % 7}
    assert all(row.third == row.target for row in rows), "the third language is French, which has the same texts here"
    assert {row.target for row in areas.pool(folder, DE_EN, seen=False)} == {row.source for row in rows}
    assert areas.pool(folder, EN_DE, seen=False) == rows, "the order is the same in every run"


def test_the_clean_sample_has_no_pair_twice_and_few_of_a_page(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(areas, "PER_PAGE", 3)
    sample = areas.clean_sample(areas.pool(folder, EN_DE, seen=False), EN_DE, 12)
    assert len(sample) == len(set(sample)) == 12
    assert max(sum(row.page == page for row in sample) for page in {row.page for row in sample}) <= 3


def light() -> list[Check]:
    return [item for item in check_table.select() if "encoder" not in item.needs]


def test_counts_of_a_pair(folder: Path) -> None:
    rows = areas.pool(folder, EN_DE, seen=False)
    counts = areas.measure(rows, EN_DE, light(), most=9, each=4, show="")
    assert counts["texts"] == {"n": 9}
    assert counts["numbers: digit changed"] == {"planted": 4, "found": 4, "major": 4, "alarms": 0}
    assert counts["numbers"]["planted"] == sum(
        of["planted"] for name, of in counts.items() if name.startswith("numbers: ")
    )
    assert counts["negation"] | {"planted": 0} == {"planted": 0, "found": 0, "major": 0, "alarms": 0, "major_alarms": 0}


def test_errors_in_marked_texts_do_not_count() -> None:
    wrong = ("It costs 45 euros.", "Es kostet 46 Euro.")
    errors = [
        Planted(wrong, ("It costs 45 euros.", "Es kostet 47 Euro.")),
        Planted(FERRY[:2], (FERRY.source, "Er wartet 7 Tage.")),
    ]
    counts = areas.recall([item for item in light() if item.area == "numbers"], errors, EN_DE, "")
    assert (counts["planted"], counts["found"], counts["alarms"]) == (1, 1, 1)


BEFORE = Measurements({"en-ar": PairMeasured(5, {})}, {"names": {"name replaced": Recall(3, 1)}})


def test_the_file_of_the_package(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = areas.pool(folder, EN_DE, seen=False)
    results = {pair: areas.measure(rows, EN_DE, light(), most=9, each=2, show="") for pair in ("en-de", "en-nl")}
    counts = results["en-de"]
    part = areas.table(results, BEFORE)
    assert msgspec.toml.decode(areas.toml(part), type=Measurements) == part
    assert (part.pairs["en-de"].texts, part.pairs["en-de"].areas["numbers"]) == (9, Measured(**counts["numbers"]))
    assert "terminology" not in part.pairs["en-de"].areas
    assert (part.pairs["en-ar"], part.kinds) == (BEFORE.pairs["en-ar"], BEFORE.kinds)
    monkeypatch.setattr(areas, "PAIRS", ("en-de", "en-nl"))
    assert areas.table(results, BEFORE).kinds["numbers"]["digit changed"] == Recall(4, 4)


def test_pairs_that_are_done_are_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [str(folder), "--pairs", "en-de", "--most", "6", "--each", "1", "--no-encoder"]
    arguments += ["--results", str(folder / "r.jsonl")]
    monkeypatch.setattr("sys.argv", ["areas", *arguments])
    areas.main()
    first = (folder / "r.jsonl").read_text(encoding="utf-8")
    assert "en-de  numbers: digit changed" in capsys.readouterr().out
    areas.main()
    assert (folder / "r.jsonl").read_text(encoding="utf-8") == first
    assert capsys.readouterr().out == ""
