"""What the readers left out of the two sides of a document."""

from __future__ import annotations

from mtqe.formats import left_out
from mtqe.model import Block, Code, LeftOut, Text


def test_each_kind_has_the_number_of_the_side_that_has_more() -> None:
    source = Text((), left_out=(LeftOut("link", 3), LeftOut("footnote", 1, "omission")))
    translation = Text((), left_out=(LeftOut("link", 2), LeftOut("image", 1)))
    assert set(left_out.of_texts(source, translation)) == {
        LeftOut("link", 3),
        LeftOut("footnote", 1, "omission"),
        LeftOut("image", 1),
    }


def test_a_reader_counts_kinds_of_markup_and_of_text() -> None:
    counted = left_out.counted({"link": 2, "caption": 1, "tag": 0})
    assert counted == (LeftOut("link", 2, "markup"), LeftOut("caption", 1, "omission"))


def test_codes_of_a_page_are_left_out_if_the_other_side_is_plain_text() -> None:
    code = Code("source", 0, 0, "link")
    page = Text((Block("Tea", 1, codes=(code, code), shown=("[", "](a)"), role="paragraph"),))
    plain = Text((Block("Tee", 1),))
    assert left_out.of_texts(page, plain) == (LeftOut("inline code", 2),)
    assert left_out.of_texts(page, page) == ()
    assert left_out.of_texts(plain, plain) == ()
