"""Files of iOS and macOS: `.strings`, `.stringsdict`, `.xcstrings` are read with their facts, and written in place."""

from __future__ import annotations

import json
import plistlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from places_fixture import TEXTS, assert_places, assert_replaces, spans

from mtqe.errors import InputError
from mtqe.formats import dispatch, files, json_places
from mtqe.formats.programs import apple_strings, stringsdict, xcstrings
from mtqe.model import Segment

PATH = Path("de.lproj/Localizable.strings")
STRINGS = r"""/* Head of the file */

/* The door
   of the shop */
"open" = "\"Open\" it\n\U00e9 \UD83D\UDE00\\"; // behind
// two
// lines
close.me = "Close
it";
/* No comment provided by engineer. */ "Quit";
'single' = "";
"""
PLIST = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
"""


def refusal(reader: Any, content: str) -> str:
    with pytest.raises(InputError) as caught:
        list(reader.units(content, Path("x")))
    return str(caught.value)


# --- .strings ---------------------------------------------------------------------------------------------------------


def test_strings_with_their_notes() -> None:
    units = list(apple_strings.units(STRINGS, PATH))
    assert [(unit.id, unit.source and unit.source.text, unit.meta.get("note")) for unit in units] == [
        ("open", '"Open" it\né 😀\\', "The door of the shop\nbehind"),
        ("close.me", "Close\nit", "two\nlines"),
        ("Quit", "Quit", None),
        ("single", "", None),
    ]


def test_strings_in_utf_16(tmp_path: Path) -> None:
    path = tmp_path / "Localizable.strings"
    path.write_bytes(STRINGS.encode("utf-16"))
    content = files.content(path)
    assert content.text == STRINGS
    assert content.encoded(content.text) == path.read_bytes()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ('"a" = "b"', "line 1: the text does not end with a semicolon"),
        ('\n"a" = "b', "line 2: a string has no end"),
        ("/* a", "line 1: a comment has no end"),
        ('"a" = b;', "line 1: the text is not in double quotes"),
        ('"a" "b";', 'line 1: this is not "key" = "text";'),
        ('"a" = ;', 'line 1: this is not "key" = "text";'),
        (";", 'line 1: this is not "key" = "text";'),
        ("{", "line 1: '{' is not expected here"),
        ('"a" = "\\U00g0";', "line 1: unknown escape sequence"),
        ('"a" = "\\UD83D";', "line 1: \\UD83D is half of a character"),
        ("<plist><array/></plist>", "not a property list with a dictionary"),
    ],
)
def test_what_is_not_strings_is_refused(content: str, why: str) -> None:
    assert why in refusal(apple_strings, content)


@given(st.data(), st.integers(0, 3), TEXTS)
def test_strings_are_written_in_place(data: st.DataObject, number: int, new: str) -> None:
    units = list(apple_strings.units(STRINGS, PATH))
    assert units[number].source is not None
    assert_places(apple_strings, STRINGS, "a.strings")
    if units[number].id != "Quit":  # its key is its text
        span = data.draw(spans(len(units[number].source.text)))
        assert_replaces(apple_strings, STRINGS, "a.strings", number, span, new)


KEYS = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=8)
PLAIN = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=20)


@given(st.dictionaries(KEYS, PLAIN, min_size=1, max_size=4), st.data())
def test_property_lists_read_as_python_reads_them(texts: dict[str, str], data: st.DataObject) -> None:
    content = plistlib.dumps(texts, sort_keys=False).decode()
    units = list(apple_strings.units(content, PATH))
    assert {unit.id: unit.source.text for unit in units if unit.source} == texts
    number = data.draw(st.integers(0, len(texts) - 1))
    span = data.draw(spans(len(list(texts.values())[number])))
    after = assert_replaces(apple_strings, content, "a.strings", number, span, data.draw(PLAIN))
    assert plistlib.loads(after.encode())


# --- .stringsdict -----------------------------------------------------------------------------------------------------

DICT = {
    "files": {
        "NSStringLocalizedFormatKey": "%#@n@ in %1$#@m@",
        "n": {"NSStringFormatSpecTypeKey": "NSStringPluralRuleType", "one": "%d file", "other": "%d files & more"},
        "m": {"NSStringFormatValueTypeKey": "d", "other": "%d folders"},
    },
    "only": {"NSStringLocalizedFormatKey": "%#@n@", "n": {"other": "%d"}},
    "wide": {"NSStringVariableWidthRuleType": {"1": "Hi", "20": "Hello"}},
    "device": {"NSStringDeviceSpecificRuleType": {"mac": "Click", "iphone": {"NSStringLocalizedFormatKey": "Tap"}}},
    "other": "no dictionary",
}


def test_stringsdict_has_a_unit_for_each_category() -> None:
    content = plistlib.dumps(DICT, sort_keys=False).decode()
    units = stringsdict.units(content, Path("a.stringsdict"))
    assert [(unit.id, unit.form, unit.source and unit.source.text) for unit in units] == [
        ("files", "", "%#@n@ in %1$#@m@"),
        ("files.n", "one", "%d file"),
        ("files.n", "other", "%d files & more"),
        ("files.m", "other", "%d folders"),
        ("only.n", "other", "%d"),
        ("wide", "1", "Hi"),
        ("wide", "20", "Hello"),
        ("device", "mac", "Click"),
        ("device.iphone", "", "Tap"),
    ]
    assert "%d &lt;files & more" not in assert_replaces(stringsdict, content, "a", 2, (3, 8), "<b>", "source")


@pytest.mark.parametrize(
    ("inside", "why"),
    [
        ("<key>a</key>", "the key 'a' has no value"),
        ("<string>a</string>", "a dict does not have keys and values in turn"),
        ("<key>a</key><key>b</key>", "a dict does not have keys and values in turn"),
    ],
)
def test_a_broken_dict_is_refused(inside: str, why: str) -> None:
    content = f"{PLIST}<plist><dict>\n{inside}</dict></plist>"
    assert f"line 4: {why}" in refusal(stringsdict, content)


# --- .xcstrings -------------------------------------------------------------------------------------------------------


def text(value: str, state: str = "translated") -> dict[str, Any]:
    return {"stringUnit": {"state": state, "value": value}}


def plural(**forms: str) -> dict[str, Any]:
    return {"variations": {"plural": {name: text(value) for name, value in forms.items()}}}


CATALOG = {
    "sourceLanguage": "en",
    "strings": {
        "": {},
        "Hello %@": {"comment": "A greeting", "localizations": {"de": text("Hallo %@", "needs_review")}},
        "Keep": {"shouldTranslate": False, "localizations": {"de": text("Behalten")}},
        "Later": {},
        "Old": {"extractionState": "stale", "localizations": {"de": text("Alt"), "fr": text("Vieux")}},
        "n": {"localizations": {"en": plural(one="%lld file", other="%lld files"), "de": plural(other="%lld Dateien")}},
        "tap": {
            "localizations": {
                "en": {"variations": {"device": {"iphone": text("Tap"), "other": plural(other="Clicks")}}},
                "de": {"variations": {"device": {"iphone": text("Tippen", "new"), "other": plural(other="Klicks")}}},
            }
        },
        "left": {
            "localizations": {
                tag: text(f"%#@n@ {word}") | {"substitutions": {"n": {"argNum": 1, **plural(other=f"%arg {tag}")}}}
                for tag, word in (("en", "left"), ("de", "übrig"))
            }
        },
    },
    "version": "1.0",
}


def catalog(folder: Path, content: Any = CATALOG) -> Path:
    path = folder / "Localizable.xcstrings"
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2), encoding="utf-8")
    return path


def facts(segment: Segment) -> tuple[str, str, str, Any, Any]:
    return segment.id, segment.source, segment.target, segment.meta.get("state"), segment.meta.get("unfinished")


def test_catalogs_are_pairs(tmp_path: Path) -> None:
    document = dispatch.read_pairs(catalog(tmp_path), languages=("", "de-DE"))
    assert (document.source_lang, document.target_lang) == ("en", "de")
    assert [facts(segment) for segment in document.segments] == [
        ("Hello %@", "Hello %@", "Hallo %@", "needs_review", True),
        ("Keep", "Keep", "Behalten", "translated", None),
        ("Later", "Later", "", None, None),
        ("Old", "Old", "Alt", "stale", None),
        ("n[other]", "%lld files", "%lld Dateien", "translated", None),
        ("tap[iphone]", "Tap", "Tippen", "new", True),
        ("tap[other.other]", "Clicks", "Klicks", "translated", None),
        ("left", "%#@n@ left", "%#@n@ übrig", "translated", None),
        ("left.n[other]", "%arg en", "%arg de", "translated", None),
    ]
    assert document.segments[0].meta["note"] == "A greeting"


@pytest.mark.parametrize(
    ("key", "comment", "source"),
    [
        ("a1B-Cd-eF2.title", 'Class = "NSMenuItem"; title = "Move Down"; ObjectID = "a1B-Cd-eF2";', "Move Down"),
        (
            "a1B-Cd-eF2.title",
            r'Class = "NSMenuItem"; title = "Say \"Hi\"; go"; ObjectID = "a1B-Cd-eF2";',
            r"Say \"Hi\"; go",
        ),
        ("a1B-Cd-eF2.headerCell.title", 'Class = "NSTableColumn"; title = "Name"; note = "x";', "Name"),
        ("a1B-Cd-eF2.title", "The title of a menu", "a1B-Cd-eF2.title"),
        ("Down", 'title = "Move Down";', "Down"),
    ],
)
def test_keys_of_interface_builder_have_their_source_in_the_comment(
    tmp_path: Path, key: str, comment: str, source: str
) -> None:
    strings = {key: {"comment": comment, "localizations": {"de": text("Nach unten")}}}
    document = dispatch.read_pairs(catalog(tmp_path, {"sourceLanguage": "en", "strings": strings}))
    (segment,) = document.segments
    assert (segment.id, segment.source, segment.target) == (key, source, "Nach unten")


@pytest.mark.parametrize(
    ("content", "languages", "why"),
    [
        (CATALOG, ("", ""), "has translations into de, fr"),
        (CATALOG, ("", "it"), "has no text in it; it has de, fr"),
        ({"strings": {}}, ("", ""), "is not a string catalog"),
        ({"sourceLanguage": "en", "strings": {"a": {}}}, ("", "de"), "has texts in en only"),
    ],
)
def test_languages_that_a_catalog_lacks_are_refused(
    tmp_path: Path, content: Any, languages: tuple[str, str], why: str
) -> None:
    with pytest.raises(InputError) as caught:
        dispatch.read_pairs(catalog(tmp_path, content), languages=languages)
    assert why in str(caught.value)


@given(st.data(), st.integers(0, 4), TEXTS)
def test_catalogs_are_written_in_place(data: st.DataObject, number: int, new: str) -> None:
    content = json.dumps(CATALOG, ensure_ascii=data.draw(st.booleans()), indent=1)

    class German:
        escape = staticmethod(xcstrings.escape)

        @staticmethod
        def units(text: str, path: Path) -> Any:
            units = xcstrings.units(text, path, ("en", "de"))
            return [unit for unit in units if unit.target is not None]

    target = German.units(content, Path("a"))[number].target
    after = assert_replaces(German, content, "a", number, data.draw(spans(len(target.text))), new, "target")
    assert json_places.parse(after, Path("a"))
