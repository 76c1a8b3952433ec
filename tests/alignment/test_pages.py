"""Codes and texts outside of the running text, put back after the alignment."""

from __future__ import annotations

import pages
import pytest

from mtqe.alignment import keyed_texts
from mtqe.alignment.documents import align
from mtqe.alignment.pages import completed, without_codes
from mtqe.alignment.references import with_references
from mtqe.formats.documents import markdown
from mtqe.language import codes
from mtqe.language.sentences import split
from mtqe.model import Block, Code, Segment, Text

SOURCE = """---
title: Harbour 7
---
# Harbour **7**

Run `tide init 12` in 1910. **See [the guide](/en/guide.md) of 1911.** The port of Kiel `x. Y z` is dry.

```
tide run 44
```

![](port.png)

Bremen has 14 ships.

```
tide stop 45
```
"""
TARGET = """---
title: Hafen 7
---
# Hafen **7**

`tide init 12` im Jahr 1910 starten. **Siehe [den Führer](/de/guide.md) von 1911.** Der Hafen von Kiel `x. Y z`
ist trocken.

```
tide run 44
```

![](port.png)

Bremen hat 14 Schiffe.

```
tide stop 45
```
"""


def texts(segments: list[Segment]) -> list[tuple[str, str]]:
    return [(segment.source, segment.target) for segment in segments]


def test_segments_have_the_text_of_their_codes() -> None:
    segments = pages.segments(SOURCE, TARGET)
    assert texts(segments) == [
        ("Harbour 7", "Hafen 7"),
        ("Harbour **7**", "Hafen **7**"),
        ("Run `tide init 12` in 1910.", "`tide init 12` im Jahr 1910 starten."),
        ("**See [the guide](/en/guide.md) of 1911.**", "**Siehe [den Führer](/de/guide.md) von 1911.**"),
        ("The port of Kiel `x. Y z` is dry.", "Der Hafen von Kiel `x. Y z` ist trocken."),
        ("tide run 44", "tide run 44"),
        ("![](port.png)", "![](port.png)"),
        ("Bremen has 14 ships.", "Bremen hat 14 Schiffe."),
        ("tide stop 45", "tide stop 45"),
    ]
    assert [segment.id for segment in segments] == [str(number) for number in range(1, 10)]
    assert [segment.meta["source_blocks"] for segment in segments[:3]] == [
        ["front matter title"],
        ["heading 1"],
        ["paragraph"],
    ]
    assert [(segment.meta["source_line"], segment.meta["target_line"]) for segment in segments[5:7]] == [
        (8, 9),
        (12, 13),
    ]
    for segment in segments:
        for code in segment.codes:
            assert segment.text(code.side)[code.start : code.end].strip()
        assert list(segment.codes) == sorted(segment.codes, key=lambda code: (code.side, code.start))
    assert segments[2].codes[0] == Code("source", 4, 18, "code", kind="literal", value="tide init 12")
    assert codes.bare(segments[2]).source == "Run in 1910."


def test_no_sentence_ends_inside_of_code() -> None:
    block = next(block for block in markdown.parse("See `one. Two three` there. It is.") if block.text)
    assert [sentence.text for sentence in split(Text((block,)), "en")] == ["See one. Two three there.", "It is."]
    plain = Block("See one. Two three there. It is.", 1)
    assert len(split(Text((plain,)), "en")) == 3, "the words would be two sentences without the code"


@pytest.mark.parametrize(
    ("lost", "missing"),
    [
        ("```\ntide run 44\n```\n", "tide run 44"),
        ("```\ntide stop 45\n```\n", "tide stop 45"),
        ("![](port.png)\n", "![](port.png)"),
        ("---\ntitle: Hafen 7\n---\n", "Harbour 7"),
    ],
)
def test_a_lost_block_is_a_segment_without_translation(lost: str, missing: str) -> None:
    segments = pages.segments(SOURCE, TARGET.replace(lost, ""))
    assert [segment.source for segment in segments if not segment.target] == [missing]
    assert [segment.meta["kind"] for segment in segments if not segment.target] == ["omission"]
    assert len(segments) == 9
    extra = pages.segments(TARGET.replace(lost, ""), SOURCE, ("de", "en"))
    assert [segment.target for segment in extra if not segment.source] == [missing]


def test_texts_of_one_key_pair_by_their_places() -> None:
    source = "".join(f"In {year} it rained.\n\n[a{year}](b.md 'Title {year}')\n\n" for year in (1910, 1911, 1912, 1913))
    target = source.replace(" 'Title 1911'", "").replace("it rained", "regnete es").replace("Title", "Titel")
    titles = [pair for pair in texts(pages.segments(source, target)) if pair[0].startswith("Title")]
    assert titles == [
        ("Title 1910", "Titel 1910"),
        ("Title 1911", ""),
        ("Title 1912", "Titel 1912"),
        ("Title 1913", "Titel 1913"),
    ]


def test_references_have_no_program_code() -> None:
    sides = [Text(markdown.parse(content)) for content in (SOURCE, TARGET, TARGET.replace("Hafen 7", "Der Hafen 7"))]
    alignments = [align(sides[0], side, "en", "de") for side in sides[1:]]
    segments = with_references(alignments[0], [without_codes(alignments[1], sides[2])], "page", "de")
    whole = completed(segments, alignments[0], (sides[0], sides[1]), [sides[2]])
    assert [segment.references for segment in whole[:3]] == [
        ("Der Hafen 7",),
        ("Hafen 7",),
        ("im Jahr 1910 starten.",),
    ]
    assert whole[5].references == ("",), "program code is no text"


def test_segments_of_plain_text_are_returned_unchanged() -> None:
    sides = (Text((Block("It rains.", 1),)), Text((Block("Es regnet.", 1),)))
    alignment = align(*sides, "en", "de")
    segments = with_references(alignment, [], "page", "de")
    assert completed(segments, alignment, sides) == segments
    assert without_codes(alignment, sides[1]) is alignment


def test_a_page_and_plain_text_have_no_codes() -> None:
    sides = (Text(markdown.parse("# It *rains*.")), Text((Block("Es regnet.", 1),)))
    alignment = align(*sides, "en", "de")
    (segment,) = completed(with_references(alignment, [], "page", "de"), alignment, sides)
    assert (segment.source, segment.target, segment.codes) == ("It rains.", "Es regnet.", ())


def test_pages_without_running_text() -> None:
    segments = pages.segments("---\ntitle: The port\n---\n", "---\ntitle: Der Hafen\n---\n")
    assert texts(segments) == [("The port", "Der Hafen")]


def test_many_equal_blocks_pair_in_order() -> None:
    left, right = "```\na\n```\n\n" * 2_000, "```\na\n```\n\n```\nb\n```\n\n" * 1_000
    source, target = (Text(markdown.parse(f"In 1910.\n\n{blocks}")) for blocks in (left, right))
    found = list(keyed_texts.pairs(source, target, lambda _: 0, lambda _: 0))
    assert len(found) >= 2_000
    for side in (0, 1):
        numbers = [pair[side] for pair in found if pair[side] is not None]
        assert sorted(numbers) == list(range(1, 2_001)), "each block is in one pair"
