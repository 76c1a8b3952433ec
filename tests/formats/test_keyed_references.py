"""References of files with keys: without the text of codes, and beside the right segments."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mtqe.formats import dispatch
from mtqe.formats.programs import keyed
from mtqe.language import codes
from mtqe.model import Document

CUES = "1\n00:00:01,000 --> 00:00:02,000\n{}\n\n2\n00:00:03,000 --> 00:00:04,000\n{}\n"
PLURAL = "{{n, plural, one {{# {}}} other {{# {}}}}}"
FILES = {
    "film.srt": CUES.format("<i>{}</i>", "{{\\an8}}{}"),
    "film.vtt": "WEBVTT\n\n" + CUES.format("<v Ann>{}", "<c.loud>{}</c>").replace(",", "."),
    "strings.xml": '<resources><string name="a"><b>{}</b></string><string name="c">{}</string></resources>',
    "app.json": json.dumps({"a": "{}", "n": "PLURAL"}),
    "app.arb": json.dumps({"a": "PLURAL"}),
    "app.ftl": "a = {{ $n ->\n    [one] {}\n   *[other] {}\n }}\n",
    "messages.json": json.dumps({"a": {"message": "$NAME$ {1}", "description": "-"}}),
}


def filled(name: str, first: str, second: str) -> str:
    content = FILES[name]
    if name.endswith((".json", ".arb")):
        return content.replace("PLURAL", PLURAL.format(first, second)).replace("{}", first).replace("{1}", second)
    return content.format(first, second)


def read(folder: Path, name: str, *contents: str) -> Document:
    """Read a source, a translation and references."""
    paths = [folder / str(number) / name for number in range(len(contents))]
    for path, content in zip(paths, contents, strict=True):
        path.parent.mkdir()
        path.write_text(content, encoding="utf-8")
    return keyed.pair(paths[0], paths[1], paths[2:], dispatch.keyed_reader(paths))


@pytest.mark.parametrize("name", FILES)
def test_a_reference_like_the_translation_is_the_text_that_metrics_compare(name: str, tmp_path: Path) -> None:
    german = filled(name, "Das Schiff", "Die Schiffe")
    document = read(tmp_path, name, filled(name, "The ship", "The ships"), german, german)
    assert document.segments
    for segment in document.segments:
        assert segment.codes or name in ("strings.xml", "app.json")
        assert segment.references == (codes.bare(segment).target,)


def stamp(seconds: int) -> str:
    return f"00:00:{seconds:02},000"


def film(*cues: tuple[int, int, str]) -> str:
    """Subtitles whose numbers are those of no other file of as many texts."""
    return "\n".join(
        f"{number + 10 * len(cues)}\n{stamp(start)} --> {stamp(end)}\n{text}\n"
        for number, (start, end, text) in enumerate(cues, 1)
    )


def references(document: Document) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(segment.source, segment.target, segment.references) for segment in document.segments]


def test_joined_subtitles_have_the_references_of_all_their_sources(tmp_path: Path) -> None:
    source = film((1, 2, "a"), (3, 4, "b"), (5, 6, "c"))
    joined = film((1, 4, "A B"), (5, 6, "C"))
    document = read(tmp_path, "f.srt", source, joined, film((1, 2, "ra"), (3, 4, "rb"), (5, 6, "rc"), (8, 9, "new")))
    assert references(document) == [("a\nb", "A B", ("ra\nrb",)), ("c", "C", ("rc",))]


def test_a_reference_of_two_subtitles_is_that_of_the_first(tmp_path: Path) -> None:
    source = film((1, 2, "a"), (3, 4, "b"))
    document = read(tmp_path, "f.srt", source, film((1, 2, "A"), (3, 4, "B")), film((1, 4, "r")))
    assert references(document) == [("a", "A", ("r",)), ("b", "B", ("",))]


def test_texts_with_one_key_are_joined_in_order(tmp_path: Path) -> None:
    contents = (json.dumps({"a.b": f"{word} 1", "a": {"b": f"{word} 2"}}) for word in ("ship", "Schiff", "Kahn"))
    assert references(read(tmp_path, "x.json", *contents)) == [
        ("ship 1", "Schiff 1", ("Kahn 1",)),
        ("ship 2", "Schiff 2", ("Kahn 2",)),
    ]
