"""Reads placeholders (printf, Python, shell, templates, ICU messages) and checks that the translation keeps them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from mtqe.checks.markup import code_faults, free_placeholders, plural_texts
from mtqe.checks.shared import addresses, counted, kept_tokens
from mtqe.checks.shared.kept_tokens import Token
from mtqe.language import qt_values, words
from mtqe.language.icu import Message, messages
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.model import Hit, Segment, Severity, Side, Span
from mtqe.registry.contracts import Context, Example, check

# `% d` with a space is not read as a placeholder, because "50 % der" is German. `%d` after a number is not read as one
# either: "5%discount", "20 %ige". `%%` is read first, so that no placeholder begins at the second sign of `%%s`.
_LETTER = r"[A-Za-z\u00c0-\u024f]"
_SIZE = r"(?:hh?|ll?|[LzjtZ])?"
_NOT_AFTER_NUMBER = r"(?<!\d[ \u00a0\u202f])"
_FLAGS = r"%(?:\d++\$|\(\w++\))?[-+#0']*+(?:\d++|\*)?(?:\.(?:\d++|\*))?"
_PRINTF = (
    rf"{_FLAGS}{_SIZE}[@sSdiufFeEgGxXocm](?!{_LETTER})|%(?:\d+\$)?\.0s|%n(?![A-Za-z])"
    rf"|{_NOT_AFTER_NUMBER}(?:{_FLAGS}{_SIZE}[@sSdiufFeEgGxXocm](?=[A-Za-z]{{1,2}}(?!{_LETTER}))|%(?:\d+\$|\(\w+\))?{_SIZE}[sdu](?=[A-Za-z]))"
)
_BEFORE_PERCENT = r"(?<!\d)"
_NO_ENCODED_SPACE = r"(?!(?<=\w)%20)"  # `my%20tides` in an address
_CELL_REFERENCE = r"\.\$?[A-Z]{1,3}\$?\d"
"""Cell after the name of a spreadsheet's sheet: `.A1` in `$Sheet1.A1`."""
_FIELD = r"(?:[^\W\d][\w.\[\]-]*|\d*)(?:,-?\d+)?(?:![rsa])?(?::(?:[^{}\s]*|[%yMdHhms][%yMdHhmsIBbp:/., -]*))?"
_CALL = r"[A-Z][A-Z0-9_-]*\(\s*\$[A-Za-z][\w-]*[^{}()]*\)"
"""Call of a function of Fluent: `DATETIME($day, dateStyle: "short")`. A translator may change how it writes a value."""
_FLUENT = rf"\{{\s*(?:{_CALL}|\$[A-Za-z][\w-]*|-[A-Za-z][\w-]*(?:\([^{{}}()]*\))?|[A-Za-z]\w*(?:-\w+)+)\s*\}}"
"""Variable, term and message of Fluent. A message needs a hyphen, because `{ name }` is a word in other formats."""
_CALLED = late(r"\{\s*[A-Z][A-Z0-9_-]*\(\s*(\$[A-Za-z][\w-]*)[^{}()]*\)\s*\}")
_NAME = (
    r"\$\(\^?[A-Za-z_][\w.]+\)|\$\[[A-Za-z_][\w.]+\]|(?<![\w#&])#[A-Za-z_]\w{2,}#(?![\w#])|(?<![\w$])\$[A-Za-z_]\w{2,}\$(?![\w$])|(?<!@)@@[A-Za-z_]\w+@@(?!@)"
    r"|&(?=\w{6})[a-z]+[A-Z]\w*;|&[a-z]\w*(?:\.\w+)+;"
    rf"|{words.UNDERSCORED}"
)
"""Variables of rarer kinds: `$(file)`, `$[file]`, `$file$`, `#file#`, `@@file@@`, `__file__`, and entities of a program
(`&brandShortName;`)."""


def _pattern(position: str = "") -> str:
    """The pattern of all placeholders, where places of Qt are read before those of printf."""
    return (
        r"(?P<template>\{\{\{?[^{}]*\}?\}\}|\{%[^{}]*%\}|<%=?[^%]*%>|\$t\([\w.:, -]+\))"
        rf"|(?P<dollar>\$\{{[^{{}}\s]+\}}|(?<![\w$#])\$[A-Za-z_][A-Za-z0-9_]+(?![A-Za-z0-9_$]|{_CELL_REFERENCE}))"
        rf"|(?P<literal>%%)|(?P<environment>%[A-Z][A-Z0-9_]+%){position}|(?P<printf>{_BEFORE_PERCENT}{_NO_ENCODED_SPACE}(?:{_PRINTF}))"
        rf"|(?P<brace>(?:[%#](?!\{{\d))?\{{{_FIELD}\}}|{_FLUENT})"
        rf"|(?P<name>{_NAME})"
        r"|(?P<link>(?<![\w@])@(?:\.[a-z]+)?:[A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*)"
    )


