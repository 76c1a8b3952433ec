"""Files of any size give, segment by segment, what the readers of whole files give."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtqe.errors import ConfigError, InputError
from mtqe.formats import dispatch, records, streams, xml_windows
from mtqe.formats.documents import lines
from mtqe.formats.exchange.beads import write_beads
from mtqe.formats.tables import csv, jsonl, tsv
from mtqe.model import Bead, Document, Segment
from mtqe.registry import format_table

TMX = '<?xml version="1.0"?>\n<tmx version="1.4"><header srclang="en"/><body>\n{units}</body></tmx>\n'
SIDE = '<tuv xml:lang="{}"><seg>{}</seg></tuv>'
UNIT = f"<tu{{id}}><note>n</note>{SIDE.format('en', '{source}')}{SIDE.format('de', '{target}')}</tu>\n"
MEMORY = TMX.format(
    units=UNIT.format(
        id=' tuid="a"', source='O<bpt i="1">&lt;b></bpt>ne 😀<ept i="1">&lt;/b></ept>', target="Eins &amp; é"
    )
    + UNIT.format(id="", source=" ", target="")
    + UNIT.format(id=' tuid="c"', source="Three\n  lines", target="<![CDATA[<Drei>]]>").replace("\n", "\r\n")
    + f"<tu>{SIDE.format('en', 'Four')}{SIDE.format('de', 'Vier')}{SIDE.format('de', '4')}</tu>"
)
CONTENTS = {
    "a.jsonl": '{"source": "One", "target": "Eins", "doc": "a", "id": 7, "meta": {"kind": "match"}}\n\n'
    '{"src": "Two\\u2028x", "mt": "Zwei é", "refs": ["x", "y", ""], "system": "s"}\r\n{"src": "", "mt": ""}',
    "a.ndjson": '{"translation": {"en": "One", "de": "Eins"}}\n',
    "a.tsv": '\ufeffseg_id\tdoc\tsrc\tmt\tref\n7\ta\tOne "x".\tEins \\t\tEins.\r\n8\tb\tTwo\t\t\n\n\n',
    "b.tsv": "One\tEins\nTwo\x85\tZwei\u2028",
    "a.csv": 'id;source;target\r\n1;"One;\r\n""two""\n";Eins\r\n2;"T\rwo";Zwei\r\n;;\n\n\n',
    "b.csv": 'One,Eins,ein\n"Two\nlines",Zwei,zwei\n',
    "a.tmx": MEMORY,
    "b.tmx": MEMORY.replace('tuid="c"', 'tuid="a"'),
    "c.tmx": MEMORY.replace('tuid="c"', 'tuid="2"'),
}
LANGUAGES = ("en", "de")


@pytest.fixture(params=["as it is", "in small pieces", "gzip"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How a file is read. Small pieces show that nothing depends on where a piece ends."""
    if request.param == "in small pieces":
        monkeypatch.setattr("mtqe.machine.bounded_read._PIECE", 3)
        monkeypatch.setattr(xml_windows, "CHUNK", 2)
    return str(request.param)


def written(folder: Path, name: str, content: str | bytes, way: str = "") -> Path:
    data = content.encode() if isinstance(content, str) else content
    path = folder / (f"{name}.gz" if way == "gzip" else name)
    path.write_bytes(gzip.compress(data) if way == "gzip" else data)
    return path


def of_stream(stream: streams.Stream) -> list[Segment]:
    """The segments of a stream, named as `records.document` names those of a whole file."""
    return list(records.document(stream.segments, Path(stream.name)).segments)


def of_whole(path: Path, name: str) -> list[Segment]:
    found = dispatch.read_pairs(path, None, LANGUAGES).segments
    return [msgspec.structs.replace(item, doc=name if item.doc == path.name else item.doc) for item in found]


@pytest.mark.parametrize("name", CONTENTS)
def test_the_segments_of_the_whole_file(tmp_path: Path, name: str, way: str) -> None:
    whole = written(tmp_path, name, CONTENTS[name])
    path = written(tmp_path, name, CONTENTS[name], way)
    stream = streams.open_stream(path, None, LANGUAGES)
    assert of_stream(stream) == of_whole(whole, path.name)
    assert (stream.name, stream.position()) == (path.name, 1.0)


