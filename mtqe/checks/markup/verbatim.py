"""Checks that a translation keeps addresses, handles, escape sequences and access keys.

Each check reads its tokens on both sides; `mtqe.checks.shared.kept_tokens` compares them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe.checks.markup import code_faults, placeholders
from mtqe.checks.shared import addresses, kept_tokens, lemmas
from mtqe.checks.shared.kept_tokens import Fault, Token
from mtqe.language import words
from mtqe.language.codes import SIDES
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.model import Hit, Segment, Severity, Side, Span
from mtqe.registry.contracts import Context, Example, check

# --- MRK105 address-mismatch ------------------------------------------------------------------------------------------


@check(
    "MRK105",
    "address-mismatch",
    "accuracy/mistranslation",
    Severity.MAJOR,
    area="markup",
    examples=[
        Example("Write to pilot@harbour.example.", "Schreiben Sie an pilot@harbour.example."),
        Example("See https://harbour.example/en/tides.", "Siehe https://harbour.example/de/tides/."),
        Example("Twice a day and/or e.g./i.e.", "Zweimal täglich"),
        Example("访问www.harbour.example。", "Visit www.harbour.example.", langs=("zh", "en")),
        Example("See harbour.example/tides.", "Siehe unten.", ("harbour.example/tides",)),
        Example("(See www.harbour.example)", "(Siehe www.harbour.example)"),
        Example("See https://harbour.example/a_(b).", "Siehe https://harbour.example/a_(b)!"),
        Example('⟦<a href="../en/tide.md#low">⟧Tide⟦</a>⟧', '⟦<a href="../de/tide.md#ebbe">⟧Flut⟦</a>⟧', codes=True),
        Example('⟦<a href="./tide.de.md">⟧Deutsch⟦</a>⟧', '⟦<a href="./tide.md">⟧English⟦</a>⟧', codes=True),
        Example("See ⟦<https://harbour.example>⟧.", "Siehe https://harbour.example.", codes=True),
        Example("See https://harbour.example/tides.", "Siehe unten.", ("https://harbour.example/tides",)),
        Example("Write to us.", "Schreiben Sie an uns@harbour.example.", ("uns@harbour.example",)),
        Example(
            "Écrivez à pilote@harbour.example.",
            "Write to pilot@harbour.example.",
            ("pilote@harbour.example", "pilot@harbour.example"),
            ("fr", "en"),
        ),
        Example(
            "See www.harbour.example/tides.",
            "Siehe www.harbour.example/gezeiten.",
            ("www.harbour.example/tides", "www.harbour.example/gezeiten"),
        ),
        Example("See ⟦<up.md>⟧", "Siehe ⟦<auf.md>⟧", ("<up.md>", "<auf.md>"), codes=True),
        Example(
            'Le ⟦<img src="port.png"/>⟧',
            'The ⟦<img src="ship.png"/>⟧',
            ('<img src="port.png"/>', '<img src="ship.png"/>'),
            ("fr", "en"),
            codes=True,
        ),
    ],
)
def address_mismatch(segment: Segment, context: Context) -> Iterator[Hit]:
    """The translation lacks, changes or adds a web or e-mail address.

    ## What it does

    Compares the addresses (`https://…`, `www.…`, `name@host`) of source and translation. Each must occur equally often
    on both sides. A changed address is marked on both sides, a lost one in the source, an extra one in the translation.
    The addresses of links and images count, too, also those of files (`../en/tides.md`). `tag-mismatch` reports links
    and images that one side lacks.

    The scheme, a final slash, `www.` and the case of the host are ignored, and so is punctuation after the address. In
    links the place in the page (`#low-tide`) is ignored, because it is made of a translated heading. The
    address may lead to the same page in the other language (`/en/` and `/de/`, `en.` and `de.`). An address that the
    other side has without its scheme counts as present. Links from a page to itself in several languages
    (`tides.de.md`, `../fr/tides.md`) may change places, because each page links to the others.

    Four kinds of findings are minor:

    - Only the translation has the address. Some translators write the address of a site in place of its name.
    - The address leads to another page, but has the mark of the target language (`/en/prices`, `/de/preise`; `.com`,
      `.de`). Only opening it shows whether it is right.
    - The address replaces one that is visibly an example (`www.example.com`, `www.my-provider.com`, `/your-name`).
    - The address leads to another version of the page (`/tides-2.0`, `/tides-2.1`) or another place in it (`#low`).

    ## Why it is bad

    The link fails, or it leads the reader to somebody else.

    ## Known problems

    - An address without `https://` or `www.` is recognised only if a path follows a common domain
      (`harbour.example/tides`).
    """
    if code_faults.is_empty(segment, "source") or code_faults.is_empty(segment, "target"):
        return
    langs = (context.source_base, context.target_base)
    tokens = [_addresses(segment, side, langs) for side in SIDES]
    for fault in kept_tokens.compare(*tokens):
        if not _is_there(fault, segment) and not _is_switch(fault) and not code_faults.reports(segment, fault):
            yield from kept_tokens.hits([fault], "address", _severity(fault, langs))


def _addresses(segment: Segment, side: Side, langs: tuple[str, str]) -> list[Token]:
    """The addresses of one side: those of its links and images, then those in its text."""
    tokens = addresses.addresses(segment.text(side), langs)
    if not segment.codes:
        return tokens
    read = addresses.page_of_any_format if code_faults.has_two_formats(segment) else addresses.target_page
    return [
        token._replace(key=read(token.text, langs))
        for token in [*code_faults.tokens(segment, side, ("link", "image")), *tokens]
    ]


def _is_switch(fault: Fault) -> bool:
    """Whether a link leads to the page in another language, and so does that of the source."""
    source, target = fault
    return source is not None and target is not None and addresses.is_other_language(source.text, target.text)


def _is_there(fault: Fault, segment: Segment) -> bool:
    """Whether the other side has a lost or new address without its scheme."""
    if fault.source and fault.target:
        return False
    token, text = (fault.source, segment.target) if fault.source else (fault.target, segment.source)
    return token is not None and addresses.has_without_scheme(token.text, text)


def _severity(fault: Fault, langs: tuple[str, str]) -> Severity | None:
    source, target = fault
    is_minor = source is None or (target is not None and _may_replace(target.text, source.text, langs))
    return Severity.MINOR if is_minor else None


def _may_replace(target: str, source: str, langs: tuple[str, str]) -> bool:
    """Whether an address may be right in place of the source's: an example, the localised page, another version."""
    if addresses.is_example(source) or addresses.is_example(target):
        return True
    return addresses.is_localised(source, target, langs) or addresses.is_other_version(source, target)


