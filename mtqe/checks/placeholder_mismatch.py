"""A placeholder of the source is not in the translation, is another one there, or stands where the program breaks.

## What it does

Compares the placeholders of both sides, as many times as each stands there: printf (`%s`, `%1$d`, `%(name)s`, `%@`),
Python (`{}`, `{name!r:>8}`), templates (`{{ name }}`, `{% if %}`), shell and JavaScript (`$NAME`, `${name}`), Ruby
(`%{name}`). One that was changed is marked on both sides, one that was lost in the source, a new one in the
translation. Without numbers, the order of `%s` and `%d` must be that of the source.

In ICU messages the argument and its type must be the same; a `select` must have the branches of the source, and a
`plural` those that CLDR names for the target language (`one`, `few`, `many`, `other` for Polish): what is missing marks
the argument. The arguments inside the branches must be those of the source, however often.

## Why it is bad

The program prints a raw `{name}`, the wrong value, or stops.

## Known problems

- Two placeholders of one type without numbers (`%s … %s`) that should have changed places are not seen.
- `many` is not asked for in the Romance languages, where it serves for millions only.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.checks.support import placeholders, tokens
from mtqe.checks.support.placeholders import Message
from mtqe.model import Hit, Segment, Severity
from mtqe.registry import Context, Example, check

_SPARE_MANY = frozenset({"es", "fr", "it", "pt", "ca"})


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
        Example("Hello %(name)s!", "Hallo %(Name)s!", ("%(name)s", "%(Name)s")),
        Example("{count} ships left.", "Die Schiffe sind fort.", ("{count}",)),
        Example("%s has %d ships.", "%d Schiffe gehören %s.", ("%s", "%d", "%d", "%s")),
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
    found = [placeholders.placeholders(text) for text in (source, target)]
    if not found[0] and not found[1]:
        return
    yield from tokens.hits(tokens.compare(*found), "placeholder")
    theirs = {(one.name, one.kind): one for one in placeholders.messages(source)}
    for message in placeholders.messages(target):
        original = theirs.get((message.name, message.kind))
        if original and original.branches:
            yield from _inside(original, message, segment, context)


def _inside(original: Message, message: Message, segment: Segment, context: Context) -> Iterator[Hit]:
    """What is wrong with the branches of a message."""
    wanted = [name for name, _, _ in original.branches]
    if message.kind == "plural":
        wanted = [name for name in wanted if name.startswith("=")] + _plurals(context.target_lang)
    missing = [name for name in dict.fromkeys(wanted) if name not in {name for name, _, _ in message.branches}]
    if missing:
        head = next(one for one in placeholders.placeholders(segment.target) if one.start == message.start)
        word = "branch" if len(missing) == 1 else "branches"
        yield Hit(f"{head.text} lacks the {word} {', '.join(missing)}", (head.span("target"),))
    theirs, ours = _arguments(original, segment.source), _arguments(message, segment.target)
    for key in [key for key in ours if key not in theirs]:
        yield Hit(f"the placeholder {ours[key].text} is not in the source", (ours[key].span("target"),))
    for key in [key for key in theirs if key not in ours]:
        yield Hit(f"the placeholder {theirs[key].text} is missing", (theirs[key].span("source"),))


def _arguments(message: Message, text: str) -> dict[str, tokens.Token]:
    """The placeholders of the branches, each once, where they stand in the text."""
    found: dict[str, tokens.Token] = {}
    for name, start, end in message.branches:
        opening = text.index("{", start + len(name)) + 1
        for token in placeholders.placeholders(text[opening : end - 1]):
            found.setdefault(token.key, token._replace(start=token.start + opening, end=token.end + opening))
    return found


def _plurals(lang: str) -> list[str]:
    """The plural categories of a language by CLDR, `other` last; that alone where CLDR does not know it."""
    from babel import Locale, UnknownLocaleError

    try:
        tags = Locale.parse(lang, sep="-").plural_form.tags
    except (UnknownLocaleError, ValueError):
        return ["other"]
    spared = {"many"} if lang.split("-")[0] in _SPARE_MANY else set()
    return [*(name for name in ("zero", "one", "two", "few", "many") if name in tags - spared), "other"]
