"""A name has the wrong capitals in the translation: *Github* instead of *GitHub*.

## What it does

Looks at the words of the source with a capital inside (*iPhone*, *GitHub*, *kWh*). With a glossary it also looks at
protected terms and at renderings with such capitals. Each place where the translation writes one of these names with
other capitals is marked.

A name of a program that consists of words (`tideName`) may become a word of the text (*Tidename*). Translations written
entirely in capitals are ignored, and so is a spelling that the source uses, too. If the
translation has a name as often as the source, the same letters in lower case or in a compound are ignored, because they
may be a common word (`DropDown: shows a dropdown list`).

## Why it is bad

Owners care about the spelling of their names, readers notice carelessness, and programs and units have one spelling
only.

## Known problems

Names in capitals only, or with only an initial capital, are checked only if the glossary protects them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe.checks.shared import capitals
from mtqe.checks.terms import glossary_terms, occurrences
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.language.words import masked
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

_INNER_CAPITAL_WORD = late(r"(?<![^\W_])[A-Za-z]*[a-z][A-Z][A-Za-z]*")

_IDENTIFIER = late(r"[a-z]{3,}(?:[A-Z][a-z]{2,})+")
"""A name of a program that consists of words (`featureName`); *iPhone* and *eBay* begin with a letter or two."""
_INNER_CAPITAL = late("[a-z][A-Z]")
_OTHER_WORD_FOLLOWS = late(r"(?!s(?![^\W_]))[^\W\d_]")


@check(
    "TRM105",
    "wrong-casing",
    "linguistic-conventions/spelling",
    Severity.MINOR,
    area="terminology",
    mends=True,
    examples=[
        Example("It is on GitHub and YouTube.", "Es steht auf GitHub und Youtube.", ("Youtube",)),
        Example("The iPhone user", "Der iPhone-Nutzer"),
        Example("The variable tideName", "Der Tidename"),
        Example("GITHUB AND YouTube", "GITHUB UND YOUTUBE"),
        Example("Use npm.", "Npm verwenden.", glossary=(("npm", "npm", "keep"),)),
        Example("Use npm.", "Verwenden Sie NPM.", ("NPM",), glossary=(("npm", "npm", "keep"),)),
        Example("The hub", "Der Github-Server", ("Github",), glossary=(("hub", "GitHub-Server", "preferred"),)),
        Example("L’iPhone est là.", "The Iphone is here.", ("Iphone",), ("fr", "en")),
    ],
)
def wrong_casing(segment: Segment, context: Context) -> Iterator[Hit]:
    """Yield a hit for each name with wrong capitals."""
    target = segment.target
    if not target.strip() or target.isupper() or capitals.lost(segment, context):
        return
    # Forbidden renderings have a finding of their own.
    reported = {span.start for item in _judged(segment, context) for span in item.target}
    names = _names(segment, context)
    visible = masked(target) if names and context.glossary is None else target
    for name in names:
        all_kept = 0 < segment.source.count(name) <= target.count(name)
        for start, end in occurrences.find(name, visible, context.target_base):
            written = target[start:end]
            if occurrences.is_same(name, written) or written in segment.source or start in reported:
                continue
            if _IDENTIFIER.fullmatch(name) and written in (written.lower(), name.lower().capitalize()):
                continue  # `der Featurename` for a variable `featureName`
            if all_kept and (written.islower() or target[end : end + 1] == "-"):
                continue
            if language(context.target_base).names.endings == "s" and _OTHER_WORD_FOLLOWS.match(target, end):
                continue  # French `autocorrection` is not the name AutoCorrect
            # Passages in capitals and key combinations (`CTRL+...`) have no other spelling.
            if written.isupper() and (
                "+" in (target[start - 1 : start], target[end : end + 1])
                or re.search(rf"{re.escape(written)}[-\s]+[A-ZÄÖÜ]{{4,}}", target)
            ):
                continue
            if name.islower() and written == name.capitalize() and occurrences.starts_sentence(target, start):
                continue
            reported.add(start)
            yield Hit(
                f"“{written}” must be written “{name}”",
                (Span("target", start, end),),
                suggestion=name,
                # A hyphen may hold a compound together, and other capitals inside the word may be another name.
                fixable=written.casefold() == name.casefold()
                and (written.isupper() or written in (written.lower(), written.capitalize())),
            )


def _names(segment: Segment, context: Context) -> dict[str, None]:
    """The names whose capitals count, each once."""
    names: dict[str, None] = {}
    if context.glossary is not None:
        names |= dict.fromkeys(name for name, _ in glossary_terms.protected_terms(segment, context))
        for item in _judged(segment, context):
            names |= dict.fromkeys(word for text in item.approved for word in _INNER_CAPITAL_WORD.findall(text))
    if _INNER_CAPITAL.search(segment.source):
        names |= dict.fromkeys(_INNER_CAPITAL_WORD.findall(masked(segment.source)))
    return {name: None for name in names if len(name) > 2}


def _judged(segment: Segment, context: Context) -> tuple[glossary_terms.Judgement, ...]:
    """The judged terms of the segment; none if no rendering of the glossary has a capital inside a word."""
    return tuple(glossary_terms.judge(segment, context)) if _has_inner_capital(context) else ()


def _has_inner_capital(context: Context) -> bool:
    """Whether any rendering of the glossary has a capital inside a word."""
    terms = context.glossary.terms if context.glossary is not None else ()
    return context.run_memo.once(
        _has_inner_capital, lambda: any(_INNER_CAPITAL_WORD.search(term.target) for term in terms)
    )
