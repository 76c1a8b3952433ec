"""Edits that hide a wrong text: what the reader of the translation sees is judged, or told as not compared.

The right translation stands where a reader of files may look, the wrong one where the user of the program sees it.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

import mtqe
from mtqe.checks import runner
from mtqe.errors import InputError
from mtqe.formats import unread
from mtqe.intake import inputs, reading
from mtqe.intake.corpus import Corpus
from mtqe.model import LeftOut, Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context
from mtqe.settings.config import Config

SOURCE = "The pressure must not exceed 16 bar."
RIGHT, WRONG = "Der Druck darf 16 bar nicht überschreiten.", "Der Druck darf 61 bar überschreiten."
CONFIG = msgspec.structs.replace(Config(), source_lang="en", target_lang="de")


def read(folder: Path, name: str, *contents: str) -> Corpus:
    """The segments of a file with both sides, or of a source and its translation."""
    paths = [folder / side / name for side in ("en", "de")][: len(contents)]
    for path, content in zip(paths, contents, strict=True):
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return reading.read(inputs.of_paths(paths[0], paths[1] if len(paths) > 1 else None, ()), CONFIG)


def segments(corpus: Corpus) -> list[Segment]:
    """The segments of all documents."""
    return [segment for document in corpus.documents for segment in document.segments]


def wrong(corpus: Corpus) -> Segment:
    """The segment with the wrong translation, which must be beside its source."""
    (found,) = (segment for segment in segments(corpus) if WRONG in segment.target)
    assert SOURCE in found.source
    return found


@pytest.mark.parametrize(
    ("name", "source", "translation"),
    [
        ("a.properties", f"p={SOURCE}\n", f"p={RIGHT}\np={WRONG}\n"),
        ("a.strings", f'"p" = "{SOURCE}";\n', f'"p" = "{RIGHT}";\n"p" = "{WRONG}";\n'),
        ("a.yml", f"p: {SOURCE}\n", f"p: {RIGHT}\np: {WRONG}\n"),
        (
            "strings.xml",
            f'<resources>\n<string name="p">{SOURCE}</string>\n</resources>',
            f'<resources><string name="p">{RIGHT}</string>\n<string name="p">{WRONG}</string></resources>',
        ),
        (
            "a.resx",
            f'<root><data name="p"><value>{SOURCE}</value></data></root>',
            f'<root><data name="p"><value>{RIGHT}</value>\n<value>{WRONG}</value></data></root>',
        ),
        (
            "b.strings",
            f"<plist><dict><key>p</key><string>{SOURCE}</string></dict></plist>",
            f"<plist><dict><key>p</key><string>{RIGHT}</string>\n<key>p</key><string>{WRONG}</string></dict></plist>",
        ),
    ],
)
def test_of_a_repeated_key_the_last_text_is_judged(name: str, source: str, translation: str, tmp_path: Path) -> None:
    found = wrong(read(tmp_path, name, source, translation))
    assert found.place("target").overridden == (1,)
    once = translation.replace(WRONG, RIGHT)
    (same,) = segments(read(tmp_path, name, source, once))
    assert same.place("target").overridden is None, "the same text again changes nothing"


def test_of_a_repeated_message_of_fluent_the_first_is_judged(tmp_path: Path) -> None:
    found = wrong(read(tmp_path, "a.ftl", f"p = {SOURCE}\n", f"p = {WRONG}\np = {RIGHT}\n"))
    assert found.place("target").overridden == (2,)


def test_a_mapping_of_yaml_that_is_there_again_replaces_the_first(tmp_path: Path) -> None:
    translation = f"a:\n  p: {RIGHT}\n  q: Ebbe\na:\n  p: {WRONG}\n"
    found = wrong(read(tmp_path, "a.yml", f"a:\n  p: {SOURCE}\n  q: Low tide\n", translation))
    assert found.place("target").overridden == (1,)


@pytest.mark.parametrize("name", ["a.json", "a.arb"])
def test_a_repeated_key_of_json_must_have_the_same_value(name: str, tmp_path: Path) -> None:
    source = f'{{"p": "{SOURCE}", "p": "{SOURCE}"}}'
    corpus = read(tmp_path, name, source, f'{{"p": "{WRONG}"}}')
    wrong(corpus)
    assert any("1 repeated key" in note for note in corpus.notes)
    with pytest.raises(InputError, match=r'line 1, column .*: the key "p" is in line 1 already, with another value'):
        read(tmp_path, name, source, f'{{"p": "{RIGHT}", "p": "{WRONG}"}}')
    with pytest.raises(InputError, match="with another value"):
        read(tmp_path, name, source, f'{{"a": {{"p": "{RIGHT}"}}, "a": {{"p": "{WRONG}"}}}}')


def xliff(unit: str) -> str:
    """A file of XLIFF 1.2."""
    languages = 'source-language="en" target-language="de"'
    return f'<xliff version="1.2"><file original="a" {languages}><body>{unit}</body></file></xliff>'


def xliff2(unit: str, file: str = "") -> str:
    """A file of XLIFF 2.0."""
    head = 'version="2.0" srcLang="en" trgLang="de" xmlns="urn:oasis:names:tc:xliff:document:2.0"'
    return f'<xliff {head}><file id="f" {file}>{unit}</file></xliff>'


PAIR = f"<source>{SOURCE}</source><target>{WRONG}</target>"
GOOD = f"<source>{SOURCE}</source><target>{RIGHT}</target>"
SPLIT = f'<mrk mtype="seg" mid="1">{SOURCE}</mrk>'


@pytest.mark.parametrize(
    "content",
    [
        xliff(f'<trans-unit id="1" translate="no">{PAIR}</trans-unit>'),
        xliff(f'<trans-unit id="1">{GOOD}<target>{WRONG}</target></trans-unit>'),
        xliff(
            f'<trans-unit id="1"><source>{SOURCE}</source><seg-source>{SPLIT}</seg-source>'
            f'<target><mrk mtype="seg" mid="1">{RIGHT}</mrk> {WRONG}</target></trans-unit>'
        ),
        xliff(
            f'<trans-unit id="1"><source>{SOURCE}</source><seg-source><mrk mtype="seg" mid="1">Low tide.</mrk>'
            f'</seg-source><target><mrk mtype="seg" mid="1">{WRONG}</mrk></target></trans-unit>'
        ),
        xliff2(f'<unit id="1" translate="no"><segment>{PAIR}</segment></unit>'),
        xliff2(f'<unit id="1"><segment>{GOOD}<target>{WRONG}</target></segment></unit>'),
        xliff2(f'<unit id="1"><segment>{GOOD}</segment><ignorable>{PAIR}</ignorable></unit>'),
        xliff2(f'<unit id="1" translate="yes"><segment>{PAIR}</segment></unit>', 'translate="no"'),
    ],
)
def test_each_translation_of_xliff_is_judged(content: str, tmp_path: Path) -> None:
    wrong(read(tmp_path, "a.xlf", content))


def test_what_xliff_excludes_from_translation_is_left_out_if_it_is_the_same(tmp_path: Path) -> None:
    fixed = "<source>Tide 7</source><target>Tide 7</target>"
    content = xliff(f'<trans-unit id="1" translate="no">{fixed}</trans-unit><trans-unit id="2">{PAIR}</trans-unit>')
    corpus = read(tmp_path, "a.xlf", content)
    assert len(segments(corpus)) == 1
    assert [(item.what, item.number, item.area) for item in corpus.documents[0].left_out] == [(unread.FIXED, 2, None)]


def test_a_text_of_android_that_is_not_translatable_is_judged_if_it_is_translated(tmp_path: Path) -> None:
    fixed = '<resources><string name="p" translatable="false">{}</string><string name="q">{}</string></resources>'
    wrong(read(tmp_path, "strings.xml", fixed.format(SOURCE, "Tide"), fixed.format(WRONG, "Ebbe")))
    corpus = read(tmp_path, "strings.xml", fixed.format(SOURCE, "Tide"), fixed.format(SOURCE, "Ebbe"))
    assert [segment.id for segment in segments(corpus)] == ["q"]
    lacks = '<resources><string name="q">Ebbe</string></resources>'
    (only,) = segments(read(tmp_path, "strings.xml", fixed.format(SOURCE, "Tide"), lacks))
    assert only.target == "Ebbe", "a text that is not to be translated is not missing"


def page(inside: str) -> str:
    """A short page."""
    return f'<html lang="de"><head><title>Wartung</title></head><body><h1>Wartung</h1>{inside}</body></html>'


HIDING = ("display:none", "visibility: hidden", "opacity:0", "font-size:0px", "position:absolute;left:-9999px")


@pytest.mark.parametrize("style", HIDING)
def test_hidden_text_of_a_page_is_not_the_translation(style: str, tmp_path: Path) -> None:
    filler = "<p>Das Ventil wird einmal im Jahr geprüft und bei Bedarf ersetzt.</p>" * 2
    source = page(f"<p>{SOURCE}</p><p>The valve is checked once a year and replaced if necessary.</p>" * 2)
    hidden = f'<p style="{style}">{RIGHT}</p><svg><text>{WRONG}</text></svg>{filler}'
    corpus = read(tmp_path, "a.html", source, page(hidden))
    assert not any(RIGHT in segment.target for segment in segments(corpus))
    told = {item.what: item.area for item in corpus.documents[0].left_out}
    assert told[unread.HIDDEN] is None
    assert told["text of a drawing"] == "omission"


@pytest.mark.parametrize(
    ("inside", "kind", "area"),
    [
        (f"<script>document.write('{WRONG}')</script>", unread.SCRIPT, "omission"),
        ("<script>let a = 16</script>", unread.FACT, None),
        (f"<style>p::after {{ content: '{WRONG}' }}</style>", unread.STYLE, "omission"),
        ("<style>p { color: red }</style>", unread.FACT, None),
        (f"<iframe srcdoc='{WRONG}'></iframe>", unread.EMBEDDED, "omission"),
        (f"<textarea>{WRONG}</textarea>", "text of a form", "omission"),
        (f"<div><svg><text>{WRONG}</text></svg></div>", "text of a drawing", "omission"),
        (f"<!-- {WRONG} -->", unread.COMMENT, None),
    ],
)
def test_what_is_shown_but_not_compared_is_named(inside: str, kind: str, area: str | None, tmp_path: Path) -> None:
    paragraph = f"Wartung\n\n{RIGHT}\n\n"
    corpus = read(tmp_path, "a.md", f"{SOURCE}\n", f"{paragraph}{inside}\n")
    told = {item.what: (item.area, item.line) for item in corpus.documents[0].left_out}
    assert told[kind] == (area, 5)


def test_a_footer_of_a_page_is_named(tmp_path: Path) -> None:
    main = f"<main><p>{RIGHT}</p><p>Das Ventil wird einmal im Jahr geprüft und bei Bedarf ersetzt.</p></main>"
    corpus = read(tmp_path, "a.html", page(f"<p>{SOURCE}</p>"), page(f"{main}<footer>{WRONG}</footer>"))
    assert ("page footer", "omission") in {(item.what, item.area) for item in corpus.documents[0].left_out}


@pytest.mark.parametrize("marks", ["> " * 60, "- " * 60])
def test_a_deeply_nested_text_of_markdown_is_read(marks: str, tmp_path: Path) -> None:
    assert wrong(read(tmp_path, "a.md", f"{marks}{SOURCE}\n", f"{marks}{WRONG}\n")).target == WRONG
    with pytest.raises(InputError, match=r"a\.md, line 1: more than 200 nested blocks"):
        read(tmp_path, "a.md", f"{SOURCE}\n", f"{marks * 4}{WRONG}\n")


def test_a_second_definition_of_a_link_is_named(tmp_path: Path) -> None:
    used = f'[Druck][a] {RIGHT}\n\n[a]: https://a.example "Kurz"\n[a]: https://a.example "{WRONG}"\n'
    corpus = read(tmp_path, "a.md", f"{SOURCE}\n", used)
    assert unread.UNUSED in {item.what for item in corpus.documents[0].left_out}


def test_a_value_of_yaml_with_a_tag_is_named(tmp_path: Path) -> None:
    corpus = read(tmp_path, "a.yml", f"p: {SOURCE}\nq: Low tide\n", f"p: !text {WRONG}\nq: Ebbe\n")
    told = corpus.documents[0].left_out
    assert [(item.what, item.area, item.line) for item in told] == [("value with a tag of its own", "omission", 1)]


@pytest.mark.parametrize(
    ("name", "source", "translation", "number"),
    [
        ("a.json", '{"a": "Low tide", "b": {"c": 16, "d": [1, 2]}}', '{"a": "Ebbe", "b": {"c": 61, "d": [1, 7]}}', 2),
        ("a.json", '{"a": "Low tide", "b": "16 bar"}', '{"a": "Ebbe", "b": 61}', 1),
        ("a.json", '{"a": "Low tide"}', '{"a": "Ebbe", "b": true}', 1),
        ("a.json", '{"en": {"a": "Low tide", "b": 16}}', '{"de": {"a": "Ebbe", "b": 61}}', 1),
        ("a.arb", '{"a": "Low tide", "b": 16}', '{"a": "Ebbe", "b": 61}', 1),
        ("a.yml", "en:\n  a: Low tide\n  b: 16\n", "de:\n  a: Ebbe\n  b: 61\n", 1),
        ("a.yml", "a: Low tide\nb: [2026-05-01, true]\n", "a: Ebbe\nb: [2026-05-07, false]\n", 2),
        ("a.yml", "a: &x Low tide\nb: High\nc: *x\n", "a: &x Ebbe\nb: &y Flut\nc: *y\n", 1),
        (
            "a.arb",
            '{"a": "Up to {p}", "@a": {"placeholders": {"p": {"format": "compact", "example": "7"}}}}',
            '{"a": "Bis {p}", "@a": {"placeholders": {"p": {"format": "percent", "example": "9"}}}}',
            1,
        ),
        (
            "strings.xml",
            '<resources><string name="a">Low tide</string><integer name="b">16</integer>'
            '<integer-array name="c"><item>1</item><item>@integer/b</item></integer-array></resources>',
            '<resources><string name="a">Ebbe</string><integer name="b">61</integer>'
            '<integer-array name="c"><item>1</item><item>@integer/d</item></integer-array></resources>',
            2,
        ),
        (
            "a.srt",
            "1\n00:00:01,000 --> 00:00:03,000 X1:1 Y1:2\nLow tide.\n",
            "1\n00:00:01,000 --> 00:00:03,000 X1:9999 Y1:2\nEbbe.\n",
            1,
        ),
        (
            "a.vtt",
            "WEBVTT\n\n00:01.000 --> 00:03.000\nLow tide.\n",
            "WEBVTT\n\n00:01.000 --> 00:03.000 line:-900% size:0%\nEbbe.\n",
            1,
        ),
    ],
)
def test_a_changed_value_that_is_no_text_is_told(
    name: str, source: str, translation: str, number: int, tmp_path: Path
) -> None:
    corpus = read(tmp_path, name, source, translation)
    told = {item.what: item.number for item in corpus.documents[0].left_out if item.area}
    assert told == {unread.CHANGED: number}
    assert "changed value" in corpus.notes[0]


@pytest.mark.parametrize(
    ("name", "source", "translation"),
    [
        ("a.json", '{"a": "Low tide", "b": 16, "c": true}', '{"a": "Ebbe", "b": 16.0, "c": null}'),
        ("a.json", '{"a": {"string": "Low", "character_limit": 9}}', '{"a": {"string": "Tief", "character_limit": 5}}'),
        ("a.arb", '{"@@x": 1, "a": "Low tide", "@a": {"n": 1}}', '{"@@x": 2, "a": "Ebbe", "@a": {"n": 2}}'),
        ("a.yml", "a: Low tide\nb: 16\nc: ~\n", "a: Ebbe\nb: 16\nc:\n"),
    ],
)
def test_equal_values_and_facts_are_not_told(name: str, source: str, translation: str, tmp_path: Path) -> None:
    assert read(tmp_path, name, source, translation).documents[0].left_out == ()


def test_a_changed_number_of_resources_is_told(tmp_path: Path) -> None:
    content = (
        '<root><data name="a"><value>{}</value></data><data name="b" type="System.Int32"><value>{}</value></data>'
        '<data name="c" type="System.Drawing.Size"><value>{}</value></data></root>'
    )
    corpus = read(tmp_path, "a.resx", content.format("Low tide", 16, "5, 7"), content.format("Ebbe", 61, "9, 7"))
    assert LeftOut(unread.CHANGED, 1, "omission", 1) in corpus.documents[0].left_out


@pytest.mark.parametrize(
    ("kind", "values", "number"),
    [
        ("System.Resources.ResXFileRef", ("a.txt;System.String", "b.txt;System.String"), 1),
        ("System.Resources.ResXFileRef", ("a.png;System.Drawing.Bitmap", "b.png;System.Drawing.Bitmap"), 0),
        ("Harbour.Limit, Harbour", ("16", "61"), 1),
    ],
)
def test_a_changed_resource_is_told_unless_it_is_no_text(
    kind: str, values: tuple[str, str], number: int, tmp_path: Path
) -> None:
    content = '<root><data name="a"><value>{}</value></data><data name="b" type="{}"><value>{}</value></data></root>'
    both = content.format("Low tide", kind, values[0]), content.format("Ebbe", kind, values[1])
    told = [item.number for item in read(tmp_path, "a.resx", *both).documents[0].left_out if item.area]
    assert sum(told) == number


def test_each_text_of_a_variant_of_a_memory_is_judged(tmp_path: Path) -> None:
    content = (
        '<tmx version="1.4"><header srclang="en" datatype="x" segtype="sentence" adminlang="en" o-tmf="x" '
        'creationtool="x" creationtoolversion="1"/><body><tu><tuv xml:lang="en"><seg>{}</seg></tuv><tuv xml:lang="de">'
        "<seg>{}</seg><seg>{}</seg></tuv></tu></body></tmx>"
    )
    found = wrong(read(tmp_path, "a.tmx", content.format(SOURCE, RIGHT, WRONG)))
    assert found.target == WRONG


ARTICLE = "The harbour has been at the mouth of the river for many years and has a long history."


@pytest.mark.parametrize(
    ("inside", "kind"),
    [
        (f"<p onclick=\"this.textContent='{WRONG}'\">Ein Satz.</p>", unread.SCRIPT),
        (f'<iframe src="data:text/html,{WRONG}"></iframe>', unread.EMBEDDED),
        (f'<datalist><option value="{WRONG}"></option></datalist>', "attribute with text"),
        (f'<info-box content="{WRONG}">Ein Satz.</info-box>', "attribute with text"),
    ],
)
def test_what_an_attribute_shows_is_named(inside: str, kind: str, tmp_path: Path) -> None:
    page = "<html><body><main><h1>Harbour</h1><p>{}</p>{}</main></body></html>"
    corpus = read(tmp_path, "a.html", page.format(ARTICLE, ""), page.format(ARTICLE, inside))
    assert kind in {item.what for item in corpus.documents[0].left_out if item.area}


def test_what_an_attribute_does_not_show_is_not_named(tmp_path: Path) -> None:
    inside = '<p onclick="go(1)">A b.</p><svg><path d="M 10 10 L 20 20"/></svg><x-box class="two words">A b.</x-box>'
    page = f"<html><body><main><h1>Harbour</h1><p>{ARTICLE}</p>{inside}</main></body></html>"
    assert not [item for item in read(tmp_path, "a.html", page, page).documents[0].left_out if item.area]


@pytest.mark.parametrize(
    ("name", "wrap", "struck"),
    [
        ("strings.xml", '<resources><string name="p">{}</string></resources>', "<strike>nicht</strike>"),
        ("a.srt", "1\n00:00:01,000 --> 00:00:03,000\n{}\n", "<s>nicht</s>"),
        ("a.srt", "1\n00:00:01,000 --> 00:00:03,000\n{}\n", "{{\\s1}}nicht{{\\s0}}"),
        ("a.srt", "1\n00:00:01,000 --> 00:00:03,000\n{}\n", "{{\\alpha&HFF&}}nicht{{\\r}}"),
        ("a.srt", "1\n00:00:01,000 --> 00:00:03,000\n{}\n", '<font size="0">nicht</font>'),
        ("a.srt", "1\n00:00:01,000 --> 00:00:03,000\n{}\n", '<font color="#00000000">nicht</font>'),
        ("a.properties", "p={}\n", '<b style="display:none">nicht</b>'),
        ("a.ftl", "p = {}\n", "<font size='0'>nicht</font>"),
        ("a.md", "# A\n\n{}\n", '<span style="text-decoration: line-through">nicht</span>'),
        ("a.md", "# A\n\n{}\n", "<span hidden>nicht</span>"),
        ("a.md", "# A\n\n{}\n", '<b style="display:none">nicht</b>'),
    ],
)
def test_a_struck_or_hidden_word_is_major(name: str, wrap: str, struck: str, tmp_path: Path) -> None:
    translation = RIGHT.replace("nicht", struck.replace("{{", "{").replace("}}", "}"))
    corpus = read(tmp_path, name, wrap.format(SOURCE), wrap.replace("{}", translation))
    checks = check_table.select(["MRK103"])
    found = runner.run(checks, corpus.segments, Context("en", "de", CONFIG)).findings
    assert "major" in {finding.severity.value for finding in found}


@pytest.mark.parametrize(
    "inside",
    [
        '<ol><li value="{}">Ein Satz.</li></ol>',
        '<meter max="{}">viel</meter>',
        '<input type="number" max="{}">',
        '<x-card number="{}"></x-card>',
        '<p data-label="{} bar">Ein Satz.</p>',
        "<script>show({})</script>",
        "<style>p::after {{ content: counter(a{}) }}</style>",
        '<p style="clip-path: inset({})">Ein Satz.</p>',
    ],
)
def test_what_a_page_has_otherwise_and_no_check_reads_is_told(inside: str, tmp_path: Path) -> None:
    page = "<html><body><main><h1>Harbour</h1><p>{}</p>{}</main></body></html>"
    kinds = {unread.CHANGED, unread.CODE}
    for before, number in ((inside.format(16), 1), ("", 1), (inside.format(61), 0)):
        corpus = read(tmp_path, "a.html", page.format(ARTICLE, before), page.format(ARTICLE, inside.format(61)))
        told = [item.number for item in corpus.documents[0].left_out if item.what in kinds and item.area]
        assert bool(told) == bool(number), before


def test_bold_words_that_became_hidden_are_major(tmp_path: Path) -> None:
    source, translation = SOURCE.replace("not", "<b>not</b>"), RIGHT.replace("nicht", '<b style="opacity:0">nicht</b>')
    corpus = read(tmp_path, "a.md", f"# A\n\n{source}\n", f"# A\n\n{translation}\n")
    found = runner.run(check_table.select(["MRK103"]), corpus.segments, Context("en", "de", CONFIG)).findings
    assert "major" in {finding.severity.value for finding in found}


def test_a_page_that_replaces_itself_is_told(tmp_path: Path) -> None:
    page = "<html><head>{}</head><body><main><h1>Harbour</h1><p>{}</p></main></body></html>"
    head = f'<meta http-equiv="refresh" content="0; url=data:text/html,{WRONG}">'
    corpus = read(tmp_path, "a.html", page.format("", ARTICLE), page.format(head, ARTICLE))
    assert unread.EMBEDDED in {item.what for item in corpus.documents[0].left_out if item.area}


def test_a_figure_in_escapes_of_fluent_is_read(tmp_path: Path) -> None:
    escaped = 'a = Bis { "\\u0036\\u0031" } bar\n'
    corpus = read(tmp_path, "a.ftl", 'a = Up to { "16" } bar\n', escaped)
    assert [segment.target for segment in segments(corpus)] == ['Bis { "61" } bar']


PAGE = "<html><body><main><h1>Harbour</h1><p>{}</p>{}</main></body></html>"


@pytest.mark.parametrize(
    ("name", "source", "translation", "line"),
    [
        ("a.md", "# Low tide\n\n16. Wait here.\n", "# Ebbe\n\n61. Hier warten.\n", 3),
        ("a.md", "---\nbar: 16\n---\n\nWait here.\n", "---\nbar: 61\n---\n\nHier warten.\n", 2),
        ("a.md", "+++\nbar = 16\n+++\n\nWait here.\n", "+++\nbar = 61\n+++\n\nHier warten.\n", 2),
        ("a.md", "Wait here.\n\n- [x] Low tide.\n", "Hier warten.\n\n- [ ] Ebbe.\n", 3),
        ("a.md", "Wait.\n\n<ol><li>Low</li></ol>\n", "Warten.\n\n<ol start=9><li>Tief</li></ol>\n", 3),
        ("a.md", "Wait.\n\n<Card max={16} />\n", "Warten.\n\n<Card max={61} />\n", 3),
        (
            "a.html",
            PAGE.format(ARTICLE, "<ol><li>Wait here for us.</li></ol>"),
            PAGE.format(ARTICLE, "<ol start=61><li>Hier auf uns warten.</li></ol>"),
            1,
        ),
    ],
)
def test_a_changed_value_of_a_page_is_told(name: str, source: str, translation: str, line: int, tmp_path: Path) -> None:
    told = read(tmp_path, name, source, translation).documents[0].left_out
    assert LeftOut(unread.CHANGED, 1, "omission", line) in told
    same = read(tmp_path, name, source, source).documents[0].left_out
    assert unread.CHANGED not in {item.what for item in same}


IT = '<it id="1" pos="open">{} bar</it>'


@pytest.mark.parametrize(
    "content",
    [
        xliff(
            f'<trans-unit id="1"><source>Wait{IT.format(16)}</source><target>Warte{IT.format(61)}</target></trans-unit>'
        ),
        xliff(
            '<trans-unit id="1"><source>Wait <x id="1" equiv-text="16 bar"/></source>'
            '<target>Warte <x id="1" equiv-text="61 bar"/></target></trans-unit>'
        ),
        xliff2(
            '<unit id="1"><segment><source>Wait <ph id="1" disp="16 bar"/></source>'
            '<target>Warte <ph id="1" disp="61 bar"/></target></segment></unit>'
        ),
    ],
)
def test_a_changed_figure_in_a_code_is_found(content: str, tmp_path: Path) -> None:
    def found(text: str) -> list[str]:
        corpus = read(tmp_path, "a.xlf", text)
        checks = check_table.select(["ART124"])
        return [finding.check for finding in runner.run(checks, corpus.segments, Context("en", "de", CONFIG)).findings]

    assert found(content) == ["ART124"]
    assert found(content.replace("61", "16")) == []


def test_a_figure_added_to_the_end_of_a_pair_of_codes_is_found(tmp_path: Path) -> None:
    def found(end: str) -> list[str]:
        content = (
            '<tmx version="1.4"><header srclang="en" segtype="sentence" datatype="html"/><body><tu>'
            '<tuv xml:lang="en"><seg><bpt i="1">x</bpt>Wait<ept i="1">x</ept></seg></tuv>'
            f'<tuv xml:lang="de"><seg><bpt i="1">x</bpt>Warte<ept i="1">{end}</ept></seg></tuv></tu></body></tmx>'
        )
        corpus = read(tmp_path, "a.tmx", content)
        checks = check_table.select(["ART124"])
        return [finding.check for finding in runner.run(checks, corpus.segments, Context("en", "de", CONFIG)).findings]

    assert found("x") == found("y") == []
    assert found("x 17:45") == ["ART124"]


def test_a_changed_text_of_a_binary_unit_is_named(tmp_path: Path) -> None:
    source, target = (f"<internal-file>{text}</internal-file>" for text in (SOURCE, WRONG))
    unit = f"<bin-unit id='2'><bin-source>{source}</bin-source><bin-target>{target}</bin-target></bin-unit>"
    content = xliff(f"<trans-unit id='1'>{GOOD}</trans-unit>{unit}")
    told = {item.what: item.area for item in read(tmp_path, "a.xlf", content).documents[0].left_out}
    assert told[unread.EMBEDDED] == "omission"


def test_the_tooltip_of_a_tag_in_markdown_is_compared(tmp_path: Path) -> None:
    content = "# A\n\n{} <b title='{}'>here</b>.\n"
    corpus = read(tmp_path, "a.md", content.format("Low tide", SOURCE), content.format("Ebbe", WRONG))
    assert (SOURCE, WRONG) in {(segment.source, segment.target) for segment in segments(corpus)}


def test_a_figure_in_a_tag_of_a_block_of_code_is_found(tmp_path: Path) -> None:
    def found(title: str) -> list[str]:
        sides = []
        for name, text in (("en.md", 'Wait:\n\n    <div title="Open">\n'), ("de.md", f"Warte:\n\n    {title}\n")):
            (tmp_path / name).write_text(text, encoding="utf-8")
            sides.append(tmp_path / name)
        report = mtqe.evaluate(*sides, source_lang="en", target_lang="de", select=["ART124"], metrics="chrf")
        return [finding.check for finding in report.findings]

    assert found('<div title="Öffnen">') == []
    assert found('<div title="Öffnen 17:45">') == ["ART124"]