_PATTERN = late(_pattern())
_PATTERN_OF_QT = late(_pattern(rf"|(?P<position>{qt_values.VALUE})"))
_PRINTF_PARTS = late(rf"%(?:(\d+)\$|\((\w+)\))?[-+#0']*(\d+|\*)?(\.(?:\d+|\*))?{_SIZE}(.)")
# Only date formats have these letters. In a text with one of them, every printf letter belongs to the format. Its order
# may change.
_DATE_FORMAT = late(r"%-?[BbHIjMpYyZ](?![A-Za-z])|%-[dem](?![A-Za-z])")
_COLON_NAME = late(r"(?<![^\s(\"'“„«])(?P<parameter>:[a-z_]\w+)(?![\w:])")
_COLON_NAME_LOOSE = late(r"(?<![A-Za-z0-9_:/])(?P<parameter>:[A-Za-z_\u00c0-\u024f\u0400-\u04ff]+)(?!:)")
_FILE_ROLE = late(r":(?:file|samp):`[^`]*`")
"""Text of Sphinx whose words in braces the reader replaces: `:file:`tide.{year}.txt``."""
_QUOTED_TEXT = late(r"\"[^\"\s]*\s[^\"]*\"")
"""Text of several words in a tag of a template (`{% note "Low tide" %}`), which is translated."""
_COLONS = late(r"[:：]")
_SIGNS = (*"%{$@&#", "__")
_CHOICE = late(r"\{\s*\w+\s*,\s*choice\s*,")
_LIMIT = late(r"(?<=[|,])\s*(-?(?:\d+(?:\.\d+)?|∞))\s*([#<≤])")
"""A limit of a choice, and whether it belongs to its branch."""
_SEVERAL_WORDS = late(r"\{[^\W\d_]+(?:[ -][^\W\d_]+)+\}")
"""Words in braces that the reader replaces: `{user profile}`."""


def placeholders(text: str) -> list[Token]:
    """Return the placeholders of a text outside ICU branches, in order.

    The n-th unnumbered printf placeholder has the same key as the one numbered n. Width and flags do not belong to the
    key, because a translator may change the column widths of a table.
    """
    if not any(map(text.__contains__, _SIGNS)):
        return []
    tokens = [_argument(text, message) for message in messages(text)]
    visible = words.blanked(without_messages(addresses.without(text)), _FILE_ROLE)
    is_date, n_arguments = bool(_DATE_FORMAT.search(visible)), 0
    pattern = _PATTERN_OF_QT if qt_values.are_in(visible) else _PATTERN
    for match in pattern.finditer(visible):
        make = match.lastgroup or ""
        if make == "literal" or (make == "printf" and is_date):
            continue
        written = _QUOTED_TEXT.sub('""', match[0]) if make == "template" else match[0]
        key = re.sub(r"\s+|(?<=\w)\([^{}()]*\)\s*(?=\}$)", "", _CALLED.sub(r"{\1}", written))
        if make == "printf":
            key, n_new = _printf_key(match[0], n_arguments)
            n_arguments += n_new
        tokens.append(Token(match[0], *match.span(), key, "{" if make in {"brace", "template"} else make))
    return sorted(tokens, key=lambda token: token.start)


def _printf_key(text: str, n_before: int) -> tuple[str, int]:
    """Return the key of a printf placeholder, and how many unnumbered arguments it uses."""
    parts = _PRINTF_PARTS.fullmatch(text)
    if parts is None or parts[5] == "m":
        return "%m", 0
    number, name, width, precision, kind = parts.groups()
    conversion = (precision or "") + ("d" if kind == "i" else kind)
    if name:
        return f"%({name}){conversion}", 0
    stars = (width == "*") + (precision == ".*")
    return f"%{number or n_before + stars + 1}${conversion}", 0 if number else stars + 1


def colon_placeholders(source: str, target: str) -> list[list[Token]]:
    """The placeholders with a colon (`:name`) of the source, and all that looks like one in the translation."""
    if ":" not in source or not _COLON_NAME.search(source):
        return [[], []]
    return [
        [Token(match[0], *match.span("parameter"), match[0].lower(), ":") for match in pattern.finditer(text)]
        for pattern, text in ((_COLON_NAME, source), (_COLON_NAME_LOOSE, target))
    ]


