"""Reads PO and POT files of gettext. Each message is a pair; a message with plural forms is a pair for each form.

- The id is the context and the text of the message, `menu|Open`. A text that is long or has several lines is cut; such
  an id, and one with another `|`, ends with digits of a hash.
- The name of a plural form is its category in CLDR, worked out from `Plural-Forms`. If the language is unknown or the
  file treats numbers in another way, it is the number of the form, from 0. The source of a form is `msgid` if only the
  number 1 takes the form, or 0 and 1, as in French; else it is `msgid_plural`.
- `fuzzy` messages have the state `fuzzy` and are unfinished. Obsolete messages (`#~`), former texts (`#|`) and messages
  that stand for the names of the translators (`translator-credits`) are not read. Comments are the note of a message.
  Other flags, such as `c-format`, are `flags` in the meta of its segment.
- The header names the encoding, the language of the translation and, as `X-Source-Language`, that of the source. Each
  `domain` has a header of its own and is a document.
- Markup and variables in a message stay text. An ICU message with branches has a pair for each branch.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from mtqe.formats import files, left_out, records, values
from mtqe.formats.programs import po_plurals, po_syntax, text_tree
from mtqe.formats.programs.po_plurals import Form
from mtqe.formats.programs.po_syntax import ALONE, Entry
from mtqe.formats.unread import CREDIT, FACT, Covered, Unread, of_lines
from mtqe.formats.values import Unit, Value
from mtqe.language import language_tags
from mtqe.language.late_patterns import late
from mtqe.model import Document, UnitFacts

LONGEST_ID = 80
"""Characters: an id that is longer is cut."""
_JOINER = "\x04"
"""What stands between context and text in compiled catalogues of gettext."""
_FUZZY = "fuzzy"
_COMMENT = late(r"^#[.:,|~]?([^\r\n]*)", re.MULTILINE)
_CHARSET = late(rb'Content-Type:[^"\\\r\n]*charset=([\w.:+-]+)')
_MESSAGE = late(rb"^msgid\b", re.MULTILINE)
_LOCALE = late(r"([A-Za-z]{2,3})(?:[_-]([A-Za-z]{4}))?(?:[_-]([A-Za-z]{2}|\d{3}))?(?:\.[\w-]+)?(?:@(\w+))?", re.ASCII)
"""The name of a locale of POSIX or a tag: language, script, region, encoding, variant."""
_SCRIPTS = {"latin": "Latn", "cyrillic": "Cyrl", "devanagari": "Deva", "arabic": "Arab"}
"""Variants of locales that are scripts."""
_CREDITS = late(r"translators?[-_]credits")
_CREDITS_CONTEXT = late(r"(?:NAME|EMAIL) OF TRANSLATORS")
_Headers = dict[str, Mapping[str, str]]

escape = po_syntax.escape


def encoding(data: bytes) -> str | None:
    """The encoding that the header of a file names; `None` if it names none, as in a template."""
    messages = [match.start() for _, match in zip(range(2), _MESSAGE.finditer(data), strict=False)]
    match = _CHARSET.search(data, 0, messages[1] if len(messages) > 1 else len(data))
    return match[1].decode("ascii", "replace") if match and match[1] != b"CHARSET" else None


ENCODING = encoding


def read(path: Path) -> Document:
    """Read the messages of a PO or POT file; see `read_languages`."""
    return read_languages(path, "", "")


def read_languages(path: Path, source_lang: str, target_lang: str) -> Document:
    """Read the messages of a PO or POT file.

    Args:
        path: The file.
        source_lang: Language of the sources; nothing in the file depends on it.
        target_lang: Language of the translation, which the plural forms need if the header does not name it; then the
            name of the file may name it, too.

    Raises:
        InputError: The file cannot be read, is not in its encoding, is not PO, or has no messages.
    """
    content = files.content(path, encoding=encoding)
    entries = _entries(content.text, path)
    covered = Covered()
    read_units = covered.noting(_units(entries, path, target_lang))
    segments = values.segments(read_units, content.text, content.text)
    document = records.document(segments, path, content.sha256)
    header = next(iter(_headers(entries).values()), {})
    return msgspec.structs.replace(
        document,
        source_lang=_tag(header.get("x-source-language", "")) or None,
        target_lang=_tag(header.get("language", "")) or None,
        left_out=left_out.in_file(content.text, _unread(entries, content.text, covered)),
    )


def _unread(entries: Sequence[Entry], content: str, covered: Covered) -> Iterator[Unread]:
    """The headers, names of translators and comments that no message has."""
    for entry in entries:
        what = FACT if _is_header(entry) else CREDIT if _is_credits(entry) else ""
        yield from (Unread(what, text.at) for text in entry.forms.values() if what and text.text.strip())
    read = (entry for entry in entries if not _is_header(entry) and not _is_credits(entry))
    yield from of_lines(content, covered, _COMMENT, (note for entry in read for note in entry.notes))


def units(content: str, path: Path, languages: tuple[str, str] = ("", "")) -> Iterator[Unit]:
    """The messages of a file; see `mtqe.registry.contracts.Units`."""
    return _units(_entries(content, path), path, languages[1])


def _entries(content: str, path: Path) -> list[Entry]:
    charset = encoding(content.encode("utf-8", "surrogatepass"))
    return list(po_syntax.entries(content, path, charset or "utf-8"))


def _units(entries: Sequence[Entry], path: Path, target_lang: str) -> Iterator[Unit]:
    headers = _headers(entries)
    language = target_lang or language_tags.from_name(str(path)) or ""
    for entry in entries:
        if entry.single is None or _is_header(entry) or _is_credits(entry):
            continue
        name, meta = _name(entry), _meta(entry)
        if entry.plural is None:
            sides = [[*text_tree.texts(Unit(name, side))] for side in (entry.single, entry.forms[ALONE])]
            for unit in values.paired(*sides):
                yield replace(unit, doc=entry.domain, meta=meta | _edges(entry.single, entry.forms[ALONE]))
            continue
        forms = _forms(headers.get(entry.domain, {}), language)
        for index in range(max(len(forms), len(entry.forms))):
            form = forms[index] if index < len(forms) else Form(str(index), False)
            source = entry.single if form.singular else entry.plural
            target = entry.forms.get(index)
            yield Unit(name, source, target, form.name, entry.domain, meta | _edges(source, target))


def _forms(header: Mapping[str, str], language: str) -> tuple[Form, ...]:
    """The plural forms of a domain. A field that cannot be understood, as in a template, stands for that of C.

    Args:
        header: The header of the domain.
        language: The language of the translation, if the header does not name it.
    """
    language = _tag(header.get("language", "")) or language
    found = (po_plurals.forms(rule, language) for rule in (header.get("plural-forms", ""), po_plurals.GERMANIC))
    return next((forms for forms in found if forms is not None), ())


def _meta(entry: Entry) -> dict[str, Any]:
    context = UnitFacts(context=(entry.context.text if entry.context else "") or None)
    is_fuzzy = _FUZZY in entry.flags
    facts = UnitFacts(
        state=_FUZZY if is_fuzzy else None,
        unfinished=is_fuzzy,
        note="\n".join(entry.notes) if entry.notes else None,
        flags=tuple(flag for flag in entry.flags if flag != _FUZZY) or None,
    )
    return context.meta() | facts.meta()


def _edges(*sides: Value | None) -> dict[str, Any]:
    """The fact that both texts must begin and end with a line break if one does."""
    texts = [value.text for value in sides if value is not None]
    return UnitFacts(same_edges=any("\n" in (text[:1], text[-1:]) for text in texts)).meta()


def _name(entry: Entry) -> str:
    """The id of a message, on one line and not too long. It has digits of a hash if another message could have it."""
    parts = [value.text for value in (entry.context, entry.single) if value is not None]
    whole = "|".join(parts)
    line = " ".join("".join(char if char.isprintable() else " " for char in whole).split())
    if line == whole and len(line) <= LONGEST_ID and line.count("|") == len(parts) - 1:
        return line
    digest = hashlib.sha256(_JOINER.join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{line[:LONGEST_ID].rstrip()}… {digest}"


def _is_header(entry: Entry) -> bool:
    return entry.context is None and entry.single is not None and not entry.single.text


def _is_credits(entry: Entry) -> bool:
    """Whether a message stands for the names or addresses of the translators, by the conventions of GNOME and KDE."""
    if entry.context and _CREDITS_CONTEXT.fullmatch(entry.context.text):
        return True
    return entry.single is not None and _CREDITS.fullmatch(entry.single.text) is not None


def _headers(entries: Sequence[Entry]) -> _Headers:
    """The fields of the header of each domain, with their names in lower case."""
    found: _Headers = {}
    for entry in entries:
        if _is_header(entry) and ALONE in entry.forms:
            lines = (line.partition(":") for line in entry.forms[ALONE].text.split("\n"))
            found.setdefault(entry.domain, {name.strip().lower(): value.strip() for name, _, value in lines})
    return found


def _tag(locale: str) -> str:
    """The BCP 47 tag of a locale, such as `sr-Latn` for `sr@latin`; empty if the text names none."""
    match = _LOCALE.fullmatch(locale)
    if not match:
        return ""
    language, script, region, variant = match.groups()
    return "-".join(filter(None, (language, script or _SCRIPTS.get(variant or ""), region)))
