"""Placeholders of programs (printf, Python, shell, templates, ICU messages): how they are read, and their check."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from mtqe.checks.shared import addresses, kept_tokens
from mtqe.checks.shared.kept_tokens import Token
from mtqe.contracts import Context, Example, check
from mtqe.lang import language
from mtqe.model import Hit, Segment, Severity, Span

# `% d` with a space is left out, since "50 % der" is German; so is what stands behind a number, as in "5%discount" and
# "20 %ige". `%%` is read first, so that the second sign of `%%s` begins nothing.
_LETTER = r"[A-Za-z\u00c0-\u024f]"
_SIZE = r"(?:hh?|ll?|[LzjtZ])?"
_NO_SHARE = r"(?<!\d[ \u00a0\u202f])"
_FLAGS = r"%(?:\d+\$|\(\w+\))?[-+#0]*(?:\d+|\*)?(?:\.(?:\d+|\*))?"
_PRINTF = (
    rf"{_FLAGS}{_SIZE}[@sdiufFeEgGxXocm](?!{_LETTER})|%n(?![A-Za-z])"
    rf"|{_NO_SHARE}(?:{_FLAGS}{_SIZE}[@sdiufFeEgGxXocm](?=[A-Za-z]{{1,2}}(?!{_LETTER}))|%(?:\d+\$)?{_SIZE}[sdu](?=[A-Za-z]))"
)
_BEFORE_PERCENT = r"(?<!\d)"
_NO_SPACE = r"(?!(?<=\w)%20)"  # the space of a coded address, `my%20tides`
_CELL = r"\.\$?[A-Z]{1,3}\$?\d"
"""What follows the name of a sheet: `$Sheet1.A1`."""
_FIELD = r"(?:[^\W\d][\w.\[\]-]*|\d*)(?:,-?\d+)?(?:![rsa])?(?::(?:[^{}\s]*|[%yMdHhms][%yMdHhmsIBbp:/., -]*))?"
_PATTERN = re.compile(
    r"(?P<template>\{\{\{?[^{}]*\}?\}\}|\{%[^{}]*%\}|<%=?[^%]*%>|\$t\([\w.:, -]+\))"
    rf"|(?P<dollar>\$\{{[^{{}}\s]+\}}|(?<![\w$#])\$[A-Za-z_][A-Za-z0-9_]+(?![A-Za-z0-9_$]|{_CELL}))"
    rf"|(?P<literal>%%)|(?P<environment>%[A-Z][A-Z0-9_]+%)|(?P<printf>{_BEFORE_PERCENT}{_NO_SPACE}(?:{_PRINTF}))"
    rf"|(?P<position>{_BEFORE_PERCENT}%L?[1-9]\d?(?![\w$%]|[.,]\d))"
    rf"|(?P<brace>[#%]?\{{{_FIELD}\}}|\{{\s*[-$][A-Za-z][\w-]*\s*\}})"
    r"|(?P<link>(?<![\w@])@(?:\.[a-z]+)?:[A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*)"
)
_PARTS = re.compile(rf"%(?:(\d+)\$|\((\w+)\))?[-+#0]*(\d+|\*)?(\.(?:\d+|\*))?{_SIZE}(.)")
# What dates alone have: there every letter is one of theirs, and a translator puts them in another order.
_DATE = re.compile(r"%-?[BbHIjMpYyZ](?![A-Za-z])|%-[dem](?![A-Za-z])")
_PARAMETER = re.compile(r"(?<![^\s(\"'“„«])(?P<parameter>:[a-z_]\w+)(?![\w:])")
_NAMED = re.compile(r"(?<![A-Za-z0-9_:/])(?P<parameter>:[A-Za-z_\u00c0-\u024f\u0400-\u04ff]+)(?!:)")
_ICU = re.compile(r"\{\s*(\w+)\s*,\s*(\w+)\s*([,}])")
_BRACKET = re.compile(r"[{}]")
_SIGNS = "%{$@"
LONGEST = 5_000
"""Characters: of the longest ICU message that is read. By hand."""
_PROSE = re.compile(r"\{[^\W\d_]+(?:[ -][^\W\d_]+)+\}")
"""What the reader is to replace, told in words: `{user profile}`."""
_CHOICES = frozenset({"plural", "select", "selectordinal"})
_SIMPLE = frozenset({"number", "date", "time", "spellout", "ordinal", "duration", "list"})
_BRANCH = re.compile(r"\s*(?:offset:\d+\s*)?(=\d+|\w+)\s*\{")


class Message(NamedTuple):
    """An ICU argument with its branches: `{count, plural, one {# ship} other {# ships}}`.

    Args:
        start: Where it begins, code points.
        end: Where it ends.
        name: Name or number of the argument.
        kind: `plural`, `select`, `selectordinal`, or the type of a simple argument such as `date`.
        branches: Selector, and where it and its text stand.
    """

    start: int
    end: int
    name: str
    kind: str
    branches: tuple[tuple[str, int, int], ...]


def placeholders(text: str) -> list[Token]:
    """The placeholders of a text outside ICU branches, in order.

    The n-th printf placeholder without a number and the one numbered n have the same key. Width and flags are no part
    of it: a translator sets the columns of a table anew.
    """
    if not any(map(text.__contains__, _SIGNS)):
        return []
    found = messages(text)
    tokens = [Token(_head(text, one), one.start, _head_end(text, one), f"{one.name}, {one.kind}", "{") for one in found]
    free = without_messages(addresses.without(text))
    is_date, count = bool(_DATE.search(free)), 0
    for match in _PATTERN.finditer(free):
        make = match.lastgroup or ""
        if make == "literal" or (make == "printf" and is_date):
            continue
        key = re.sub(r"\s+", "", match[0])
        if make == "printf":
            key, taken = _printf(match[0], count)
            count += taken
        tokens.append(Token(match[0], *match.span(), key, "{" if make in {"brace", "template"} else make))
    if not any(token.make == "position" and token.key.endswith("1") for token in tokens):
        tokens = [token for token in tokens if token.make != "position"]  # %5 is Turkish for 5 %
    return sorted(tokens, key=lambda token: token.start)


def _printf(text: str, before: int) -> tuple[str, int]:
    """The key of a printf placeholder, and how many arguments it takes in their order; so many were taken before."""
    parts = _PARTS.fullmatch(text)
    if parts is None or parts[5] == "m":
        return "%m", 0
    number, name, width, precision, kind = parts.groups()
    does = (precision or "") + ("d" if kind == "i" else kind)
    if name:
        return f"%({name}){does}", 0
    stars = (width == "*") + (precision == ".*")
    return f"%{number or before + stars + 1}${does}", 0 if number else stars + 1


def parameters(source: str, target: str) -> list[list[Token]]:
    """The placeholders with a colon before (`:name`) of a source, and whatever looks like one in its translation."""
    if ":" not in source or not _PARAMETER.search(source):
        return [[], []]
    return [
        [Token(match[0], *match.span("parameter"), match[0].lower(), ":") for match in pattern.finditer(text)]
        for pattern, text in ((_PARAMETER, source), (_NAMED, target))
    ]


def without_prose(tokens: list[Token], others: list[Token], other: str) -> list[Token]:
    """The tokens without words in brackets, which may translate what the other side tells in several: `{old port}`."""
    if not _PROSE.search(other):
        return tokens
    there = {token.key for token in others}
    return [token for token in tokens if token.key in there or token.make != "{" or not token.text[1:-1].isalpha()]


def bare_percents(text: str) -> list[int]:
    """Where a per cent sign stands that is neither doubled nor part of a placeholder."""
    used = {at for match in _PATTERN.finditer(text) for at in range(*match.span())}
    return [at for at, char in enumerate(text) if char == "%" and at not in used]


def without_messages(text: str) -> str:
    """The text with its ICU messages blanked out, of the same length."""
    for one in messages(text) if "{" in text else ():
        text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return text


def _head(text: str, message: Message) -> str:
    return text[message.start : _head_end(text, message)]


def _head_end(text: str, message: Message) -> int:
    """Where the name and type of an argument end; a simple argument as a whole."""
    if not message.branches:
        return message.end
    match = _ICU.match(text, message.start)
    return match.end(2) if match else message.end


def messages(text: str) -> list[Message]:
    """The outermost ICU arguments of a text that have a type; those whose brackets do not close are none."""
    found: list[Message] = []
    at = 0
    while match := _ICU.search(text, at):
        end = _closing(text, match.start())
        at = match.end()
        if end is None:
            continue
        branches = tuple(_branches(text, match.end(), end - 1)) if match[2] in _CHOICES and match[3] == "," else ()
        if branches or match[2] in _SIMPLE:
            found.append(Message(match.start(), end, match[1], match[2], branches))
            at = end
    return found


def _closing(text: str, start: int) -> int | None:
    """The end of the bracket that opens there, if it is not too far away."""
    depth = 0
    for match in _BRACKET.finditer(text, start, start + LONGEST):
        depth += 1 if match[0] == "{" else -1
        if not depth:
            return match.end()
    return None


def _branches(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    while (match := _BRANCH.match(text, start, end)) and (close := _closing(text, match.end() - 1)) is not None:
        yield match[1], match.start(1), close
        start = close


# --- MRK104 placeholder-mismatch --------------------------------------------------------------------------------------


@check(
    "MRK104",
    "placeholder-mismatch",
    "design-and-markup/placeholder",
    Severity.MAJOR,
    examples=[
        Example("{name} has %d ships.", "%d Schiffe gehören {name}."),
        Example("%s has %d ships.", "%2$d Schiffe gehören %1$s."),
        Example("50% of sailors", "50 % der Seeleute, 100%ig sicher"),
        Example("It costs US$40 or $5.", "Es kostet 40 US$ oder 5 $."),
        Example("Hello {{ name }}, ${port}", "Hallo {{name}}, ${port}"),
        Example("{n, plural, one {# ship} other {# ships}}", "{n, plural, one {# Schiff} other {# Schiffe}}"),
        Example("%1$s is in %2$s", "%2$sに%1$sがあります", langs=("en", "ja")),
        Example(":port has %1 of %2 ships", "%2 隻中 %1 隻が:port にいます", langs=("en", "ja")),
        Example("{n, selectordinal, one {#st} two {#nd} few {#rd} other {#th}}", "{n, selectordinal, other {#.}}"),
        Example("Hello %(name)s!", "Hallo %(Name)s!", ("%(name)s", "%(Name)s")),
        Example("{count} ships left.", "Die Schiffe sind fort.", ("{count}",)),
        Example("%s has %d ships.", "%d Schiffe gehören %s.", ("%s", "%d", "%d", "%s")),
        Example("Full to %d%%.", "Zu %d % voll.", ("%",)),
        Example("Sail to :port!", "Segeln Sie nach :hafen!", (":port", ":hafen")),
        Example("{n, plural, other {# ships}}", "{n, plural, one {Schiff} other {Schiffe}}", ("{n, plural",)),
        Example("Wait {0} minutes.", "Warten Sie {0} Minuten {1}.", ("{1}",)),
        Example(
            "{n, plural, one {# ship} other {# ships}}",
            "{n, plural, one {# statek} other {# statków}}",
            ("{n, plural",),
            ("en", "pl"),
        ),
        Example("{g, select, f {She} other {They}}", "{g, select, f {Elle}}", ("{g, select",), ("en", "fr")),
    ],
)
def placeholder_mismatch(segment: Segment, context: Context) -> Iterator[Hit]:
    """A placeholder of the source is not in the translation, is another one there, or stands where the program breaks.

    ## What it does

    Compares the placeholders of both sides, as many times as each stands there: printf (`%s`, `%1$d`, `%(name)s`,
    `%@`), Qt (`%1`, `%n`), Python and .NET (`{}`, `{name!r:>8}`, `{0:yyyy-MM-dd}`), Fluent (`{ $name }`), templates
    (`{{ name }}`, `{% if %}`), shell and JavaScript (`$NAME`, `${name}`, `%NAME%`), Ruby (`%{name}`, `#{name}`),
    Laravel (`:name`), links between messages (`@:key`, `$t(key)`). One that was changed is marked on both sides, one
    that was lost in the source, a new one in the translation. Without numbers, the order of `%s` and `%d` must be that
    of the source. Where the source doubles its per cent signs (`%%`), a single one in the translation is marked.

    In ICU messages the argument and its type must be the same; a `select` must have the branches of the source, a
    `plural` and a `selectordinal` those that CLDR names for the target language (`one`, `few`, `many`, `other` for
    Polish): what is missing marks the argument. The arguments inside the branches must be those of the source, however
    often, and the branch `other` must show the number (`#`) where the source's does.

    ## Why it is bad

    The program prints a raw `{name}`, the wrong value, or stops.

    ## Known problems

    - Two placeholders of one type without numbers (`%s … %s`) that should have changed places are not seen.
    - `many` is not asked for in the Romance languages, where it serves for millions only.
    - Formats of dates (`%H:%M`) are not compared: each language has its own.
    """
    source, target = segment.source, segment.target
    if not source.strip() or not target.strip() or source == target:
        return
    named = kept_tokens.compare(*parameters(source, target))
    yield from kept_tokens.hits([fault for fault in named if fault.source], "placeholder")
    found = [placeholders(text) for text in (source, target)]
    if not found[0] and not found[1]:
        return
    theirs, ours = found
    ours = without_prose(ours, theirs, source)
    yield from kept_tokens.hits(kept_tokens.compare(without_prose(theirs, ours, target), ours), "placeholder")
    if "%%" in source and not bare_percents(source):
        for at in bare_percents(target):
            why = "a per cent sign must be doubled here, as in the source"
            yield Hit(why, (Span("target", at, at + 1),), suggestion="%%")
    originals = {(one.name, one.kind): one for one in messages(source)}
    for message in messages(target):
        original = originals.get((message.name, message.kind))
        if original and original.branches:
            yield from _inside(original, message, segment, context)


def _inside(original: Message, message: Message, segment: Segment, context: Context) -> Iterator[Hit]:
    """What is wrong with the branches of a message."""
    wanted = [name for name, _, _ in original.branches]
    if message.kind != "select":
        wanted = [name for name in wanted if name.startswith("=")] + _plurals(context.target_lang, message.kind)
    missing = [name for name in dict.fromkeys(wanted) if name not in {name for name, _, _ in message.branches}]
    if missing:
        word = "branch" if len(missing) == 1 else "branches"
        yield _of_head(message, segment, f"lacks the {word} {', '.join(missing)}")
    if message.kind != "select" and _shows(original, segment.source) and not _shows(message, segment.target):
        yield _of_head(message, segment, "does not show the number in the branch other")
    theirs, ours = _arguments(original, segment.source), _arguments(message, segment.target)
    for key in [key for key in ours if key not in theirs]:
        yield Hit(f"the placeholder {ours[key].text} is not in the source", (ours[key].span("target"),))
    for key in [key for key in theirs if key not in ours]:
        yield Hit(f"the placeholder {theirs[key].text} is missing", (theirs[key].span("source"),))


def _of_head(message: Message, segment: Segment, what: str) -> Hit:
    """A hit that marks the argument of a message."""
    head = next(one for one in placeholders(segment.target) if one.start == message.start)
    return Hit(f"{head.text} {what}", (head.span("target"),))


def _shows(message: Message, text: str) -> bool:
    """Whether the branch `other` shows the number; one that is not there is another fault."""
    other = [text[start + len(name) : end] for name, start, end in message.branches if name == "other"]
    return not other or "#" in other[0] or f"{{{message.name}" in other[0]


def _arguments(message: Message, text: str) -> dict[str, kept_tokens.Token]:
    """The placeholders of the branches, each once, where they stand in the text."""
    found: dict[str, kept_tokens.Token] = {}
    for name, start, end in message.branches:
        opening = text.index("{", start + len(name)) + 1
        for token in placeholders(text[opening : end - 1]):
            found.setdefault(token.key, token._replace(start=token.start + opening, end=token.end + opening))
    return found


def _plurals(lang: str, kind: str) -> list[str]:
    """The categories of a language by CLDR, `other` last; that alone where CLDR does not know it."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(lang, sep="-")
    except (UnknownLocaleError, ValueError):
        return ["other"]
    tags = (locale.plural_form if kind == "plural" else locale.ordinal_form).tags
    spared = {"many"} if language(lang).optional_many else set()
    return [*(name for name in ("zero", "one", "two", "few", "many") if name in tags - spared), "other"]
