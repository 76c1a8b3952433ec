from __future__ import annotations

import io
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from mtqe.errors import ConfigError, InputError
from mtqe.formats import dispatch
from mtqe.formats.exchange.beads import write_beads
from mtqe.model import Bead

BEADS = [
    Bead((0, 1), (0,), 'Two piers are "shut". <It> & more.', "Zwei Kais sind zu.", 0.91, "match"),
    Bead((2,), (), "Boats left.", "", 0.5, "omission"),
    Bead((), (1,), "", "Mehr im Heft.", 0.25, "addition"),
    Bead((3,), (2,), "", "", 1.0, "match"),
]
XML = "{http://www.w3.org/XML/1998/namespace}"


def written(form: str, beads: list[Bead] = BEADS) -> str:
    out = io.StringIO(newline="")
    write_beads(beads, out, form, "en", "de-AT")
    return out.getvalue()


def test_jsonl_has_the_keys_of_the_contract() -> None:
    first = msgspec.json.decode(written("jsonl").split("\n")[0])
    assert list(first.items()) == [
        ("source", [0, 1]),
        ("target", [0]),
        ("source_text", BEADS[0].source_text),
        ("target_text", BEADS[0].target_text),
        ("score", 0.91),
        ("kind", "match"),
    ]


@pytest.mark.parametrize("form", ["jsonl", "tsv"])
def test_beads_are_read_back_as_segments(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"beads.{form}"
    path.write_text(written(form), encoding="utf-8")
    segments = dispatch.read_pairs(path).segments
    assert [(s.id, s.source, s.target) for s in segments] == [
        (str(n), bead.source_text, bead.target_text) for n, bead in enumerate(BEADS, 1)
    ]
    assert [
        (tuple(s.meta["source_sentences"]), tuple(s.meta["target_sentences"]), s.meta["score"], s.meta["kind"])
        for s in segments
    ] == [(bead.source, bead.target, bead.score, bead.kind) for bead in BEADS]


def test_tmx() -> None:
    root = etree.fromstring(written("tmx").encode())
    header = root.find("header")
    assert root.get("version") == "1.4"
    assert header is not None
    # The attributes that TMX 1.4b requires.
    required = {"creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype"}
    assert required == set(header.keys())
    assert header.get("srclang") == "en"
    units = [[(tuv.get(f"{XML}lang"), tuv.findtext("seg")) for tuv in tu.iter("tuv")] for tu in root.iter("tu")]
    assert units == [
        [("en", BEADS[0].source_text), ("de-AT", BEADS[0].target_text)],
        [("en", "Boats left.")],
        [("de-AT", "Mehr im Heft.")],
        [("en", ""), ("de-AT", "")],
    ]
    assert [tu.findtext("prop[@type='x-kind']") for tu in root.iter("tu")] == [bead.kind for bead in BEADS]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\t\n\r<>&\"'")))
def test_tmx_gives_any_text_back(text: str) -> None:
    text = text.replace("\ufffe", "").replace("\uffff", "")
    root = etree.fromstring(written("tmx", [Bead((0,), (0,), text, text, 0.5, "match")]).encode())
    assert [seg.text or "" for seg in root.iter("seg")] == [text, text]


@pytest.mark.parametrize("text", ["a\nb", " a ", "\n a", "a\r\nb", "a \n\n", "]]>\n", " "])
def test_a_memory_is_read_as_it_was_written(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.tmx"
    path.write_bytes(written("tmx", [Bead((0,), (0,), text, f"{text}x", 0.5, "match")]).encode())
    (segment,) = dispatch.read_pairs(path).segments
    assert (segment.source, segment.target) == (text, f"{text}x")


@pytest.mark.parametrize(("form", "text"), [("tmx", "a\x0bb"), ("tmx", "a\ufffe"), ("tsv", "a\tb")])
def test_what_a_format_cannot_hold_is_refused_before_writing(form: str, text: str) -> None:
    out = io.StringIO()
    with pytest.raises(InputError, match="cannot hold"):
        write_beads([*BEADS, Bead((4,), (3,), text, "x", 0.5, "match")], out, form, "en", "de")
    assert out.getvalue() == ""


def test_unknown_format_and_missing_language() -> None:
    with pytest.raises(ConfigError, match="unknown format 'xml'"):
        write_beads(BEADS, io.StringIO(), "xml")
    with pytest.raises(ConfigError, match="--source-lang"):
        write_beads(BEADS, io.StringIO(), "tmx", "en")
