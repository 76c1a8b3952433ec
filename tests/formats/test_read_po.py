"""PO files: read as polib reads them, with plural forms by their category; texts are written in place."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from places_fixture import TEXTS, assert_places, assert_replaces, spans

from mtqe.errors import InputError
from mtqe.formats import dispatch, files
from mtqe.formats.programs import po, po_plurals
from mtqe.model import Document, Segment

HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"X-Source-Language: en_GB\\n"
"Content-Type: text/plain; charset={charset}\\n"
"Plural-Forms: {plurals}\\n"

"""
POLISH = "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
FILES = """msgid "%d file"
msgid_plural "%d files"
"""
PO = r"""
# Seen on the door.
#. The door
#. of the shop
#: shop.c:12
#, c-format, fuzzy
#| msgid "Open up"
msgctxt "menu"
msgid ""
"Open\tthe \"%s\"\n"
"now"
msgstr ""
"Öff\x6E\145\tdas \"%s\" \\\n"
"jetzt"

# the note of an obsolete message
#~ msgid "Gone"
#~ msgstr "Weg"

msgid "Close"
msgstr ""
"""


def written(folder: Path, content: str, name: str = "app.po", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(content.encode(encoding))
    return path


def header(language: str = "de", charset: str = "UTF-8", plurals: str = "nplurals=2; plural=(n != 1);") -> str:
    return HEADER.format(language=language, charset=charset, plurals=plurals)


def read(folder: Path, content: str, name: str = "app.po") -> Document:
    return dispatch.read_pairs(written(folder, content, name))


def pairs(document: Document) -> list[tuple[str, str, str]]:
    return [(segment.id, segment.source, segment.target) for segment in document.segments]


def refusal(folder: Path, content: str) -> str:
    with pytest.raises(InputError) as caught:
        read(folder, content)
    return str(caught.value).replace(str(folder), "")


def test_messages_with_their_facts(tmp_path: Path) -> None:
    document = read(tmp_path, header() + PO)
    assert (document.source_lang, document.target_lang) == ("en-GB", "de")
    first, second = document.segments
    assert (first.source, first.target) == ('Open\tthe "%s"\nnow', 'Öffne\tdas "%s" \\\njetzt')
    assert first.id.startswith('menu|Open the "%s" now… ')
    assert first.meta == {
        "unit": first.id,
        "context": "menu",
        "state": "fuzzy",
        "unfinished": True,
        "note": "Seen on the door.\nThe door\nof the shop",
        "flags": ["c-format"],
        "source_line": 17,
        "source_column": 2,
        "target_line": 20,
        "target_column": 2,
    }
    assert second == Segment(
        "Close",
        "Close",
        "",
        doc="app.po",
        meta={"unit": "Close", "source_line": 27, "source_column": 8, "target_line": 28, "target_column": 9}
        | {"missing": True},
    )


def test_byte_order_mark_and_crlf_change_no_text(tmp_path: Path) -> None:
    content = header() + PO
    expected = pairs(read(tmp_path, content))
    assert pairs(read(tmp_path, "\ufeff" + content.replace("\n", "\r\n"))) == expected


@pytest.mark.parametrize(
    ("charset", "codec"), [("ISO-8859-2", "iso8859_2"), ("EUC-JP", "euc_jp"), ("CHARSET", "utf-8")]
)
def test_the_header_names_the_encoding(tmp_path: Path, charset: str, codec: str) -> None:
    text = "本" if charset == "EUC-JP" else "ő"
    path = written(tmp_path, header(charset=charset) + f'msgid "a"\nmsgstr "{text}"\n', encoding=codec)
    assert dispatch.read_pairs(path).segments[0].target == text
    content = files.content(path, encoding=po.ENCODING)
    assert content.encoded(content.text) == path.read_bytes()


def test_a_file_that_is_not_in_its_encoding_is_refused(tmp_path: Path) -> None:
    for charset, why in (
        ("ASCII", "app.po, line 9: not ASCII, the encoding that the file names"),
        ("X-NONE", "app.po names the encoding 'X-NONE', which is unknown"),
        ("idna", "app.po names the encoding 'idna', which is unknown"),
    ):
        assert why in refusal(tmp_path, header(charset=charset) + 'msgid "a"\nmsgstr "ő"\n')


def test_escaped_bytes_are_in_the_encoding_of_the_file(tmp_path: Path) -> None:
    assert read(tmp_path, header() + r'msgid "a" msgstr "\303\xA4 b"' + "\n").segments[0].target == "ä b"
    assert "'\\\\303' is not UTF-8" in refusal(tmp_path, header() + r'msgid "a" msgstr "\303"' + "\n")


@pytest.mark.parametrize(
    ("language", "plurals", "forms"),
    [
        ("pl", POLISH, [("one", "%d file"), ("few", "%d files"), ("many", "%d files")]),
        ("de", "nplurals=2; plural=n != 1;", [("one", "%d file"), ("other", "%d files")]),
        ("fr", "nplurals=2; plural=(n > 1);", [("one", "%d file"), ("other", "%d files")]),
        ("ja", "nplurals=1; plural=0;", [("other", "%d files")]),
        ("", "nplurals=2; plural=n != 1;", [("0", "%d file"), ("1", "%d files")]),
        ("he", "nplurals=2; plural=n != 1;", [("0", "%d file"), ("1", "%d files")]),
        ("", POLISH, [("0", "%d file"), ("1", "%d files"), ("2", "%d files")]),
        ("de", "nplurals=INTEGER; plural=EXPRESSION;", [("one", "%d file"), ("other", "%d files")]),
        (
            "he",
            "nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);",
            [("one", "%d file"), ("two", "%d files"), ("other", "%d files")],
        ),
    ],
)
def test_plural_forms(tmp_path: Path, language: str, plurals: str, forms: list[tuple[str, str]]) -> None:
    translations = "".join(f'msgstr[{number}] "%d {number}"\n' for number in range(len(forms)))
    segments = read(tmp_path, header(language, plurals=plurals) + FILES + translations).segments
    assert [(s.meta["form"], s.source, s.target) for s in segments] == [
        (form, source, f"%d {number}") for number, (form, source) in enumerate(forms)
    ]
    assert segments[0].id == f"%d file[{forms[0][0]}]"


def test_expressions_of_c() -> None:
    for expression, truth in (
        ("n==1?0:n>1&&n<=4||!n?1:2", lambda n: 0 if n == 1 else 1 if 1 < n <= 4 or not n else 2),
        ("(n - 2*n/2 + n%3 != 0) + (n >= 7)", lambda n: int(n - 2 * n // 2 + n % 3 != 0) + (n >= 7)),
        ("!!n * 2 - (n<5)*!(!n)", lambda n: bool(n) * 2 - ((n < 5) * bool(n))),
    ):
        forms = po_plurals.forms(f"nplurals=3; plural={expression};", "")
        assert forms is not None
        assert [form.singular for form in forms] == [
            [n for n in (*range(1001), 1_000_000) if truth(n) == index] == [1] for index in range(3)
        ]


@pytest.mark.parametrize(
    "field",
    [
        *("", "nplurals=2; plural=n/0;", "nplurals=1; plural=n;", "nplurals=0; plural=0;", "nplurals=2; plural=m;"),
        *("nplurals=2; plural=n ? 1;", "nplurals=2; plural=(n;", "nplurals=2; plural=n n;", "nplurals=2; plural=n >;"),
        f"nplurals=2; plural={'(' * 400}n{')' * 400};",
        f"nplurals=2; plural={'n?1:' * 240}0;",
    ],
)
def test_fields_that_cannot_be_understood(field: str) -> None:
    assert po_plurals.forms(field, "de") is None


def test_a_missing_plural_form_is_an_empty_translation(tmp_path: Path) -> None:
    content = header("pl", plurals=POLISH) + FILES + 'msgstr[0] "%d plik"\nmsgstr[1] "%d pliki"\n'
    last = read(tmp_path, content).segments[-1]
    assert (last.meta["form"], last.target) == ("many", "")


def test_the_name_of_the_file_names_the_forms_where_nothing_else_does(tmp_path: Path) -> None:
    content = header("", plurals=POLISH) + FILES + "".join(f'msgstr[{n}] "{n}"\n' for n in range(3))
    assert [s.meta["form"] for s in read(tmp_path, content, "pl.po").segments] == ["one", "few", "many"]


def test_the_language_of_the_run_names_the_forms_where_the_header_has_none(tmp_path: Path) -> None:
    content = header("", plurals=POLISH) + FILES + "".join(f'msgstr[{n}] "{n}"\n' for n in range(3))
    document = dispatch.read_pairs(written(tmp_path, content), languages=("en", "pl"))
    assert [segment.meta["form"] for segment in document.segments] == ["one", "few", "many"]


@pytest.mark.parametrize(
    ("locale", "tag"),
    [("pt_BR", "pt-BR"), ("sr@latin", "sr-Latn"), ("zh_Hant_TW", "zh-Hant-TW"), ("de_DE.UTF-8", "de-DE"), ("?", None)],
)
def test_locales_are_tags(tmp_path: Path, locale: str, tag: str | None) -> None:
    assert read(tmp_path, header(locale) + 'msgid "a"\nmsgstr "b"\n').target_lang == tag


def test_icu_messages_are_a_pair_for_each_branch(tmp_path: Path) -> None:
    content = (
        header() + 'msgid "{n, plural, one {# file} other {# files}}"\nmsgstr "{n, plural, one {# Datei} other {#}}"\n'
    )
    assert [(s.meta["form"], s.source, s.target) for s in read(tmp_path, content).segments] == [
        ("one", "{n, plural, one {# file}}", "{n, plural, one {# Datei}}"),
        ("other", "{n, plural, other {# files}}", "{n, plural, other {#}}"),
    ]


def test_domains_are_documents(tmp_path: Path) -> None:
    content = "".join(
        f'domain "{name}"\n{header(language, plurals=plurals)}{FILES}'
        + "".join(f'msgstr[{n}] "{n}"\n' for n in range(count))
        for name, language, plurals, count in (
            ("shop", "pl", POLISH, 3),
            ("bank", "ja", "nplurals=1; plural=0;", 1),
        )
    )
    segments = read(tmp_path, content).segments
    assert [(s.doc, s.meta["form"]) for s in segments] == [
        ("shop", "one"), ("shop", "few"), ("shop", "many"), ("bank", "other"),
    ]  # fmt: skip


def test_long_ids_are_cut_and_stay_different(tmp_path: Path) -> None:
    long = "word " * 40
    content = header() + "".join(f'msgid "{long}{end}"\nmsgstr "x"\n' for end in "ab")
    ids = [segment.id for segment in read(tmp_path, content, "app.pot").segments]
    assert len(set(ids)) == 2
    assert all(len(name) < 100 and name.startswith("word word") for name in ids)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ('msgid "a"\nmsgstr "b\n', "line 2: a string has no end"),
        ('msgid "a"\n\nmsgid "b"\n', "line 3: msgid is not expected here"),
        ('msgid "a"\n', "line 1: the message has no msgstr"),
        ('msgctxt "a"\n', "line 1: the context 'a' has no msgid"),
        ('msgid "a"\nmsgstr[0] "b"\n', "line 2: msgstr[0] is not expected here"),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[1] "b"\n', "line 3: msgstr[1] is not expected here"),
        ('msgid "a"\nmsgstr\n', "line 2: msgstr has no string"),
        ('"a"\n', "line 1: a string has no keyword before it"),
        ('msgid "a\\q"\nmsgstr ""\n', "line 1: unknown escape sequence"),
        ('msgid "\\x123"\nmsgstr ""\n', "line 1: '\\\\x123' is more than a byte"),
        ("A: Open\nB: Auf\n", "line 1: 'A: Open' is not valid in PO"),
        ('#~ msgid "a"\n#~ msgstr "b"\n', "has no segments"),
        (header(), "has no segments"),
    ],
)
def test_what_is_not_po_is_refused(tmp_path: Path, content: str, why: str) -> None:
    assert why in refusal(tmp_path, content)


# --- the same as polib ------------------------------------------------------------------------------------------------

WORDS = st.text(st.sampled_from('ab ä漢😀"\\\n\t%'), max_size=30)
ENTRIES = st.lists(
    st.tuples(st.none() | WORDS, WORDS.filter(bool), st.none() | st.tuples(WORDS, WORDS, WORDS), WORDS, st.booleans()),
    min_size=1,
    max_size=5,
)


@given(ENTRIES, st.integers(5, 90))
def test_files_of_polib_read_as_they_were_written(
    entries: list[tuple[str | None, str, tuple[str, str, str] | None, str, bool]], width: int
) -> None:
    file = polib.POFile(wrapwidth=width)
    file.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Language": "de",
        "Plural-Forms": "nplurals=2; plural=n!=1;",
    }
    expected = []
    for context, single, plural, target, fuzzy in entries:
        entry = polib.POEntry(msgctxt=context, msgid=single, msgstr=target, flags=["fuzzy"] if fuzzy else [])
        if plural:
            entry.msgid_plural, entry.msgstr_plural = plural[0] or "s", {0: plural[1], 1: plural[2]}
        file.append(entry)
        sides = [(single, plural[1]), (entry.msgid_plural, plural[2])] if plural else [(single, target)]
        expected += [(source, translation, fuzzy) for source, translation in sides]
    units = list(po.units(str(file), Path("a.po")))
    assert [(u.source and u.source.text, u.target and u.target.text, "state" in u.meta) for u in units] == expected