FAULTS = {
    "empty.tsv": b"",
    "blank.tsv": b" \n\t\n",
    "text.jsonl": b"One\n",
    "second.jsonl": b'{"source": "a", "target": "b"}\n\n[1]\n',
    "null.jsonl": b'{"source": "a", "target": null}\n',
    "columns.jsonl": b'{"source": "a", "targett": "b"}\n',
    "no-rows.tsv": b"source\ttarget\n\n\n",
    "cells.tsv": b"source\ttarget\na\tb\n\n\nc\td\n",
    "header.tsv": b"a\tb\tc\td\n",
    "twice.tsv": b"source\ttarget\ttarget\na\tb\tc\n",
    "quoted.tsv": b'"source"\t"target"\na\tb\n',
    "utf8.tsv": b"source\ttarget\na\xc3\xa9\tb\nab\tc\xe4\n",
    "nul.csv": b"source,target\na,b\nc,\0\n",
    "utf16.csv": "source,target\na,b\n".encode("utf-16"),
    "quote.csv": b'source,target\na,b\n"c,d\n\n',
    "long.csv": b'source,target\na,b\n"' + b"x" * 140_000 + b'",c\n',
    "cut.tmx": MEMORY[:-20].encode(),
    "utf8.tmx": MEMORY.encode().replace(b"Four", b"Fo\n\xff"),
    "entity.tmx": b'<!DOCTYPE tmx [<!ENTITY e SYSTEM "/etc/passwd">]>\n' + MEMORY.partition("\n")[2].encode(),
    "undefined.tmx": b'<!DOCTYPE tmx SYSTEM "x.dtd">\n' + MEMORY.partition("\n")[2].replace("Four", "&e;").encode(),
    "deep.tmx": MEMORY.replace("Four", "<hi>" * 300 + "</hi>" * 300).encode(),
    "other.tmx": MEMORY.replace('"de"', '"fr"').encode(),
    "root.tmx": b"<html/>",
    "no-units.tmx": TMX.format(units="").encode(),
    "missing.tmx": None,
    "folder.tmx": None,
}


@pytest.mark.parametrize("name", FAULTS)
def test_the_error_of_the_whole_file(tmp_path: Path, name: str, way: str) -> None:
    data = FAULTS[name]
    if way == "gzip" and (data is None or name == "empty.tsv"):
        way = ""
    if name.startswith("folder"):
        (tmp_path / name).mkdir()
    path = tmp_path / name if data is None else written(tmp_path, name, data)
    with pytest.raises(InputError) as whole:
        dispatch.read_pairs(path, "tmx" if path.is_dir() else None, LANGUAGES)
    path = path if data is None else written(tmp_path, name, data, way)
    with pytest.raises(InputError) as caught:
        list(streams.open_stream(path, "tmx" if path.is_dir() else None, LANGUAGES).segments)
    expected = whole.value.message.replace(str(tmp_path / name), str(path))
    assert caught.value.message == expected


def test_an_error_comes_after_the_segments_before_it(tmp_path: Path) -> None:
    path = written(tmp_path, "a.jsonl", '{"source": "a", "target": "b"}\n' * 3 + "{")
    found = streams.open_stream(path).segments
    assert [next(found).id for _ in range(3)] == ["1", "2", "3"]
    with pytest.raises(InputError, match="line 4: not valid JSON"):
        next(found)


def test_the_first_of_empty_rows_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, "a.tsv", "source\ttarget\na\tb\n\n\n\nc\td\n\n")
    with pytest.raises(InputError, match=r"line 3: 1 cell where line 1 has 2"):
        list(streams.open_stream(path).segments)


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\t\n\r"), max_size=12)
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
WRITERS: dict[str, tuple[Any, st.SearchStrategy[str]]] = {
    "jsonl": (jsonl, TEXTS),
    "csv": (csv, TEXTS),
    "tsv": (tsv, CELLS),
}