_SIGNS = "@#＃"
"""Signs before handles and hashtags."""

# --- MRK106 handle-mismatch -------------------------------------------------------------------------------------------


@check(
    "MRK106",
    "handle-mismatch",
    "design-and-markup/markup",
    Severity.MINOR,
    area="markup",
    examples=[
        Example("Thanks to @harbour_news #HighTide", "Dank an @Harbour_News #Flut"),
        Example("Berth #4, size 12 @ noon", "Liegeplatz Nr. 4, Größe 12 um zwölf"),
        Example("Thanks to @harbour_news #HighTide", "感谢@harbour_news的帮助#大潮", langs=("en", "zh")),
        Example("{n, plural, other {#th tide}}", "{n, plural, other {#番目の潮}}", langs=("en", "ja")),
        Example("#大潮#来了", "The #HighTide is here", langs=("zh", "en")),
        Example("Thanks to @harbour_news", "Dank an @hafen_news", ("@harbour_news", "@hafen_news")),
        Example("#HighTide at six", "Flut um sechs", ("#HighTide",)),
        Example("La marée est là", "The #tide is here, @all", ("@all", "#tide"), ("fr", "en")),
    ],
)
def handle_mismatch(segment: Segment, context: Context) -> Iterator[Hit]:
    """The translation lacks a handle (`@name`) or hashtag of the source, or has an extra one.

    ## What it does

    Compares the handles of source and translation, ignoring case. Each must occur equally often on both sides. A
    changed handle is marked on both sides, a lost one in the source, an extra one in the translation. Hashtags may be
    translated (`#highTide`, `#Flut`), so only their number counts: the last ones are marked, in the source if some were
    lost, in the translation if some were added. A handle that is a word of the source language (`@users`) is minor,
    because it may stand for any handle.

    ## Why it is bad

    A changed handle names somebody else. Nobody finds a post without its hashtag.

    ## Known problems

    A hashtag that the translator turned into a common word of the sentence on purpose counts as lost.
    """
    if not segment.source.strip() or not segment.target.strip():
        return
    if not any(sign in segment.source or sign in segment.target for sign in _SIGNS):
        return
    for kind, read_tokens, severity in (
        ("handle", addresses.mentions, Severity.MAJOR),
        ("hashtag", addresses.hashtags, None),
    ):
        source, target = (read_tokens(placeholders.without_arguments(segment, side)) for side in SIDES)
        faults = kept_tokens.compare(source, target)
        common = [fault for fault in faults if _is_common_word(fault, context.source_base)]
        yield from kept_tokens.hits([fault for fault in faults if fault not in common], kind, severity)
        yield from kept_tokens.hits(common, kind, Severity.MINOR)


