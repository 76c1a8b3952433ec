"""Decides what a change of program code does: code has words that a translator translates on purpose.

They stand for what the reader types (`dpkg -i package_name`, `/path/to/file`), name a key (`Ctrl-D`, in German
`Strg-D`) or a label (`New Packages`). A name of code counts as translated if all of its words that changed are words of
the source language by its lemma data.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from rapidfuzz.distance import OSA

from mtqe.checks.markup import markup_tags
from mtqe.checks.shared import lemmas
from mtqe.language import words
from mtqe.language.lang import frequent, language
from mtqe.language.late_patterns import late

Change = Literal["none", "minor", "major"]
Langs = tuple[str, str]

LONGEST = 500
"""Characters: of code whose words are looked up."""
TYPO = 2
"""Letters: that a mistyped word lacks or has besides, at most."""
_IN_BRACKETS = late(r"<((?:[^<>\n/=\"'’]|(?<=[^\W\d_])['’](?=[^\W\d_]))+)>")
_NAME = late(r"-*[^\W_]+(?:[_-]+[^\W_]+)*")
_LETTERS = late(r"[^\W\d_]+")
_DIGITS = late(r"\d+")
_LABEL = late(r"[^\W\d_]+(?:(?:[ -]|, | \()[^\W\d_]+\)?)*")
_PHRASE = late(r"[^\W\d_]+(?:['’][^\W\d_]+)?(?:[ /][^\W\d_]+(?:['’][^\W\d_]+)?)*")
_BEFORE_COMMAND = late(r"(?:^|[|;&]\s+|\bsudo )$")
_BEFORE_ARGUMENT = late(r" [^\W_-]| --?[^\W_]")
_PATH_START = late(r"[\s\"'(=:]")
_KEY = late(r"\s*[-+]\s*(?=.)")
_KEY_IN_BRACKETS = late(r"\[[^\W\d_]+(?: [^\W\d_]+)*\]")
_ARROW = late(r"\s*[→➔▸›]\s*")
"""What stands between the menus on the way to a command. `->` and `>` are signs of code, too."""
_TEXT = late(r"\"[^\"\n]*[^\W\d_]\s+[^\W\d_][^\"\n]*\"|'[^'\n]*[^\W\d_]\s+[^\W\d_][^'\n]*'")
"""A text of two words or more in quotation marks, which a command gets."""
_FUNCTION_KEY = late(r"f\d{1,2}", re.IGNORECASE)
_PATH = late(r"/|\w\.[a-z]")
_SYSTEM_FOLDERS = frozenset(
    {"bin", "boot", "dev", "etc", "lib", "opt", "proc", "root", "run", "sbin", "sys", "usr", "var"}
)
"""Folders at the top of a system (Filesystem Hierarchy Standard) whose content has fixed names."""
_TOP_FOLDERS = _SYSTEM_FOLDERS | {"home", "media", "mnt", "srv", "tmp"}


class _Place(NamedTuple):
    """A changed name of code, and the code around it.

    Args:
        source: The name in the source.
        target: The name in the translation.
        before: The code of the source before the name.
        after: The code of the source after the name.
        path: The path that the name is in, up to the name: `/usr/lib/`; else the word before the name.
        is_invented: Whether the path is none of the system: its first folder is a word that was translated.
    """

    source: str
    target: str
    before: str
    after: str
    path: str
    is_invented: bool


def without_replaced(code: str) -> str:
    """Code without the words in angle brackets, which the reader replaces. Names of HTML elements stay."""
    return _IN_BRACKETS.sub(lambda match: match[0] if markup_tags.is_element(match[1].strip()) else "<>", code)


def change(source: str, target: str, langs: Langs) -> Change:
    """What it means that code of the source has become other code.

    Returns:
        `none` if only labels, names of keys, and parts such as `package_name` were translated, `minor` if other words
        were, and `major` if the code does something else.
    """
    if max(len(source), len(target)) > LONGEST:
        return "major"
    if _KEY_IN_BRACKETS.fullmatch(source) and _KEY_IN_BRACKETS.fullmatch(target):
        source, target = source[1:-1], target[1:-1]
    keys = _same_keys(source, target, langs)
    if keys is not None:
        return "none" if keys else "major"
    if _is_localised(source, target, langs):
        return "none"
    if (_is_phrase(source, langs[0]) and _is_phrase(target, langs[1])) or _says_same(source, target):
        return "minor"
    if _is_label(source, langs[0]):
        return "none" if " " in source and _LABEL.fullmatch(target) else "minor"
    if re.search(rf"(?<!\w){re.escape(source)}(?!\w)", target):
        return "minor"
    places = _changed_names(source, target, langs)
    if not places or any(_is_fixed(place, langs) for place in places):
        return "major"
    is_part = any(char in source.strip() for char in " /.:=")
    return "none" if is_part and all(place.is_invented or _is_compound(place.source) for place in places) else "minor"


def _is_localised(source: str, target: str, langs: Langs) -> bool:
    """Whether both name a file or folder, and differ in the marks of their languages only: `/doc/tides-fr/a.pdf`."""
    if not _PATH.search(source):
        return False
    bare = [
        re.sub(rf"[-_./]{re.escape(lang)}(?:[-_][A-Za-z]{{2}})?(?![A-Za-z0-9])", "", text)
        for text, lang in zip((source, target), langs, strict=True)
    ]
    return target not in (source, bare[1]) and bare[0] == bare[1]


def _says_same(source: str, target: str) -> bool:
    """Whether code is a way through menus (`Settings → Tides`), or differs only in the texts that a command gets."""
    ways = len(_ARROW.findall(source)), len(_ARROW.findall(target))
    if ways[0] and ways[0] == ways[1]:
        return True
    return _TEXT.search(source) is not None and _TEXT.sub("", source) == _TEXT.sub("", target)


def _same_keys(source: str, target: str, langs: Langs) -> bool | None:
    """Whether both texts name the same keys; `None` if that of the source is no key."""
    names: dict[str, str] = {}
    for lang in langs:
        names |= {word.lower(): key for key, words in language(lang).keys.items() for word in words}
    sides = [_KEY.split(text.strip().lower()) for text in (source, target)]
    keys = [names.get(part) for part in sides[0]]
    if not any(keys) or not all(
        key or len(part) == 1 or _FUNCTION_KEY.fullmatch(part) for key, part in zip(keys, sides[0], strict=True)
    ):
        return None
    same = len(sides[0]) == len(sides[1]) and all(
        _is_key(key, part, names, langs[1]) if key else own == part for key, own, part in zip(keys, *sides, strict=True)
    )
    return None if not same and len(keys) == 1 else same


def _is_key(key: str, part: str, names: Mapping[str, str], lang: str) -> bool:
    """Whether a word names a key, as far as the names of keys in the language are known."""
    return names.get(part) == key or (part not in names and not language(lang).keys and len(part) > 1)


def _is_label(source: str, lang: str) -> bool:
    """Whether code is a label of words, such as the name of a menu, with a capital."""
    is_label = source[:1].isupper() and _LABEL.fullmatch(source)
    return bool(is_label) and all(_word_count(word, lang) for word in _LETTERS.findall(source))


def _is_phrase(text: str, lang: str) -> bool:
    """Whether code is a phrase that a program shows, with a word that sentences have: *is not empty*, *and later*.

    The most frequent words are also names of commands, so that they count in a longer phrase only.
    """
    if not _PHRASE.fullmatch(text):
        return False
    found = {word.key for word in words.words(text)}
    return len(found) > 1 and not found.isdisjoint(
        frequent(lang) if len(found) > 2 else language(lang).frequent.function
    )


def _changed_names(source: str, target: str, langs: Langs) -> Sequence[_Place]:
    """The names that changed; none if anything else changed, too."""
    sides = [list(_NAME.finditer(text)) for text in (source, target)]
    if len(sides[0]) != len(sides[1]) or _NAME.split(source) != _NAME.split(target):
        return ()
    places: list[_Place] = []
    invented = None  # where a path begins whose first folder was translated
    for one, other in zip(*sides, strict=True):
        if one[0] == other[0]:
            continue
        before = source[: one.start()]
        path = _PATH_START.split(before)[-1]
        place = _Place(one[0], other[0], before, source[one.end() :], path, is_invented=False)
        start = one.start() - len(path)
        if path == "/" and one[0].lower() not in _TOP_FOLDERS and _is_translated(place, langs):
            invented = start
        places.append(place._replace(is_invented=invented == start))
    return places


def _is_fixed(place: _Place, langs: Langs) -> bool:
    """Whether a changed name is a command, option, function or folder of the system, or no words of the language."""
    if place.is_invented:
        return False
    if place.source.startswith("-") or place.after.startswith("(") or not _is_translated(place, langs):
        return True
    is_numbered = place.source[-1].isdigit()  # `file1 -nt file2`
    if not is_numbered and _BEFORE_COMMAND.search(place.before) and _BEFORE_ARGUMENT.match(place.after):
        return True
    if place.path == "/":
        return place.source.lower() in _TOP_FOLDERS
    is_compound = _is_compound(place.source)
    if place.after.startswith(".") and not (is_compound or re.search(r"[\s/]", place.before + place.after)):
        return True  # the name of a file, by itself
    if place.before.endswith("."):  # it may be the ending of a file
        return not (is_compound or place.after.startswith((".", "_")) or _word_count(place.source, langs[0]) > 1)
    return place.path.startswith("/") and place.path.split("/")[1] in _SYSTEM_FOLDERS and not is_compound


def _is_compound(name: str) -> bool:
    """Whether a name has several words, as those have that stand for something: `package_name`."""
    return "_" in name and len(_LETTERS.findall(name)) > 1


def _is_translated(place: _Place, langs: Langs) -> bool:
    """Whether the words that changed are words of the source language, and not mistyped."""
    if _DIGITS.findall(place.source) != _DIGITS.findall(place.target):
        return False
    source, target = _LETTERS.findall(place.source), _LETTERS.findall(place.target)
    for end in (0, -1):
        while source and target and source[end] == target[end]:
            source.pop(end)
            target.pop(end)
    if place.before.endswith("~") and source and target and source[0][0] == target[0][0] and source[0][0].isupper():
        source[0], target[0] = source[0][1:], target[0][1:]  # a letter that says what the word after it means
    if not source or not target or not all(_word_count(word, langs[0]) for word in source):
        return False
    if "".join(source).lower() == "".join(target).lower():
        return False
    return len(source) > 1 or len(target) > 1 or not _is_typo(source[0], target[0], langs[1])


def _is_typo(word: str, other: str, lang: str) -> bool:
    """Whether a word is another one with a few wrong letters, and no word of a language."""
    return OSA.distance(word, other, score_cutoff=TYPO) <= TYPO and not _word_count(other, lang)


def _word_count(word: str, lang: str) -> int:
    """The words of a language that letters are: one, two (`fstype`) or none. Words in capitals are names of code."""
    if lemmas.is_acronym(word):
        return 0
    lexicon = lemmas.lexicon(lang)
    lower = word.lower()
    if not word.isascii() or lexicon.known(lower) or lexicon.known(lower.capitalize()):
        return 1
    is_double = any(lexicon.known(lower[cut:]) and lexicon.known(lower[:cut]) for cut in range(2, len(lower) - 3))
    return 2 if is_double else 0
