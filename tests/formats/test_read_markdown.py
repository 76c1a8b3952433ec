"""Reading Markdown documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtqe.errors import InputError
from mtqe.formats import markdown
from mtqe.formats.dispatch import read_text
from mtqe.model import LeftOut

TEXT = """---
title: not text
---
# The *ferry* stays away

It needs a **new screw**, says the [operator](https://ferry.example/a_b) of `Line 7`
and its [sister company][1]. ![A ferry](ferry.png)

- A small boat sails four times.
- Cars have to wait.

  Bicycles, too.

> “We are sorry.”

| Departure | Arrival |
|---|---|
| 8 am | 9&nbsp;am |

```sh
no text
```

<div>no text</div>

[1]: https://sister.example
"""


def test_blocks_without_markup() -> None:
    assert [(block.text, block.line, block.kind) for block in markdown.parse(TEXT)] == [
        ("The ferry stays away", 4, "heading"),
        ("It needs a new screw, says the operator of Line 7 and its sister company. A ferry", 6, "paragraph"),
        ("A small boat sails four times.", 9, "item"),
        ("Cars have to wait.", 10, "item"),
        ("Bicycles, too.", 12, "item"),
        ("“We are sorry.”", 14, "paragraph"),
        ("Departure", 16, "paragraph"),
        ("Arrival", 16, "paragraph"),
        ("8 am", 18, "paragraph"),
        ("9 am", 18, "paragraph"),
    ]


def test_a_ruled_line_is_no_header_of_the_file() -> None:
    assert [block.text for block in markdown.parse("Text.\n\n---\n\nMore.\n\n---\n")] == ["Text.", "More."]


def test_a_document_is_known_by_its_ending(tmp_path: Path) -> None:
    path = tmp_path / "article.md"
    path.write_text(TEXT, encoding="utf-8")
    assert read_text(path).blocks == markdown.parse(TEXT)
    path.write_text("```\ncode\n```\n", encoding="utf-8")
    with pytest.raises(InputError, match="has no text"):
        read_text(path)


def test_what_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "article.md"
    path.write_text(TEXT + "\nSee <https://ferry.example>, <kbd>F1</kbd>.\n\n<!-- a note -->\n", encoding="utf-8")
    assert set(read_text(path).left_out) == {
        LeftOut("front matter block", 1, "omission"),
        LeftOut("formatted passage", 3),
        LeftOut("link", 2),
        LeftOut("image", 1),
        LeftOut("code block", 1),
        LeftOut("HTML block", 1, "omission"),
        LeftOut("tag", 2),
    }
    path.write_text("# Ferry\n\nSee <https://ferry.example>.\n\n- Today\n", encoding="utf-8")
    assert read_text(path).left_out == (), "the text of the link is its target"