def _is_common_word(fault: Fault, lang: str) -> bool:
    """Whether a handle is a word of the language that stands for any handle: `Search for @users`."""
    if not fault.source or not fault.source.text[1:].islower():
        return False
    return lemmas.lexicon(lang).known(fault.source.text[1:])


# --- MRK107 escape-mismatch -------------------------------------------------------------------------------------------

_PATH = late(r"(?<![A-Za-z])[A-Za-z]:\\\S*|(?<![\w\\])\\\\\w\S*|%\w+%\\\S*")
_MACRO = late(r"(?<!\\)\\[A-Za-z](?<![\\\w][nrtuxfbav0])")
_ESCAPE = late(r"(?<!\\)\\([nrt])|[\n\t]")
_REAL = {"\n": "n", "\t": "t"}
"""The letter of the escape sequence of a real line break or tab."""
_SIGN_ESCAPES = {"\\\\": late(r"\\"), '\\"': late(r"[\"“”„«»「」『』‘’']")}
"""Escapes of signs, and what keeps the sign in a translation: the quotation marks of a language need no escape."""


@check(
    "MRK107",
    "escape-mismatch",
    "design-and-markup/markup",
    Severity.MINOR,
    area="markup",
    examples=[
        Example(r"High\nLow\tTide", r"Hoch\nNiedrig\tWasser"),
        Example(r"High\nLow", "Hoch\nNiedrig"),
        Example(r"High\tLow", "Hoch\tNiedrig"),
        Example(r"the letters \tau and \kappa", "der Buchstabe Tau"),
        Example(r"C:\new\tides", "der Ordner C:\\new"),
        Example(r"High\nLow", "Hoch Niedrig", (r"\n",)),
        Example(r"High\tLow\n", r"Haut\tBas \ n", (r"\n",), ("en", "fr")),
        Example(r"High\nLow", r"Haut\nBas\n", (r"\n",), ("en", "fr")),
        Example(r"The \"tide\" is low", "La «marée» est basse", langs=("en", "fr")),
        Example(r"The \"tide\" is low", "La marée est basse", (r"\"",), ("en", "fr")),
        Example("The tide\\\\", "Die Flut", ("\\\\",)),
    ],
)
def escape_mismatch(segment: Segment, context: Context) -> Iterator[Hit]:
    """The translation lacks an escape sequence of the source (`\\n`, `\\t`), changes it, or has an extra one.

    ## What it does

    Compares the escape sequences for line feed, tab and carriage return. Each must occur equally often on both sides.
    A lost one is marked in the source, an extra one in the translation. A real line break counts as `\\n`, a real tab
    as `\\t`. Paths such as `C:\\new` and texts with other commands (`\\tau \\beta`) are ignored. An escaped backslash
    or quotation mark is marked if the translation has no backslash, or no quotation mark of any kind.

    ## Why it is bad

    Separate lines run together in the program, or a stray `n` appears on the screen.

    ## Known problems

    Lines that the translator broke differently on purpose are reported. If the source has no escape sequence,
    `markup-residue` reports those of the translation.
    """
    if "\\" not in segment.source or not segment.target.strip() or _MACRO.search(_without_paths(segment.source)):
        return
    source, target = _escapes(segment.source), _escapes(segment.target)
    if any(token.text not in _REAL for token in source):
        for fault in kept_tokens.compare(source, target):
            if not any(token and token.text in _REAL for token in fault):
                yield from kept_tokens.hits([fault], "escape")
    for escape, sign in _SIGN_ESCAPES.items():
        if (at := _without_paths(segment.source).find(escape)) >= 0 and not sign.search(segment.target):
            yield Hit(f"the escape {escape} is missing", (Span("source", at, at + len(escape)),))


def _escapes(text: str) -> list[Token]:
    matches = _ESCAPE.finditer(_without_paths(text))
    tokens = [Token(match[0], *match.span(), match[1] or _REAL[match[0]], "\\") for match in matches]
    return sorted(tokens, key=lambda token: token.text in _REAL)  # written sequences pair up before real signs


def _without_paths(text: str) -> str:
    return words.blanked(text, _PATH)


# --- MRK108 accelerator-mismatch --------------------------------------------------------------------------------------

