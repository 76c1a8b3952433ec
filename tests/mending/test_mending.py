"""Files are mended: the findings go, every other byte stays."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import time
import types
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from read_files import from_paths

from mtqe.errors import ConfigError, InputError
from mtqe.formats.values import Piece, Unit, Value
from mtqe.mending import findings
from mtqe.mending.files import steps
from mtqe.mending.files.places import File
from mtqe.model import Code
from mtqe.registry import format_table, metric_table
from mtqe.registry.table_rows import FormatRow
from mtqe.settings.config import AlignConfig, ChecksConfig, Config

ROOT = Path(__file__).parents[2]
CONFIG = Config(
    source_lang="en",
    target_lang="de",
    checks=ChecksConfig(select=("ART103", "MRK111", "LOC101")),
    align=AlignConfig(aligner="lexical"),
)
SOURCES, TARGETS = (
    [line for line in (ROOT / "references/demo" / name).read_text(encoding="utf-8").split("\n") if line.strip()][:40]
    for name in ("article.en.txt", "reference.de.txt")
)
SPOT = re.compile(r"(?<=\w\w)(?P<comma>, )(?=\w\w)|(?<=\w)(?P<stop>\.)(?= [A-Z]|$)|(?P<quote>„)(?=\w)")


def planted(text: str, number: int) -> str:
    """The text with an error that a check mends at one of its spots, if it has any."""
    spots = list(SPOT.finditer(text))
    if not spots:
        return text
    spot = spots[number % len(spots)]
    wrong = {"comma": [",", " , "][number % 2], "stop": " .", "quote": "“"}[spot.lastgroup or ""]
    return text[: spot.start()] + wrong + text[spot.end() :]


def mended(
    source: Path, translation: Path | None = None, config: Config = CONFIG, form: str | None = None
) -> findings.Outcome:
    read = from_paths(source, translation, (), config, form=form)
    return findings.mend(read, config, form=form)


def skeleton(file: File, text: str) -> str:
    """The content without the texts that can be changed."""
    done, parts = 0, []
    for unit in file.format.units(text, file.path):
        value = file.format.translation(unit)
        for piece in value.pieces if value else ():
            parts.append(text[done : piece.start])
            done = piece.end
    return "".join(parts) + text[done:]


def check_round(source: Path, translation: Path | None, config: Config = CONFIG) -> findings.Outcome:
    """Mend and write a file; the same checks are then silent, and nothing else has changed."""
    outcome = mended(source, translation, config)
    for file in outcome.files:
        assert skeleton(file, file.text) == skeleton(file, file.content.text)
        file.refuse_changed()
        file.path.write_bytes(file.encoded())
    again = mended(source, translation, config)
    assert again.files == ()
    assert not [left for left in again.left if left.why != findings.NOT_SURE]
    return outcome


def documents(sources: list[str], targets: list[str], end: str) -> dict[str, tuple[str, str | None]]:
    """The texts in each writable format: name of the file of translations, and the content of both files."""

    def table(delimiter: str) -> str:
        out = io.StringIO()
        csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(
            [
                ["id", "source", "target"],
                *([f"s{n}", *pair] for n, pair in enumerate(zip(sources, targets, strict=True))),
            ]
        )
        return out.getvalue()

    def page(texts: list[str]) -> str:
        body = "".join(f"<p class='a, b'>{text.replace('&', '&amp;')}</p>{end}" for text in texts)
        return f"<!doctype html>{end}<html><head><title>T</title></head><body><article>{body}</article></body></html>"

    rows = [{"id": n, "source": s, "target": t} for n, (s, t) in enumerate(zip(sources, targets, strict=True))]
    return {
        "a.de.txt": (end.join(targets), end.join(sources)),
        "b.de.txt": ((end * 2).join(targets), (end * 2).join(sources)),
        "c.de.md": (
            f"# Titel{end}{end}" + (end * 2).join(f"> **{t[:3]}**{t[3:]}" for t in targets),
            f"# Title{end}{end}" + (end * 2).join(f"> **{s[:3]}**{s[3:]}" for s in sources),
        ),
        "d.de.html": (page(targets), page(sources)),
        "e.csv": (table(","), None),
        "f.tsv": (end.join(["source\ttarget", *("\t".join(p) for p in zip(sources, targets, strict=True))]), None),
        "g.jsonl": (end.join(json.dumps(row, ensure_ascii=row["id"] % 2 == 0) for row in rows), None),
    }


@pytest.mark.parametrize("name", list(documents([], [], "\n")))
@settings(max_examples=4, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(
    seeds=st.lists(st.integers(0, 9), min_size=10, max_size=10),
    end=st.sampled_from(["\n", "\r\n"]),
    mark=st.sampled_from(["", "\ufeff"]),
)
def test_real_files_are_mended(tmp_path: Path, name: str, seeds: list[int], end: str, mark: str) -> None:
    wrong = [planted(text, seeds[n % 10]) if n % 3 else text for n, text in enumerate(TARGETS[: len(SOURCES)])]
    content, source_content = documents(SOURCES, wrong, end)[name]
    right, _ = documents(SOURCES, TARGETS[: len(SOURCES)], end)[name]
    (tmp_path / name).write_bytes((mark + content).encode())
    source = tmp_path / name.replace(".de.", ".en.")
    if source_content is not None:
        source.write_bytes(source_content.encode())
    outcome = check_round(source, None if source_content is None else tmp_path / name)
    written = (tmp_path / name).read_bytes()
    assert outcome.mended
    assert written.startswith(mark.encode())
    n_planted = sum(text != original for text, original in zip(wrong, TARGETS, strict=False))
    if len(outcome.mended) == n_planted:
        assert written == (mark + right).encode()


# --- a keyed format ---


def units(content: str, path: Path, languages: tuple[str, str] = ("", "")) -> Iterator[Unit]:
    """`key = text` with the escape `\\n`; `<x>` is an inline code, `key(8) = text` has a greatest length."""
    start = 0
    for line in content.split("\n"):
        key, separator, text = line.partition(" = ")
        if separator:
            at = start + len(key) + len(separator)
            pieces = [
                Piece("\n" if match[0] == r"\n" else match[0], at + match.start(), at + match.end())
                for match in re.finditer(r"\\n|(?:(?!\\n).)+", text)
            ]
            joined = "".join(piece.text for piece in pieces)
            codes = tuple(Code("source", *found.span(), found[0]) for found in re.finditer("<x>", joined))
            limit = re.search(r"\((\d+)\)$", key)
            meta = {"max_length": int(limit[1])} if limit else {}
            yield Unit(key.partition("(")[0], Value(tuple(pieces), at, codes), meta=meta)
        start += len(line) + 1


def escape(text: str, content: str, start: int) -> str:
    if "|" in text:
        raise InputError("a text cannot have |", "remove it")
    return text.replace("\n", r"\n")


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    module = types.ModuleType("fake_keys")
    vars(module).update(units=units, escape=escape, ENCODING="iso-8859-1")
    monkeypatch.setitem(sys.modules, "fake_keys", module)
    row = FormatRow("keys", "fake_keys", "keys", kind="keyed", extensions=(".keys",), writable=True)
    monkeypatch.setattr(format_table, "FORMATS", (*format_table.FORMATS, row))


def keyed(tmp_path: Path, source: str, translation: bytes) -> tuple[Path, Path]:
    paths = tmp_path / "a.en.keys", tmp_path / "a.de.keys"
    paths[0].write_text(source, encoding="utf-8")
    paths[1].write_bytes(translation)
    return paths


@pytest.mark.usefixtures("keys")
def test_a_keyed_format_needs_only_units_and_escape(tmp_path: Path) -> None:
    source = "a = Yes, he came.\nb = He left.\nc = He came.\nunknown\n"
    translation = "; Gr\xfc\xdfe\r\nc = Er kam .\r\na = Ja ,er\\nkam . \\n\nb = Er ging.\r\n".encode("latin-1")
    paths = keyed(tmp_path, source, translation)
    outcome = check_round(*paths)
    assert paths[1].read_bytes() == translation.replace(b"kam .", b"kam.").replace(b"Ja ,er", b"Ja, er")
    assert [(item.check, item.segment, item.line) for item in outcome.mended] == [
        ("ART103", "a", 3),
        ("ART103", "a", 3),
        ("ART103", "c", 2),
    ]


@pytest.mark.usefixtures("keys")
@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("a = Ja,<x>er kam,sie ging.", "an inline code is inside it"),
        ("a(20) = Er kam,sie ging hin.", "the translation would be longer than allowed"),
    ],
)
def test_what_cannot_be_mended_is_left_and_told(tmp_path: Path, line: str, why: str) -> None:
    paths = keyed(tmp_path, "a = Yes, he came. She left.\n", line.encode())
    (left, *_) = mended(*paths).left
    assert left.why == why


@pytest.mark.usefixtures("keys")
def test_codes_around_a_mended_text_stay(tmp_path: Path) -> None:
    paths = keyed(tmp_path, "a = Yes <x>he<x> came, she left<x>.\n", b"a = Ja ,er <x>kam<x> ,sie ging <x>.\n")
    outcome = mended(*paths)
    assert outcome.files[0].text == "a = Ja, er <x>kam<x>, sie ging <x>.\n"


@pytest.mark.usefixtures("keys")
def test_a_file_that_would_be_read_otherwise_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = keyed(tmp_path, "a = He came.\n", b"a = Er kam .\n")
    monkeypatch.setattr(sys.modules["fake_keys"], "escape", lambda text, content, start: text + "!")
    monkeypatch.setattr(steps, "trimmed", lambda text, start, end, new: (start, end, new))
    outcome = mended(*paths)
    assert (outcome.files, outcome.mended) == ((), ())
    assert "its texts would be read as others" in outcome.left[-1].why


# --- what is left ---


def pair(tmp_path: Path, source: str, translation: str, name: str = "a.{}.txt") -> tuple[Path, Path]:
    paths = tmp_path / name.format("en"), tmp_path / name.format("de")
    for path, text in zip(paths, (source, translation), strict=True):
        path.write_bytes(text.encode())
    return paths


def with_checks(*names: str, preview: bool = False, config: Config = CONFIG) -> Config:
    return msgspec.structs.replace(config, checks=ChecksConfig(select=names, preview=preview))


def test_a_preview_is_mended_only_if_it_is_named(tmp_path: Path) -> None:
    paths = pair(tmp_path, "50% of them\nYes.\n", "50 % von ihnen\nJa.\n")
    outcome = mended(*paths, with_checks("LOC", preview=True))
    assert (outcome.files, outcome.left[0].why) == ((), findings.PREVIEW)
    assert mended(*paths, with_checks("LOC104")).files[0].text == "50\u00a0% von ihnen\nJa.\n"


def test_an_accepted_finding_is_left(tmp_path: Path) -> None:
    paths = pair(tmp_path, "He came.\n", "Er kam .\n")
    (item,) = mended(*paths).mended
    rules = tmp_path / "rules.toml"
    rules.write_text(f'[[suppress]]\nreason = "r"\nfingerprint = "{item.fingerprint}"\n')
    outcome = mended(*paths, msgspec.structs.replace(CONFIG, suppressions=str(rules)))
    assert (outcome.files, [left.why for left in outcome.left]) == ((), ["it was accepted"])


@pytest.mark.parametrize("number", range(3))
def test_an_accepted_finding_is_left_in_every_round(tmp_path: Path, number: int) -> None:
    text = "Das Schiff ist hier , der Kapitän ist dort , gut , ja.\n"
    paths = pair(tmp_path, "The ship is here, the captain is there, good, yes.\n", text)
    items = mended(*paths).mended
    rules = tmp_path / "rules.toml"
    rules.write_text(f'[[suppress]]\nreason = "r"\nfingerprint = "{items[number].fingerprint}"\n')
    outcome = mended(*paths, msgspec.structs.replace(CONFIG, suppressions=str(rules)))
    parts = text.split(" ,")
    ends = [" ," if place == number else "," for place in range(3)]
    assert outcome.files[0].text == "".join(map("".join, zip(parts, [*ends, ""], strict=True)))
    assert (len(outcome.mended), [left.why for left in outcome.left]) == (2, [findings.ACCEPTED])


def test_a_locked_translation_is_left(tmp_path: Path) -> None:
    old = (
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:m="MQXliff"><file original="a" '
        'source-language="en" target-language="de" datatype="plaintext"><body>'
        '<trans-unit id="1" m:locked="locked"><source>He came.</source><target>Er kam .</target></trans-unit>'
        '<trans-unit id="2"><source>He came.</source><target>Er kam .</target></trans-unit></body></file></xliff>'
    )
    (tmp_path / "a.xlf").write_text(old)
    outcome = mended(tmp_path / "a.xlf")
    assert outcome.files[0].text == old.replace(
        'id="2"><source>He came.</source><target>Er kam .', 'id="2"><source>He came.</source><target>Er kam.'
    )
    assert [(left.segment, left.why) for left in outcome.left] == [("1", findings.LOCKED)]


def test_a_check_that_mends_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="none of the selected checks corrects"):
        mended(*pair(tmp_path, "Yes.\n", "Ja.\n"), with_checks("ACC103"))


def test_markup_inside_a_text_is_not_touched(tmp_path: Path) -> None:
    source, target = "# Title\n\nHe came, she left.\n", "# Titel\n\nEr kam,**sie** ging .\n"
    outcome = mended(*pair(tmp_path, source, target, "a.{}.md"))
    assert outcome.files[0].text == target.replace(" .", ".")
    assert [left.why for left in outcome.left] == ["an inline code is inside it"]


def test_codes_of_a_page_stay(tmp_path: Path) -> None:
    source = "# Title\n\nRun `ls`, *now*, see [the page](a.md). Then `b` it. He left.\n"
    target = "# Titel\n\nStarte `ls` ,*jetzt* ,siehe [die Seite](a.md) . Dann `b` es . Er ging .\n"
    outcome = mended(*pair(tmp_path, source, target, "a.{}.md"))
    assert outcome.files[0].text.endswith("Dann `b` es. Er ging.\n")
    for part in ("`ls`", "*jetzt*", "[die Seite](a.md)"):
        assert part in outcome.files[0].text


def test_a_text_that_a_page_has_twice_has_no_place(tmp_path: Path) -> None:
    page = "<html><body><article><h1>{0}</h1><p>{1}</p><p>{2}</p><ul><li>{1}</li></ul></article></body></html>"
    source = page.format(
        "A title", "The ferry left the old harbour at noon.", "Nobody on the pier was surprised by it."
    )
    target = page.format("Ein Titel", "Die Fähre verließ mittags den alten Hafen .", "Niemand war überrascht .")
    outcome = mended(*pair(tmp_path, source, target, "a.{}.html"))
    assert outcome.files[0].text == target.replace("überrascht .", "überrascht.")
    assert {left.why for left in outcome.left} == {"the place of its text in the file is not known exactly"}


def test_a_sentence_over_a_line_break_keeps_the_lines(tmp_path: Path) -> None:
    def wrap(words: str) -> str:
        return "\n".join(" ".join(words.split()[n : n + 9]) for n in range(0, len(words.split()), 9)) + "\n"

    english = "The old ferry left the harbour at noon and nobody on the long pier was surprised by it, because. " * 4
    german = "Die alte Fähre verließ mittags den Hafen und niemand auf dem langen Pier war davon überrascht ,weil. " * 4
    paths = pair(tmp_path, wrap(english), wrap(german))
    outcome = mended(*paths)
    (file,) = outcome.files
    assert file.text.replace("\n", " ") == wrap(german).replace("\n", " ").replace(" ,weil", ", weil")
    assert file.text.count("\n") == wrap(german).count("\n")


def test_a_long_paragraph_takes_no_time(tmp_path: Path) -> None:
    source, target = "# A\n\n" + "Yes, he came. " * 2_000, "# A\n\n" + "Ja ,er kam. " * 2_000
    paths = pair(tmp_path, source, target, "a.{}.md")
    started = time.process_time()
    outcome = mended(*paths)
    assert time.process_time() - started < 8  # with time that grows with the square it were 25
    assert outcome.files[0].text == target.replace(" ,", ", ")


def test_no_model_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metric_table, "load", lambda name: pytest.fail(f"{name} was loaded"))
    outcome = mended(
        *pair(tmp_path, "He came.\n", "Er kam .\n"), msgspec.structs.replace(CONFIG, checks=ChecksConfig())
    )
    assert [item.check for item in outcome.mended] == ["ART103"]


def test_a_corrected_translation_of_several_systems(tmp_path: Path) -> None:
    rows = "source,target,system\nHe came.,Er kam .,a\nHe came.,Er kam .,b\n"
    (tmp_path / "a.csv").write_text(rows)
    assert check_round(tmp_path / "a.csv", None).files[0].text == rows.replace(" .", ".")
