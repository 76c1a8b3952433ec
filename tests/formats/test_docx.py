"""Reading Word documents."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from mtqe.errors import InputError
from mtqe.formats import unread
from mtqe.formats.dispatch import read_text
from mtqe.model import LeftOut


@pytest.fixture
def path(tmp_path: Path) -> Path:
    document = docx.Document()
    document.add_heading("The ferry stays away", 1)
    paragraph = document.add_paragraph("It needs a ")
    paragraph.add_run("new").bold = True
    paragraph.add_run(" screw.")
    tracked = '<w:ins {0}><w:r><w:t xml:space="preserve"> Soon.</w:t></w:r></w:ins>'
    gone = "<w:del {0}><w:r><w:delText>Never.</w:delText></w:r></w:del>"
    for xml in (tracked, gone):
        paragraph._p.append(parse_xml(xml.format(nsdecls("w"))))
    document.add_paragraph("")
    document.add_paragraph("A small boat sails.", style="List Bullet")
    table = document.add_table(2, 2)
    for cell, text in zip((cell for row in table.rows for cell in row.cells), "abcd", strict=True):
        cell.text = text
    table.cell(0, 0).merge(table.cell(0, 1))
    document.add_paragraph("The end\tcomes.")
    document.save(str(tmp_path / "article.docx"))
    return tmp_path / "article.docx"


def test_blocks_in_the_order_of_the_text(path: Path) -> None:
    assert [(block.text, block.kind) for block in read_text(path).blocks] == [
        ("The ferry stays away", "heading"),
        ("It needs a new screw. Soon.", "paragraph"),
        ("A small boat sails.", "item"),
        ("a", "paragraph"),
        ("b", "paragraph"),
        ("c", "paragraph"),
        ("d", "paragraph"),
        ("The end comes.", "paragraph"),
    ]
    assert [block.line for block in read_text(path).blocks][:3] == [1, 2, 4]


def test_what_is_no_word_document_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "article.docx"
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("a.txt", "a")
    contents = {
        b"": "is text, not a Word document",
        b"Plain text.": "is text, not a Word document",
        b"%PDF-1.4": "is a PDF file, not a Word document",
        b"PK\x03\x04 and nothing more": "is damaged: ",
        archive.getvalue(): "is a zip file, not a Word document",
    }
    for content, message in contents.items():
        path.write_bytes(content)
        with pytest.raises(InputError, match=message):
            read_text(path)
    docx.Document().save(str(path))
    with pytest.raises(InputError, match="has no text"):
        read_text(path)


WIDE = '<w:gridSpan w:val="1000000000"/>'
TALL = '<w:vMerge w:val="restart"/>'
CELL = "<w:tc><w:tcPr>{}</w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"


def table_of(path: Path, rows: str) -> list[str]:
    document = docx.Document()
    document.element.body.insert(0, parse_xml(f"<w:tbl {nsdecls('w')}>{rows}</w:tbl>"))
    document.save(str(path))
    return [block.text for block in read_text(path).blocks]


def test_cells_that_span_others_are_read_once(tmp_path: Path) -> None:
    """A file may state that a cell spans a billion columns, and a column of a long table may be one merged cell."""
    wide = f"<w:tr>{CELL.format(WIDE, 'wide')}{CELL.format('', 'b')}</w:tr>"
    assert table_of(tmp_path / "a.docx", wide) == ["wide", "b"]
    first = f"<w:tr>{CELL.format(TALL, 'tall')}{CELL.format('', '0')}</w:tr>"
    below = "".join(f"<w:tr>{CELL.format('<w:vMerge/>', 'hidden')}{CELL.format('', n)}</w:tr>" for n in range(1, 3000))
    assert table_of(tmp_path / "a.docx", first + below) == ["tall", *map(str, range(3000))]
    alone = f"<w:tr>{CELL.format('<w:vMerge/>', 'nothing above')}</w:tr>"
    assert table_of(tmp_path / "a.docx", alone) == ["nothing above"]


FRAME = (
    "<w:r {0}><w:{1}><w:txbxContent><w:p><w:r><w:rPr><w:b/></w:rPr><w:t>A frame</w:t></w:r></w:p></w:txbxContent>"
    "</w:{1}></w:r>"
)
ALTERNATIVE = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    "<mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>"
)


def test_what_is_left_out(path: Path) -> None:
    assert read_text(path).left_out == (LeftOut("formatted passage", 1),), "one word of a paragraph is bold"
    document = docx.Document(str(path))
    paragraph = document.paragraphs[1]
    frames = [FRAME.format(nsdecls("w"), kind) for kind in ("drawing", "pict")]
    for xml in (
        "<w:hyperlink {0}><w:r><w:t>Link</w:t></w:r></w:hyperlink>",
        "<w:r {0}><w:drawing/></w:r>",
        '<w:r {0}><w:footnoteReference w:id="2"/></w:r>',
        ALTERNATIVE.format(*frames),
    ):
        paragraph._p.append(parse_xml(xml.format(nsdecls("w"))))
    document.sections[0].footer.paragraphs[0].text = "Page 1"
    document.sections[0].header.is_linked_to_previous = False  # a header without text
    document.save(str(path))
    assert read_text(path).blocks[1].text == "It needs a new screw. Soon.Link"
    assert set(read_text(path).left_out) == {
        LeftOut("formatted passage", 1),
        LeftOut("link", 1),
        LeftOut("image", 1),
        LeftOut("footnote", 1, "omission"),
        LeftOut("text frame", 1, "omission"),
        LeftOut("page footer", 1, "omission"),
    }


def test_one_format_from_beginning_to_end_is_no_passage(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    for word in ("All ", "of it."):
        paragraph.add_run(word).bold = True
    plain = document.add_paragraph("Not ")
    plain.add_run("bold").bold = False
    document.save(str(tmp_path / "a.docx"))
    assert read_text(tmp_path / "a.docx").left_out == ()


def body(path: Path, *inside: str) -> list[str]:
    """The texts of a document with this XML in its body."""
    document = docx.Document()
    for xml in inside:
        document.element.body.insert(0, parse_xml(xml.replace(" {0}", f" {nsdecls('w')}", 1)))
    document.save(str(path / "a.docx"))
    return [block.text for block in read_text(path / "a.docx").blocks]


def test_text_in_content_controls_and_other_wrappers_is_read(tmp_path: Path) -> None:
    control = "<w:sdt {0}><w:sdtContent><w:p><w:r><w:t>Low</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    row = "<w:sdt><w:sdtContent><w:tr><w:tc><w:p><w:r><w:t>Row</w:t></w:r></w:p></w:tc></w:tr></w:sdtContent></w:sdt>"
    cell = "<w:tr><w:sdt><w:sdtContent><w:tc><w:p><w:r><w:t>Cell</w:t></w:r></w:p></w:tc></w:sdtContent></w:sdt></w:tr>"
    assert body(tmp_path, control, f"<w:tbl {{0}}>{row}{cell}</w:tbl>") == ["Row", "Cell", "Low"]


def test_hidden_and_moved_text_is_not_the_text(tmp_path: Path) -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>16 bar</w:t></w:r><w:r><w:t>61 bar</w:t></w:r>"
    moved = "<w:moveFrom><w:r><w:t>away</w:t></w:r></w:moveFrom>"
    assert body(tmp_path, f"<w:p {{0}}>{hidden}{moved}</w:p>") == ["61 bar"]
    assert LeftOut("hidden text", 1, None) in read_text(tmp_path / "a.docx").left_out


CHOICE = '<w:dropDownList><w:listItem w:displayText="High"/></w:dropDownList>'
CHUNK = "<w:sdt {0}><w:sdtContent><w:p><w:r><w:t>Low</w:t></w:r></w:p><w:altChunk/></w:sdtContent></w:sdt>"
WRAP = "<w:p {{0}}><w:r><w:t>Low tide.</w:t></w:r>{}</w:p>"


@pytest.mark.parametrize(
    ("inside", "kind"),
    [
        (WRAP.format('<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>no</w:t></w:r>'), "formatted passage"),
        ('<w:p {0}><w:r><w:rPr><w:sz w:val="2"/></w:rPr><w:t>Low tide.</w:t></w:r></w:p>', "formatted passage"),
        (WRAP.format('<w:bdo w:val="rtl"><w:r><w:t>16</w:t></w:r></w:bdo>'), "direction override"),
        (WRAP.format('<w:r><w:sym w:font="Symbol" w:char="F031"/></w:r>'), unread.SYMBOL),
        (WRAP.format("<w:r><w:object/></w:r>"), unread.EMBEDDED),
        (CHUNK, unread.EMBEDDED),
        (
            WRAP.format(f"<w:sdt><w:sdtPr>{CHOICE}</w:sdtPr></w:sdt>"),
            "attribute with text",
        ),
    ],
)
def test_what_hides_or_changes_a_text_is_told(inside: str, kind: str, tmp_path: Path) -> None:
    body(tmp_path, inside)
    assert kind in {item.what for item in read_text(tmp_path / "a.docx").left_out}


def test_usual_colours_and_sizes_are_not_told(tmp_path: Path) -> None:
    properties = '<w:rPr><w:color w:val="FF0000"/><w:sz w:val="22"/></w:rPr>'
    body(tmp_path, WRAP.format(f"<w:r>{properties}<w:t>High tide.</w:t></w:r>"))
    assert read_text(tmp_path / "a.docx").left_out == ()