def without_translated_words(tokens: list[Token], opposite_tokens: list[Token], opposite_text: str) -> list[Token]:
    """The tokens of one side without single words in braces that may translate several words of the opposite side.

    `{Hafen}` can translate `{old port}`, which is no placeholder.
    """
    if not _SEVERAL_WORDS.search(opposite_text):
        return tokens
    opposite_keys = {token.key for token in opposite_tokens}
    return [
        token for token in tokens if token.key in opposite_keys or token.make != "{" or not token.text[1:-1].isalpha()
    ]


def bare_percents(text: str) -> list[int]:
    """Offsets of the per cent signs that are neither doubled nor part of a placeholder."""
    in_placeholders = {at for match in _PATTERN.finditer(text) for at in range(*match.span())}
    return [at for at, char in enumerate(text) if char == "%" and at not in in_placeholders]


def without_messages(text: str) -> str:
    """The text with spaces in place of its ICU messages, of the same length."""
    return words.without(text, [(message.start, message.end) for message in messages(text)]) if "{" in text else text


def without_arguments(segment: Segment, side: Side) -> str:
    """The text of a side without its ICU messages and without the signs `#` that stand for a number."""
    return without_messages(counted.without_number_signs(segment, segment.text(side)))


def _argument(text: str, message: Message) -> Token:
    """The name and type of a message as a token; a simple argument as a whole."""
    end = message.type_end if message.branches else message.end
    return Token(text[message.start : end], message.start, end, f"{message.name}, {message.kind}", "{")


# --- MRK104 placeholder-mismatch --------------------------------------------------------------------------------------


