"""New translations are written into files: what is read again is what was asked for, and everything else stays."""

from __future__ import annotations

import itertools
import random
import time
from pathlib import Path

import pytest
from formats.test_written_back import IN_PARTS, WHITE
from hypothesis import given
from hypothesis import strategies as st
from read_files import from_lines, from_paths
from test_mending import CONFIG, skeleton
from test_mending_formats import SAMPLES, Sample

from mtqe.formats import files
from mtqe.mending.files.places import Key, key_of
from mtqe.mending.translations import Rewritten, Texts, differences, rewritten
from mtqe.model import Segment
from mtqe.registry import format_capabilities

LANGUAGES = ("en", "de")
XLIFF = next(sample.content for sample in SAMPLES if sample.name == "b.xlf")
RESX = '<root><data name="a">{}</data></root>'
PO = 'msgid ""\nmsgstr ""\n"Language: de\\n"\n\nmsgid "One %s."\nmsgstr "Ein %s."\n\nmsgid "Two."\nmsgstr ""\n'


def opened(source: Path, translation: Path | None = None) -> Texts:
    return Texts(from_paths(source, translation, (), CONFIG).documents, None, LANGUAGES)


def by_id(translations: dict[str, str]) -> dict[Key, str]:
    return {(None, name): text for name, text in translations.items()}


def write(done: Rewritten) -> None:
    for file in done.files.values():
        assert skeleton(file, file.text) == skeleton(file, file.content.text)
        file.refuse_changed()
        file.path.write_bytes(file.encoded())


def targets(source: Path, translation: Path | None = None) -> dict[str, str]:
    read = from_paths(source, translation, (), CONFIG)
    return {segment.id: segment.target for segment in read.segments}


def pair(folder: Path, sources: list[str], translations: list[str], end: str = ".txt") -> tuple[Path, Path]:
    paths = folder / f"a.en{end}", folder / f"a.de{end}"
    for path, lines in zip(paths, (sources, translations), strict=True):
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return paths


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
@pytest.mark.parametrize("new", ['Sie ging "erst" & kam später.', "Er kam. Sie ging…", "x"])
def test_every_format_takes_a_new_translation(tmp_path: Path, sample: Sample, new: str) -> None:
    paths = []
    for name, text in ((sample.source, "He came."), (sample.name, "Er kam, sie ging.")):
        if name:
            paths.append(tmp_path / name)
            paths[-1].parent.mkdir(parents=True, exist_ok=True)
            paths[-1].write_bytes(sample.content.format(text).encode(sample.encoding))
    texts = opened(*paths)
    (segment,) = [s for s in texts.segments.values() if "Er kam, sie ging." in s.target]
    key = key_of(segment)
    new = segment.target.replace("Er kam, sie ging.", new)  # some formats have inline codes around it
    done = rewritten(texts, {key: new})
    assert done.left == {}
    write(done)
    assert targets(*paths) == {s.id: new if key_of(s) == key else s.target for s in texts.segments.values()}


CATALOG = '{"sourceLanguage": "en", "strings": {"He came.": {"localizations": {"de": {"stringUnit": {"value": "x"}}}}}}'
PAGE = "<html><body><article><h1>Titel</h1><p>{}</p><p>Das Ende.</p></article></body></html>"
CUES = "1\n00:00:01,000 --> 00:00:04,000\n{}\n\n2\n00:00:05,000 --> 00:00:06,000\nEnde\n"
FILES = [
    *((s.name, s.content.format("Er kam."), s.source and s.content.format("He came."), s.source) for s in SAMPLES),
    ("c.xlf", XLIFF.replace("<target>{0}</target>", "<target/>"), "", ""),
    ("a.xcstrings", CATALOG, "", ""),
    ("a.csv", "source,target\nHe came.,Er kam.\nShe left.,\n", "", ""),
    ("a.tsv", "source\ttarget\nHe came.\tEr kam.\nShe left.\t\n", "", ""),
    ("a.jsonl", '{"source": "He came.", "target": "Er kam."}\n', "", ""),
    ("b_de.properties", "a\nb = Er kam.\n", "a = Yes\nb = He came.\n", "b_en.properties"),
    ("b.de.resx", RESX.format("<value/>"), RESX.format("<value>He came.</value>"), "b.en.resx"),
    ("e.de.srt", CUES.format(""), CUES.format("He came."), "e.en.srt"),
    ("de.strings", '"z" = "q";\n"Er kam.";\n', '"z" = "q";\n"Er kam." = "He came.";\n', "en.strings"),
    ("de.md", "# Titel\n\nEr kam.\n\nDas Ende.\n", "# Title\n\nHe came.\n\nThe end.\n", "en.md"),
    ("de.txt", "Titel\n\nEr kam.\n\nDas Ende.\n", "Title\n\nHe came.\n\nThe end.\n", "en.txt"),
    ("de.html", PAGE.format("Er kam."), PAGE.format("He came."), "en.html"),
]
"""Name and content of a file of translations, and those of its source; a file with both sides has no source."""
NEW = [*WHITE, *IN_PARTS, "\0", "\ufeff", "{", "null", "-->", "===", "1. x"]


