"""Reading HTML pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqe.errors import InputError
from mtqe.formats.dispatch import read_text
from mtqe.formats.documents import html, html_content, html_guard, html_inline, html_pieces
from mtqe.model import Block, LeftOut

PAGE = """<!doctype html>
<html lang="de"><head><title>Die Fähre - Inselblatt</title><script>var x = "Kein Text";</script></head>
<body>
<nav><ul><li><a href="/">Startseite</a></li><li><a href="/insel">Insel</a></li></ul></nav>
<main><article>
<h1>Fähre fällt drei Wochen aus</h1>
<p>Die Fähre zwischen den beiden Inseln fällt <b>drei Wochen</b> lang aus, weil die
Schraube erneuert wird. Das teilte die <a href="/r">Reederei</a>&nbsp;am Montag mit &amp; entschuldigte sich.</p>
<h2>Ersatzverkehr</h2>
<ul><li>Ein kleines Boot fährt viermal am Tag.</li><li><p>Autos müssen warten.</p></li></ul>
<blockquote><p>„Wir bedauern das“, sagte die Sprecherin.</p></blockquote>
<p>Kurz.</p>
<table><tr><th>Abfahrt</th><th>Ankunft</th></tr><tr><td>8 Uhr</td><td>9 Uhr</td></tr></table>
</article></main>
<footer><p>Impressum und Datenschutz</p></footer>
</body></html>
"""


def running(content: str) -> list[Block]:
    """The blocks of the running text."""
    return [block for block in html.parse(content) if not block.key]


def test_main_text_in_blocks() -> None:
    assert [(block.text, block.line, block.kind) for block in running(PAGE)] == [
        ("Fähre fällt drei Wochen aus", 6, "heading"),
        (
            "Die Fähre zwischen den beiden Inseln fällt drei Wochen lang aus, weil die Schraube erneuert wird. Das "
            "teilte die Reederei am Montag mit & entschuldigte sich.",
            7,
            "paragraph",
        ),
        ("Ersatzverkehr", 9, "heading"),
        ("Ein kleines Boot fährt viermal am Tag.", 10, "item"),
        ("Autos müssen warten.", 10, "item"),
        ("„Wir bedauern das“, sagte die Sprecherin.", 11, "paragraph"),
        ("Kurz.", 12, "paragraph"),
        ("Abfahrt", 13, "paragraph"),
        ("Ankunft", 13, "paragraph"),
        ("8 Uhr", 13, "paragraph"),
        ("9 Uhr", 13, "paragraph"),
    ]


def test_a_page_is_known_by_its_ending(tmp_path: Path) -> None:
    path = tmp_path / "article.htm"
    path.write_text(PAGE, encoding="utf-8")
    text = read_text(path)
    assert text.blocks == html.parse(PAGE)
    assert (text.path, len(text.sha256 or "")) == (str(path), 64)


@pytest.mark.parametrize("content", ["<html><body></body></html>", "<p></p>", "<html><script>1</script></html>", "<"])
def test_a_page_without_text_is_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / "empty.html"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="no main text was found"):
        read_text(path)


def test_what_is_left_out_of_the_main_text(tmp_path: Path) -> None:
    path = tmp_path / "article.html"
    figure = '<figure><img src="a.jpg" alt="Hafen"><figcaption>Der <b>Hafen</b> im Winter</figcaption></figure>'
    path.write_text(PAGE.replace("<p>Kurz.</p>", f"{figure}<p>Kurz.</p>"), encoding="utf-8")
    text = read_text(path)
    shown = [item for item in text.left_out if item.area]
    assert LeftOut("caption", 1, "omission", 12) in shown, "trafilatura leaves it out"
    assert {item.what for item in shown} == {"caption", "navigation text", "page footer"}
    texts = [block.text for block in text.blocks if block.role != "image"]
    assert texts == [block.text for block in html.parse(PAGE)]
    sentence = "<p>Das Boot fährt heute viermal zur Insel und zurück.</p>"
    address = '<p>Alle Fahrten stehen auf <a href="https://a.example/b">https://a.example/b</a> im Fahrplan.</p>'
    caption = f"<figure><figcaption>{sentence}</figcaption></figure>"
    page = f"<article><h1>Hafen</h1>{sentence * 3}{address}{caption}{sentence}</article>"
    path.write_text(page, encoding="utf-8")
    assert read_text(path).left_out == (), "the address is its own link, and the caption repeats a sentence"


SHORT = """<html><head><title>Bericht</title></head><body>
<h1>Firma zahlte 41 Milliarden Dollar</h1>
<p>Das Unternehmen hat die 3 Dollar, die es seinen Arbeitern im Mai versprochen hatte, nicht gezahlt.</p>
<p>Einzelheiten zu dem roten Auto, das verkauft wurde, finden Sie im Bild unten.</p>
<p>Die Kinder spielten im Garten, bis ihre Mutter sie nach Hause rief.</p>
</body></html>
"""


def test_the_heading_of_a_short_page_is_read() -> None:
    blocks = running(SHORT)
    assert [(block.text, block.line, block.kind) for block in blocks[:1]] == [
        ("Firma zahlte 41 Milliarden Dollar", 2, "heading")
    ]
    assert len(blocks) == 4
    for other in ('<h1><a href="/">Das Inselblatt der Insel</a></h1>', "<nav><h1>Das Inselblatt der Insel</h1></nav>"):
        heading = "<h1>Firma zahlte 41 Milliarden Dollar</h1>"
        assert running(SHORT.replace(heading, other + heading)) == blocks, "the name of a site is no heading"


def test_the_name_of_a_site_is_not_added_to_a_page_whose_heading_was_read() -> None:
    page = PAGE.replace("<main>", '<div class="bar"><h1>Inselblatt von heute</h1></div><main>')
    assert [block.text for block in html.parse(page)] == [block.text for block in html.parse(PAGE)]
    no_h1 = page.replace("<h1>Fähre fällt drei Wochen aus</h1>", "<h2>Fähre fällt drei Wochen aus</h2>")
    assert "Inselblatt von heute" not in [block.text for block in html.parse(no_h1)]
    two = "<h1>Inselblatt</h1><h1>Das <br>Boot</h1><p>Es fährt.</p>"
    assert html_content.page_heading(two, ["Es fährt."]) == "Inselblatt"
    assert html_content.page_heading(two, ["Das", "Boot", "Es fährt."]) is None
    late = SHORT.replace("</body>", "<h1>Firma zahlte nichts</h1></body>").replace("<h1>Firma zahlte 41", "<p>41", 1)
    assert "Firma zahlte nichts" not in [block.text for block in html.parse(late)], "its place is not known"


@pytest.mark.parametrize(
    ("extra", "kinds"),
    [
        ("", set()),
        ("<h2>Weitere 7 Autos</h2>", {"heading"}),
        ('<h2><a href="#autos">Weitere 7 Autos</a></h2>', {"heading"}),
        ("<main><h2>Einzelheiten</h2><p>Das Auto hat vier Türen.</p></main>", {"heading", "paragraph"}),
        ('<div role="navigation"><p>Zum Inhalt springen</p></div>', set()),
        ("<header><p>Das Inselblatt erscheint täglich</p></header>", set()),
        ("<nav><h2>Menü</h2></nav><footer><p>Impressum und mehr</p></footer>", set()),
        ('<ul><li><a href="/x">Noch ein Bericht</a></li></ul>', set()),
        ('<p hidden>Nicht zu sehen</p><p style="display: none">Auch nicht</p>', set()),
    ],
)
def test_text_of_the_content_that_was_not_read(extra: str, kinds: set[str]) -> None:
    texts = [block.text for block in running(SHORT)]
    page = SHORT.replace("</body>", f"{extra}</body>")
    assert {kind for _, kind in html_content.unread(html_content.document(page), texts)} == kinds


def test_markup_of_a_page_of_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "short.html"
    path.write_text(
        '<html><body><p>Die Firma <b>hat</b> nicht bezahlt <a href="http://a.b/14">die 3 Dollar</a>.</p>'
        '<img alt="Ein Auto" src="a.png"><table><tr><td>Vierzig Autos wurden verkauft</td></tr></table>'
        '<noscript>Please enable 5 scripts</noscript><input placeholder="Ihr Name"></body></html>',
        encoding="utf-8",
    )
    text = read_text(path)
    assert text.left_out == ()
    assert [(block.text, block.role, [code.key for code in block.codes]) for block in text.blocks] == [
        ("Die Firma hat nicht bezahlt die 3 Dollar.", "paragraph", ["strong", "/strong", "link", "/link"]),
        ("Ein Auto", "image", ["image", "/image"]),
        ("Vierzig Autos wurden verkauft", "cell 1.1.1", []),
        ("Please enable 5 scripts", "", []),
        ("Ihr Name", "field description", []),
    ]


def test_codes_and_texts_outside_of_the_running_text() -> None:
    blocks = html.parse(TOOL)
    assert [(block.text, block.line, block.role) for block in blocks] == [
        ("", 1, "page language"),
        ("The harbour tool", 2, "page title"),
        ("How to use the harbour tool.", 3, "meta description"),
        ("The harbour tool", 4, "meta og:title"),
        ("Using the harbour tool", 7, "heading 1"),
        ("The guide", 9, "tooltip"),
        ("Run harbour init to start a new project. Then read the guide carefully, please.", 8, "paragraph"),
        ("", 11, "code block"),
        ("This paragraph follows the code block and has a few more words.", 15, "paragraph"),
        ("The port", 16, "image"),
        ("Press Ctrl+C to end the program and to close all of its windows.", 17, "paragraph"),
        ("Search", 18, "accessible label"),
        ("Port", 18, "field description"),
    ]
    assert [
        (code.key, code.kind, code.value, shown) for code, shown in zip(blocks[6].codes, blocks[6].shown, strict=True)
    ] == [
        ("code", "literal", "harbour init", "<code>harbour init</code>"),
        ("strong", "format", "", "<b>"),
        ("/strong", "format", "", "</b>"),
        ("link", "link", "/en/guide.html", '<a href="/en/guide.html" title="The guide">'),
        ("/link", "link", "", "</a>"),
        ("em", "format", "", "<em>"),
        ("/em", "format", "", "</em>"),
    ]
    assert blocks[7].codes[0].value == "harbour run <port>\n# wait", "the reader replaces an emphasised word"
    assert blocks[7].shown == ("harbour run port\n# wait",)
    assert [(code.key, code.kind) for code in blocks[10].codes] == [("kbd", "other")]
    assert [(code.key, code.value) for code in blocks[9].codes] == [("image", "port.png"), ("/image", "")]


TOOL = """<!doctype html><html lang="en"><head>
<title>The harbour tool</title>
<meta name="description" content="How to use the harbour tool.">
<meta property="og:title" content="The harbour tool">
</head><body><nav><a href="/" title="Home page">Home</a></nav>
<main>
<h1>Using the <code>harbour</code> tool<a href="#using"></a></h1>
<p>Run <code>harbour init</code> to start a new <b>project</b>. Then
read the <a href="/en/guide.html" title="The guide">guide</a> <span><em>carefully</em></span>, please.</p>