@pytest.mark.parametrize("form", WRITERS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), piece=st.integers(1, 40), packed=st.booleans())
def test_what_is_written_is_read_back(tmp_path: Path, form: str, data: st.DataObject, piece: int, packed: bool) -> None:
    module, texts = WRITERS[form]
    rows = data.draw(st.lists(st.tuples(texts, texts, st.sampled_from(["", "d", "e"])), min_size=1, max_size=6))
    segments = [
        Segment(f"x{number}", source, target, doc=doc or None) for number, (source, target, doc) in enumerate(rows)
    ]
    out = io.StringIO()
    module.write(segments, out)
    path = written(tmp_path, f"a.{form}", out.getvalue(), "gzip" if packed else "")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mtqe.machine.bounded_read._PIECE", piece)
        found = list(streams.open_stream(path).segments)
    assert [msgspec.structs.replace(item, meta={}) for item in found] == segments


XML_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=20)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(st.tuples(XML_TEXTS, XML_TEXTS), min_size=1, max_size=6),
    chunk=st.integers(1, 90),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
)
def test_a_memory_is_read_in_any_pieces(
    tmp_path: Path, texts: list[tuple[str, str]], chunk: int, encoding: str
) -> None:
    beads = [Bead((k,), (k,), source, target, 0.5, "match") for k, (source, target) in enumerate([("a", "b"), *texts])]
    out = io.StringIO()
    write_beads(beads, out, "tmx", "en", "de")
    path = written(tmp_path, "a.tmx", out.getvalue().replace("</tu>", "</tu>\r\n").encode(encoding))
    whole = of_whole(path, path.name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xml_windows, "CHUNK", chunk)
        patch.setattr("mtqe.machine.bounded_read._PIECE", chunk)
        assert of_stream(streams.open_stream(path)) == whole


# --- lines ------------------------------------------------------------------------------------------------------------


def of_lines(folder: Path, *names: str) -> Document:
    source, *others = (lines.read(folder / name) for name in names)
    return lines.pair(source, others[0], others[1:])


@pytest.mark.parametrize("source", ["One\n\n\nFour\u2028\r\n", "One\n\n\nFour\u2028"])
def test_lines(tmp_path: Path, way: str, source: str) -> None:
    contents = {"a.en": source, "a.de": "Eins\r\nZwei\n\nVier", "r.de": "ein\n\nx\n\n"}
    for name, content in contents.items():
        written(tmp_path, name, content)
    paths = [written(tmp_path, name, content, way) for name, content in contents.items()]
    stream = streams.open_lines(paths[0], paths[1], paths[2:])
    whole = of_lines(tmp_path, *contents)
    found = list(stream.segments)
    assert found == [msgspec.structs.replace(item, doc=None) for item in whole.segments]
    assert [item.id for item in found] == ["1", "2", "4"]
    assert (stream.name, stream.total, stream.position()) == (paths[1].name, 4, 1.0)
    alone = streams.open_lines(None, paths[1], paths[2:])
    assert list(alone.segments) == [
        msgspec.structs.replace(item, doc=None)
        for item in lines.pair(None, lines.read(tmp_path / "a.de"), [lines.read(tmp_path / "r.de")]).segments
    ]


def test_unequal_lines_are_refused_before_the_first_segment(tmp_path: Path, way: str) -> None:
    written(tmp_path, "a.en", "1\n2\n3\n")
    source, suffix = written(tmp_path, "a.en", "1\n2\n3\n", way), ".gz" if way == "gzip" else ""
    for name, content in (("a.de", "1\n2"), ("b.de", "1\n2\n3\n4\n")):
        written(tmp_path, name, content)
        with pytest.raises(InputError) as whole:
            of_lines(tmp_path, "a.en", name)
        with pytest.raises(InputError) as caught:
            streams.open_lines(source, written(tmp_path, name, content, way))
        expected = whole.value.message.replace("a.en", f"a.en{suffix}").replace(name, name + suffix)
        assert (caught.value.message, caught.value.hint) == (expected, whole.value.hint)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
@pytest.mark.parametrize("count", [2, 3, 4, 9])
def test_a_pipe_of_lines_is_counted_at_its_end(tmp_path: Path, count: int) -> None:
    source, pipe = written(tmp_path, "a.en", "1\n2\n3\n"), tmp_path / "a.de"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_text("x\n" * count))
    writer.start()
    found: list[Segment] = []
    try:
        stream = streams.open_lines(source, pipe)
        if count == 3:
            assert [item.id for item in stream.segments] == ["1", "2", "3"]
            return
        shown = "1 line" if count == 1 else f"{count} lines"
        with pytest.raises(InputError, match=rf"a\.en has 3 lines but .*a\.de has {shown}"):
            found.extend(stream.segments)
        assert len(found) == min(3, count)
    finally:
        writer.join()


