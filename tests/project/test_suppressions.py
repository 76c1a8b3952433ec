from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from mtqe.errors import ConfigError
from mtqe.model import SCHEMA, CheckItem, Document, Finding, Report, Run, Segment, Severity, Span
from mtqe.project import suppressions
from mtqe.project.suppressions import Suppression

TODAY = datetime.date(2026, 6, 15)


def report(*names: str) -> Report:
    """A finding for each of `check:marked`, all in one document."""
    findings = []
    for number, name in enumerate(names, 1):
        check, marked = name.split(":")
        spans, texts = ((Span("target", 0, len(marked)),), (marked,)) if marked else ((), ())
        findings.append(
            Finding(check, "a-name", "accuracy", Severity.MAJOR, str(number), "a message", spans, texts, f"f{number}")
        )
    segments = tuple(Segment(str(n), "a", name.split(":")[1], doc="d") for n, name in enumerate(names, 1))
    ran = (CheckItem("ART101", "bracketed-residue", "ran"), CheckItem("ACC101", "number-mismatch", "ran"))
    run = Run("0", "", checks=ran, notes=("another note",))
    return Report(SCHEMA, run, (Document("d", path="docs/legal/terms.md"),), segments, findings=tuple(findings))


def accepted(got: Report) -> list[str | None]:
    return [finding.suppressed for finding in got.findings]


@pytest.mark.parametrize(
    ("entry", "fits"),
    [
        ({"fingerprint": "f2"}, [False, True, False]),
        ({"check": "ART101"}, [True, False, True]),
        ({"check": "a-name"}, [True, True, True]),
        ({"pattern": "Gmb."}, [True, True, False]),
        ({"pattern": "^a mess"}, [False, False, True]),
        ({"check": "ART101", "pattern": "GmbH"}, [True, False, False]),
        ({"path": "legal/*"}, [True, True, True]),
        ({"path": "blog/*"}, [False, False, False]),
        ({"fingerprint": "f1", "path": "blog/*"}, [False, False, False]),
    ],
)
def test_an_entry_fits_when_all_of_it_does(entry: dict[str, str], fits: list[bool]) -> None:
    got = suppressions.apply(report("ART101:GmbH", "ACC101:GmbX", "ART101:"), [Suppression("why", **entry)], TODAY)
    assert [reason is not None for reason in accepted(got)] == fits


def test_the_reason_names_the_author() -> None:
    got = suppressions.apply(report("ART101:x"), [Suppression(" why ", "f1", author="Ana")], TODAY)
    assert accepted(got) == ["why (Ana)"]
    assert not got.findings[0].counts


@pytest.mark.parametrize(("day", "holds"), [(14, False), (15, False), (16, True)])
def test_an_expired_entry_holds_no_more_and_is_reported(day: int, holds: bool) -> None:
    entry = Suppression("why", "f1", expires=datetime.date(2026, 6, day))
    got = suppressions.apply(report("ART101:x"), [entry], TODAY, "s.toml")
    assert (accepted(got) == ["why"]) is holds
    remarks = [note for note in got.run.notes if note != "another note"]
    place = "suppression of f1 (entry 1 of s.toml)"
    assert remarks == ([] if holds else [f"{place} expired on 2026-06-{day}, so its findings count again"])


def test_another_entry_that_holds_is_found_behind_an_expired_one() -> None:
    entries = [Suppression("old", "f1", expires=TODAY), Suppression("new", check="ART101")]
    assert accepted(suppressions.apply(report("ART101:x"), entries, TODAY)) == ["new"]


@pytest.mark.parametrize(
    ("entry", "stale"),
    [
        ({"fingerprint": "gone", "path": "docs/legal/terms.md"}, True),
        ({"fingerprint": "gone", "path": "docs/blog/news.md"}, False),  # not in this report
        ({"check": "ACC101", "path": "legal/*"}, True),
        ({"check": "ACC101", "path": "blog/*"}, False),
        ({"check": "TRM101", "path": "legal/*"}, False),  # did not run, so nobody knows
    ],
)
def test_an_entry_with_a_path_is_stale_if_its_document_was_evaluated(entry: dict[str, str], stale: bool) -> None:
    got = suppressions.apply(report("ART101:x"), [Suppression("why", **entry)], TODAY)
    assert any("no longer matches a finding" in note for note in got.run.notes) is stale


@pytest.mark.parametrize(
    ("entry", "all_pairs", "stale"),
    [
        ({"fingerprint": "gone"}, True, True),
        ({"fingerprint": "gone"}, False, False),  # its document may be one that was not evaluated
        ({"check": "ACC101"}, True, True),
        ({"check": "ACC101"}, False, False),
        ({"check": "TRM101"}, True, False),
    ],
)
def test_an_entry_without_a_path_is_stale_only_if_all_pairs_were_evaluated(
    entry: dict[str, str], all_pairs: bool, stale: bool
) -> None:
    run = msgspec.structs.replace(report("ART101:x").run, all_pairs=all_pairs)
    whole = msgspec.structs.replace(report("ART101:x"), run=run)
    got = suppressions.apply(whole, [Suppression("why", **entry)], TODAY)
    assert any("no longer matches a finding" in note for note in got.run.notes) is stale


