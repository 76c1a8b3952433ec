"""One way from an input to segments: each file is read once, and each pair of documents is aligned once."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest

import mtqe
from mtqe.alignment import documents
from mtqe.errors import InputError
from mtqe.intake import inputs, reading
from mtqe.intake.inputs import DataSet, Documents, Folders, InMemory, Input, Lines, Lists, PairsFile, Patterns, Records
from mtqe.intake.pairing import arguments
from mtqe.intake.read_once import Texts
from mtqe.machine import bounded_read
from mtqe.model import Document, Segment, Shard, Text
from mtqe.settings.config import AlignConfig, Config, PairsConfig

EN = ("The library opens on 3 March.", "Nobody had expected that.", "Parking remains free in 2026.")
DE = ("Die Bibliothek öffnet am 3. März.", "Damit hatte niemand gerechnet.", "Das Parken bleibt 2026 kostenlos.")
FILES = {
    "a.en.txt": "\n".join(EN),
    "a.de.txt": "\n".join(DE),
    "b.de.txt": "\n".join(DE).replace("kostenlos", "frei"),
    "joined.de.txt": f"{DE[0]} {DE[1]}\n\n{DE[2]}",
    "page.en.md": "# Library\n\n" + " ".join(EN),
    "page.de.md": "# Bibliothek\n\n" + " ".join(DE),
    "en.json": f'{{"a": "{EN[0]}", "b": "{EN[1]}"}}',
    "de.json": f'{{"en": {{"a": "{DE[0]}", "b": "{DE[1]}"}}}}',
    "at.json": f'{{"a": "{DE[0]}", "b": "{DE[1]}"}}',
    "pairs.tsv": f"source\ttarget\n{EN[0]}\t{DE[0]}\n",
    "en/x.txt": "\n".join(EN),
    "de/x.txt": "\n".join(DE),
}
CONFIG = Config(source_lang="en", target_lang="de", align=AlignConfig(aligner="lexical"))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with `FILES`, in which the tests run."""
    for name, content in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content + "\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def times(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each file has been read so far."""
    counts: Counter[str] = Counter()
    opened = bounded_read.opened

    @contextlib.contextmanager
    def counted(path: Path) -> Iterator[bounded_read.Opened]:
        counts[str(path)] += 1
        with opened(path) as file:
            yield file

    monkeypatch.setattr(bounded_read, "opened", counted)
    return counts


