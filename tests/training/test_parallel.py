"""The clean parallel text: manuals by id or place, catalogues by message, without what is not translated."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import parallel
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

ENGLISH = ("Do not close the harbour gate before 5 p.m.", "The pilot boards the ferry near the second buoy.")
GERMAN = ("Schließen Sie das Hafentor nicht vor 17 Uhr.", "Der Lotse kommt bei der zweiten Boje an Bord.")


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def page(*paragraphs: str) -> str:
    inside = "".join(f"<p>{text}</p>" for text in paragraphs)
    return f'<page xmlns="http://projectmallard.org/1.0/">{inside}</page>'


def catalogue(root: Path, lang: str, program: str, messages: list[tuple[Any, Any, str | None]]) -> None:
    made = Catalog(locale=lang)
    for source, target, context in messages:
        made.add(source, target, context=context)
    path = root / f"usr/share/locale/{lang}/LC_MESSAGES/{program}.mo"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_mo(file, made)


def rows(root: Path, lang: str) -> list[dict[str, Any]]:
    english = {origin: parallel.pages(root, origin, "en") for origin in parallel.MANUALS}
    return list(parallel.texts(root, lang, english))


def test_paragraphs_of_manuals_are_matched_by_id_or_place(tmp_path: Path) -> None:
    for name, texts in (("C", ENGLISH), ("de", GERMAN)):
        write(tmp_path / f"usr/share/help/{name}/harbour/gate.page", page(*texts))
        inside = "".join(f'<p id="par_id{n}">{text} Always.</p>' for n, text in enumerate(reversed(texts)))
        folder = tmp_path / f"usr/share/libreoffice/help/{'en-US' if name == 'C' else name}/text"
        write(folder / "gate.html", f'<html><head><meta charset="utf-8"></head><body>{inside}</body></html>')
    found = rows(tmp_path, "de")
    assert [(row["origin"], row["en"], row["text"]) for row in found] == [
        *(("office", f"{en} Always.", f"{de} Always.") for en, de in reversed(list(zip(ENGLISH, GERMAN, strict=True)))),
        *(("gnome", en, de) for en, de in zip(ENGLISH, GERMAN, strict=True)),
    ]


def test_the_slovak_help_that_is_czech_is_left_out(tmp_path: Path) -> None:
    for name, text in (
        ("en-US", ENGLISH[1]),
        ("sk", "Lodivod nastupuje na trajekt u druhé bóje."),
        ("cs", "Lodivod vstupuje na přívoz u druhé bóje."),
    ):
        inside = f'<html><head><meta charset="utf-8"></head><body><p id="par_id1">{text}</p></body></html>'
        write(tmp_path / f"usr/share/libreoffice/help/{name}/text/gate.html", inside)
    assert [row["text"] for row in rows(tmp_path, "cs")] == ["Lodivod vstupuje na přívoz u druhé bóje."]
    assert rows(tmp_path, "sk") == []


def test_a_page_with_another_number_of_paragraphs_is_not_matched(tmp_path: Path) -> None:
    write(tmp_path / "usr/share/help/C/harbour/gate.page", page(*ENGLISH))
    write(tmp_path / "usr/share/help/de/harbour/gate.page", page(GERMAN[0]))
    assert rows(tmp_path, "de") == []


def test_chapters_of_a_docbook_keep_the_names_of_their_entities(tmp_path: Path) -> None:
    for name, text in (
        ("en", "Start &marble; before the ferry leaves."),
        ("uk", "Запустіть &marble; до відплиття порома."),
    ):
        book = f"<book><chapter><para>{text}</para></chapter></book>"
        head = '<?xml version="1.0" ?>\n<!DOCTYPE book PUBLIC "x" "y" [\n<!ENTITY % addindex "IGNORE">\n]>\n'
        write(tmp_path / f"usr/share/doc/HTML/{name}/marble/index.docbook", head + book)
    assert [(row["en"], row["text"]) for row in rows(tmp_path, "uk")] == [
        ("Start marble before the ferry leaves.", "Запустіть marble до відплиття порома.")
    ]


def test_messages_lose_their_context_and_plurals_are_singular(tmp_path: Path) -> None:
    # Babel writes the Latvian forms of 0, 1 and more in this order; the singular is the second.
    one, many = "The harbour has %d free berth today.", "The harbour has %d free berths today."
    forms = (
        "Ostā šodien nav %d piestātņu.",
        "Ostā šodien ir %d brīva piestātne.",
        "Ostā šodien ir %d brīvas piestātnes.",
    )
    wait = ("Wait until the bridge has opened.", "Pagaidiet, līdz tilts ir atvērts.", "bridge")
    catalogue(tmp_path, "lv", "harbour", [((one, many), forms, None), wait])
    assert {row["en"]: row["text"] for row in rows(tmp_path, "lv")} == {one: forms[1], wait[0]: wait[1]}


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (ENGLISH[0], ENGLISH[0]),
        (ENGLISH[0], "Do not close das harbour gate before 5 p.m."),
        (ENGLISH[0], "Nein."),
        ("Close all the gates.", "Schließen Sie alle Tore."),
        ("_Close the harbour gate for tonight", "_Schließen Sie heute Nacht das Hafentor"),
    ],
)
def test_what_is_short_english_or_a_menu_entry_is_dropped(tmp_path: Path, source: str, target: str) -> None:
    catalogue(tmp_path, "de", "harbour", [(source, target, None), (ENGLISH[1], GERMAN[1], None)])
    assert [row["en"] for row in rows(tmp_path, "de")] == [ENGLISH[1]]


def test_english_in_another_script_is_dropped(tmp_path: Path) -> None:
    mixed = "Do not close the harbour gate πριν τις 5"
    catalogue(
        tmp_path, "el", "harbour", [(ENGLISH[0], mixed, None), (ENGLISH[1], "Ο πλοηγός επιβιβάζεται κοντά.", None)]
    )
    assert [row["en"] for row in rows(tmp_path, "el")] == [ENGLISH[1]]


def test_texts_that_differ_in_digits_are_taken_once(tmp_path: Path) -> None:
    second = (ENGLISH[0].replace("5", "6"), GERMAN[0].replace("17", "18"), None)
    catalogue(tmp_path, "de", "harbour", [(ENGLISH[0], GERMAN[0], None), second])
    assert len(rows(tmp_path, "de")) == 1


def test_the_file_and_the_counts_of_a_language(tmp_path: Path) -> None:
    catalogue(tmp_path, "de", "harbour", [(*pair, None) for pair in zip(ENGLISH, GERMAN, strict=True)])
    parallel.write(tmp_path / "de.jsonl.gz", iter(rows(tmp_path, "de")))
    counts = parallel.counts(tmp_path / "de.jsonl.gz")
    with gzip.open(tmp_path / "de.jsonl.gz", "rt", encoding="utf-8") as lines:
        written = [json.loads(line) for line in lines]
    assert [row["text"] for row in written] == list(GERMAN)
    assert {row["trained"] for row in written} == {False}
    assert (counts["rows"], counts["of catalogue"], counts["clock times"], counts["negation"]) == (2, 2, 1, 1)
    assert "| de | 2 |" in parallel.table({"de": counts})