@pytest.mark.parametrize(("name", "content", "source", "source_name"), FILES, ids=[row[0] for row in FILES])
def test_a_new_translation_is_read_back_or_refused(
    tmp_path: Path, name: str, content: str, source: str, source_name: str
) -> None:
    is_prose = name.endswith((".md", ".html", ".txt"))
    encoding = next((sample.encoding for sample in SAMPLES if sample.name == name), "utf-8")
    paths = []
    for at, text in ((source_name, source), (name, content)):
        if at:
            paths.append(tmp_path / at)
            paths[-1].parent.mkdir(parents=True, exist_ok=True)
            paths[-1].write_bytes(text.encode(encoding))
    texts = opened(*paths)
    before = paths[-1].read_bytes()
    for key, text in itertools.product(texts.segments, NEW[::4] if name.endswith(".html") else NEW):
        old = texts.segments[key].target
        new = old.replace("Er kam.", text) if "<g" in old else text  # with its inline codes
        done = rewritten(texts, {key: new})
        assert bool(done.left) != bool(done.files) or new == old
        for file in done.files.values():
            file.path.write_bytes(file.encoded())
            again = files.content(file.path, encoding=format_capabilities.encoding(file.format.reader))
            units = file.format.units(again.text, file.path)
            assert [unit.id for unit in units] == [name for _, name, _ in file.names]
            found = [value.text for unit in units if (value := file.format.translation(unit)) is not None]
            assert found == [value.text for value in file.values if value is not None]
            assert any(new in text for text in found)
            assert is_prose or targets(*paths).get(key[1], "") == new
        paths[-1].write_bytes(before)


WORDS = st.lists(
    st.sampled_from(["Haus", "ging", "&", "„alt“", ".", '"', "\\", "%", "<b>", "日本", "é", "🎉"]), max_size=6
)


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=5), st.sampled_from(["lines", "json"]))
def test_what_is_read_again_is_what_was_asked_for(
    tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[list[str], list[str]]], form: str
) -> None:
    import json

    folder = tmp_path_factory.mktemp("texts")
    old = [*(" ".join(before) or "leer" for before, _ in texts), "Ende"]
    wanted = {str(number): " ".join(after) for number, (_, after) in enumerate(texts)}
    if form == "json":
        paths = folder / "en.json", folder / "de.json"
        for path in paths:
            path.write_text(json.dumps({f"k{number}": text for number, text in enumerate(old)}), encoding="utf-8")
        wanted = {f"k{number}": text for number, text in wanted.items()}
        documents = from_paths(*paths, (), CONFIG).documents
    else:
        paths = pair(folder, old, old)
        wanted = {str(int(number) + 1): text for number, text in wanted.items()}
        documents = from_lines(paths[0], [paths[1]]).documents
    opened_texts = Texts(documents, None, LANGUAGES)
    done = rewritten(opened_texts, by_id(wanted))
    write(done)
    if form == "json":
        found = targets(*paths)
    else:
        found = {segment.id: segment.target for segment in from_lines(paths[0], [paths[1]]).segments}
    before = {segment.id: segment.target for segment in opened_texts.segments.values()}
    for name, text in wanted.items():
        assert found.get(name, "") == (before[name] if (None, name) in done.left else text)


