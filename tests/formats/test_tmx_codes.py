"""Inline codes of TMX, its encodings, and memories that are read unit by unit."""

from __future__ import annotations

import gc
import tracemalloc
from pathlib import Path

import pytest

from mtqe.errors import InputError
from mtqe.formats import dispatch, files
from mtqe.formats.exchange import tmx
from mtqe.model import Segment

MEMORY = Path(__file__).parents[1] / "data" / "tools" / "memory.tmx"


def of(segment: Segment, side: str) -> list[tuple[str, str, str, str]]:
    """The codes of a side: text, key, role, kind."""
    return [
        (segment.text(code.side)[code.start : code.end], code.key, code.role, code.kind)
        for code in segment.codes
        if code.side == side
    ]


def read(folder: Path, source: str, target: str) -> list[Segment]:
    path = folder / "x.tmx"
    path.write_text(
        f'<tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"><seg>{source}</seg></tuv>'
        f'<tuv xml:lang="de"><seg>{target}</seg></tuv></tu></body></tmx>',
        encoding="utf-8",
    )
    return list(dispatch.read_pairs(path).segments)


def test_memory() -> None:
    first, second, sub, third = dispatch.read_pairs(MEMORY, None, ("en", "de")).segments
    assert of(first, "source") == [
        ("<b>", "x 1", "open", "format"),
        ("</b>", "/x 1", "close", "format"),
        ("{count}", "x 2", "alone", "variable"),
    ]
    assert of(first, "target") == [("<strong>", "x 1", "open", "format"), ("</strong>", "/x 1", "close", "format")]
    assert first.meta["note"] == "menu\nverb"
    assert of(second, "source") == [
        ('<img src="a.png" alt="A pump"/>', '<img src="a.png" alt=""/>', "alone", "image"),
        ("\\par", "\\par", "alone", "other"),
        ('<hi type="link">', "hi link", "open", "link"),
        ("</hi>", "/hi link", "close", "link"),
        ("<i>", "<i>", "open", "format"),
    ]
    assert [code[1] for code in of(second, "source")] == [code[1] for code in of(second, "target")]
    assert (sub.id, sub.source, sub.target) == ("b/sub1", "A pump", "Eine Pumpe")
    assert (third.source, third.target) == ("Two lines", "Zwei\nZeilen")


def test_keys_are_numbers_only_if_all_codes_have_one(tmp_path: Path) -> None:
    code, plain = '<ph x="1">%s</ph>', "<ph>%s</ph>"
    (numbered,) = read(tmp_path, f"a {code}", f"{code} b")
    assert [item.key for item in numbered.codes] == ["x 1", "x 1"]
    (mixed,) = read(tmp_path, f"a {code}", f"{plain} b")
    assert [item.key for item in mixed.codes] == ["%s", "%s"]
    (empty,) = read(tmp_path, 'a<ph type="lb"/><bpt i="1"/>b<ept i="1"/><ept i="7"/>', "b")
    assert [(item.key, item.role, item.kind) for item in empty.codes] == [
        ("ph lb", "alone", "break"),
        ("bpt", "open", "other"),
        ("/bpt", "close", "other"),
        ("/ept", "close", "other"),
    ]


def test_an_end_belongs_to_the_start_with_its_number(tmp_path: Path) -> None:
    inner = '<bpt i="1">&lt;b></bpt><bpt i="2">&lt;i></bpt>x<ept i="{}"/><ept i="{}"/>'
    (segment,) = read(tmp_path, inner.format(2, 1), inner.format(1, 2))
    assert [item.key for item in segment.codes] == ["<b>", "<i>", "/<i>", "/<b>", "<b>", "<i>", "/<b>", "/<i>"]


def test_texts_in_codes_of_one_side_are_not_lost(tmp_path: Path) -> None:
    found = read(tmp_path, "a", "<ph>[<sub>Eins</sub>|<sub>Zwei</sub>]</ph>b")
    assert [(item.id, item.source, item.target) for item in found] == [
        ("1", "a", "[Eins|Zwei]b"),
        ("1/sub1", "", "Eins"),
        ("1/sub2", "", "Zwei"),
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32", "utf-8-sig"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    text = MEMORY.read_text(encoding="utf-8").replace('encoding="UTF-8"', 'encoding="UTF-16"')
    path = tmp_path / "x.tmx"
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    path.write_bytes((mark + text.replace("\n", "\r\n")).encode(encoding))
    document = dispatch.read_pairs(path, None, ("en", "de"))
    plain = dispatch.read_pairs(MEMORY, None, ("en", "de"))
    assert [(s.source, s.target, s.codes, s.meta) for s in document.segments] == [
        (s.source, s.target, s.codes, s.meta) for s in plain.segments
    ]
    content = files.content(path)
    assert content.encoded(content.text) == path.read_bytes()


def test_without_its_byte_order_mark_utf_16_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.tmx"
    path.write_bytes(MEMORY.read_text(encoding="utf-8").encode("utf-16-le"))
    with pytest.raises(InputError, match="UTF-16"):
        dispatch.read_pairs(path)


NUMBER = 2_500
"""Units: of a large memory; Python is many times slower while it notes each object."""


def test_a_large_memory_is_read_unit_by_unit() -> None:
    unit = '<tu><tuv xml:lang="en"><seg>a<ph>b</ph></seg></tuv><tuv xml:lang="de"><seg>c</seg></tuv></tu>\n'
    content = f'<tmx version="1.4"><header srclang="en"/><body>{unit * NUMBER}</body></tmx>'
    gc.collect()
    gc.freeze()  # from here on Python looks only at the objects of this test
    tracemalloc.start()
    try:
        for number, _ in enumerate(tmx.units(content, Path("x")), 1):
            if number % 250 == 0:
                gc.collect()  # the units that were read refer to each other
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert number == NUMBER
    assert peak < 7_000_000, "a tree of the whole file needs 9 million bytes"
