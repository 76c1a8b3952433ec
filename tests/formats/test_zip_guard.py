"""Office files that would fill the memory when they are unpacked are refused with one line, before they are read."""

from __future__ import annotations

import io
import re
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from mtqe.errors import InputError
from mtqe.formats import zip_guard
from mtqe.formats.dispatch import read_text

BODY = "word/document.xml"
PARAGRAPH = b"<w:p><w:r><w:t>A line.</w:t></w:r></w:p>"


def saved(text: str = "A line.") -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def with_parts(parts: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A Word document with further or other parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved())) as old, zipfile.ZipFile(file, "w", packing) as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name) or old.read(name))
        for name, content in parts.items():
            if name not in old.namelist():
                new.writestr(name, content)
    return file.getvalue()


def body(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(saved())) as file:
        head, end, tail = file.read(BODY).partition(b"<w:sectPr")
    return head + content + end + tail


def lying(name: str, real: bytes, stated: int) -> bytes:
    """A Word document in which a part states a wrong size, with the check sum of as much of the content."""
    whole = with_parts({name: real})
    with zipfile.ZipFile(io.BytesIO(whole)) as file:
        info = file.getinfo(name)
    true = struct.pack("<LLL", info.CRC, info.compress_size, info.file_size)
    false = struct.pack("<LLL", zlib.crc32(real[:stated]), info.compress_size, stated)
    assert whole.count(true) == 2, "the local header and the directory"
    return whole.replace(true, false)


SIZE, XML_SIZE, NODES = 2**22, 2**20, 60_000
"""Smaller limits, for fast tests."""
ZEROS = bytes(SIZE + 1)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in (("SIZE", SIZE), ("XML_SIZE", XML_SIZE), ("NODES", NODES)):
        monkeypatch.setattr(zip_guard, name, value)
    return tmp_path / "article.docx"


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: with_parts({"word/media/a.bmp": ZEROS}), "is too large: unpacked it has over 4,194,304 bytes"),
        (
            lambda: with_parts({f"word/media/{n}.bmp": ZEROS[: SIZE // 4] for n in range(5)}),
            "is too large: unpacked it has over 4,194,304 bytes",
        ),
        (lambda: with_parts({BODY: body(b" " * XML_SIZE)}), "unpacked it has over 1,048,576 bytes of XML"),
        (lambda: with_parts({"a.bin": b"<a>" + b" " * XML_SIZE}), "unpacked it has over 1,048,576 bytes of XML"),
        (lambda: with_parts({BODY: body(b"<w:p/>" * NODES)}), "over 60,000 elements and attributes"),
        (lambda: with_parts({BODY: body(b"<!---->" * NODES)}), "over 60,000 elements and attributes"),
        (lambda: with_parts({BODY: body(b"<?a?>" * NODES)}), "over 60,000 elements and attributes"),
        (lambda: with_parts({BODY: body(b'<a b="" c="" d=""/>' * (NODES // 4))}), "over 60,000 elements"),
        (lambda: with_parts({"a.bin": b"<a>" * 257}), "deeper than 256 levels"),
        (lambda: with_parts({BODY: body(b"<a>" * 100_000 + b"</a>" * 100_000)}), "deeper than 256 levels"),
        (lambda: with_parts({BODY: b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'}), "it has a document type"),
        (lambda: with_parts({BODY: body(b"<a>")}), "not valid XML"),
        (lambda: with_parts({f"a/{n}": b"" for n in range(10_001)}), "parts; mtqe reads at most 10,000"),
        (lambda: lying("word/media/a.bmp", ZEROS, 100), "its size is not the 100 bytes that the file states"),
        (lambda: lying(BODY, body(PARAGRAPH * 9_000), 100), "its size is not the 100 bytes that the file states"),
        (lambda: lying(BODY, body(b""), 2**31), "its size is not the 2,147,483,648 bytes"),
        (
            lambda: with_parts({"a.bin": bytes(10**6)}, zipfile.ZIP_BZIP2),
            "packed in a way that Office files do not use",
        ),
        (lambda: with_parts({"a.bin": bytes(9)}, zipfile.ZIP_LZMA), "packed in a way that Office files do not use"),
        (lambda: saved()[:-100], "is damaged: "),
    ],
)
def test_a_bomb_is_refused(path: Path, make: Callable[[], bytes], why: str) -> None:
    path.write_bytes(make())
    with pytest.raises(InputError, match=f"^{re.escape(str(path))}.*{re.escape(why)}") as caught:
        read_text(path)
    assert "\n" not in str(caught.value)


def test_a_tag_longer_than_all_limits(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_guard, "TOKEN", 2**16)
    path.write_bytes(with_parts({BODY: body(b'<a b="' + b"x" * 2**17 + b'"/>')}))
    with pytest.raises(InputError, match="a tag or comment has over 65,536 bytes"):
        read_text(path)
    path.write_bytes(with_parts({BODY: body(b"<w:p>" + b"x" * 2**17 + b"</w:p>" + PARAGRAPH)}))
    assert len(read_text(path).blocks) == 2, "a long text is no long tag"


@pytest.mark.parametrize("lies", [False, True])
def test_300_megabytes_in_a_small_file_take_no_memory(tmp_path: Path, lies: bool) -> None:
    path = tmp_path / "article.docx"
    zeros = bytes(300_000_000)
    path.write_bytes(lying("word/media/a.bmp", zeros, 100) if lies else with_parts({"word/media/a.bmp": zeros}))
    del zeros
    assert path.stat().st_size < 350_000
    tracemalloc.start()
    with pytest.raises(InputError):
        read_text(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10_000_000


def test_parts_that_share_their_content_count_each(path: Path) -> None:
    """Such files need no nesting to grow beyond measure: the directory names one content many times."""
    data = with_parts({"word/media/a.bmp": ZEROS[: SIZE // 2]})
    start = data.rindex(b"PK\x01\x02")  # the last entry of the directory is that of the picture
    end = data.rindex(b"PK\x05\x06")
    entries = 20
    fields = list(struct.unpack("<4s4H2LH", data[end : end + 22]))
    more = data[start:end] * (entries - 1)
    fields[3] = fields[4] = fields[3] + entries - 1
    fields[5] += len(more)
    path.write_bytes(data[:end] + more + struct.pack("<4s4H2LH", *fields))
    with pytest.raises(InputError, match=r"is too large|is damaged: Overlapped entries"):
        read_text(path)


def test_a_password(tmp_path: Path) -> None:
    data = bytearray(saved())
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(InputError, match="protected by a password"):
        zip_guard.refuse_bomb(bytes(data), tmp_path / "a.docx")


def test_documents_that_people_write_pass(path: Path) -> None:
    picture = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd"><svg/>'
    parts = {
        BODY: body(PARAGRAPH * 200),
        "word/media/a.svg": picture,
        "word/drawing.vml": b"<xml><br></xml>",
        "word/media/a.png": bytes(2**20),
        "customXml/item1.xml": '<?xml version="1.0" encoding="utf-16"?><a/>'.encode("utf-16"),
        "word/empty.bin": b"",
    }
    path.write_bytes(with_parts(parts))
    assert len(read_text(path).blocks) == 201
