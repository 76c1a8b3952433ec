"""Text of any size in little memory: what a line, a record or a packed file may hold is limited."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtqe.errors import InputError
from mtqe.formats import files, streams, text_stream, xml_windows
from mtqe.formats.text_stream import TextStream

pytestmark = pytest.mark.slow
MEGABYTE = b"x" * 2**20


def packed(path: Path, blocks: Iterator[bytes]) -> Path:
    """A gzip file that a loop writes."""
    with gzip.open(path, "wb", compresslevel=1) as out:
        for block in blocks:
            out.write(block)
    return path


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.binary(max_size=60) | st.text(max_size=30).map(str.encode),
    piece=st.integers(1, 20),
    is_packed=st.booleans(),
)
def test_lines_and_errors_are_those_of_files(tmp_path: Path, data: bytes, piece: int, is_packed: bool) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    try:
        text, _ = files.decode(path, keep_newlines=True)
        expected: list[str] | str = files.lines(text)
    except InputError as error:
        expected = str(error)
    if data.startswith(b"\x1f\x8b"):
        return
    path.write_bytes(gzip.compress(data) if is_packed else data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mtqe.machine.bounded_read._PIECE", piece)
        patch.setattr(text_stream, "_UNPACKED", piece)
        try:
            found: list[str] | str = list(TextStream(path).lines(keep_newlines=True))
        except InputError as error:
            found = str(error)
    later = isinstance(expected, str) and any(fault in expected for fault in ("NUL", "binary file"))
    if later and isinstance(found, str) and found != expected:
        assert "not UTF-8" in found  # the first of two faults comes first
    else:
        assert found == expected


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=30).filter(str.strip),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
    piece=st.integers(1, 20),
)
def test_blocks_are_the_content(tmp_path: Path, text: str, encoding: str, piece: int) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(text.encode(encoding))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mtqe.machine.bounded_read._PIECE", piece)
        assert "".join(TextStream(path).blocks()) == files.content(path).text


def test_a_gzip_file_of_several_parts(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(b"a\n") + gzip.compress(b"b\nc") + gzip.compress(b"d\n") + b"\0" * 5)
    assert list(TextStream(path).lines()) == ["a", "b", "cd"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (gzip.compress(os.urandom(99).hex().encode())[:-9], "ends in the middle of its gzip data"),
        (b"\x1f\x8b" + b"\xff" * 30, "is not a valid gzip file"),
        (gzip.compress(b"a\n")[:-8] + b"\0" * 8, "is not a valid gzip file"),
        (gzip.compress(b"a\n") + b"more", "is not a valid gzip file"),
        (gzip.compress(gzip.compress(b"a\n")), "is a gzip file, not text"),
    ],
    ids=["torn", "no blocks", "wrong sum", "more behind", "packed twice"],  # the data have the time
)
def test_damaged_gzip_files(tmp_path: Path, data: bytes, why: str) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(data)
    with pytest.raises(InputError, match=why):
        list(TextStream(path).lines())


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.tsv.gz", iter([b"a\tb\n", *[MEGABYTE] * 300]))
    assert path.stat().st_size < 2**22
    with pytest.raises(InputError, match=r"a\.tsv\.gz, line 2: a line of more than 16,777,216 bytes"):
        list(streams.open_stream(path).segments)
    longest = packed(tmp_path / "b.gz", iter([b"a\n", *[MEGABYTE] * 16, b"\n"]))
    assert [len(line) for line in TextStream(longest).lines()] == [1, text_stream.LONGEST]


def test_white_space_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The start of a file is kept until there is text, so a limit is needed there, too."""
    monkeypatch.setattr(text_stream, "LONGEST", 100)
    monkeypatch.setattr("mtqe.machine.bounded_read._PIECE", 10)
    (tmp_path / "a.txt").write_text(" \n" * 40 + "text\n")
    assert len(list(TextStream(tmp_path / "a.txt").lines())) == 41
    (tmp_path / "a.txt").write_text(" \n" * 60 + "text\n")
    with pytest.raises(InputError, match="has only white space"):
        list(TextStream(tmp_path / "a.txt").lines())