@pytest.fixture
def aligned(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """The second document of each alignment so far, and whether its lines were taken for sentences."""
    done: list[tuple[str, bool]] = []
    align = documents.align

    def counted(source: Text, target: Text, *langs: str, pre_split: bool = False, **options: Any) -> Any:
        done.append((target.path or "", pre_split))
        return align(source, target, *langs, pre_split=pre_split, **options)

    monkeypatch.setattr(documents, "align", counted)
    return done


def path_inputs() -> dict[str, tuple[Input, Config]]:
    """Inputs of each kind that has files."""
    a, b, reference = Path("a.en.txt"), Path("a.de.txt"), Path("b.de.txt")
    by_sentence = Config(source_lang="en", target_lang="de", align=AlignConfig(mode="document", aligner="lexical"))
    pairs = Config(source_lang="en", target_lang="de", pairs=PairsConfig("en/*.txt", "de/*.txt"))
    keyed = {"x": Path("de.json"), "y": Path("at.json")}
    return {
        "two line-aligned files": (Documents(a, b, (reference,)), CONFIG),
        "two documents": (Documents(a, b, (reference,)), by_sentence),
        "two pages": (Documents(Path("page.en.md"), Path("page.de.md")), CONFIG),
        "two keyed files": (Documents(Path("en.json"), Path("de.json"), (Path("at.json"),)), CONFIG),
        "lines of two systems": (Lines(a, {"x": b, "y": Path("b.de.txt")}, (reference,)), CONFIG),
        "keys of two systems": (Lines(Path("en.json"), keyed, (Path("at.json"),)), CONFIG),
        "a file as a list": (Lists(InMemory("source", EN), {None: b}, (reference,), "texts"), CONFIG),
        "a file and a text": (Documents(InMemory("source", EN), b), CONFIG),
        "folders": (Folders(Path("en"), Path("de")), CONFIG),
        "patterns": (Patterns(), pairs),
        "a file of pairs": (PairsFile(Path("pairs.tsv")), CONFIG),
    }


@pytest.mark.parametrize("kind", path_inputs())
def test_each_file_is_read_once(times: Counter[str], kind: str) -> None:
    given, config = path_inputs()[kind]
    assert reading.read(given, config).segments
    assert times and set(times.values()) == {1}, times


def test_a_file_that_was_read_for_its_language_is_not_read_again(times: Counter[str]) -> None:
    for name in ("a.en.txt", "a.de.txt"):
        Path(name).rename(name.replace(".", "_", 1))
    source, translation = Path("a_en.txt"), Path("a_de.txt")
    texts = Texts()
    assert texts.sample(source) == "\n".join(EN)
    assert texts.sample(translation) == "\n".join(DE)
    read = reading.read(Documents(source, translation), CONFIG, texts=texts)
    assert [segment.target for segment in read.segments] == list(DE)
    assert times == {"a_en.txt": 1, "a_de.txt": 1}


@pytest.mark.parametrize("call", [mtqe.check, mtqe.score, mtqe.evaluate], ids=lambda call: call.__name__)
def test_python_identifies_languages_and_reads_each_file_once(times: Counter[str], call: Callable[..., Any]) -> None:
    names = {"a.en.txt": "one.txt", "a.de.txt": "two.txt", "b.de.txt": "three.txt"}
    for old, new in names.items():
        Path(old).rename(new)
    options: dict[str, Any] = {} if call is mtqe.score else {"select": "ART101"}
    options |= {} if call is mtqe.check else {"metrics": "chrf", "references": Path("three.txt")}
    report = call(Path("one.txt"), {"x": Path("two.txt"), "y": Path("three.txt")}, **options)
    assert (report.run.source_lang, report.run.target_lang) == ("en", "de")
    assert {name: times[name] for name in names.values()} == dict.fromkeys(names.values(), 1)


def test_a_po_file_is_looked_into_once_and_read_once(times: Counter[str]) -> None:
    Path("de.po").write_text(f'msgid "{EN[0]}"\nmsgstr "{DE[0]}"\n', encoding="utf-8")
    assert len(reading.read(inputs.of_paths(Path("de.po")), CONFIG).segments) == 1
    assert times == {"de.po": 2}


def test_lines_that_correspond_are_aligned_once(aligned: list[tuple[str, bool]]) -> None:
    read = reading.read(Documents(Path("a.en.txt"), Path("a.de.txt"), (Path("b.de.txt"),)), CONFIG)
    assert (read.aligner, len(read.segments)) == ("lines", 3)
    assert aligned == [("a.de.txt", True), ("b.de.txt", True)]


def test_documents_are_aligned_once(aligned: list[tuple[str, bool]]) -> None:
    read = reading.read(Documents(Path("a.en.txt"), Path("joined.de.txt"), (Path("b.de.txt"),)), CONFIG)
    assert read.aligner == "lexical"
    assert aligned == [("joined.de.txt", False), ("b.de.txt", False)]


def test_references_are_not_tried_by_line_if_the_translation_has_other_lines(aligned: list[tuple[str, bool]]) -> None:
    numbers = [f"Bus {n}{n + 1} leaves platform {n} at {n}:4{n}." for n in range(1, 9)]
    german = [f"Bus {n}{n + 1} fährt um {n}:4{n} Uhr von Steig {n} ab." for n in range(1, 9)]
    Path("n.en.txt").write_text("\n".join(numbers), encoding="utf-8")
    Path("n.de.txt").write_text("\n".join([*german[1:], "Das war alles."]), encoding="utf-8")
    Path("r.de.txt").write_text("\n".join(german), encoding="utf-8")
    read = reading.read(Documents(Path("n.en.txt"), Path("n.de.txt"), (Path("r.de.txt"),)), CONFIG)
    assert read.aligner == "lexical"
    assert aligned == [("n.de.txt", True), ("n.de.txt", False), ("r.de.txt", False)]


@pytest.mark.parametrize("mode", ["auto", "lines", "document"])
def test_texts_in_memory_are_read_as_files_are(mode: Literal["auto", "lines", "document"]) -> None:
    config = Config(source_lang="en", target_lang="de", align=AlignConfig(mode=mode, aligner="lexical"))
    in_files = reading.read(Documents(Path("a.en.txt"), Path("a.de.txt"), (Path("b.de.txt"),)), config)
    others = (*DE[:2], DE[2].replace("kostenlos", "frei"))
    texts = InMemory("source", EN), InMemory("translation", DE), (InMemory("reference", others),)
    in_memory = reading.read(Documents(*texts), config)

    def facts(segment: Segment) -> tuple[object, ...]:
        return segment.id, segment.source, segment.target, segment.references, segment.meta

    assert list(map(facts, in_memory.segments)) == list(map(facts, in_files.segments))
    assert in_memory.aligner == in_files.aligner
    (document,) = in_memory.documents
    assert (document.path, document.source_path, document.reference_paths) == (None, None, ())
    assert in_files.documents[0].path == "a.de.txt"


def test_records_lists_and_pairs_give_the_same_segments() -> None:
    records = Records(Document("pairs.tsv", segments=(Segment("1", EN[0], DE[0], doc="pairs.tsv"),)))
    lists = Lists(InMemory("source", EN[:1]), {None: InMemory("translation", DE[:1])}, (), "pairs.tsv")
    pairs = PairsFile(Path("pairs.tsv"))
    read = [reading.read(given, CONFIG) for given in (records, lists, pairs)]
    assert {(one.aligner, one.segments[0].source, one.segments[0].target) for one in read} == {("pairs", EN[0], DE[0])}


def test_a_data_set_is_read_as_a_file_of_pairs_is() -> None:
    pytest.importorskip("datasets")
    Path("pairs.jsonl").write_text(f'{{"source": "{EN[0]}", "target": "{DE[0]}"}}\n', encoding="utf-8")
    (of_set,) = reading.read(DataSet("pairs.jsonl"), CONFIG).segments
    (of_file,) = reading.read(PairsFile(Path("pairs.jsonl")), CONFIG).segments
    assert (of_set.source, of_set.target) == (of_file.source, of_file.target) == (EN[0], DE[0])


def test_a_stream_has_the_segments_of_the_whole_input() -> None:
    whole = reading.read(Lines(Path("a.en.txt"), {None: Path("a.de.txt")}), CONFIG)
    stream = reading.open_stream(inputs.LineStream(Path("a.en.txt"), Path("a.de.txt")), ("en", "de"))
    assert [(one.source, one.target) for one in stream.segments] == [(one.source, one.target) for one in whole.segments]
    pairs = reading.open_stream(inputs.PairStream(Path("pairs.tsv")), ("en", "de"))
    assert [(one.source, one.target) for one in pairs.segments] == [(EN[0], DE[0])]


def test_paths_become_the_input_that_they_are() -> None:
    assert inputs.of_paths(Path("en"), Path("de")) == Folders(Path("en"), Path("de"))
    assert inputs.of_paths(Path("pairs.tsv")) == PairsFile(Path("pairs.tsv"), "tsv")
    assert inputs.of_paths(Path("a.en.txt"), Path("a.de.txt")) == Documents(Path("a.en.txt"), Path("a.de.txt"))
    assert inputs.of_paths(Path("de.json")) == Documents(Path("en.json"), Path("de.json"))
    with pytest.raises(InputError, match="is a folder and"):
        inputs.of_paths(Path("en"), Path("a.de.txt"))


@pytest.mark.parametrize("number", [1, 2])
def test_a_shard_of_two_documents_is_all_or_nothing(times: Counter[str], number: int) -> None:
    read = reading.read(Documents(Path("a.en.txt"), Path("a.de.txt")), CONFIG, shard=Shard(number, 2))
    assert len(read.segments) == (3 if number == 1 else 0)
    assert len(times) == (2 if number == 1 else 0)


@pytest.mark.parametrize("ask", [lambda: mtqe.check(Path("de.json"), select="ART101"), None], ids=["python", "input"])
def test_paths_are_completed_once(monkeypatch: pytest.MonkeyPatch, ask: Callable[[], Any] | None) -> None:
    calls = []
    completed = arguments.completed
    monkeypatch.setattr(arguments, "completed", lambda *args: calls.append(args) or completed(*args))
    if ask is None:
        assert reading.read(inputs.of_paths(Path("de.json")), CONFIG).segments
    else:
        assert ask().segments
    assert len(calls) == 1