def test_sentences_of_a_document(tmp_path: Path) -> None:
    sources = ["The ship left. It was late.", "", "Nobody came to the pier, and nobody waved at all."]
    translations = ["Das Schiff fuhr ab. Es war spät.", "", "Niemand kam zur Pier, und niemand winkte."]
    paths = pair(tmp_path, sources, translations)
    texts = opened(*paths)
    key = next(key for key, segment in texts.segments.items() if segment.target == "Es war spät.")
    write(rewritten(texts, {key: "Es war schon sehr spät geworden."}))
    assert (
        paths[1].read_text()
        == "\n".join(translations).replace("Es war spät.", "Es war schon sehr spät geworden.") + "\n"
    )


def test_inline_codes_survive(tmp_path: Path) -> None:
    paths = pair(
        tmp_path,
        ["The **old** ship left [the port](a.html)."],
        ["Das **alte** Schiff verließ [den Hafen](a.html)."],
        ".md",
    )
    texts = opened(*paths)
    ((key, segment),) = texts.segments.items()
    new = segment.target.replace("alte", "sehr alte").replace("den Hafen", "seinen Hafen")
    assert rewritten(texts, {key: segment.target.replace("**", "")}).left[key] == "the inline code ** is missing in it"
    write(rewritten(texts, {key: new}))
    assert paths[1].read_text() == "Das **sehr alte** Schiff verließ [seinen Hafen](a.html).\n"


@pytest.mark.parametrize(
    ("new", "why"),
    [
        ("Eine.", "the placeholder %s is missing in it"),
        ("Ein %s %d.", "the placeholder %d is new in it"),
        ("Ein %s!", ""),
    ],
)
def test_placeholders_survive(tmp_path: Path, new: str, why: str) -> None:
    (tmp_path / "de.po").write_text(PO)
    texts = opened(tmp_path / "de.po")
    done = rewritten(texts, {next(iter(texts.segments)): new})
    assert "".join(done.left.values()) == why and bool(done.files) == (not why)


def test_an_empty_translation_is_filled(tmp_path: Path) -> None:
    (tmp_path / "de.po").write_text(PO)
    texts = opened(tmp_path / "de.po")
    key = next(key for key, segment in texts.segments.items() if not segment.target)
    write(rewritten(texts, {key: "Zwei."}))
    assert (tmp_path / "de.po").read_text() == PO.replace('msgid "Two."\nmsgstr ""', 'msgid "Two."\nmsgstr "Zwei."')


def test_one_that_the_file_cannot_hold_does_not_stop_the_others(tmp_path: Path) -> None:
    paths = pair(tmp_path, ["One.", "Two.", "Three."], ["Eins.", "Zwei.", "Drei."])
    texts = Texts(from_lines(paths[0], [paths[1]]).documents, None, LANGUAGES)
    done = rewritten(texts, by_id({"1": "Eines.", "2": "Zwei\nZeilen.", "3": "Dreie."}))
    assert list(done.left) == [(None, "2")] and "cannot hold" in done.left[None, "2"]
    write(done)
    assert paths[1].read_text() == "Eines.\nZwei.\nDreie.\n"


def test_a_character_that_the_encoding_lacks_does_not_stop_the_others(tmp_path: Path) -> None:
    head = 'msgid ""\nmsgstr "Language: de\\nContent-Type: text/plain; charset=ISO-8859-1\\n"\n'
    content = head + "".join(f'\nmsgid "{n}."\nmsgstr "Für {n}."\n' for n in ("one", "two", "three"))
    (tmp_path / "de.po").write_bytes(content.encode("latin-1"))
    texts = opened(tmp_path / "de.po")
    first, second, third = texts.segments
    done = rewritten(texts, {first: "Für 一.", second: "Zweı.", third: "Über drei."})
    assert list(done.left) == [first, second]
    assert "does not have the character '一'" in done.left[first]
    write(done)
    expected = content.replace("Für three.", "Über drei.")
    assert (tmp_path / "de.po").read_bytes() == expected.encode("latin-1")


