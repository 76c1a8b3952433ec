"""plural-forms (MRK118) in messages with several choices, as the readers give them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from read_files import from_paths

from mtqe.checks import runner
from mtqe.registry import check_table
from mtqe.registry.contracts import Context
from mtqe.settings.config import Config


def found(folder: Path, ending: str, source: str, target: str, lang: str = "pl") -> list[str]:
    """The messages about a file and its translation."""
    paths = folder / f"a.en.{ending}", folder / f"a.{lang}.{ending}"
    for path, text in zip(paths, (source, target), strict=True):
        path.write_text(text, encoding="utf-8")
    texts = from_paths(*paths, (), Config(source_lang="en", target_lang=lang))
    outcome = runner.run([check_table.checks()["MRK118"]], texts.segments, Context("en", lang))
    assert outcome.problems == ()
    return [finding.message for finding in outcome.findings]


def icu(folder: Path, source: str, target: str, lang: str = "pl") -> list[str]:
    return found(folder, "json", json.dumps({"files": source}), json.dumps({"files": target}), lang)


TWO = "{n, plural, one {# file} other {# files}}"
PLIKI = "{n, plural, one {# plik} other {# pliki}}"
EVERY = "{n, plural, one {# plik} few {# pliki} many {# plików} other {# pliku}}"


def test_each_branch_of_a_choice_needs_the_categories(tmp_path: Path) -> None:
    source = f"{{g, select, female {{her {TWO}}} other {{their {TWO}}}}}"
    target = f"{{g, select, female {{jej {PLIKI}}} other {{ich {EVERY}}}}}"
    assert icu(tmp_path, source, target) == [
        "the plural in the branch female has no form for few and many; the forms are one, other"
    ]
    assert icu(tmp_path, source, target.replace(PLIKI, EVERY)) == []
    both = target.replace(EVERY, PLIKI)
    assert [message[:34] for message in icu(tmp_path, source, both)] == [
        "the plural in the branch female ha",
        "the plural in the branch other has",
    ]


@pytest.mark.parametrize(
    "target",
    [
        "{g, select, other {x}}",
        "{g, select, one {x} other {y}}",
        "{n, selectordinal, other {#.}}",
        f"{{n, plural, one {{{{g, select, male {{x}} other {{y}}}}}} few {{x}} many {{x}} other {{{EVERY}}}}}",
        "{n, plural, =1 {plik} few {# pliki} many {# plików} other {# pliku}}",
        "{g, select, a {x} other {{n, selectordinal, other {#.}}}}",
    ],
)
def test_what_is_no_plural_or_has_all_its_forms(target: str, tmp_path: Path) -> None:
    assert icu(tmp_path, target, target) == []


def test_each_of_several_plurals_is_judged_once(tmp_path: Path) -> None:
    second = EVERY.replace("{n", "{m")
    assert icu(tmp_path, f"{TWO}, {TWO}", f"{EVERY}, {second}") == []
    assert icu(tmp_path, f"{TWO}, {TWO}", f"{EVERY}, {PLIKI.replace('{n', '{m')}") == [
        "the plural has no form for few and many; the forms are one, other"
    ]


def test_a_message_with_too_many_texts_is_judged_choice_by_choice(tmp_path: Path) -> None:
    many = " ".join(EVERY.replace("{n", f"{{n{number}") for number in range(3))
    assert icu(tmp_path, many, many) == []
    assert icu(tmp_path, many, many.replace("few {# pliki} many", "many", 1)) == [
        "the plural in the branch n0 has no form for few; the forms are one, many, other"
    ]


def test_selections_of_fluent(tmp_path: Path) -> None:
    text = "a = { $n ->\n    [0] none\n    [one] one\n   *[other] more\n }\n"
    ordinal = text.replace("$n", 'NUMBER($n, type: "ordinal")')
    assert found(tmp_path, "ftl", text, text, "de") == []
    assert found(tmp_path, "ftl", text, text.replace("[one]", "[1]"), "de") == []
    assert found(tmp_path, "ftl", text, text) == ["the plural has no form for few and many; the forms are one, other"]
    assert found(tmp_path, "ftl", ordinal, ordinal) == []
    one = "a = { $n ->\n    [1] one\n   *[other] more\n }\n"
    assert found(tmp_path, "ftl", one, one, "fr") == []  # 0 would be `one`, too
    assert found(tmp_path, "ftl", one, one.replace("[1]", "[2]"), "fr") == [
        "the plural has no form for one; the forms are other"
    ]


def test_a_selection_of_the_system_is_no_plural(tmp_path: Path) -> None:
    text = "a = { PLATFORM() ->\n    [macos] Preferences\n   *[other] Settings\n }\n"
    assert found(tmp_path, "ftl", text, text, "de") == []


def test_ordinals_and_contexts_of_keys(tmp_path: Path) -> None:
    document = {"day_ordinal_one": "#st", "day_ordinal_other": "#th", "friend_male_one": "a", "friend_male_other": "b"}
    text = json.dumps(document)
    assert found(tmp_path, "json", text, text) == ["the plural has no form for few and many; the forms are one, other"]


@pytest.mark.parametrize(
    ("lang", "forms", "severity"),
    [
        ("he", {"one": "קובץ", "other": "קבצים"}, "minor"),
        ("ar", {"zero": "a", "one": "b", "two": "c", "many": "d", "other": "e"}, "major"),
        ("pl", {"one": "plik", "many": "plików", "other": "pliku"}, "major"),
    ],
)
def test_a_form_for_which_other_stands_in_is_minor(
    tmp_path: Path, lang: str, forms: dict[str, str], severity: str
) -> None:
    texts = {"en": {"files": {"one": "file", "other": "files"}}, lang: {"files": forms}}
    paths = [tmp_path / f"a.{tag}.json" for tag in texts]
    for path, content in zip(paths, texts.values(), strict=True):
        path.write_text(json.dumps(content), encoding="utf-8")
    segments = from_paths(*paths, (), Config(source_lang="en", target_lang=lang)).segments
    outcome = runner.run([check_table.checks()["MRK118"]], segments, Context("en", lang))
    assert [finding.severity.value for finding in outcome.findings] == [severity]


def test_a_key_that_ends_like_a_plural_counts_nothing(tmp_path: Path) -> None:
    texts = [json.dumps({"subject_other": text}) for text in ("Other subject", "Inny temat")]
    assert found(tmp_path, "json", *texts) == []


@pytest.mark.parametrize(
    ("lang", "one", "other", "message"),
    [
        ("de", "Dateien", "Datei", "the forms one and other seem to have changed places"),
        ("de", "Datei", "Dateien", ""),
        ("de", "{n} Fehler", "{n} Fehler", ""),
        ("es", "mensajes nuevos", "mensaje nuevo", "the forms one and other seem to have changed places"),
        ("es", "mensaje nuevo", "mensajes nuevos", ""),
        ("de", "{n} hour", "{n} Stunden", "the form one is in the source language"),
        ("nl", "{n} hour", "{n} hours", ""),
        ("nl", "{n} uur", "{n} uren", ""),
    ],
)
def test_forms_are_compared(tmp_path: Path, lang: str, one: str, other: str, message: str) -> None:
    texts = [json.dumps({"a_one": a, "a_other": b}) for a, b in (("{n} hour", "{n} hours"), (one, other))]
    assert found(tmp_path, "json", *texts, lang) == ([message] if message else [])