<pre><span>harbour run</span> <em>port</em>
# wait
</pre>

<p>This paragraph follows the code block and has a few more words.</p>
<img src="port.png" alt="The port">
<p>Press <kbd>Ctrl+C</kbd> to end the program and to close all of its windows.</p>
<form aria-label="Search"><input placeholder="Port"></form>
</main></body></html>
"""


def test_words_of_code_that_the_reader_replaces_are_in_angle_brackets() -> None:
    (block,) = html_inline.blocks("<p>Run <code>kill <var>number</var></code>.</p>", 1)
    assert [(code.kind, code.value) for code in block.codes] == [("literal", "kill <number>")]
    assert block.text == "Run kill number."


def test_a_paragraph_on_several_lines_is_one_block() -> None:
    words = "\n".join(f"These are the words on line {number} of a long paragraph" for number in range(1, 9))
    items = "".join(f"<div><p>{words} in part {part}.</p></div>" for part in range(5))
    page = f"<html><body><div>{items}</div></body></html>"
    assert [block.text for block in running(page)] == [
        f"{' '.join(words.split())} in part {part}." for part in range(5)
    ]


def test_a_block_that_is_found_nowhere_keeps_its_text() -> None:
    found = [Block("Ganz anderer Text", 3), Block("Kurz.", 12), Block("Die FähreDie Fähre fällt aus", 4)]
    page = html_pieces.joined(PAGE, found)
    texts = [block.text for block in page.blocks if not block.key]
    assert texts == ["Ganz anderer Text", "Kurz.", "Die FähreDie Fähre fällt aus"]
    assert page.unmarked == ("Ganz anderer Text", "Die FähreDie Fähre fällt aus")


def test_a_garbled_block_gets_the_text_of_the_page() -> None:
    page = "<p>Eins und zwei.</p><p>Der Name <code>NAME</code> ist das zweite Argument von vieren.</p><p>Drei.</p>"
    texts = ["Eins und zwei.", "Der Name NAMENAME ist das zweite Argument von vieren.", "Drei."]
    blocks = html_pieces.joined(page, [Block(text, 1) for text in texts]).blocks
    assert [block.text for block in blocks] == [texts[0], texts[1].replace("NAMENAME", "NAME"), texts[2]]


def test_a_heading_that_trafilatura_drops_is_read_if_the_text_below_it_is() -> None:
    page = "<p>Eins und zwei.</p><div><h2>Drei</h2></div><p>Vier.</p><h2>Fünf</h2><p>Sechs.</p>"
    blocks = html_pieces.joined(page, [Block("Eins und zwei.", 1), Block("Vier.", 1)]).blocks
    assert [block.text for block in blocks] == ["Eins und zwei.", "Drei", "Vier."]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("<p>" + "<a href=b>c</a> " * (html_guard.MOST_INLINE + 1), "a paragraph has more than 5,000 links"),
        ("<p>" + f"<b>{'<a href=b>c</a> ' * 300}</b> " * 17, "a paragraph has more than 5,000 links"),
        (f"\n<p {'a=b ' * 2_000}>c", "a.html: a tag in line 2 of the HTML has more than 1,000 attributes"),
    ],
)
def test_a_page_that_would_take_too_long_is_refused(tmp_path: Path, body: str, why: str) -> None:
    path = tmp_path / "a.html"
    path.write_text(body, encoding="utf-8")
    with pytest.raises(InputError, match=why):
        read_text(path)


def test_a_long_value_and_many_line_breaks_are_no_reason_to_refuse_a_page(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    page = PAGE.replace("<p>Kurz.</p>", f"<p>Kurz.{'<br>a' * 6_000}</p><img src='{'M 1 2 ' * 5_000}'>")
    path.write_text(page, encoding="utf-8")
    assert len(read_text(path).blocks) > 6_000


def test_the_lines_of_texts_that_are_not_in_the_page_are_not_searched_without_end() -> None:
    lines = html._Lines("a\n" * 1_000 + "The end")
    assert lines.at("The end") == 1_001
    lines = html._Lines("a\n" * 1_000 + "The end")
    assert {lines.at(f"nowhere {number}") for number in range(30)} == {1}
    assert lines.at("The end") == 1, "the search was given up"


@given(
    st.lists(st.sampled_from(["ab", "a", "b", "abab", " ", "ba"]), max_size=8),
    st.text(st.sampled_from("ab"), min_size=1, max_size=6),
)
def test_a_heading_is_found_in_blocks_in_a_row(texts: list[str], heading: str) -> None:
    compact = ["".join(text.split()) for text in texts]
    joined = {"".join(compact[start:end]) for start in range(len(texts)) for end in range(start + 1, len(texts) + 1)}
    assert html_content._Compacted(texts).has_heading(heading) == (heading in joined)


ASIDE = "Die Maße der Schraube stehen im Buch der Werft, das im Hafenamt liegt."


@pytest.mark.parametrize(
    ("attributes", "is_read"),
    [
        ('class="sidenote"', True),
        ('role="note"', True),
        ('class="box box--tip"', True),
        ("", False),
        ('class="newsletter"', False),
        ('class="multiple"', False),
    ],
)
def test_an_aside_is_read_if_it_is_a_note_of_the_text(attributes: str, is_read: bool) -> None:
    page = PAGE.replace("<h2>Ersatzverkehr", f"<aside {attributes}><p>{ASIDE}</p></aside><h2>Ersatzverkehr")
    texts = [block.text for block in running(page)]
    assert (ASIDE in texts) is is_read
    if is_read:
        assert texts.index(ASIDE) == 2, "it stands where the page has it"


TEMPLATES = """<!-- Some licence -->
<script type="text/html" data-help-name="tide">
  <p>Tells the <code>tide</code> of the harbour.</p>
  <h3>Inputs</h3>
  <p>The name of the harbour.</p>