LONGEST_LABEL = 60
"""Characters: the longest source that counts as a menu item or label."""
_LETTER = r"[^\W_](?!\w*;)"
_BEFORE = {"&": r"\w&", "_": r"\w.:/\\_", "~": r"\w.:/\\~"}
_AT_WORD_START = {sign: late(rf"(?<![{before}]){sign}{_LETTER}") for sign, before in _BEFORE.items()}
_ANYWHERE = {sign: late(rf"(?<!{sign}){sign}{_LETTER}") for sign in _BEFORE}
_IN_WORD = {
    "&": late(r"(?<=[^\W\d_A-Z])&-?[^\W\d_A-Z](?!\w*[;=])"),
    "_": late(r"(?!)"),
    "~": late(r"(?<=[^\W\d_])~[^\W\d_]"),
}
"""A sign inside a word: `Translati&on`. `_` is part of a name there, `R&D` and `a&b=c` have no key."""
_ONLY_KEY = {sign: late(rf"(?<![^\s(]){sign}{_LETTER}(?!\w*{sign})") for sign in "_~"}
"""A sign that can be nothing but the mark of a key, where the source has none: `_File`, not `_file_`."""


@check(
    "MRK108",
    "accelerator-mismatch",
    "design-and-markup/markup",
    Severity.MINOR,
    area="markup",
    examples=[
        Example("&File", "&Datei"),
        Example("Save _As…", "Speichern _unter …"),
        Example("_Open", "打开(_O)", langs=("en", "zh")),
        Example("Cut && paste R&D at AT&T &amp; Co", "F&E ausschneiden && einfügen"),
        Example("the _old_ snake_case", "das alte"),
        Example("&File", "Datei", ("&F",)),
        Example("_Open", "Ouvrir", ("_O",), ("en", "fr")),
        Example("&Edit", "&Bear&beiten", ("&b",)),
        Example("File", "&Datei", ("&D",)),
        Example("Tra&nslation", "Übersetz&ung"),
        Example("~Open %PORT%", "%PORT% ö~ffnen"),
        Example("about ~five ships", "etwa ~fünf Schiffe"),
        Example("Tra&nslation", "Übersetzung", ("&n",)),
        Example("~Open %PORT%", "~%PORT% öffnen", ("~O",)),
        Example("File", "_Fichier", ("_F",), ("en", "fr")),
        Example("Mail &amp; Tides", "Post und &Gezeiten", ("&G",)),
    ],
)
def accelerator_mismatch(segment: Segment, context: Context) -> Iterator[Hit]:
    """A menu item or label lacks the mark of its access key (`&File`, `_File`, `~File`), or has an extra one.

    ## What it does

    If a short source has one `&`, `_` or `~` before a letter of a word, the translation must have one before any letter
    or digit. A lost mark is reported in the source, a second one in the translation. A mark is also reported if the
    source has none. `&` and `~` may be inside a word (`Translati&on`). `R&D`, `&amp;`, `snake_case` and `_stressed_`
    have no access key.

    ## Why it is bad

    The key does not reach the menu, or the sign itself appears on the screen.

    ## Known problems

    Two items of one menu with the same access key are not reported. Chinese and Japanese translations may write the key
    in brackets (`(&F)`) or omit it.
    """
    source, target = segment.source, segment.target
    if not (source.strip() and target.strip()) or len(source) > LONGEST_LABEL:
        return
    for sign in _BEFORE:
        if sign not in source and sign not in target:
            continue
        source_keys, target_keys = _keys(sign, source), list(_ANYWHERE[sign].finditer(target))
        if len(source_keys) == 1 and len(_ANYWHERE[sign].findall(source)) <= 1:
            if not target_keys and not language(context.target_base).spaceless:
                yield _hit("the access key {} is missing", "source", source_keys[0])
            for match in target_keys[1:]:
                yield _hit("the label has a second access key, {}", "target", match)
        elif not source_keys and len(target_keys) == 1 and (new := _new_key(sign, source, target)):
            yield _hit("the access key {} is not in the source", "target", new)


def _keys(sign: str, text: str) -> list[re.Match[str]]:
    return [*_AT_WORD_START[sign].finditer(text), *_IN_WORD[sign].finditer(text)]


def _new_key(sign: str, source: str, target: str) -> re.Match[str] | None:
    """The mark of a key of the translation, if the source has neither a key nor the sign by itself."""
    if sign == "&":
        return None if "&" in source.replace("&amp;", "") else _AT_WORD_START[sign].search(target)
    return None if sign in source else _ONLY_KEY[sign].search(target)


def _hit(message: str, side: Side, match: re.Match[str]) -> Hit:
    return Hit(message.format(match[0]), (Span(side, *match.span()),))
