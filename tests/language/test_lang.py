"""Language files: their keys and values, and the errors for wrong ones."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

import msgspec
import pytest

from mtqe.errors import ConfigError
from mtqe.language import facts, forms, lang, number_sections, sections

STRUCTS = [
    item
    for module in (facts, sections, number_sections)
    for item in vars(module).values()
    if isinstance(item, type) and issubclass(item, forms.Section) and item.__module__ == module.__name__
]
PATTERNS = {
    "time",
    "daytime",
    "clear",
    "idioms",
    "plain",
    "implied",
    "patterns",
    "particles",
    "infinitive",
    "of_a_place",
}
PATTERNS |= {"people", "final_abbreviations", "speech", "unit_before_words", "about"}
PATTERNS |= {"negates", "before_two", "currencies", "percent", "percent_parts", "percent_beginnings", "after_hour"}
PATTERNS |= {"elided", "elided_before_names", "before_unit", "of_magnitude", "doubled_idioms", "final_before_number"}
PATTERNS |= {"common_nouns", "participle", "cut_off_ends", "complete_ends"}


@pytest.mark.parametrize("tag", lang.tags())
def test_every_file_can_be_read(tag: str) -> None:
    assert lang.language(tag) != facts.Language(), "the file has no facts"
    assert re.fullmatch("[a-z]{2,3}", tag)


def test_a_language_without_a_file_has_the_defaults() -> None:
    assert lang.language("tlh") == facts.Language()
    assert lang.language("de-AT") is lang.language("de-CH") or lang.language("de-AT") == lang.language("de")


def test_a_file_is_read_by_the_primary_tag() -> None:
    assert lang.language("DE-at").capital_nouns
    assert lang.language("zh-Hant").spaceless


def test_a_language_cannot_be_changed() -> None:
    german: Any = lang.language("de")
    with pytest.raises(AttributeError):
        german.spaceless = True


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("colour = 1", "`colour`"),
        ("[numbers]\ndecimal = ','\ngroup = '.'\ndozens = 'x'", "`dozens`"),
        ("[numbers.digits]\nnoon = 'x'\n[numbers]\ndecimal = ','\ngroup = '.'", "$.numbers.digits"),
        ("spaceless = 'yes'", "$.spaceless"),
        ("scripts = ['runic']", "$.scripts[0]"),
        ("comparative = ['er']", "$.comparative"),
        ("[length]\nper_english = 'long'", "$.length.per_english"),
        ("[negation]\nclear = ['no']\nidioms = []", "`weak`"),
        ("[directions]\nrise = 'up'", "$.directions"),
        ("[directions]\nrise = 'a | b | c | d | e'", "two to four cells"),
        ("[numbers]\ndecimal = ','\ngroup = '.'\n[numbers.cardinal]\nfive = 'fem'", "'five' of cardinal"),
        ("[asking]\nbegins = 'who'", "$.asking"),
        ("[clock]\nreader = '24'", "$.clock"),
        ("[clock]\nreader = '24'\ntime = 'x'", "daytime"),
        ("[[dangling.words]]\nfirst = 'the'", "`then`"),
        ("spaceless = ", "(at end of document)"),
    ],
)
def test_an_error_names_the_file_and_the_key(text: str, named: str) -> None:
    with pytest.raises(ConfigError) as caught:
        lang.parse(text, "xx.toml")
    assert caught.value.message.startswith("xx.toml: ")
    assert named in caught.value.message


def test_words_and_opposites_are_split() -> None:
    language = lang.parse("comparative = 'are  ast'\n[directions]\nrise = 'up | down | more'", "xx.toml")
    assert language.comparative == ("are", "ast")
    assert language.directions["rise"] == (("up",), ("down",), ("more",), ())


@pytest.mark.parametrize("section", facts.SECTIONS)
def test_tags_with_a_section_are_those_whose_file_has_it(section: str) -> None:
    empty = getattr(facts.Language(), section)
    assert lang.tags_with(section) == {tag for tag in lang.tags() if getattr(lang.language(tag), section) != empty}


def test_words_of_any_language_are_those_of_all_files() -> None:
    for key in sections.Anywhere.__struct_fields__:
        of_files = {word for tag in lang.tags() for word in getattr(lang.language(tag).anywhere, key)}
        assert lang.anywhere(key) == of_files != set()


def test_a_pattern_of_any_language_prefers_the_longer_word() -> None:
    assert "o" in lang.anywhere("joins")
    assert re.sub(lang.any_of("joins"), "", "oder") == ""


def test_tags_with_an_unknown_section_are_refused() -> None:
    with pytest.raises(KeyError):
        lang.tags_with("verb")


def test_all_sections_are_listed() -> None:
    hints = get_type_hints(facts.Language)
    structs = {name for name, kind in hints.items() if any(item in STRUCTS for item in (kind, *get_args(kind)))}
    assert set(facts.SECTIONS) == structs | {"directions", "hedges", "senses", "nouns"}


@pytest.mark.parametrize("struct", STRUCTS, ids=lambda item: item.__name__)
def test_every_key_is_described(struct: type[msgspec.Struct]) -> None:
    described = set(re.findall(r"^    (\w+):", inspect.cleandoc(struct.__doc__ or ""), re.MULTILINE))
    keys = set(struct.__struct_fields__)
    for base in STRUCTS:
        if base is not struct and issubclass(struct, base):
            keys -= set(base.__struct_fields__)
    if struct is facts.Language:
        keys -= set(facts.SECTIONS)
    assert described == keys


def values(item: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """The strings of a language, each with the name of its field."""
    if isinstance(item, msgspec.Struct):
        for field in item.__struct_fields__:
            yield from values(getattr(item, field), field)
    elif isinstance(item, dict):
        for value in item.values():
            yield from values(value, name)
    elif isinstance(item, tuple):
        for value in item:
            yield from values(value, name)
    elif isinstance(item, str):
        yield name, item


@pytest.mark.parametrize("tag", lang.tags())
def test_patterns_can_be_compiled(tag: str) -> None:
    for name, text in values(lang.language(tag)):
        if name in PATTERNS:
            re.compile(text.replace("{hour}", "").replace("{space}", " "))


@pytest.mark.parametrize("tag", sorted(lang.tags_with("numbers")))
def test_numbers_are_complete_enough(tag: str) -> None:
    numbers = lang.language(tag).numbers
    assert numbers is not None
    assert numbers.decimal != numbers.group
    assert numbers.list_words and (numbers.range_words or lang.language(tag).agglutinating)
    if not lang.language(tag).spaceless:
        counted = {key.split()[0] for table in (numbers.cardinal, numbers.weak) for key in table}
        assert numbers.compound or counted >= {str(number) for number in range(1, 11)}


@pytest.mark.parametrize("words", [["--help"], ["list", "checks"], ["explain", "ACC101"], ["list", "metrics"]])
def test_help_reads_no_language_file(words: list[str]) -> None:
    code = (
        "import contextlib, io\nfrom mtqe.cli import run\nfrom mtqe.language import lang\n"
        f"with contextlib.redirect_stdout(io.StringIO()):\n    assert run({words!r}) == 0\n"
        "print(lang.language.cache_info().currsize, lang.tags_with.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "0"]
