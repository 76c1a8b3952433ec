"""A sentence was assembled from two halves: two finite verbs meet at a bracket or tag.

## What it does

Marks the verbs directly before and after a bracket (`[…]`, `(…)`) or tag where both are finite and no comma or other
mark is between them: *where the isle is [the harbour] was able to*. German, English, French, Spanish and Dutch have a
list of auxiliaries. In German the verb before the bracket may be any verb whose form shows that it is finite. The check
is silent where the source has such a pair of verbs.

## Why it is bad

The system translated the text before the bracket as a sentence of its own and continued with another one after it. The
reader has to guess what belongs together.

## Known problems

A seam is found only where both verbs touch the bracket or tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe.checks.shared import lemmas
from mtqe.language import words
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

_SEAM = late(
    r"(?<![^\W\d_])([^\W\d_]+)[ \u00a0]?"
    r"(?:\[[^\[\]]{1,120}\]|\([^()]{1,120}\)|</?[A-Za-z][^<>]{0,80}>)+"
    r"[ \u00a0]?([^\W\d_]+)(?!\w)"
)
_OPENING = frozenset("[(<")
_PARTICIPLE = late(r"(?:\w{2,})?ge\w{3,}")
_FIRST_WORD = late(r"[^.!?:]*$")


def _limits(context: Context) -> str | None:
    return (
        None if language(context.target_base).verbs.finite else f"there is no list of verbs for {context.target_base}"
    )


@check(
    "ART110",
    "broken-seam",
    "linguistic-conventions/grammar",
    Severity.MAJOR,
    area="form",
    limits=_limits,
    examples=[
        Example("The port [of the isle] is old.", "Der Hafen [der Insel] ist alt."),
        Example("What it is [a port] is clear.", "Was er ist [ein Hafen], ist klar."),
        Example("He was [sic] is here.", "Er war [sic] ist hier."),
        Example("It is <b>not</b> old.", "Er ist <b>nicht</b> alt."),
        Example("If it is off (the default) it stays.", "Wenn es aus ist (die Voreinstellung) wird nichts geändert."),
        Example("Work done there (and paid) counts.", "Arbeiten, die dort durchgeführt (und bezahlt) wurden, zählen."),
        Example("He was built (in May) and has sunk.", "Er wurde gebaut (im Mai) hat aber Pech."),
        Example(
            "We want a town where the isle [the harbour] is able to act.",
            "Wir wollen einen Ort, an dem sich die Insel befindet [the harbour] ist in der Lage zu handeln.",
            ("befindet", "ist"),
        ),
        Example("Le port [de l’île] est vieux.", "The port is [of the isle] was old.", ("is", "was"), ("fr", "en")),
    ],
)
def broken_seam(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark the finite verbs on both sides of a bracket or tag."""
    seams = _seams(segment.target, context.target_base)
    if seams and not _seams(segment.source, context.source_base):
        for seam in seams:
            spans = (Span("target", *seam.span(1)), Span("target", *seam.span(2)))
            yield Hit(f"the finite verbs “{seam[1]}” and “{seam[2]}” meet at a bracket or tag", spans)


def _seams(text: str, lang: str) -> list[re.Match[str]]:
    """Matches of a bracket or tag with finite verbs on both sides."""
    if _OPENING.isdisjoint(words.characters(text)):
        return []
    verbs = language(lang).verbs
    return [
        match
        for match in _SEAM.finditer(text)
        if match[2] in verbs.finite
        and not _ends_a_clause(text[: match.start(1)], lang)
        and (match[1] in verbs.finite or (verbs.finite_rule == "german" and _is_finite_german(match[1])))
    ]


def _ends_a_clause(before: str, lang: str) -> bool:
    """Whether a conjunction begins the sentence, so that the verb before the bracket may end its clause."""
    sentence = _FIRST_WORD.search(before)
    begun = sentence[0].split() if sentence else []
    return bool(begun) and "," not in " ".join(begun) and begun[0].lower() in language(lang).verbs.verb_final


def _is_finite_german(word: str) -> bool:
    """Whether a German word can be a verb in the third person, but not an infinitive or participle."""
    if not word.islower() or not word.endswith(("t", "te", "ten")) or _PARTICIPLE.fullmatch(word):
        return False
    lemma = lemmas.lexicon("de").lemma(word)
    return lemma != word and lemma.endswith("n") and lemma.islower()
