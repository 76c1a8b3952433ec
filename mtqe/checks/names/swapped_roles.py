"""Two names or nouns changed places around a verb: who did something became the one to whom it was done.

## What it does

Reads sentences of the form *Mr Byrne accused Ms Nowak*: a name begins the sentence, a verb in the past or one such as
*is suing* follows, and a second name follows the verb directly. It reports the sentence if the translation begins with
the second name and has the first one after it, with nothing between them that explains the change: no passive, no
preposition, no reflexive pronoun, no comma, and no verb that says the same from the other side (*owes*, *lost to*). It
also reports a translation that says it in the passive, with the one who acts as its subject: *Byrne was accused by
Nowak*. In Czech and Polish the name of the subject may show by its ending that it became the object. Both names are
marked, on both sides.

The same is done with two nouns that can act, if they are on the list of wrong-noun and the sentence is as simple as
*The lorry hit the bus*. In Russian and six languages in Latin script it reports a pronoun that became one of the
other sex (*he asked her*, *zij vroeg hem*), if the source has objects of one sex only and no *it*.

## Why it is bad

The accuser becomes the accused. All words are right, and every name and figure is there, so no other check sees it.

## Known problems

- It covers a small part of such errors. It needs both names or both nouns. In news, one sentence in about a thousand
  has this form.
- Objects of French, Spanish and Portuguese (*lui*, *le*, *lhe*) are of either sex, so an exchange of *he* and *she* is
  missed there.
- Where the order decides, names that the translation spells differently are not compared.
- German may begin with the object (*Nowak beschuldigte Byrne* for *it was Nowak whom Byrne accused*). With two names
  and no article, readers take the first one for the subject, so this is reported.
"""

from __future__ import annotations

import bisect
import functools
import operator
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from mtqe.checks.names import finder, hearing, role_nouns, role_pronouns, role_words
from mtqe.checks.names.atlas import persons, titles
from mtqe.checks.names.finder import Name, Side, Token
from mtqe.checks.shared import confidence, measured, program_texts
from mtqe.language import sentences
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.language.sections import Roles
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

BETWEEN = 9
"""Words: between the two names of a translation, at most."""
OPENING = 4
"""Words: before the first name of a translation, at most, such as its title."""
SHORTEST_HEARD = 2
"""Characters: of a name in another script, at least. One Chinese character sounds like a short name by chance."""
LONGEST_BETWEEN = 50
"""Characters: between two names of a translation in another script, at most."""
LONGEST_PASSIVE = 60
"""Characters: between a word of the passive and its agent, at most."""
SWAPPED = {("object", "subject"), ("subject", "agent")}
"""What follows subject and object of the source in a translation that exchanged them."""
Place = tuple[int, int]
_NOUN = r"(?:,[^,;:()]{2,60},|(?: (?:of|from|at|for) (?:the )?[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,3}){1,2})?"
_ADVERB = "(?: (?:[a-z]+ly|later|then|also|now|again|never|once|even|still|soon|twice|first|in turn))?"
_SUBJECT = late(rf"{_NOUN}(?: (?:has|had|have))?{_ADVERB} $")
"""Matches what may stand between a subject and its verb: a noun in commas, or where the person is from."""
_GOING_ON = late(rf"{_NOUN} (?:is|are|was|were|(?:has|have|had) been){_ADVERB} $")
"""The same before a verb in its form with *ing*."""
_APOSTROPHE = late("['’]")
_BREAK = late(r"[,;:()–—\"“”„«»\n]")


class Swap(NamedTuple):
    """The words of the names of subject and object that changed places, in the source and in the translation."""

    source: tuple[Token, Token]
    target: tuple[Place, Place]


_START = operator.attrgetter("start")