@check(
    "MRK104",
    "placeholder-mismatch",
    "design-and-markup/placeholder",
    Severity.MAJOR,
    area="markup",
    core=True,
    mends=True,
    examples=[
        Example("{name} has %d ships.", "%d Schiffe gehören {name}."),
        Example("%s has %d ships.", "%2$d Schiffe gehören %1$s."),
        Example("50% of sailors", "50 % der Seeleute, 100%ig sicher"),
        Example("It costs US$40 or $5.", "Es kostet 40 US$ oder 5 $."),
        Example("Hello {{ name }}, ${port}", "Hallo {{name}}, ${port}"),
        Example("{n, plural, one {# ship} other {# ships}}", "{n, plural, one {# Schiff} other {# Schiffe}}"),
        Example("{0,choice,0#none|1#one|1<more}", "{0,choice,0#keins|1#eins|1<mehr}"),
        Example("{0,choice,0#no|1<many}", "{0,choice,0#nein|7<viele}", ("7",)),
        Example("{n, number, #.00} m", "{n, number, #} m", ("{n, number, #}",)),
        Example("%1$s is in %2$s", "%2$sに%1$sがあります", langs=("en", "ja")),
        Example('{% note "Low tide" %}', '{% note "Ebbe am Tag" %}'),
        Example(":port has %1 of %2 ships", "%2 隻中 %1 隻が:port にいます", langs=("en", "ja")),
        Example("{n, selectordinal, one {#st} two {#nd} few {#rd} other {#th}}", "{n, selectordinal, other {#.}}"),
        Example("⟦{count}⟧ ships left.", "{count} Schiffe sind fort.", codes=True),
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
    """The translation lacks a placeholder of the source, changes one, adds one, or uses one in a way that fails.

    ## What it does

    Compares the placeholders of source and translation. Each must occur equally often on both sides:

    - printf (`%s`, `%1$d`, `%(name)s`, `%@`), Qt (`%1`, `%n`)
    - Python and .NET (`{}`, `{name!r:>8}`, `{0:yyyy-MM-dd}`), Fluent (`{ $name }`), Ruby (`%{name}`, `#{name}`)
    - templates (`{{ name }}`, `{% if %}`), shell and JavaScript (`$NAME`, `${name}`, `%NAME%`), Laravel (`:name`)
    - links between messages (`@:key`, `$t(key)`)
    - variables of rarer kinds, as minor findings: `$(file)`, `$[file]`, `$file$`, `#file#`, `@@file@@`,
      `__file__`, `&brandShortName;`

    A changed placeholder is marked on both sides, a lost one in the source, an extra one in the translation. Unnumbered
    `%s` and `%d` must keep the order of the source. If the source doubles its per cent signs (`%%`), a single one in
    the translation is marked.

    In ICU messages the argument and its type must stay the same. A `select` needs the branches of the source. A
    `plural` or `selectordinal` needs the branches that CLDR lists for the target language (`one`, `few`, `many`,
    `other` for Polish). A missing branch marks the argument. The branches must use the same arguments as the source,
    each any number of times. The branch `other` must show the number (`#`) if it does in the source. A `choice` needs
    the limits of the source. Another format of a number (`{n, number, #.00}`) is a minor finding.

    If a file has a text for each plural form, those for `zero`, `one`, `two` and a single number may lack one
    placeholder of the source or have one more, because a language can say one thing without its number.

    Not compared are the variables that Ruby on Rails offers in each error message (`%{attribute}`, `%{model}`,
    `%{value}`; only `%{count}` must not get lost), the order of `%n` and `%u` in a pattern of amounts, how often a term
    of Fluent occurs, and words in braces in the Sphinx roles `file` and `samp`. A variable of the environment (`$PATH`)
    may become a plain word; a lost one is minor. So is a lost `:name` if the translation has a colon in its place.

    ## Why it is bad

    The program prints a raw `{name}` or the wrong value, or it crashes.

    ## Known problems

    - Two unnumbered placeholders of one type (`%s … %s`) that should have changed places are not reported.
    - `many` is not required in the Romance languages, which use it for millions only.
    - Date formats (`%H:%M`) are not compared, because each language has its own.
    - Placeholders that a file keeps apart from its text are tags: `tag-mismatch` compares them.
    """
    source, target = segment.source, segment.target
    if not source.strip() or not target.strip() or source == target:
        return
    colon_faults = [fault for fault in kept_tokens.compare(*colon_placeholders(source, target)) if fault.source]
    keeps_colons = len(_COLONS.findall(source)) <= len(_COLONS.findall(target)) or _keeps_colon(source, target)
    lost = Severity.MINOR if keeps_colons and not any(fault.target for fault in colon_faults) else None
    yield from kept_tokens.hits(colon_faults, "placeholder", lost, is_sure=_is_misspelt)
    yield from plural_texts.lost_number(segment)
    yield from _format_faults(segment)
    source_tokens, target_tokens = placeholders(source), placeholders(target)
    if not source_tokens and not target_tokens:
        return
    if segment.codes:
        langs = (context.source_base, context.target_base)
        source_tokens, target_tokens = code_faults.without_plain(segment, langs, source_tokens, target_tokens)
    yield from _differences(segment, source_tokens, target_tokens)
    if "%%" in source and not bare_percents(source):
        for at in bare_percents(target):
            text = "a per cent sign must be doubled here, as in the source"
            yield Hit(text, (Span("target", at, at + 1),), suggestion="%%", fixable=True)
    originals = {(message.name, message.kind): message for message in messages(source)}
    for message in messages(target):
        original = originals.get((message.name, message.kind))
        if original and original.branches:
            yield from _branch_faults(original, message, segment, context)


def _keeps_colon(source: str, target: str) -> bool:
    """Whether the word before each `:name` still has a colon behind it: *PIER :error P12* is *PIER: Fehler P12*."""
    before = [source[: match.start("parameter")].split()[-1:] for match in _COLON_NAME.finditer(source)]
    return all(word and re.search(rf"(?<!\w){re.escape(word[0])}\s?[:：]", target) for word in before)


def _differences(segment: Segment, source_tokens: list[Token], target_tokens: list[Token]) -> Iterator[Hit]:
    """The placeholders that one side lacks."""
    if free_placeholders.is_number_pattern(segment.source, segment.target):
        return
    target_tokens = without_translated_words(target_tokens, source_tokens, segment.source)
    source_tokens = without_translated_words(source_tokens, target_tokens, segment.target)
    source, target = free_placeholders.single(source_tokens), free_placeholders.single(target_tokens)
    sides = free_placeholders.without_always(source, target, segment)
    faults = plural_texts.faulty(kept_tokens.compare(*sides), segment)
    faults = [fault for fault in faults if not free_placeholders.is_plain_word(fault, segment)]
    faults = [
        fault for fault in faults if not code_faults.is_chosen_by(segment, fault.target if not fault.source else None)
    ]
    kept = {token.key for token in target}
    for severity in (None, Severity.MINOR):
        same = [fault for fault in faults if (_is_doubtful(fault) or _is_repeated(fault, kept)) == bool(severity)]
        yield from kept_tokens.hits(same, "placeholder", severity, is_sure=_is_misspelt)


def _is_doubtful(fault: kept_tokens.Fault) -> bool:
    """Whether the program may show a lost or new placeholder as it is."""
    makes = {token.make for token in fault if token}
    return makes == {"name"} or free_placeholders.is_of_system(fault)


def _is_repeated(fault: kept_tokens.Fault, kept: Collection[str]) -> bool:
    """Whether a lost placeholder names its argument, and the translation shows the argument elsewhere.

    *The {ship} was moored. You may moor another {ship}* needs no second `{ship}`: a pronoun says it.
    """
    lost = fault.source
    return lost is not None and fault.target is None and lost.key in kept and any(map(str.isalnum, lost.key))


def _is_misspelt(source: Token, target: Token) -> bool:
    """Whether a new token is a lost one with other capitals or signs, and not perhaps another one of the program."""
    letters = ["".join(filter(str.isalnum, token.text)).casefold() for token in (source, target)]
    return letters[0] == letters[1] and source.make == target.make and bool(letters[0])


def _format_faults(segment: Segment) -> Iterator[Hit]:
    """The limits of a choice (`{0,choice,0#none|1#one|1<many}`), and formats of numbers, that are others."""
    if _CHOICE.search(segment.source) and _CHOICE.search(segment.target):
        known = [match.groups() for match in _LIMIT.finditer(segment.source)]
        found = list(_LIMIT.finditer(segment.target))
        if len(known) == len(found):
            for limit, match in zip(known, found, strict=True):
                if limit != match.groups():
                    yield Hit(f"the source has the limit {''.join(limit)} here", (Span("target", *match.span(1)),))
    styles = {message.name: _style(segment.source, message) for message in _numbers(segment.source)}
    for message in _numbers(segment.target):
        style = styles.get(message.name)
        if style is not None and style != _style(segment.target, message):
            span = Span("target", message.start, message.end)
            yield Hit("the number has another format than in the source", (span,), severity=Severity.MINOR)


def _numbers(text: str) -> list[Message]:
    """The arguments of a text that are numbers."""
    return [message for message in messages(text) if message.kind == "number"]


def _style(text: str, message: Message) -> str:
    return "".join(text[message.type_end : message.end - 1].split())


def _branch_faults(original: Message, message: Message, segment: Segment, context: Context) -> Iterator[Hit]:
    """The faults in the branches of a message."""
    required = [branch.selector for branch in original.branches]
    if message.kind != "select":
        categories = _plural_categories(context.target_lang, message.kind)
        required = [name for name in required if name.startswith("=")] + categories
    missing = [name for name in dict.fromkeys(required) if name not in {branch.selector for branch in message.branches}]
    if missing:
        word = "branch" if len(missing) == 1 else "branches"
        yield _on_argument(message, segment, f"lacks the {word} {', '.join(missing)}")
    if (
        message.kind != "select"
        and _shows_number(original, segment.source)
        and not _shows_number(message, segment.target)
    ):
        yield _on_argument(message, segment, "does not show the number in the branch other")
    source_tokens, target_tokens = _inner_tokens(original, segment.source), _inner_tokens(message, segment.target)
    for key, token in target_tokens.items():
        if key not in source_tokens:
            yield Hit(f"the placeholder {token.text} is not in the source", (token.span("target"),))
    for key, token in source_tokens.items():
        if key not in target_tokens:
            yield Hit(f"the placeholder {token.text} is missing", (token.span("source"),))


def _on_argument(message: Message, segment: Segment, fault: str) -> Hit:
    """A hit that marks the argument of a message."""
    token = _argument(segment.target, message)
    return Hit(f"{token.text} {fault}", (token.span("target"),))


def _shows_number(message: Message, text: str) -> bool:
    """Whether the branch `other` shows the number. A missing branch has a finding of its own."""
    branches = [text[branch.opening : branch.end] for branch in message.branches if branch.selector == "other"]
    return not branches or "#" in branches[0] or f"{{{message.name}" in branches[0]


def _inner_tokens(message: Message, text: str) -> dict[str, Token]:
    """The placeholders inside the branches by key, with their offsets in the text."""
    tokens: dict[str, Token] = {}
    for branch in message.branches:
        for token in placeholders(text[branch.opening : branch.end - 1]):
            shifted = token._replace(start=token.start + branch.opening, end=token.end + branch.opening)
            tokens.setdefault(token.key, shifted)
    return tokens


def _plural_categories(lang: str, kind: str) -> list[str]:
    """The plural categories of a language by CLDR, `other` last; only `other` if CLDR does not know the language."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(lang, sep="-")
    except (UnknownLocaleError, ValueError):
        return ["other"]
    tags = (locale.plural_form if kind == "plural" else locale.ordinal_form).tags
    optional = {"many"} if language(lang).optional_many else set()
    return [*(name for name in ("zero", "one", "two", "few", "many") if name in tags - optional), "other"]
