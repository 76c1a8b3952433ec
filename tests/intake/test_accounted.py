"""Every place of the grammar of every format: its text is in a segment, in a code, or told as left out.

The marks «name» in the files of tests/data/places are places. In turn each has a word, and the others are empty.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from pathlib import Path

import msgspec
import pytest

from bench import figure_files
from mtqe.formats import left_out, unread
from mtqe.intake import inputs, reading
from mtqe.intake.corpus import Corpus
from mtqe.model import LeftOut
from mtqe.registry.format_table import FORMATS
from mtqe.settings.config import Config

pytestmark = pytest.mark.usefixtures("judged_cache")
PLACES = Path(__file__).parent.parent / "data" / "places"

SLOT = re.compile("«([^»]*)»")
WORD = "Zebrafink"
ENDINGS = {
    "markdown": ".md",
    "html": ".html",
    "xliff1": ".xlf",
    "xliff2": ".xlf",
    "tmx": ".tmx",
    "android": "strings.xml",
    "resx": ".resx",
    "strings": ".strings",
    "plist-strings": ".strings",
    "stringsdict": ".stringsdict",
    "properties": ".properties",
    "json": ".json",
    "json-entries": ".json",
    "arb": ".arb",
    "xcstrings": ".xcstrings",
    "yaml": ".yml",
    "fluent": ".ftl",
    "po": ".po",
    "srt": ".srt",
    "vtt": ".vtt",
    "jsonl": ".jsonl",
    "text": ".txt",
    "wmt": ".xml",
    "sgm": ".sgm",
}
"""The files with places by format, and the ending that a reader wants."""
TABLES = frozenset({"tsv", "csv", "xlsx", "docx", "lines", "mtme", "po-keys"})
"""Formats without a grammar of their own, binary ones, and one that reads the files of another one."""
OFFICE = ("docx", "xlsx")
BESIDE = frozenset({"other column", "hidden row"})
"""Places that are not asked for: a column without a role is told by its head, whatever its cells have."""
BOTH_SIDES = (".xlf", ".tmx", ".xcstrings", ".po", ".jsonl", ".xml")


def read(folder: Path, ending: str, content: str) -> Corpus:
    """The segments of a file, or of a file and its copy if it has one language."""
    paths = [folder / side / (ending if ending[0] != "." else f"a{ending}") for side in ("en", "de")]
    for path in paths:
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
    two = ending not in BOTH_SIDES
    config = msgspec.structs.replace(Config(), source_lang="en", target_lang="de")
    return reading.read(inputs.of_paths(paths[0], paths[1] if two else None, ()), config)


def told(corpus: Corpus) -> Counter[str]:
    """What was left out, with its number."""
    return Counter({item.what: item.number for document in corpus.documents for item in document.left_out})


def has(corpus: Corpus, word: str) -> bool:
    """Whether a segment has a word, in its texts, its codes, or what the file says about it."""
    segments = (segment for document in corpus.documents for segment in document.segments)
    return any(word in msgspec.json.encode(segment).decode() for segment in segments)


@pytest.mark.parametrize("name", ENDINGS)
def test_each_place_of_a_file_is_in_a_segment_or_told(name: str, tmp_path: Path) -> None:
    ending, template = ENDINGS[name], (PLACES / f"{name}.txt").read_text(encoding="utf-8")
    bare = told(read(tmp_path, ending, SLOT.sub("", template)))
    silent = []
    for slot in SLOT.finditer(template):
        content = SLOT.sub("", template[: slot.start()]) + WORD + SLOT.sub("", template[slot.end() :])
        corpus = read(tmp_path, ending, content)
        if not has(corpus, WORD) and not told(corpus) - bare:
            silent.append(slot[1])
    assert not silent


@pytest.mark.parametrize("name", OFFICE)
def test_each_place_of_an_office_file_is_in_a_segment_or_told(name: str, tmp_path: Path) -> None:
    (template,) = figure_files.templates(random.Random(1))[name]
    content, silent = template.content, []

    def read_filled(content: str) -> Corpus:
        made = figure_files.Made(template, content, content, ())
        return reading.read(inputs.of_paths(*made.put(tmp_path)), Config("en", "de"))

    bare = told(read_filled(SLOT.sub("", content)))
    for slot in SLOT.finditer(content):
        corpus = read_filled(SLOT.sub("", content[: slot.start()]) + WORD + SLOT.sub("", content[slot.end() :]))
        if slot[1] not in BESIDE and not has(corpus, WORD) and not told(corpus) - bare:
            silent.append(slot[1])
    assert not silent


def test_every_format_with_a_grammar_has_a_file() -> None:
    of_files = {name.rstrip("12") for name in ENDINGS}
    assert {row.name for row in FORMATS} - TABLES <= of_files


def test_what_is_told_has_a_place(tmp_path: Path) -> None:
    corpus = read(tmp_path, ".properties", "# Zebrafink\n\na=Text\n\n# Zebrafink\n\nb=Text\n")
    assert corpus.documents[0].left_out == (LeftOut("comment", 2, None, 1),)
    assert left_out.notes(corpus.documents[0]) == (), "no reader of the translation sees a comment"
    corpus = read(tmp_path, ".resx", "<root>\n<data name='a'><value>Text</value>\nZebrafink</data></root>")
    assert corpus.documents[0].left_out == (LeftOut(unread.LOOSE, 1, "omission", 2),)
    assert "1 text outside of its elements (line 2)" in corpus.notes[0]


def test_a_message_with_branches_is_read_as_a_whole(tmp_path: Path) -> None:
    message = "{n, plural, one {Ein Boot} other {# Boote}}"
    corpus = read(tmp_path, ".json", msgspec.json.encode({"a": message, "b": "Ein Boot|{n} Boote"}).decode())
    assert told(corpus) == {}