@check(
    "ACC128",
    "swapped-roles",
    "accuracy/mistranslation",
    Severity.MAJOR,
    area="names",
    limits=measured.only("ACC128"),
    examples=[
        Example("Mr Byrne accused Ms Nowak of theft.", "Herr Byrne beschuldigte Frau Nowak des Diebstahls."),
        Example(
            "Mr Byrne accused Ms Nowak of theft.",
            "Frau Nowak beschuldigte Herrn Byrne des Diebstahls.",
            ("Byrne", "Nowak", "Nowak", "Byrne"),
        ),
        Example("Mr Byrne accused Ms Nowak of theft.", "Frau Nowak wurde von Herrn Byrne des Diebstahls beschuldigt."),
        Example("Byrne praised Nowak.", "Byrne elogió a Nowak.", langs=("en", "es")),
        Example("Byrne praised Nowak.", "Nowak elogió a Byrne.", ("Byrne", "Nowak", "Nowak", "Byrne"), ("en", "es")),
        Example("Byrne praised Nowak.", "A Nowak la elogió Byrne.", langs=("en", "es")),
    ],
)
def swapped_roles(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark the names of a subject and an object that changed places."""
    if program_texts.is_program_text(segment):
        return
    langs = context.source_base, context.target_base
    swaps_of_names = [
        (tuple((token.start, token.end) for token in swap.source), swap.target)
        for swap in swaps(segment.source, segment.target, *langs)
    ]
    for source, target in (*swaps_of_names, *role_nouns.swapped(segment.source, segment.target, *langs)):
        subject, other = (segment.source[start:end] for start, end in source)
        spans = (
            *(Span("source", *place) for place in source),
            *(Span("target", *place) for place in sorted(target)),
        )
        message = f"{subject!r} and {other!r} changed places: who does something, and to whom?"
        yield Hit(message, spans, confidence=confidence.LIKELY)
    for said, wrong in role_pronouns.exchanged(segment.source, segment.target, *langs):
        pronoun, other = segment.source[slice(*said)], segment.target[slice(*wrong)]
        message = f"{pronoun!r} became {other!r}: who does something, and to whom?"
        yield Hit(message, (Span("source", *said), Span("target", *wrong)), confidence=confidence.LIKELY)


def swaps(source: str, target: str, source_lang: str, target_lang: str) -> Iterator[Swap]:
    """The subjects and objects of a text that changed places in its translation."""
    roles = language(target_lang).roles
    if roles is None or not roles.shows_order or not _may_have_actors(source, source_lang):
        return
    of_source = finder.read(source, source_lang)
    known = names_of(of_source)
    pairs = [
        pair
        for place in sentences.places(source, source_lang)
        if (pair := actors(of_source, *place, known)) is not None
    ]
    if not pairs:
        return
    of_target = finder.read(target, target_lang)
    parts = list(sentences.places(target, target_lang))
    by = _by_sound if roles.not_by_order else _by_marks if roles.after_object else _by_order
    for pair in pairs:
        for part in parts:
            if found := by(pair, of_target, part, roles) or _by_agent(pair, of_target, part, roles):
                yield Swap(pair, found)
                break


def _may_have_actors(text: str, lang: str) -> bool:
    """Whether a verb stands before a word that may begin a name. A fast test: it never misses what `actors` finds."""
    verbs = _verbs(lang)
    return verbs is not None and any(word[:1].isupper() or _is_title(word) for word in verbs.findall(text))


@functools.cache
def _verbs(lang: str) -> re.Pattern[str] | None:
    """Matches a verb in the past or with *ing*, and as a group the word after it; `None` without the section."""
    roles = language(lang).roles
    if roles is None:
        return None
    listed = "".join(f"|{re.escape(verb)}" for verb in sorted(roles.verbs))
    return re.compile(
        rf"\b(?:\w{{{role_words.SHORTEST - len(role_words.REGULAR)},}}{role_words.REGULAR}|\w+{role_words.GOING_ON}"
        rf"{listed})\b(?=\W+(\w+))"
    )


def actors(side: Side, start: int, end: int, known: list[Name]) -> tuple[Token, Token] | None:
    """The last words of the names of subject and object, if a sentence begins with a name, a verb and a name.

    Args:
        side: The text.
        start: Where the sentence begins.
        end: Where it ends.
        known: The names of the text, in order.
    """
    roles = language(side.lang).roles
    tokens = _between(side.tokens, start, end)
    if roles is None or not tokens:
        return None
    found = _here(known, start, end)
    first = tokens[0]
    is_name = first.capital and not _is_title(first.text) and not finder.is_common(first.text, side.lang)
    if is_name and not (found and found[0].start == first.start):
        found.insert(0, Name(first.start, first.end, (first,)))
    if len(found) < 2 or not _opens(found[0], tokens):
        return None
    for name in found[1:]:
        before = [token for token in tokens if token.end <= name.start]
        while before and (_is_title(before[-1].text) or before[-1].capital):
            before.pop()
        if not before:
            continue
        between = side.text[found[0].end : before[-1].start]
        is_past = role_words.is_verb(before[-1].text, roles) and _SUBJECT.fullmatch(between)
        if is_past or (role_words.is_going_on(before[-1].text, roles) and _GOING_ON.fullmatch(between)):
            pair = found[0].tokens[-1], name.tokens[-1]
            return None if pair[0].text == pair[1].text else pair
    return None


def names_of(side: Side) -> list[Name]:
    """The names of a text, in order; any word with a capital after a title is one."""
    titled = {token.fold for title, token in pairwise(side.tokens) if _is_title(title.text) and token.capital}
    return sorted(finder.names(side, finder.titled(side) | titled), key=_START)


def _between(tokens: Sequence[Token], start: int, end: int) -> list[Token]:
    """The words that begin in a part of the text."""
    return list(tokens[bisect.bisect_left(tokens, start, key=_START) : bisect.bisect_left(tokens, end, key=_START)])


def _here(known: list[Name], start: int, end: int) -> list[Name]:
    """The names of a sentence, and the parts in it of names that go on from the sentence before."""
    found = []
    first = max(0, bisect.bisect_left(known, start, key=_START) - 1)
    for name in known[first : bisect.bisect_left(known, end, key=_START)]:
        # A name may seem to go on in the next sentence: *Nowak. Byrne*.
        if here := tuple(token for token in name.tokens if start <= token.start < end):
            found.append(Name(here[0].start, here[-1].end, here))
    return found


def _opens(name: Name, tokens: list[Token]) -> bool:
    """Whether a sentence begins with a name, apart from words with a capital before it."""
    return bool(name.tokens) and all(token.capital for token in tokens if token.end <= name.start)


def _is_title(word: str) -> bool:
    lower = word.lower()
    return lower in titles() or lower in persons()


def _by_agent(pair: tuple[Token, Token], side: Side, sentence: Place, roles: Roles) -> tuple[Place, Place] | None:
    """The same, if the one who acts is the subject of a passive, and the other one its agent: *was accused by*."""
    if not roles.before_agent:
        return None
    tokens = _between(side.tokens, *sentence)
    subject, other = _named(pair, tokens)
    if not (subject and other) or other.start < subject.start:
        return None
    begin = other.start
    for token in reversed([token for token in tokens if subject.end <= token.start < other.start]):
        if not (_is_title(token.text) or token.capital):
            break
        begin = token.start
    if not re.search(rf"(?:{roles.before_agent})\W*$", side.text[max(subject.end, begin - LONGEST_PASSIVE) : begin]):
        return None
    return (subject.start, subject.end), (other.start, other.end)


def _named(pair: tuple[Token, Token], tokens: Sequence[Token]) -> tuple[Token | None, Token | None]:
    """The words of a translation that are the names of subject and object."""
    subject, other = (next((token for token in tokens if token.text == name.text), None) for name in pair)
    return subject, other


def _by_order(pair: tuple[Token, Token], side: Side, sentence: Place, roles: Roles) -> tuple[Place, Place] | None:
    """The places of subject and object in a sentence of the translation, if the object stands as its subject."""
    tokens = _between(side.tokens, *sentence)
    subject, other = _named(pair, tokens)
    if other and not subject and roles.object_endings:
        declined = re.compile(re.escape(pair[0].text) + f"(?:{roles.object_endings})")
        subject = next((token for token in tokens if declined.fullmatch(token.text)), None)
    if not (subject and other) or other.start > subject.start:
        return None
    between = [token for token in tokens if other.end <= token.start < subject.start]
    before = [token for token in tokens if token.start < other.start]
    if not between or len(between) > BETWEEN or _BREAK.search(side.text, other.end, subject.start):
        return None
    if len(before) > OPENING or any(token.text.lower() in roles.objects for token in before):
        return None
    if any(role_words.speaks_against(token.text, roles) for token in (*before, *between)):
        return None
    return (subject.start, subject.end), (other.start, other.end)


def _by_marks(pair: tuple[Token, Token], side: Side, sentence: Place, roles: Roles) -> tuple[Place, Place] | None:
    """The same, if what follows the names says that they changed roles."""
    text = side.text[slice(*sentence)]
    heard = [hearing.loudest(name.text, text, language(side.lang).has_capitals) for name in pair]
    subject, other = heard
    if not (subject and other) or subject.start == other.start:
        return None
    if (_role(text, _bare_end(subject), roles), _role(text, _bare_end(other), roles)) not in SWAPPED:
        return None
    shift = sentence[0]
    return (shift + subject.start, shift + subject.end), (shift + other.start, shift + other.end)


def _by_sound(pair: tuple[Token, Token], side: Side, sentence: Place, roles: Roles) -> tuple[Place, Place] | None:
    """The same in another script, if the order of the names says so."""
    text = side.text[slice(*sentence)]
    subject, other = (hearing.loudest(name.text, text, language(side.lang).has_capitals) for name in pair)
    if not (subject and other) or min(len(subject.text), len(other.text)) < SHORTEST_HEARD:
        return None
    if other.end > subject.start or subject.start - other.end > LONGEST_BETWEEN:
        return None
    if re.search(roles.not_by_order, text[: subject.start]):
        return None
    shift = sentence[0]
    return (shift + subject.start, shift + subject.end), (shift + other.start, shift + other.end)


def _bare_end(word: hearing.Word) -> int:
    """Where a name ends, without an ending after an apostrophe."""
    return word.start + len(_APOSTROPHE.split(word.text)[0])


def _role(text: str, end: int, roles: Roles) -> str:
    """What follows a name: the mark that ends first."""
    patterns = {"subject": roles.after_subject, "object": roles.after_object, "agent": roles.after_agent}
    found = {name: re.compile(pattern).match(text, end) for name, pattern in patterns.items() if pattern}
    return min((match.end(), name) for name, match in found.items() if match)[1] if any(found.values()) else ""