</script>
<script type="text/javascript">register("tide");</script>
"""


def test_a_page_that_has_only_templates_is_read(tmp_path: Path) -> None:
    (tmp_path / "tide.html").write_text(TEMPLATES, encoding="utf-8")
    text = read_text(tmp_path / "tide.html")
    assert [block.text for block in text.blocks if not block.key] == [
        "Tells the tide of the harbour.",
        "Inputs",
        "The name of the harbour.",
    ]
    value = next(unit.source for unit in html.units(TEMPLATES, tmp_path / "tide.html") if unit.source)
    assert TEMPLATES[value.pieces[0].start :].startswith("Tells the ")


def test_templates_beside_text_stay_unread() -> None:
    assert html_content.with_templates(f"<p>Tides</p>{TEMPLATES}") == f"<p>Tides</p>{TEMPLATES}"


def test_the_name_of_a_menu_is_a_part_of_its_sentence() -> None:
    page = (
        '<html><body><div class="sect1"><p>The <span class="guimenuitem">Show Tides</span> command is like the'
        ' <a href="low.html">Low</a>\ncommand of the harbour, and it is as slow as that one.</p>'
        '<p>Open it by <span class="guimenu">Harbour</span> → <span class="guisubmenu">Tides</span>.</p>'
        '<ul><li><span class="guimenu">Harbour</span> → <span class="guimenuitem">Low</span></li></ul></div>'
        "</body></html>"
    )
    texts = [block.text for block in running(page)]
    assert texts == [
        "The Show Tides command is like the Low command of the harbour, and it is as slow as that one.",
        "Open it by Harbour → Tides.",
        "Harbour → Low",
    ]
    alone = '<p><span class="share-button">Share this page</span></p>'
    assert html_content.with_sentences(alone) == alone