def test_files_that_are_not_lines(tmp_path: Path) -> None:
    source = written(tmp_path, "a.en", "1\n")
    with pytest.raises(InputError, match="jsonl is a format for pairs"):
        streams.open_lines(source, written(tmp_path, "a.jsonl", "1\n"))
    assert len(list(streams.open_lines(source, tmp_path / "a.jsonl", form="lines").segments)) == 1
    with pytest.raises(InputError, match="standard input can be only one"):
        streams.open_lines(Path("-"), Path("-"))
    with pytest.raises(InputError, match="no such file"):
        streams.open_lines(source, tmp_path / "b.de")


# --- which inputs -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.xlf", "a.po", "a.json", "a.txt", "a.docx", "a.unknown", "a.po.gz"])
def test_other_formats_are_refused_in_one_line(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError) as caught:
        streams.open_stream(written(tmp_path, name, "x"))
    assert (
        "mtqe reads tsv, csv, jsonl, tmx, Parquet, data sets and files of lines piece by piece" in caught.value.message
    )
    assert "mtqe check" in caught.value.hint and "\n" not in str(caught.value)


def test_each_streamed_format_has_a_stream() -> None:
    for row in format_table.rows().values():
        assert row.streamed == hasattr(format_table.load(row.name), "stream"), row.name


def test_a_named_form_and_requested_columns(tmp_path: Path) -> None:
    path = written(tmp_path, "a.data", "en\tde\tx\nOne\tEins\tein\n")
    requested = {"source": "en", "target": "de", "reference": "x"}
    for content, form in (
        ("en\tde\tx\nOne\tEins\tein\n", "tsv"),
        ("en;de;x\nOne;Eins;ein\n", "csv"),
        ('{"en": "One", "de": "Eins", "x": "ein"}\n', "jsonl"),
    ):
        path = written(tmp_path, "a.data", content)
        (found,) = streams.open_stream(path, form, requested=requested).segments
        assert (found.source, found.target, found.references) == ("One", "Eins", ("ein",))
    with pytest.raises(ConfigError, match="unknown column role"):
        streams.open_stream(path, "jsonl", requested={"speech": "en"})
    with pytest.raises(InputError, match="has no columns"):
        streams.open_stream(written(tmp_path, "a.tmx", MEMORY), requested=requested)
    with pytest.raises(InputError, match="has no splits"):
        streams.open_stream(path, "jsonl", split="test")
    with pytest.raises(ConfigError, match="format"):
        streams.open_stream(path, "jsonn")


def test_ids_that_come_twice_are_found_in_the_part_that_the_caller_has(tmp_path: Path) -> None:
    rows = [("a", "x"), ("b", "x"), ("b", "y"), ("b", "x")]
    content = "".join(json.dumps({"id": key, "doc": doc, "source": "s", "target": "t"}) + "\n" for doc, key in rows)
    found = list(streams.open_stream(written(tmp_path, "a.jsonl", content)).segments)
    assert [item.id for item in found] == ["x", "x", "y", "x"]
    assert [item.id for item in records.distinct(found[1:3], "a")] == ["x", "y"]
    assert [item.id for item in records.distinct(found[:3], "a")] == ["a:x", "b:x", "b:y"]
    with pytest.raises(InputError, match="a: id 'x' is on lines 2 and 4"):
        records.distinct(found, "a")


def test_standard_input(tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; from mtqe.formats import streams\n"
        "stream = streams.open_stream('-', 'jsonl')\n"
        "print(stream.name, [s.target for s in stream.segments], stream.position())"
    )
    data = gzip.compress(CONTENTS["a.jsonl"].encode())
    out = subprocess.run([sys.executable, "-c", code], input=data, capture_output=True, check=True, env=os.environ)
    assert out.stdout.decode() == "stdin ['Eins', 'Zwei é', ''] None\n"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
def test_a_memory_cannot_be_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.tmx")
    for path in (tmp_path / "a.tmx", Path("-")):
        with pytest.raises(InputError, match="is read twice"):
            streams.open_stream(path, "tmx")
