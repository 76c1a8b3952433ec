"""Facts of segments: each has a type, and `meta` is the same object in reports as before."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

import mtqe
from mtqe.formats.tables import jsonl
from mtqe.model import SCHEMA, BeadFacts, MemoryFacts, Report, Run, Segment, Side, TextPlace, UnitFacts
from mtqe.model.segment_facts import of_unit, of_value, on_line

PLACE: dict[str, Any] = {
    "line": 12,
    "column": 5,
    "place": "Sheet1!B7",
    "paragraph": 3,
    "sentences": [0, 1],
    "blocks": ["heading 2", ""],
    "time": [1.5, 2.0],
    "cues": 2,
    "cue_times": [[0, 1.5, 1.7], [4, 1.8, 2.0]],
    "bare_apostrophes": [1],
    "overridden": [7],
}
UNIT: dict[str, Any] = {
    "unit": "shop.items",
    "form": "one",
    "state": "fuzzy",
    "unfinished": True,
    "note": "a button",
    "context": "menu",
    "origin": "tm",
    "locked": True,
    "max_length": 20,
    "flags": ["c-format"],
    "same_edges": True,
    "message_format": True,
    "missing": True,
}
BEAD: dict[str, Any] = {"kind": "match", "score": 0.75}
MEMORY: dict[str, Any] = {"file": "a.tmx", "state": "different", "approved": ["Hahn zu"], "number": 1}
OWN: dict[str, Any] = {"domain": "legal", "acme_id": 7, "Größe": {"px": [1, None]}, "source_rating": "a"}
META: dict[str, Any] = {
    **OWN,
    **UNIT,
    **{f"target_{name}": value for name, value in PLACE.items()},
    "memory": MEMORY,
    **BEAD,
    **{f"source_{name}": value for name, value in PLACE.items()},
}
"""All keys, in an order that no writer has."""
SIDES: tuple[Side, Side] = ("source", "target")


def segment(meta: dict[str, Any]) -> Segment:
    return Segment("1", "One", "Eins", meta=meta)


def given(facts: msgspec.Struct) -> dict[str, Any]:
    """The fields that are not as in a struct without facts."""
    nothing = type(facts)()
    return {name: value for name, value in msgspec.structs.asdict(facts).items() if value != getattr(nothing, name)}


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("name", PLACE)
def test_each_key_of_a_place_is_read_and_written_by_side(name: str, side: Side) -> None:
    meta = {f"{side}_{name}": PLACE[name]}
    place = segment(meta).place(side)
    other: Side = "target" if side == "source" else "source"
    assert len(given(place)) == 1 and given(segment(meta).place(other)) == {}
    assert place.of(side) == meta and type(place.of(side)[f"{side}_{name}"]) is type(PLACE[name])


@pytest.mark.parametrize("name", UNIT)
def test_each_key_of_a_unit_is_read_and_written(name: str) -> None:
    meta = {name: UNIT[name]}
    unit = segment(meta).unit
    assert len(given(unit)) == 1 and unit.meta() == meta
    assert list(unit.meta().values()) == [UNIT[name]] and type(unit.meta()[name]) is type(UNIT[name])


@pytest.mark.parametrize("name", BEAD)
def test_each_key_of_a_bead_is_read_and_written(name: str) -> None:
    bead = segment({name: BEAD[name]}).bead
    assert len(given(bead)) == 1 and bead.meta() == {name: BEAD[name]}


def test_a_memory_is_read_and_written() -> None:
    memory = segment({"memory": MEMORY}).memory
    assert memory == MemoryFacts("a.tmx", "different", ("Hahn zu",), 1)
    assert msgspec.json.encode(memory.meta()) == msgspec.json.encode({"memory": MEMORY})
    assert MemoryFacts.without({"a": 1, "memory": MEMORY}) == MemoryFacts.without({"a": 1}) == {"a": 1}


def test_the_tables_of_this_file_have_all_facts() -> None:
    tables: list[tuple[type[msgspec.Struct], dict[str, Any]]] = [
        (TextPlace, PLACE),
        (UnitFacts, UNIT),
        (BeadFacts, BEAD),
        (MemoryFacts, MEMORY),
    ]
    for kind, table in tables:
        assert [field.encode_name for field in msgspec.structs.fields(kind)] == list(table)


def test_no_facts_make_no_keys_and_are_read_from_none() -> None:
    assert TextPlace().of("source") == UnitFacts().meta() == BeadFacts().meta() == {}
    bare = segment({})
    assert (bare.place("source"), bare.unit, bare.bead, bare.memory) == (TextPlace(), UnitFacts(), BeadFacts(), None)


@pytest.mark.parametrize("codec", [msgspec.json, msgspec.msgpack])
def test_meta_keeps_keys_values_and_order_in_reports_and_shards(codec: Any) -> None:
    report = Report(SCHEMA, Run("0", "now"), segments=(segment(META),))
    written = codec.encode(report)
    back = codec.decode(written, type=Report)
    assert codec.encode(back) == written and back.segments == report.segments
    assert list(back.segments[0].meta) == list(META)
    for side in SIDES:
        assert back.segments[0].place(side).of(side) == {f"{side}_{name}": value for name, value in PLACE.items()}
    assert (back.segments[0].unit.meta(), back.segments[0].bead.meta()) == (UNIT, BEAD)
    assert back.segments[0].memory == MemoryFacts("a.tmx", "different", ("Hahn zu",), 1)


def test_meta_on_the_wire_is_the_object_of_schema_1() -> None:
    written = msgspec.json.encode(segment({"kind": "omission", "score": 1.0, "own": None, "target_sentences": []}))
    assert b'"meta":{"kind":"omission","score":1.0,"own":null,"target_sentences":[]},"system"' in written


def test_own_keys_survive_json_lines(tmp_path: Path) -> None:
    out = io.StringIO()
    jsonl.write([segment(META)], out)
    path = tmp_path / "a.jsonl"
    path.write_text(out.getvalue(), encoding="utf-8")
    (read,) = jsonl.read(path).segments
    assert read.meta == META
    again = io.StringIO()
    jsonl.write([msgspec.structs.replace(read, doc=None, meta={name: read.meta[name] for name in META})], again)
    assert again.getvalue() == out.getvalue()


OLD = (
    b'{"schema":"mtqe.report/1","run":{"version":"0.1.0","created":"2025-01-01T00:00:00Z"},"segments":[{"id":"1",'
    b'"source":"One","target":"Eins","meta":{"kind":"match","score":1,"source_line":4,"source_sentences":[0],'
    b'"target_sentences":[0],"target_line":2}},{"id":"k","source":"","target":"Zwei","meta":{"target_line":null,'
    b'"unit":17,"form":"other","tool":{"x":1}}}]}'
)


def test_an_old_report_is_read() -> None:
    first, second = msgspec.json.decode(OLD, type=Report).segments
    assert (first.bead, first.place("target")) == (BeadFacts("match", 1.0), TextPlace(2, sentences=(0,)))
    assert (second.unit, second.place("target")) == (UnitFacts("17", "other"), TextPlace())
    assert first.is_aligned and not second.is_aligned
    assert msgspec.json.encode(second.meta) == b'{"target_line":null,"unit":17,"form":"other","tool":{"x":1}}'


@pytest.mark.parametrize("wrong", ["x", [], {}, True, 2.5, -0.0, [[1]], {"state": "identical"}])
def test_a_value_of_a_wrong_type_is_not_given_and_hides_no_other(wrong: Any) -> None:
    for name in ("line", "paragraph", "cues"):
        place = segment({f"source_{name}": wrong, "source_column": 3}).place("source")
        assert place == TextPlace(column=3)
    assert segment({"memory": wrong}).memory is None
    assert segment({"max_length": [wrong], "form": "one"}).unit == UnitFacts(form="one")
    assert segment({"score": [wrong], "kind": "match"}).bead == BeadFacts("match")


def test_a_text_may_be_a_number_and_a_flag_any_value() -> None:
    assert segment({"unit": 17, "note": None, "locked": 1, "unfinished": "", "same_edges": None}).unit == UnitFacts(
        id="17", locked=True
    )


def test_meta_that_is_made_without_a_struct_is_the_same() -> None:
    assert on_line(3) == TextPlace(3).of("source") | TextPlace(3).of("target")
    for side in SIDES:
        assert of_value(side, 3, 9) == TextPlace(3, 9).of(side)
    assert of_unit("k", "one") == UnitFacts("k", "one").meta() and of_unit("", "") == {}
    assert (of_unit("k", ""), of_unit("", "one")) == ({"unit": "k"}, {"form": "one"})


@pytest.mark.parametrize(
    ("name", "keys"), [("TextPlace", PLACE), ("UnitFacts", UNIT), ("BeadFacts", BEAD), ("MemoryFacts", MEMORY)]
)
def test_the_page_about_the_report_tells_the_meaning_of_every_key(name: str, keys: dict[str, Any]) -> None:
    page = (Path(__file__).parent.parent.parent / "docs" / "report.md").read_text(encoding="utf-8")
    section = page.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \| [^|]+ \| [^| ][^|]+[.] \|$", section, re.MULTILINE) == list(keys)


def test_no_module_reads_a_fact_without_its_type() -> None:
    package = Path(mtqe.__file__).parent
    read = re.compile(r"segment\.meta(?:\.get\(|\[)(.*)")
    found = {
        (path.relative_to(package).as_posix(), match[1])
        for path in package.rglob("*.py")
        for match in read.finditer(path.read_text(encoding="utf-8"))
    }
    assert found == {("comparing/differences.py", '"domain")')}, "`domain` is a key of a user's own"
