"""Reads `.xcstrings` files of Xcode, which have the texts of all languages. Each text is a pair.

- The id is the key. The texts of a substitution have its name after the key, `files.count`. The form is the plural
  category, the device or both, `iphone.one`.
- The source is the text in the source language of the file or, if it has none, the key. A key of Interface Builder,
  `1Rc-Od-eP5.title`, names an object, so that its source stands in the comment: `title = "Move Down";`.
- A text that is `new` or `needs_review` is unfinished. A `stale` key is one that the program no longer uses. Texts that
  are not to be translated are left out unless the translation is another text. The comment of a key is its note.
- A file with translations into several languages needs the wanted one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from mtqe.errors import InputError
from mtqe.formats import files, json_places, left_out, records, values
from mtqe.formats.json_places import Json, Member
from mtqe.formats.language_choice import wanted_tag
from mtqe.formats.programs import choices
from mtqe.formats.unread import ELSEWHERE, FIXED, PHRASE, Covered, Unread, of_tree
from mtqe.formats.values import Unit, Value
from mtqe.language.late_patterns import late
from mtqe.model import Document, UnitFacts

_UNFINISHED = frozenset({"new", "needs_review"})
_STALE = "stale"
_OBJECT_KEY = late(r"\w{3}-\w{2}-\w{3}\.(?:[\w\[\]]+\.)*(?P<attribute>\w+)(?:\[\d+\])?")
"""A key of Interface Builder: the id of an object, and the attribute that has the text."""
_Object = dict[str, Member]


class _Text(NamedTuple):
    """A text of a localization: what follows its key and form, and its state."""

    ending: str
    form: str
    value: Value
    state: str


class _Catalog(NamedTuple):
    """The texts of a file, and the languages that are read."""

    strings: _Object
    source_lang: str
    target_lang: str


def read(path: Path) -> Document:
    """Read the pairs of a file with two languages; see `read_languages`."""
    return read_languages(path, "", "")


def read_languages(path: Path, source_lang: str, target_lang: str) -> Document:
    """Read the pairs of a file.

    Args:
        path: The file.
        source_lang: Language of the source; empty for that which the file names.
        target_lang: Language of the translation; empty if the file has only one.

    Raises:
        InputError: The file cannot be read, is no string catalog, or does not have the wanted languages.
    """
    content = files.content(path)
    catalog = _catalog(content.text, path, (source_lang, target_lang))
    covered = Covered()
    segments = values.segments(covered.noting(_units(catalog, path)), content.text, content.text)
    document = records.document(segments, path, content.sha256)
    unread = left_out.in_file(content.text, _unread(catalog, content.text, covered))
    languages = {"source_lang": catalog.source_lang, "target_lang": catalog.target_lang}
    return msgspec.structs.replace(document, **languages, left_out=unread)


def units(content: str, path: Path, languages: tuple[str, str] = ("", "")) -> Iterator[Unit]:
    """The texts of a file; see `mtqe.registry.contracts.Units`."""
    return _units(_catalog(content, path, languages), path)


def escape(text: str, content: str, start: int) -> str:
    """A text as a string of the file has it; see `mtqe.registry.contracts.Units`."""
    return json_places.escape(text, content)


def _catalog(content: str, path: Path, languages: tuple[str, str]) -> _Catalog:
    root = json_places.parse(content, path)
    strings, source = _get(root, "strings"), _text(_get(root, "sourceLanguage"))
    if not isinstance(strings, dict) or not source:
        raise InputError(
            f"{files.shown(path)} is not a string catalog: it lacks strings or sourceLanguage",
            "give a file that Xcode wrote",
        )
    entries = (_object(member.value) for member in strings.values())
    tags = list(dict.fromkeys(tag for entry in entries for tag in _object(_get(entry, "localizations"))))
    source = wanted_tag([source, *tags], languages[0], path) or source
    targets = [tag for tag in tags if tag != source]
    if not targets:
        raise InputError(f"{files.shown(path)} has texts in {source} only", "add a translation, then give the file")
    target = wanted_tag(targets, languages[1], path)
    if not target and len(targets) > 1:
        raise InputError(
            f"{files.shown(path)} has translations into {', '.join(targets)}", "choose a language with --target-lang"
        )
    return _Catalog(strings, source, target or targets[0])


def _units(catalog: _Catalog, path: Path) -> Iterator[Unit]:
    """The units of all keys, each with both sides."""
    sources: list[Unit] = []
    translations: list[Unit] = []
    for key, member in catalog.strings.items():
        if not key:  # Xcode writes such an entry for a text that is empty
            continue
        entry = _object(member.value)
        note = _text(_get(entry, "comment"))
        meta = UnitFacts(note=note or None).meta()
        stale = _text(_get(entry, "extractionState")) == _STALE
        localizations = _object(_get(entry, "localizations"))
        texts = [*_texts(_object(_get(localizations, catalog.source_lang)))]
        if not any(not text.ending for text in texts):
            texts.insert(0, _Text("", "", _of_interface(key, _get(entry, "comment")) or member.key, ""))
        translated = list(_texts(_object(_get(localizations, catalog.target_lang))))
        if _get(entry, "shouldTranslate") is False:
            translated = [text for text in translated if text.value.text not in {item.value.text for item in texts}]
            texts = texts if translated else []
        sources += [Unit(key + text.ending, text.value, form=text.form, meta=meta) for text in texts]
        for text in translated:
            state = _STALE if stale else text.state
            facts = meta | UnitFacts(state=state or None, unfinished=state in _UNFINISHED).meta()
            translations.append(Unit(key + text.ending, text.value, form=text.form, meta=facts))
    return values.paired(sources, translations)


def _unread(catalog: _Catalog, content: str, covered: Covered) -> Iterator[Unread]:
    """The strings of localizations that no text has."""
    for member in catalog.strings.values():
        for language, localization in _object(_get(_object(member.value), "localizations")).items():
            is_read = language in (catalog.source_lang, catalog.target_lang)
            kinds = {"value": FIXED, "values": PHRASE} if is_read else {"value": ELSEWHERE, "values": ELSEWHERE}
            yield from of_tree(localization.value, content, covered, kinds)


def _of_interface(key: str, comment: Json) -> Value | None:
    """The source of a key of Interface Builder, which its comment has; `None` for other keys."""
    named = _OBJECT_KEY.fullmatch(key)
    if named is None or not isinstance(comment, Value):
        return None
    found = re.search(rf'(?:^|;)\s*{re.escape(named["attribute"])} = "((?:[^"\\]|\\.)*)";', comment.text)
    return choices.cut(comment, found.span(1)) if found else None


def _texts(localization: _Object, ending: str = "", form: str = "") -> Iterator[_Text]:
    """The texts of a localization, of a variation or of a substitution."""
    unit = _object(_get(localization, "stringUnit"))
    if isinstance(text := _get(unit, "value"), Value):
        yield _Text(ending, form, text, _text(_get(unit, "state")))
    for variations in _object(_get(localization, "variations")).values():
        for name, member in _object(variations.value).items():
            yield from _texts(_object(member.value), ending, f"{form}.{name}" if form else name)
    for name, member in _object(_get(localization, "substitutions")).items():
        yield from _texts(_object(member.value), f"{ending}.{name}", form)


def _get(node: Json, key: str) -> Json:
    """A member of an object; `None` if there is none."""
    return node[key].value if isinstance(node, dict) and key in node else None


def _object(node: Json) -> _Object:
    return node if isinstance(node, dict) else {}


def _text(node: Json) -> str:
    return node.text if isinstance(node, Value) else ""
