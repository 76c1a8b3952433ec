"""A placeholder of the source is not in the translation, is another one there, or stands where the program breaks.

## What it does

Compares the placeholders of both sides, as many times as each stands there: printf (`%s`, `%1$d`, `%(name)s`, `%@`),
Qt (`%1`, `%n`), Python and .NET (`{}`, `{name!r:>8}`, `{0:yyyy-MM-dd}`), Fluent (`{ $name }`), templates
(`{{ name }}`, `{% if %}`), shell and JavaScript (`$NAME`, `${name}`, `%NAME%`), Ruby (`%{name}`, `#{name}`), Laravel
(`:name`), links between messages (`@:key`, `$t(key)`). One that was changed is marked on both sides, one that was lost
in the source, a new one in the translation. Without numbers, the order of `%s` and `%d` must be that of the source.
Where the source doubles its per cent signs (`%%`), a single one in the translation is marked.

In ICU messages the argument and its type must be the same; a `select` must have the branches of the source, a `plural`
and a `selectordinal` those that CLDR names for the target language (`one`, `few`, `many`, `other` for Polish): what is
missing marks the argument. The arguments inside the branches must be those of the source, however often, and the
branch `other` must show the number (`#`) where the source's does.

## Why it is bad

The program prints a raw `{name}`, the wrong value, or stops.

## Known problems

- Two placeholders of one type without numbers (`%s … %s`) that should have changed places are not seen.
- `many` is not asked for in the Romance languages, where it serves for millions only.
- Formats of dates (`%H:%M`) are not compared: each language has its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.checks.markup import placeholders
from mtqe.checks.markup.placeholders import Message
from mtqe.checks.shared import kept_tokens
from mtqe.contracts import Context, Example, check
from mtqe.lang import language
from mtqe.model import Hit, Segment, Severity, Span


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
    """Compare the placeholders of both sides, then the branches of ICU messages."""
    source, target = segment.source, segment.target
    if not source.strip() or not target.strip() or source == target:
        return
    named = kept_tokens.compare(*placeholders.parameters(source, target))
    yield from kept_tokens.hits([fault for fault in named if fault.source], "placeholder")
    found = [placeholders.placeholders(text) for text in (source, target)]
    if not found[0] and not found[1]:
        return
    theirs, ours = found
    ours = placeholders.without_prose(ours, theirs, source)
    yield from kept_tokens.hits(
        kept_tokens.compare(placeholders.without_prose(theirs, ours, target), ours), "placeholder"
    )
    if "%%" in source and not placeholders.bare_percents(source):
        for at in placeholders.bare_percents(target):
            why = "a per cent sign must be doubled here, as in the source"
            yield Hit(why, (Span("target", at, at + 1),), suggestion="%%")
    originals = {(one.name, one.kind): one for one in placeholders.messages(source)}
    for message in placeholders.messages(target):
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
    head = next(one for one in placeholders.placeholders(segment.target) if one.start == message.start)
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
        for token in placeholders.placeholders(text[opening : end - 1]):
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