def test_a_packed_file_is_unpacked_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Little is unpacked at a time, so the end comes long after the last packed byte was read."""
    path = packed(tmp_path / "a.gz", iter([b"x\n" * 100_000]))
    for size in (1_000, 2**20):
        monkeypatch.setattr(text_stream, "_UNPACKED", size)
        assert len(list(TextStream(path).lines())) == 100_000


def test_a_record_of_csv_without_end_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.csv.gz", iter([b"a,b\n", *[b'"' + b"x\n" * 60_000 + b'",'] * 200]))
    with pytest.raises(InputError, match=r"line 2: a record of more than 16,777,216 bytes"):
        list(streams.open_stream(path).segments)


@pytest.mark.parametrize(("start", "end", "line"), [(b"<!--", b"-->", 1), (b"<tu><tuv><seg>", b"</seg></tuv></tu>", 3)])
def test_an_element_without_end_is_refused(tmp_path: Path, start: bytes, end: bytes, line: int) -> None:
    blocks = [b"<tmx>\n\n", start, *[MEGABYTE] * 18, end, b"</tmx>"]
    with pytest.raises(InputError, match=rf"line {line}: an element or comment of more than 16,777,216 characters"):
        list(streams.open_stream(packed(tmp_path / "a.tmx.gz", iter(blocks))).segments)


def test_places_in_a_window(tmp_path: Path) -> None:
    """The places of elements are those in their window, and their lines and columns those in the file."""
    content = "<r>\n<x/>é😀<u a='>'>1<v/>\r\n2&amp;</u>\n <y>\n</y>\t<u/></r>"
    for size in range(1, len(content)):
        blocks = (content[at : at + size] for at in range(0, len(content), size))
        found = []
        for element, window in xml_windows.elements(blocks, tmp_path, {"u"}):
            pieces = [window.text[piece.start : piece.end] for piece in element.pieces()]
            inner = window.text[element.inner : element.inner_end]
            found.append((window.text[element.start : element.end], inner, pieces, window.lines.at(element.start)))
        assert found == [
            ("<u a='>'>1<v/>\r\n2&amp;</u>", "1<v/>\r\n2&amp;", ["1", "\r\n", "2", "&amp;"], (2, 8)),
            ("<u/>", "", [], (5, 6)),
        ]


GROWTH = """
import resource, sys
from pathlib import Path
from mtqe.formats import streams

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (2**20 if sys.platform == "darwin" else 2**10)

paths = [Path(path) for path in sys.argv[1:]]
stream = streams.open_lines(*paths) if len(paths) > 1 else streams.open_stream(paths[0])
for number, segment in enumerate(stream.segments, 1):
    if number == 5_000:
        before, early = peak(), stream.position()
print(number, peak() - before, early < 0.9, stream.position())
"""
ROWS = 40_000
UNITS = 15_000  # of TMX, which takes longer


def corpora(folder: Path, form: str) -> list[Path]:
    """A corpus of many rows in a format."""
    path = folder / f"a.{form}"
    rows = (
        (f"Sentence number {k} is here to be read.", f"Satz Nummer {k} ist da, um gelesen zu werden.")
        for k in range(ROWS)
    )
    if form in ("parquet", "saved"):
        import datasets
        import pyarrow
        import pyarrow.parquet

        sources, targets = zip(*rows, strict=True)
        table = pyarrow.table({"source": sources, "target": targets})
        if form == "saved":
            datasets.disable_progress_bars()
            datasets.Dataset(table).save_to_disk(str(path))
        else:
            pyarrow.parquet.write_table(table, path)
        return [path]
    if form == "lines":
        paths = [folder / "a.en", folder / "a.de"]
        with paths[0].open("w") as left, paths[1].open("w") as right:
            for source, target in rows:
                left.write(f"{source}\n")
                right.write(f"{target}\n")
        return paths
    patterns = {
        "jsonl": '{{"source": "{}", "target": "{}"}}\n',
        "tsv": "{}\t{}\n",
        "csv": '"{}","{}"\n',
        "tmx": '<tu><tuv xml:lang="en"><seg>{}</seg></tuv><tuv xml:lang="de"><seg>{}</seg></tuv></tu>\n',
    }
    number = UNITS if form == "tmx" else ROWS
    with path.open("w") as out:
        out.write('<tmx><header srclang="en"/><body>\n' if form == "tmx" else "")
        out.writelines(patterns[form].format(*row) for row, _ in zip(rows, range(number), strict=False))
        out.write("</body></tmx>" if form == "tmx" else "")
    return [path]


@pytest.mark.skipif(sys.platform == "win32", reason="the module resource is missing")
@pytest.mark.parametrize("form", ["jsonl", "tsv", "csv", "tmx", "lines", "parquet", "saved"])
def test_memory_does_not_grow(tmp_path: Path, form: str) -> None:
    """The segments of the corpus would take 20 MB, and the trees of the units of TMX 50."""
    paths = corpora(tmp_path, form)
    out = subprocess.run(
        [sys.executable, "-c", GROWTH, *map(str, paths)], capture_output=True, check=True, env=os.environ
    )
    number, growth, is_on_its_way, position = out.stdout.split()
    assert (int(number), is_on_its_way, position) == (UNITS if form == "tmx" else ROWS, b"True", b"1.0")
    assert int(growth) < 12
