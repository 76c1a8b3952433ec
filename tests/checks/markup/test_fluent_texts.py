"""Texts of Fluent: calls of functions, variants for one number, selections that a language does not need."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtqe.checks import runner as room
from mtqe.intake import inputs, reading
from mtqe.registry import check_table
from mtqe.registry.contracts import Context
from mtqe.settings.config import Config

MOORED = """a = { $n ->
    [one] { $n } ship is moored
   *[other] { $n } ships are moored
 }
"""


def told(folder: Path, source: str, target: str, lang: str, *checks: str) -> list[str]:
    paths = folder / "en.ftl", folder / "target.ftl"
    for path, text in zip(paths, (source, target), strict=True):
        path.write_text(text, encoding="utf-8")
    config = Config(source_lang="en", target_lang=lang)
    corpus = reading.read(inputs.of_paths(paths[0], paths[1], (), languages=("en", lang)), config)
    outcome = room.run([check_table.checks()[name] for name in checks], corpus.segments, Context("en", lang))
    return [f"{finding.check} {finding.message}" for finding in outcome.findings]


def test_a_call_of_a_function_is_no_text(tmp_path: Path) -> None:
    text = 'a = { DATETIME($tide, dateStyle: "short", timeStyle: "medium") }\n'
    assert told(tmp_path, text, text, "ru", "ACC102", "MRK104") == []
    text = 'a = The last tide was on { DATETIME($tide, dateStyle: "short") } here\n'
    assert told(tmp_path, text, text, "ru", "ACC102") == ["ACC102 the translation is a copy of the source"]


@pytest.mark.parametrize(
    ("target", "messages"),
    [
        ('a = Flut am { DATETIME($tide, month: "long") }\n', []),
        ("a = Flut am { $tide }\n", []),
        ("a = Flut\n", ['MRK104 the placeholder { DATETIME($tide, month: "short") } is missing']),
    ],
)
def test_a_call_may_be_written_in_another_way(target: str, messages: list[str], tmp_path: Path) -> None:
    source = 'a = High tide on { DATETIME($tide, month: "short") }\n'
    assert told(tmp_path, source, target, "de", "MRK104") == messages


def test_the_variant_of_one_number_may_say_it_in_words(tmp_path: Path) -> None:
    target = "a = { $n ->\n    [1] Un bateau est amarré\n   *[other] { $n } bateaux sont amarrés\n }\n"
    assert told(tmp_path, MOORED, target, "fr", "MRK104") == []
    target = target.replace("*[other] { $n } bateaux", "*[other] Des bateaux")
    assert told(tmp_path, MOORED, target, "fr", "MRK104") == ["MRK104 the placeholder { $n } is missing"]


def test_a_selection_without_its_number_may_go(tmp_path: Path) -> None:
    source = "a = { $n ->\n    [one] Ship\n   *[other] Ships\n }\n"
    assert told(tmp_path, source, "a = 船\n", "ja", "MRK103", "MRK104") == []
    assert told(tmp_path, MOORED, "a = 船がいます\n", "ja", "MRK103", "MRK104") != []


def test_a_space_in_the_call_of_a_selector_changes_nothing(tmp_path: Path) -> None:
    source = "a = { PLATFORM () ->\n    [macos] Open the lock\n   *[other] Lift the lock\n }\n"
    target = "a = { PLATFORM() ->\n    [macos] Schleuse öffnen\n   *[other] Schleuse heben\n }\n"
    assert told(tmp_path, source, target, "de", "MRK103") == []
    target = target.replace("PLATFORM()", "GENDER()")
    assert told(tmp_path, source, target, "de", "MRK103") != []


def test_a_translation_may_show_the_number_that_chooses_its_text(tmp_path: Path) -> None:
    source = "a = { $ships ->\n    [one] Ship in the harbour\n   *[other] Ships in the harbour\n }\n"
    assert told(tmp_path, source, "a = 港の船 { $ships } 隻\n", "ja", "MRK104") == []
    added = "MRK104 the placeholder { $boats } is not in the source"
    assert set(told(tmp_path, source, "a = 港の船 { $boats } 隻\n", "ja", "MRK104")) == {added}


def test_a_term_with_arguments_is_no_text(tmp_path: Path) -> None:
    target = 'a = { -harbour-brand-name(case: "nominative_uppercase") }\n'
    assert told(tmp_path, "a = { -harbour-brand-name }\n", target, "ru", "ACC104") == []


def test_a_translation_may_choose_by_what_its_language_says_of_a_name(tmp_path: Path) -> None:
    source = "a = Quit { -brand-name }?\n"
    target = (
        "a = { -brand-name.case-status ->\n"
        '    [with-cases] Ukončit { -brand-name(case: "acc") }?\n'
        "   *[no-cases] Ukončit aplikaci { -brand-name }?\n }\n"
    )
    assert told(tmp_path, source, target, "cs", "MRK103", "MRK104") == []
    other = target.replace("-brand-name.case-status ->", "$brand ->")
    assert any(told(tmp_path, source, other, "cs", "MRK103"))


def test_each_of_several_selections_may_say_its_number_in_words(tmp_path: Path) -> None:
    source = "a = { $ships ->\n   *[other] { $moored } out of { $ships } ships are moored\n }\n"
    target = (
        "a = { $moored ->\n"
        "    [0] { $ships ->\n        [one] Le bateau est loin\n       *[other] { $ships } bateaux sont au large\n }\n"
        "   *[other] { $ships ->\n        [one] Le bateau\n       *[other] { $moored } des { $ships } bateaux\n }\n"
        " }\n"
    )
    lost = ["MRK104 the placeholder { $moored } is missing"]
    assert told(tmp_path, source, target, "fr", "MRK104") == lost, "only the number of its own variant is said"


def test_the_variant_for_names_without_cases_may_have_another_word(tmp_path: Path) -> None:
    target = (
        "a = { -harbour.case-status ->\n"
        '    [with-cases] Settings of { -harbour(case: "gen") }\n'
        "   *[no-cases] Settings of the program\n }\n"
    )
    assert told(tmp_path, "a = { -harbour } Settings\n", target, "cs", "MRK104") == []
    wrong = target.replace('{ -harbour(case: "gen") }', "the program")
    missing = ["MRK104 the placeholder { -harbour } is missing"]
    assert told(tmp_path, "a = { -harbour } Settings\n", wrong, "cs", "MRK104") == missing
    other = target.replace("{ -harbour.case-status ->", "{ -pier.case-status ->")
    assert told(tmp_path, "a = { -harbour } Settings\n", other, "cs", "MRK104") == missing