# --- writing ----------------------------------------------------------------------------------------------------------


@given(st.data(), st.integers(0, 4), TEXTS)
def test_texts_are_written_in_place(data: st.DataObject, number: int, new: str) -> None:
    content = header() + PO + FILES + 'msgstr[0] "\\7"\nmsgstr[1] ""\n\nmsgid "z"\nmsgstr "\\\\x4 \\x41 b"\n'
    unit = list(po.units(content, Path("a.po")))[number]
    assert unit.target is not None
    assert_places(po, content, "a.po", "target")
    assert_replaces(po, content, "a.po", number, data.draw(spans(len(unit.target.text))), new, "target")


def test_a_digit_after_an_escaped_byte_stays_a_digit() -> None:
    content = 'msgid "a"\nmsgstr "x\\x41 \\7"\n'
    assert assert_replaces(po, content, "a.po", 0, (2, 3), "b", "target").endswith('"x\\x41""b\\7"\n')
    assert assert_replaces(po, content, "a.po", 0, (4, 4), "1", "target").endswith('\\7""1"\n')


def test_two_messages_never_have_the_same_id(tmp_path: Path) -> None:
    messages = (("a", "b|c"), ("a|b", "c"), (None, "a|b|c"))
    content = "".join(
        (f'\nmsgctxt "{context}"' if context else "") + f'\nmsgid "{text}"\nmsgstr "x"\n' for context, text in messages
    )
    names = [segment.id for segment in read(tmp_path, header() + content).segments]
    assert len({name for name in names if "#" not in name}) == 3
    assert all(name.startswith("a|b|c… ") for name in names)


def test_names_of_translators_are_no_translation(tmp_path: Path) -> None:
    content = header() + (
        'msgid "translator-credits"\nmsgstr "Ada Kern <ada@harbour.example>"\n\n'
        'msgctxt "NAME OF TRANSLATORS"\nmsgid "Your names"\nmsgstr "Ada Kern"\n\n'
        'msgctxt "EMAIL OF TRANSLATORS"\nmsgid "Your emails"\nmsgstr ""\n\n'
        'msgid "Your names"\nmsgstr "Ihre Namen"\n'
    )
    assert [segment.target for segment in dispatch.read_pairs(written(tmp_path, content)).segments] == ["Ihre Namen"]
