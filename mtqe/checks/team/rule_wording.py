"""The sentences of rules: the messages of findings with `{match}` and other texts in them, and the manual of a rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mtqe.language.late_patterns import late
from mtqe.registry.contracts import MANUAL_HEADING
from mtqe.settings.team_rules import (
    Address,
    Forbidden,
    Length,
    Pairs,
    Phrases,
    Required,
    RuleSet,
    Same,
    TeamRule,
    words,
)

_PLACE = late(r"\{\{|\}\}|\{(\w*)\}")
DEFAULTS: dict[type[TeamRule], str] = {
    Forbidden: "“{match}” must not be used here",
    Required: "the source has “{match}”, and the translation lacks what must go with it",
    Same: "“{match}” of the source is not in the translation",
    Phrases: "do not write “{match}”",
    Pairs: "“{match}” must go with {expected}",
    Length: "the translation has {length} {measure}, and {limit} are allowed",
    Address: "“{match}” is {other}, and the text is {form}",
}
"""The message of a rule that has none."""
NAMES: dict[type[TeamRule], tuple[str, ...]] = {
    Forbidden: ("match", "suggestion"),
    Required: ("match",),
    Same: ("match", "expected", "found"),
    Phrases: ("match", "phrase", "suggestion"),
    Pairs: ("match", "phrase", "expected"),
    Length: ("match", "length", "limit", "measure"),
    Address: ("match", "form", "other", "number", "total"),
}
"""The names that the message of a rule of each kind may have in braces, besides those of its groups."""


def filled(rule: TeamRule, texts: Mapping[str, str], template: str | None = None) -> str:
    """A message with its texts.

    Args:
        rule: The rule.
        texts: The texts by name.
        template: Another text of the rule with names in braces; by default its message.
    """
    if template is None:
        template = rule.message or DEFAULTS[type(rule)]
    return _PLACE.sub(lambda match: texts.get(match[1], "") if match[1] is not None else match[0][0], template)


def unknown_name(template: str, known: frozenset[str]) -> str | None:
    """A name in braces that a text of a rule may not have, if there is one."""
    names = (match[1] for match in _PLACE.finditer(template) if match[1] is not None)
    return next((name for name in names if name not in known), None)


def manual(rule: TeamRule, origin: RuleSet) -> str:
    """The manual of a rule."""
    where = f"`{origin.path}`" if origin.path else "the configuration of the project"
    version = f", version {origin.version}" if origin.version else ""
    summary = _PLACE.sub(lambda match: "…" if match[1] is not None else match[0][0], rule.message) or _summary(rule)
    does = " ".join(_does(rule))
    why = rule.why.strip() or "The rule does not say."
    return (
        f"{summary.strip()}\n\n{MANUAL_HEADING}\n\n{does}\n\n## Why it is bad\n\n{why}\n\n"
        f"## Known problems\n\nThis is a rule of the team, from {where}{version}. Its authors know its limits."
    )


def _summary(rule: TeamRule) -> str:
    return {
        Forbidden: "Text that the style does not allow.",
        Required: "Something that the translation must have is missing.",
        Same: "A part of the source is not in the translation as it must be.",
        Phrases: "A phrase that the style does not allow.",
        Pairs: "A phrase is not translated as agreed.",
        Length: "The translation is longer or shorter than allowed.",
        Address: "The reader is addressed in another form than agreed.",
    }[type(rule)]


def _does(rule: TeamRule) -> Iterator[str]:
    match rule:
        case Forbidden():
            yield f"Marks each match of `{rule.pattern}` in the {_side(rule.side)}."
            yield from (f"A match inside one of `{pattern}` is allowed." for pattern in words(rule.allowed))
        case Required():
            if rule.source:
                yield f"Where the source matches `{rule.source}`, the translation must match `{rule.target}`."
            else:
                yield f"Every translation must match `{rule.target}`."
        case Same():
            yield f"Compares what `{rule.source}` finds in the source"
            how = {"exact": "letter by letter", "case": "without case", "number": "as numbers", "map": "by a table"}
            found = f"what `{rule.target}` finds in " if rule.target else ""
            yield f"with {found}the translation, {how[rule.compare]}."
        case Phrases():
            yield f"Marks {_listed(list(rule.phrases), 'phrase')} in the {_side(rule.side)}."
            yield from _options(rule)
        case Pairs():
            yield f"Where the source has a phrase of {_listed(list(rule.pairs), 'pair')}, the translation must"
            yield "have one of its translations."
            yield from ["The source must have the phrase if the translation has one of them, too."] * rule.both_ways
            yield from _options(rule)
        case Length():
            yield f"Counts the {'bytes of UTF-8' if rule.measure == 'bytes' else rule.measure} of the translation."
            yield f"{'; '.join(_limits(rule))}. Inline codes do not count."
        case Address(form="consistent"):
            yield "Finds the form in which most segments of a document address the reader, and marks the words of"
            yield "the other form. Quotations do not count."
        case Address():
            yield f"Marks the words that address the reader in another form than the {rule.form} one."
            yield "Quotations do not count."
    yield from _conditions(rule)


def _limits(rule: Length) -> Iterator[str]:
    if rule.max == "unit":
        yield "At most as many as the file allows for each unit"
    elif rule.max is not None:
        yield f"At most {rule.max:,}"
    if rule.min is not None:
        yield f"At least {rule.min:,}"
    if rule.max_ratio is not None:
        yield f"At most {rule.max_ratio:g} times as many as in the source"
    if rule.min_ratio is not None:
        yield f"At least {rule.min_ratio:g} times as many as in the source"


def _options(rule: Phrases | Pairs) -> Iterator[str]:
    if rule.inflect:
        yield "Other forms of the words count, too."
    if rule.match_case:
        yield "Capitals matter."
    if not rule.whole_words:
        yield "Parts of words count."


def _conditions(rule: TeamRule) -> Iterator[str]:
    of = {
        "sources in": rule.source_lang,
        "translations into": rule.target_lang,
        "the domain": rule.domain,
        "paths that match": rule.path,
        "keys that match": rule.key,
    }
    given = [f"{what} {' or '.join(words(value))}" for what, value in of.items() if words(value)]
    if given:
        yield f"It is for {', '.join(given)}."
    if rule.when_source:
        yield f"It does not apply if the source does not match `{rule.when_source}`."
    if rule.unless_source:
        yield f"It does not apply if the source matches `{rule.unless_source}`."


_FEW = 8
"""Entries: that a manual lists at most."""


def _listed(entries: list[str], noun: str) -> str:
    shown = ", ".join(f"`{entry}`" for entry in entries[:_FEW])
    return shown if len(entries) <= _FEW else f"{shown} and {len(entries) - _FEW:,} more {noun}s"


def _side(side: str) -> str:
    return "translation" if side == "target" else "source"