def test_a_locked_translation_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    path.write_text(
        SAMPLES[1]
        .content.format("Er kam.")
        .replace("<trans-unit", "<trans-unit m:locked='locked'")
        .replace("<xliff", "<xliff xmlns:m='MQXliff'")
    )
    texts = opened(path)
    ((key, _),) = texts.segments.items()
    assert rewritten(texts, {key: "Sie kam."}).left == {key: "the file says that it must not be changed"}


def test_a_changed_file_is_refused(tmp_path: Path) -> None:
    paths = pair(tmp_path, ["One."], ["Eins."])
    documents = from_lines(paths[0], [paths[1]]).documents
    paths[1].write_text("Zwei.\n")
    done = rewritten(Texts(documents, None, LANGUAGES), by_id({"1": "Eines."}))
    assert done.files == {} and "has changed since it was read" in done.left[None, "1"]


def test_words_that_branches_share_change_in_all_of_them(tmp_path: Path) -> None:
    content = '{"a": "{n, plural, one {# Schiff} other {# Schiffe}} mit Fracht"}'
    for name in ("en", "de"):
        (tmp_path / f"{name}.json").write_text(content)
    texts = opened(tmp_path / "en.json", tmp_path / "de.json")
    first, second = texts.segments
    done = rewritten(texts, {first: texts.segments[first].target.replace("Fracht", "Ladung")})
    assert done.others == (second,)
    write(done)
    assert (tmp_path / "de.json").read_text() == content.replace("Fracht", "Ladung")


@pytest.mark.parametrize("new", ["Sie kam, sah: fertig.", '"Er", kam.', "# nichts", "12", "a\nb"])
@pytest.mark.parametrize(
    ("names", "content"),
    [
        (("a.csv",), "id,source,target,note\n1,He came.,{},x\n2,She came.,Sie kam.,y\n"),
        (("en.yml", "de.yml"), "a: {}\nb: Sie kam.\n"),
        (("en.yml", "de.yml"), "a: {{b: {}, c: Sie kam.}}\n"),
    ],
)
def test_quotes_are_added_where_a_text_needs_them(
    tmp_path: Path, names: tuple[str, ...], content: str, new: str
) -> None:
    paths = [tmp_path / name for name in names]
    for path in paths:
        path.write_text(content.format("Er kam."))
    texts = opened(*paths)
    key = next(key for key, segment in texts.segments.items() if segment.target == "Er kam.")
    done = rewritten(texts, {key: new})
    assert done.left == {}
    for file in done.files.values():
        file.path.write_bytes(file.encoded())
    assert list(targets(*paths).values()) == [new, "Sie kam."]
    assert (
        paths[-1]
        .read_text()
        .replace("\n", "")
        .endswith(content.partition("{}")[2].replace("\n", "").replace("}}", "}"))
    )


@given(st.text("ab c,.", max_size=12), st.text("ab c,.", max_size=12))
def test_the_differences_of_two_texts_make_one_of_the_other(old: str, new: str) -> None:
    done, parts = 0, []
    for start, end, text in differences(Segment("1", "", old), new):
        assert done <= start <= end <= len(old) and (text or start < end)
        parts += [old[done:start], text]
        done = end
    assert "".join(parts) + old[done:] == new


def test_long_texts_take_no_time() -> None:
    chance, words = random.Random(1), ["a", "der", "die", ",", "und"]
    old, new = (" ".join(chance.choices(words, k=20_000)) for _ in range(2))
    start = time.process_time()
    assert len(list(differences(Segment("1", "", old), new))) == 1
    few = old.replace("der", "das", 1)
    assert list(differences(Segment("1", "", old), few)) == [(old.index("der") + 1, old.index("der") + 3, "as")]
    assert time.process_time() - start < 2


def test_many_that_the_file_cannot_hold_take_no_time(tmp_path: Path) -> None:
    lines = [f"Zeile {number} von vielen." for number in range(5_000)]
    paths = pair(tmp_path, lines, lines)
    texts = Texts(from_lines(paths[0], [paths[1]]).documents, None, LANGUAGES)
    start = time.process_time()
    done = rewritten(texts, by_id({str(n): "Neu" + "\n" * (n % 7 == 0) for n in range(1, 500)}))
    assert time.process_time() - start < 2
    assert len(done.left) == 71
