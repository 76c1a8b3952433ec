"""Reading HTML pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtqe.errors import InputError
from mtqe.formats import html, html_content
from mtqe.formats.dispatch import read_text
from mtqe.model import LeftOut

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


def test_main_text_in_blocks() -> None:
    assert [(block.text, block.line, block.kind) for block in html.parse(PAGE)] == [
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
    assert set(text.left_out) == {
        LeftOut("link", 1),
        LeftOut("formatted passage", 1),
        LeftOut("image", 1),
        LeftOut("caption", 1, "omission"),
        LeftOut("image description", 1, "omission"),
        LeftOut("page title", 1, "omission"),
    }, "the links of navigation and footer are not in the main text"
    assert [block.text for block in text.blocks] == [block.text for block in html.parse(PAGE)]
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
    blocks = html.parse(SHORT)
    assert [(block.text, block.line, block.kind) for block in blocks[:1]] == [
        ("Firma zahlte 41 Milliarden Dollar", 2, "heading")
    ]
    assert len(blocks) == 4
    for other in ('<h1><a href="/">Das Inselblatt der Insel</a></h1>', "<nav><h1>Das Inselblatt der Insel</h1></nav>"):
        heading = "<h1>Firma zahlte 41 Milliarden Dollar</h1>"
        assert html.parse(SHORT.replace(heading, other + heading)) == blocks, "the name of a site is no heading"


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
        ("", {"page title"}),
        ("<h2>Weitere 7 Autos</h2>", {"page title", "heading"}),
        ('<h2><a href="#autos">Weitere 7 Autos</a></h2>', {"page title", "heading"}),
        ("<main><h2>Einzelheiten</h2><p>Das Auto hat vier Türen.</p></main>", {"page title", "heading", "paragraph"}),
        ('<img src="a.png" alt="Ein Auto mit 41 Rädern">', {"page title", "image description"}),
        ('<input placeholder="Ihr Name">', {"page title", "field description"}),
        ('<div role="navigation"><p>Zum Inhalt springen</p></div>', {"page title"}),
        ("<header><p>Das Inselblatt erscheint täglich</p></header>", {"page title"}),
        ("<nav><h2>Menü</h2></nav><footer><p>Impressum und mehr</p></footer>", {"page title"}),
        ('<ul><li><a href="/x">Noch ein Bericht</a></li></ul>', {"page title"}),
        ('<p hidden>Nicht zu sehen</p><p style="display: none">Auch nicht</p>', {"page title"}),
    ],
)
def test_text_of_the_content_that_was_not_read(extra: str, kinds: set[str]) -> None:
    texts = [block.text for block in html.parse(SHORT)]
    page = SHORT.replace("</body>", f"{extra}</body>")
    assert set(html_content.unread(page, texts)) == kinds


def test_markup_of_a_page_of_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "short.html"
    path.write_text(
        '<html><body><p>Die Firma <b>hat</b> nicht bezahlt <a href="http://a.b/14">die 3 Dollar</a>.</p>'
        '<img alt="Ein Auto" src="a.png"><table><tr><td>Vierzig Autos wurden verkauft</td></tr></table>'
        '<noscript>Please enable 5 scripts</noscript><input placeholder="Ihr Name"></body></html>',
        encoding="utf-8",
    )
    assert set(read_text(path).left_out) == {
        LeftOut("formatted passage", 1),
        LeftOut("link", 1),
        LeftOut("image", 1),
        LeftOut("image description", 1, "omission"),
        LeftOut("field description", 1, "omission"),
    }
