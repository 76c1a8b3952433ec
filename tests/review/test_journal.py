"""The journal of a review: what was said to be saved is there, whatever happens."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reviewed import make_report

from mtqe.errors import InputError, MtqeError
from mtqe.review import collection, entries, journal, sheet
from mtqe.review.entries import Entry
from mtqe.review.journal import Conflict
from mtqe.review.sheet import Matter


def deaf(line: str) -> None:
    raise AssertionError(line)


def test_entries_are_there_again(matter: Matter, tmp_path: Path) -> None:
    with journal.opened(tmp_path / "r", matter, "ana", deaf) as one:
        assert one.put("1", 0, Entry(score=80)) == 1
        assert one.put("1", 1, Entry(score=70)) == 2
        assert one.put("0", 0, Entry(note="x")) == 1
        assert one.put("0", 1, None) == 2
    with journal.opened(tmp_path / "r", matter, "ana", deaf) as one:
        assert one.kept.entries == {"1": Entry(score=70)}
        assert one.kept.revisions == {"1": 2, "0": 2}
        assert one.put("0", 2, Entry(note="y")) == 3
    lines = [json.loads(line) for line in (tmp_path / "r/ana.jsonl").read_text().splitlines()]
    assert lines[0] == {"schema": journal.SCHEMA, "report": matter.id, "name": "report.json", "rater": "ana"}
    assert [line["revision"] for line in lines[1:]] == [1, 2, 1, 2, 3]
    assert list((tmp_path / "r").iterdir()) == [tmp_path / "r/ana.jsonl"]


def test_a_change_of_something_older_is_refused(matter: Matter, tmp_path: Path) -> None:
    with journal.opened(tmp_path / "r", matter, "ana", deaf) as one:
        one.put("1", 0, Entry(score=80))
        assert one.put("1", 0, Entry(score=80)) == 1  # sent again, because the answer was lost
        with pytest.raises(Conflict):
            one.put("1", 0, Entry(score=70))
        one.put("1", 1, Entry(score=70))
        with pytest.raises(Conflict):
            one.put("1", 0, Entry(score=70))


def test_a_review_in_which_nothing_was_said_leaves_nothing(matter: Matter, tmp_path: Path) -> None:
    with journal.opened(tmp_path / "r", matter, "ana", deaf):
        pass
    assert not (tmp_path / "r").exists()


def test_one_rater_once(matter: Matter, tmp_path: Path) -> None:
    with journal.opened(tmp_path, matter, "ana", deaf) as one:
        again = journal.opened(tmp_path, matter, "ana", deaf)
        with pytest.raises(InputError, match=r"ana is reviewing report\.json already"), again:
            pass
        with journal.opened(tmp_path, matter, "ben", deaf) as other:
            other.put("0", 0, Entry(score=1))
        one.put("0", 0, Entry(score=2))
    reviews = collection.journals(tmp_path, matter, deaf)
    assert [(r.rater, r.entries["0"].score) for r in reviews] == [("ana", 2), ("ben", 1)]


def said(number: int) -> Entry:
    return Entry(score=number % 101, note=random.Random(number).choice(["", "ü", "„x“\n", "🎉 " * number]))


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from("012"), st.booleans()), min_size=1, max_size=8), st.data())
def test_a_kill_in_the_middle_of_a_line_loses_that_line_only(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, bool]], data: Any
) -> None:
    """The file is cut at any byte, as a killed process or a full disk leaves it."""
    folder = tmp_path_factory.mktemp("journal")
    matter = sheet.open_report(make_report(folder))
    states: list[tuple[int, dict[str, Entry]]] = [(0, {})]
    with journal.opened(folder, matter, "ana", deaf) as one:
        for number, (key, keeps) in enumerate(changes):
            one.put(key, one.kept.revisions.get(key, 0), said(number) if keeps else None)
            states.append((one.kept.size, dict(one.kept.entries)))
    path = journal.path_of(folder, "ana")
    whole = path.read_bytes()
    cut = data.draw(st.integers(0, len(whole)))
    path.write_bytes(whole[:cut])
    told: list[str] = []
    with journal.opened(folder, matter, "ana", told.append) as one:
        head = whole.index(b"\n") + 1
        assert one.kept.entries == [state for size, state in states if size <= cut][-1]
        is_torn = cut not in {0, head, *(size for size, _ in states)}
        assert [line.partition(": ")[2][:13] for line in told] == ["the last line"] * is_torn
        one.put("0", one.kept.revisions.get("0", 0), said(99))
        now = dict(one.kept.entries)
    with journal.opened(folder, matter, "ana", deaf) as one:
        assert one.kept.entries == now


def test_a_full_disk_is_told_and_nothing_is_torn(
    matter: Matter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with journal.opened(tmp_path, matter, "ana", deaf) as one:
        one.put("1", 0, Entry(score=80))
        before = one.path.read_bytes()
        real = os.write

        def full(file: int, data: bytes) -> int:
            if len(data) > 10:
                return real(file, data[:10])
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "write", lambda file, data: full(file, data[: len(data) // 2]))
        with pytest.raises(MtqeError, match="No space left on device"):
            one.put("1", 1, Entry(score=10, note="x" * 100))
        monkeypatch.undo()
        assert one.path.read_bytes() == before and one.kept.entries == {"1": Entry(score=80)}
        assert one.put("1", 1, Entry(score=10)) == 2
    assert journal.read(one.path, matter).entries == {"1": Entry(score=10)}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"key": "1"}', "line 2: not a change of an entry"),
        ('{"key": "9", "revision": 1, "at": "", "entry": {}}', "no segment with the key '9'"),
        ('{"key": "1", "revision": 1, "at": "", "entry": {"score": 101}}', "line 2: segment 2: the score 101"),
        ("\0\0\0", "line 2: not a change"),
        ("[" * 100_000, "line 2: not a change"),
    ],
)
def test_a_damaged_line_is_told(matter: Matter, tmp_path: Path, line: str, message: str) -> None:
    head = {"schema": journal.SCHEMA, "report": matter.id, "name": "report.json", "rater": "ana"}
    (tmp_path / "ana.jsonl").write_text(f"{json.dumps(head)}\n{line}\n")
    with pytest.raises(InputError, match=message):
        journal.read(tmp_path / "ana.jsonl", matter)


def test_a_journal_of_another_report_or_rater(matter: Matter, tmp_path: Path) -> None:
    with journal.opened(tmp_path, matter, "ana", deaf) as one:
        one.put("1", 0, Entry(score=80))
    (tmp_path / "ana.jsonl").rename(tmp_path / "ben.jsonl")
    with pytest.raises(InputError, match="is the journal of 'ana'"), journal.opened(tmp_path, matter, "ben", deaf):
        pass
    other = Matter(matter.report, "0" * 64, matter.name, matter.members)
    with pytest.raises(InputError, match=r"another report than report\.json; give another --folder"):
        journal.read(tmp_path / "ben.jsonl", other)


def test_a_folder_that_cannot_be_written(matter: Matter, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot write"), journal.opened(tmp_path / "file", matter, "ana", deaf):
        pass


@pytest.mark.parametrize("name", ["Ana", "j.smith", "रवि", "Ана К", "ana+1@x", "山田"])
def test_names_of_raters(name: str) -> None:
    assert entries.rater_named(f" {name} ") == name


@pytest.mark.parametrize(
    "name",
    ["", " ", "../ana", "a/b", "a\\b", ".ana", "-o", "a\nb", "ana.", "a" * 65, "a\u202eb", "ana.ratings", "ana.esa"],
)
def test_what_is_no_name_of_a_rater(name: str) -> None:
    with pytest.raises(InputError):
        entries.rater_named(name)


def export(path: Path, matter: Matter, exported: str = "2026-01-02", rater: str = "ana", **said: Any) -> Path:
    found = {"schema": collection.SCHEMA, "report": matter.id, "rater": rater, "exported": exported, "entries": said}
    path.write_text(json.dumps(found))
    return path


def test_of_two_exports_the_later_one_counts(matter: Matter, tmp_path: Path) -> None:
    later = export(tmp_path / "b.json", matter, "2026-01-03", **{"0": {"score": 3}})
    first = export(tmp_path / "a.json", matter, "2026-01-02", **{"0": {"score": 2}, "1": {"score": 2}})
    told: list[str] = []
    reviews = [collection.exported(path, matter) for path in (later, first)]
    (review,) = collection.joined(reviews, matter, told.append)
    assert {key: entry.score for key, entry in review.entries.items()} == {"0": 3, "1": 2}
    assert told == ["ana rated the same segments differently in two files; the later ones count: 1"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "not an export of mtqe review"),
        ("{}", "not an export of mtqe review"),
        ('{"schema": "mtqe.review-entries/1"}', "not an export of mtqe review"),
        ("[" * 100_000, "not an export of mtqe review"),
    ],
)
def test_what_is_no_export(matter: Matter, tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "x.json").write_text(content)
    with pytest.raises(InputError, match=message):
        collection.exported(tmp_path / "x.json", matter)


def test_an_export_that_does_not_fit(matter: Matter, tmp_path: Path) -> None:
    other = Matter(matter.report, "0" * 64, matter.name, matter.members)
    with pytest.raises(InputError, match=r"x\.json is a review of another report than report\.json"):
        collection.exported(export(tmp_path / "x.json", other), matter)
    with pytest.raises(InputError, match=r"x\.json: segment 2: the score 200"):
        collection.exported(export(tmp_path / "x.json", matter, **{"1": {"score": 200}}), matter)
    with pytest.raises(InputError, match=r"x\.json: '\.\.' cannot be the name of a rater"):
        collection.exported(export(tmp_path / "x.json", matter, rater=".."), matter)
