"""Finds how a text addresses its reader: by the formal or the informal words of its language.

Quotations do not count, as a person in a text may say *du* to another. A word such as German *Sie* counts only with a
capital inside a sentence, right after a word or a comma: elsewhere it may be *she* or *they*.
"""

from __future__ import annotations

import dataclasses
import functools
from collections import Counter
from collections.abc import Iterator, Sequence

from mtqe.checks.team.rule_wording import filled
from mtqe.language import words
from mtqe.language.lang import language
from mtqe.language.language_tags import name
from mtqe.model import Hit, Segment, Span
from mtqe.settings.team_rules import Address

FORMS = ("formal", "informal")


@dataclasses.dataclass(frozen=True)
class Forms:
    """The words of both forms, in lower case; those of `capitals` by their form, with their capital."""

    plain: dict[str, str]
    capitals: dict[str, str]
    unless: frozenset[str] = frozenset()


def limits(rule: Address, lang: str) -> str | None:
    """The reason why a rule cannot judge translations into a language, or `None`."""
    if rule.formal and rule.informal:
        return None
    if language(lang).address is None:
        return f"mtqe has no forms of address for {name(lang)}, and the rule does not list both"
    return None


@functools.lru_cache(maxsize=64)
def forms_of(rule: Address, lang: str) -> Forms:
    """The words that a rule looks for."""
    facts = language(lang).address
    nothing: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    of_language = {"formal": (facts.formal, facts.capitals), "informal": (facts.informal, ())} if facts else {}
    plain: dict[str, str] = {}
    capitals: dict[str, str] = {}
    for form, own in (("formal", rule.formal), ("informal", rule.informal)):
        lower, upper = of_language.get(form, nothing)
        if own:
            lower = tuple(word for word in own if word == word.lower())
            upper = tuple(word for word in own if word != word.lower())
        plain |= {words.key(word): form for word in lower}
        capitals |= dict.fromkeys(upper, form)
    unless = facts.unless if facts and not rule.formal else ()
    return Forms(plain, capitals, frozenset(map(words.key, unless)))


def addressed(text: str, forms: Forms) -> dict[str, list[words.Word]]:
    """The words that address the reader, by form."""
    found: dict[str, list[words.Word]] = {form: [] for form in FORMS}
    every = words.words(words.running(text))
    doubtful = not forms.unless.isdisjoint(word.key for word in every)
    for word in every:
        if len(word.text) > 1 and word.text.isupper():
            continue  # an abbreviation
        if word.text in forms.capitals and not doubtful and _inside_sentence(text, word.start):
            found[forms.capitals[word.text]].append(word)
        elif word.key in forms.plain and not (word.text.isupper() and _inside_sentence(text, word.start)):
            found[forms.plain[word.key]].append(word)
    return found


def _inside_sentence(text: str, start: int) -> bool:
    """Whether a word or a comma stands right before a place, so that no sentence, quotation or title begins there."""
    before = text[:start].rstrip(" \t\xa0\u202f")
    return bool(before) and (before[-1].isalnum() or before[-1] == ",")


def of_segment(rule: Address, segment: Segment, lang: str) -> Iterator[Hit]:
    """The words of the other form than that of the project."""
    other = FORMS[rule.form == "formal"]
    if found := addressed(segment.target, forms_of(rule, lang))[other]:
        yield _hit(found, {"form": rule.form, "other": other}, rule)


def of_document(rule: Address, segments: Sequence[Segment], lang: str) -> Iterator[tuple[Segment, Hit]]:
    """The words of the form that fewer segments of a document have; of two equal ones, of that which comes later."""
    forms = forms_of(rule, lang)
    found = [(segment, addressed(segment.target, forms)) for segment in segments if segment.target.strip()]
    counts: Counter[str] = Counter()
    for _, by_form in found:
        counts.update(form for form in FORMS if by_form[form])
    if len(counts) < len(FORMS):
        return
    (form, number), (other, _) = counts.most_common()
    for segment, by_form in found:
        if by_form[other]:
            texts = {"form": form, "other": other, "number": str(number), "total": str(sum(counts.values()))}
            yield segment, _hit(by_form[other], texts, rule)


def _hit(found: Sequence[words.Word], texts: dict[str, str], rule: Address) -> Hit:
    texts = {"match": found[0].text, **texts}
    return Hit(filled(rule, texts), tuple(Span("target", word.start, word.end) for word in found))
