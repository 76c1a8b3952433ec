"""Reading Markdown documents."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqe.errors import InputError
from mtqe.formats.dispatch import read_text
from mtqe.formats.documents import markdown
from mtqe.language import codes
from mtqe.model import LeftOut, Segment

TEXT = """---
title: Ferry news
---
# The *ferry* stays away

It needs a **new screw**, says the [operator](https://ferry.example/a_b "The screw") of `Line 7`
and its [sister company][1]. ![A ferry](ferry.png)

- A small boat sails four times.
- Cars have to wait.

  Bicycles, too.

> “We are sorry.”

| Departure | Arrival |
|---|---|
| 8 am | 9&nbsp;am |

```sh
tool init

# a comment
```

<div>some <b>text</b> <img src="pier.png" alt="The pier"></div>

[1]: https://sister.example
"""


def test_running_text_without_markup() -> None:
    assert [(block.text, block.line, block.kind, block.role) for block in markdown.parse(TEXT) if not block.key] == [
        ("The ferry stays away", 4, "heading", "heading 1"),
        (
            "It needs a new screw, says the operator of Line 7 and its sister company. A ferry",
            6,
            "paragraph",
            "paragraph",
        ),
        ("A small boat sails four times.", 9, "item", "item"),
        ("Cars have to wait.", 10, "item", "item"),
        ("Bicycles, too.", 12, "item", "item"),
        ("“We are sorry.”", 14, "paragraph", "paragraph"),
        ("Departure", 16, "paragraph", "cell 1.1.1"),
        ("Arrival", 16, "paragraph", "cell 1.1.2"),
        ("8 am", 18, "paragraph", "cell 1.2.1"),
        ("9 am", 18, "paragraph", "cell 1.2.2"),
        ("some text", 26, "paragraph", "paragraph"),
    ]


def test_texts_outside_of_the_running_text() -> None:
    keyed = [(block.text, block.line, block.role, block.shown) for block in markdown.parse(TEXT) if block.key]
    assert keyed == [
        ("Ferry news", 2, "front matter title", ()),
        ("The screw", 6, "link title", ()),
        ("", 20, "code block", ("tool init\n\n# a comment",)),
        ("The pier", 26, "image", ('<img src="pier.png" alt="', '">')),
    ]


def test_inline_codes() -> None:
    block = next(block for block in markdown.parse(TEXT) if block.line == 6)
    assert [(code.start, code.end, code.key, code.role, code.kind, code.value) for code in block.codes] == [
        (11, 11, "strong", "open", "format", ""),
        (20, 20, "/strong", "close", "format", ""),
        (31, 31, "link", "open", "link", ""),
        (39, 39, "/link", "close", "link", "https://ferry.example/a_b"),
        (43, 49, "code", "alone", "literal", "Line 7"),
        (58, 58, "link", "open", "link", ""),
        (72, 72, "/link", "close", "link", "https://sister.example"),
        (74, 74, "image", "open", "image", ""),
        (81, 81, "/image", "close", "image", "ferry.png"),
    ]
    assert block.shown[3:5] == ("](https://ferry.example/a_b)", "`Line 7`")


@pytest.mark.parametrize(
    ("content", "text", "codes"),
    [
        ("a <b>b</b>", "a b", ["strong", "/strong"]),
        ("a <code>b *c*</code> d", "a b c d", ["code"]),
        ("<kbd><kbd>Ctrl</kbd>+<kbd>C</kbd></kbd> d", "Ctrl+C d", ["kbd"]),
        ("a<br>b", "a b", ["br"]),
        ("a\\\nb", "a b", ["br"]),
        ("a <!-- b --> c", "a c", []),
        ("<https://a.example>", "https://a.example", []),
        ('a <img src="b.png" alt="B &amp; c">', "a B & c", ["image", "/image"]),
        ('a <img src="b.png">', "a", ["image"]),
        ("a <code>b", "a b", []),
        ("[a](#b)", "a", ["link", "/link"]),
        ("`` a` ``", "a`", ["code"]),
        ("![a *b*](c.png)", "a b", ["image", "em", "/em", "/image"]),
    ],
)
def test_inline_markup(content: str, text: str, codes: list[str]) -> None:
    (block,) = markdown.parse(content)
    assert (block.text, [code.key for code in block.codes]) == (text, codes)


def test_a_place_on_the_same_page_is_no_address() -> None:
    (block,) = markdown.parse("See [a](#b) and [c](d.md#e).")
    assert [code.value for code in block.codes] == ["", "", "", "d.md#e"]


WORDS = st.text(st.sampled_from("ab .\u00a0é中"), min_size=1, max_size=6).filter(lambda text: text.strip())
MARKED = st.recursive(
    WORDS,
    lambda inner: st.one_of(
        inner.map(lambda text: f"**x{text}x**"),
        inner.map(lambda text: f"[{text}](https://a.example/b)"),
        inner.map(lambda text: f"<b>{text}</b>"),
        WORDS.map(lambda text: f"`{text}`"),
        st.lists(inner, min_size=1, max_size=3).map("".join),
    ),
    max_leaves=6,
)


@given(st.lists(MARKED, min_size=1, max_size=3).map("".join))
def test_codes_are_put_into_the_text_and_out_of_it(content: str) -> None:
    for block in markdown.parse(f"Word {content}"):
        assert all(0 <= code.start <= code.end <= len(block.text) for code in block.codes)
        stored, found = codes.inserted(block.text, zip(block.codes, block.shown, strict=True), "target")
        assert [stored[code.start : code.end] for code in found] == list(block.shown)
        rest, words = stored, []
        for code in reversed(found):
            words = [code.value] if code.kind == "literal" else [""]
            rest = rest[: code.start] + words[0] + rest[code.end :]
        assert rest == block.text
        segment = Segment("1", "", stored, codes=found)
        literals = "".join("".join(code.value.split()) for code in found if code.kind == "literal")
        bare = "".join(codes.bare(segment).target.split())
        assert Counter(bare) + Counter(literals) == Counter("".join(block.text.split()))


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
    path.write_text(TEXT, encoding="utf-8")
    assert read_text(path).left_out == ()
    path.write_text("---\ntitle: [\n---\n# Ferry\n", encoding="utf-8")
    assert read_text(path).left_out == (LeftOut("front matter block", 1, "omission", 1),)


def test_a_block_with_too_many_marks_is_read_as_plain_text_and_the_report_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"A *ferry*.\n\n*a* {'[' * markdown.MOST_MARKS_OF_BLOCK}\n\n*b*\n", encoding="utf-8")
    text = read_text(path)
    assert [block.text[:4] for block in text.blocks] == ["A fe", "*a* ", "b"]
    assert LeftOut(markdown.UNPARSED, 1, "markup", 3) in text.left_out


def test_images_that_do_not_end_are_plain_text(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"A *ferry*.\n\n*a* {'![' * (markdown.MOST_OPEN + 1)}\n\n*b* ![c](d)\n", encoding="utf-8")
    text = read_text(path)
    assert [block.text[:4] for block in text.blocks] == ["A fe", "*a* ", "b c"]
    assert LeftOut(markdown.UNPARSED, 1, "markup", 3) in text.left_out


def test_the_marks_of_a_document_are_limited_too(monkeypatch: pytest.MonkeyPatch) -> None:
    most = 500
    monkeypatch.setattr(markdown, "MOST_MARKS", markdown.MOST_MARKS * most // markdown.MOST_MARKS_OF_BLOCK)
    monkeypatch.setattr(markdown, "MOST_MARKS_OF_BLOCK", most)
    block = "*a* " + "[" * (most - 2)
    blocks = markdown.parse("\n\n".join([block] * 16))
    assert [item.text.startswith("*") for item in blocks] == [False] * 15 + [True]


def test_a_document_with_too_many_lines_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("-\n" * (markdown.MOST_LINES + 1), encoding="utf-8")
    with pytest.raises(InputError, match="has 100,001 lines and table cells, and mtqe reads at most 100,000"):
        read_text(path)


@pytest.mark.parametrize(
    ("heading", "text", "shown"),
    [
        ("Set it up {#setup}", "Set it up", ("{#setup}",)),
        ("Set *it* {#set-up .new}", "Set it", ("*", "*", "{#set-up .new}")),
        ("Set *it*{#x}", "Set it", ("*", "*", "{#x}")),
        ("The sign {#}", "The sign {#}", ()),
        ("Use {#each} well", "Use {#each} well", ()),
    ],
)
def test_the_id_of_a_heading_is_a_code(heading: str, text: str, shown: tuple[str, ...]) -> None:
    (block,) = markdown.parse(f"## {heading}\n")
    assert (block.text, block.shown) == (text, shown)


def test_an_id_stands_in_headings_only() -> None:
    assert [block.text for block in markdown.parse("Set it up {#setup}\n")] == ["Set it up {#setup}"]


def test_a_heading_without_id_grows_linearly() -> None:
    markdown.parse("# " + " " * 100_000 + "{#a " * 20_000)


LIQUID = """Run this:
{% highlight bash %}
tide --low

tide --high
{% endhighlight %}
{% include harbour.html %} {% note "Low tide" %}
Mind the _mud_.
{% endnote %}

> {% highlight bash %}
> tide
> {% endhighlight %}

{% highlight %}
Never closed
"""


def test_tags_of_liquid_stand_between_blocks() -> None:
    assert [(block.text, block.line, block.shown) for block in markdown.parse(LIQUID) if block.text or block.key] == [
        ("Run this:", 1, ()),
        ("", 2, ("tide --low\n\ntide --high",)),
        ('{% include harbour.html %} {% note "Low tide" %}', 7, ()),
        ("Mind the mud.", 8, ("_", "_")),
        ("{% endnote %}", 9, ()),
        ("", 11, ("tide",)),
        ("{% highlight %}", 15, ()),
        ("Never closed", 16, ()),
    ]


def test_unclosed_tags_of_liquid_grow_linearly() -> None:
    assert len(markdown.parse("{% highlight %}\n" * 20_000)) == 20_000
