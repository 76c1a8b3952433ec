"""Reading HTML pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtqe.errors import InputError
from mtqe.formats import html
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
    }, "the links of navigation and footer are not in the main text"
    assert [block.text for block in text.blocks] == [block.text for block in html.parse(PAGE)]
    sentence = "<p>Das Boot fährt heute viermal zur Insel und zurück.</p>"
    address = '<p>Alle Fahrten stehen auf <a href="https://a.example/b">https://a.example/b</a> im Fahrplan.</p>'
    caption = f"<figure><figcaption>{sentence}</figcaption></figure>"
    page = f"<article><h1>Hafen</h1>{sentence * 3}{address}{caption}{sentence}</article>"
    path.write_text(page, encoding="utf-8")
    assert read_text(path).left_out == (), "the address is its own link, and the caption repeats a sentence"