@pytest.mark.parametrize(
    ("folder", "named", "file", "pattern"),
    [
        ("", "docs/de/a.md", "s.toml", "docs/de/a.md"),
        ("docs", "de/a.md", "../s.toml", "docs/de/a.md"),
        ("docs", "../docs/de/a.md", "../s.toml", "docs/de/a.md"),
        ("docs", "../other/a.md", "s.toml", "../other/a.md"),  # not below the folder of the file
        ("", "docs/[id]/a*.md", "s.toml", "docs/[[]id]/a[*].md"),
    ],
)
def test_the_path_of_an_entry_is_relative_to_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, named: str, file: str, pattern: str
) -> None:
    (tmp_path / "docs").mkdir()
    monkeypatch.chdir(tmp_path / folder)
    assert suppressions.path_pattern(named, Path(file)) == pattern
    document = Document("d", path=named, source_path="en/a.md")
    got = msgspec.structs.replace(report("ART101:x"), documents=(document,))
    entries = [Suppression("why", "f1", path=pattern)]
    assert accepted(suppressions.apply(got, entries, TODAY, file)) == ["why"]
    assert accepted(suppressions.apply(report("ART101:x"), entries, TODAY, file)) == [None]


def test_an_absolute_path_below_the_folder_is_relative_too(tmp_path: Path) -> None:
    file = tmp_path / "s.toml"
    assert suppressions.path_pattern(str(tmp_path / "de" / "a.md"), file) == "de/a.md"


def test_applying_again_replaces_marks_and_remarks() -> None:
    entries = [Suppression("why", "f1"), Suppression("why", "gone", path="legal/*")]
    first = suppressions.apply(report("ART101:x"), entries, TODAY)
    assert len(first.run.notes) == 2
    assert suppressions.apply(first, [], TODAY) == report("ART101:x")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[suppress]]\nfingerprint = 'f'\n", "entry 1: Object missing required field `reason`"),
        ("[[suppress]]\nfingerprint = 'f'\nreason = ' '\n", "entry 1 has no reason"),
        ("[[suppress]]\nreason = 'r'\n", "entry 1 would suppress every finding"),
        *(
            (f"[[suppress]]\nreason = 'r'\n{keys}\n", "entry 1 would suppress every finding")
            for keys in (
                "path = '*'",
                "path = '**/*'",
                "path = '*.*'",
                "pattern = '.*'",
                "pattern = '.'",
                "pattern = 'x*'",
                "pattern = '^'",
                "pattern = '\\S'",
                "pattern = '\\w+'",
                "pattern = '(?s).+'\npath = '*'",
            )
        ),
        ("[[suppress]]\nreason = 'r'\npattern = '('\n", "entry 1: pattern: "),
        ("[[suppress]]\nreason = 'r'\nchek = 'x'\n", "entry 1: Object contains unknown field `chek`"),
        ("[[suppress]]\nreason = 'r'\ncheck = 'x'\nexpires = 'soon'\n", "entry 1: Invalid RFC3339"),
        ("[[supress]]\n", "unknown field `supress`"),
        ("a = = 1\n", "not valid TOML"),
    ],
)
def test_faults_are_one_line_with_the_entry(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "s.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        suppressions.read(path)
    assert str(path) in error.value.message
    assert message in error.value.message
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "keys",
    [
        "path = '*.md'",
        "path = 'docs/*'",
        "path = '*'\ncheck = 'ART101'",
        "path = '*'\npattern = '[0-9]'",
        "pattern = '.*'\npath = 'legal/*'",
        "pattern = '^\\w+$'",
        "pattern = 'GmbH'",
    ],
)
def test_an_entry_that_selects_something_is_read(keys: str) -> None:
    assert len(suppressions.parse(f"[[suppress]]\nreason = 'r'\n{keys}\n", "s.toml")) == 1


def test_a_missing_or_garbled_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        suppressions.read(tmp_path / "none.toml")
    (tmp_path / "s.toml").write_bytes(b"\xff")
    with pytest.raises(ConfigError, match="not UTF-8"):
        suppressions.read(tmp_path / "s.toml")


def test_what_is_rendered_is_read_again() -> None:
    entries: tuple[Any, ...] = (
        Suppression('a "quoted"\nreason \\ with # marks', "f1", "ART101", author="Ana", note="[[suppress]] 😀 \x1b"),
        Suppression("why", check="ACC101", pattern=r"^\d+ '\"", path="a/*", expires=TODAY),
    )
    assert suppressions.parse(suppressions.render(entries), "s.toml") == entries
