"""What the readers left out of the two sides of a document."""

from __future__ import annotations

from mtqe.formats import left_out
from mtqe.model import LeftOut, Text


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
