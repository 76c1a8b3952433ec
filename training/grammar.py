"""Errors of English grammar that change what a text says: tense, aspect, comparison, number, gender, what is left out.

The kinds by WordNet stand here too: words of opposite meaning, of the same kind, above and below.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable

from changed import Changed, exchanged, several
from english import BE, FUNCTION, HAVE, STOP, SUBJECTS, WORD, English, Word, placed, sentences, words_of
from plant import find

PLURAL_BEFORE = re.compile(r"(?:\b(?:they|we|you|these|those)|\w[^su\Wi]s|\bpeople) $", re.IGNORECASE)
SINGULAR_SUBJECT = frozenset(("he", "she", "it", "who", "which"))
OBJECT = words_of("the a an his her its their our my your this these those him them us it me that")
NOT_NOUN = FUNCTION | SUBJECTS | OBJECT | {"out", "up", "down", "off", "away", "back", "over", "again", "too", "there"}
CLAUSE_WORDS = words_of(
    "if when while as although because though unless since what who how why where whether in on at for after "
    "before during despite until with without from by to of over under according"
)
MALE = {"he": "she", "him": "her", "his": "her", "himself": "herself"}
FEMALE = {"she": "he", "herself": "himself", "hers": "his"}
PRONOUN = re.compile(r"\b(?:he|him|his|himself|she|hers?|herself)\b", re.IGNORECASE)
COMPARED = ("JJR", "JJS", "RBR", "RBS")
PERIPHRASTIC = {"more": "less", "less": "more", "most": "least", "least": "most", "fewer": "more"}
AUXILIARY = r"is|are|was|were|will|would|can|could|should|must|may|has|have|had|does|do|did"


def by_meaning(english: English, text: str, kind: str, rng: random.Random) -> Changed | None:
    """A word exchanged as WordNet says: `antonym`, `noun`, `verb`, `adjective`, `hypernym`."""
    net = english.wordnet
    if kind == "antonym":
        return english.first(text, ("NOUN", "VERB", "ADJ", "ADV"), lambda word: net.antonyms(*_key(word)), rng)
    if kind == "hypernym":  # a verb's hypernym often means the same
        up = rng.random() < 0.6
        return english.first(
            text, ("NOUN",) if up else ("NOUN", "VERB"), lambda word: (net.above if up else net.below)(*_key(word)), rng
        )
    if kind == "adjective":
        return english.first(text, ("ADJ",), lambda word: _adjectives(english, word, rng), rng)
    return english.first(text, (kind.upper(),), lambda word: net.alike(*_key(word)), rng)


def _key(word: Word) -> tuple[str, str]:
    return word.part.lower(), word.lemma


def _adjectives(english: English, word: Word, rng: random.Random) -> Iterable[str]:
    """Values of the same attribute, or adjectives with the same ending."""
    found = english.wordnet.alike("adj", word.lemma)
    if found and rng.random() < 0.7:
        return found
    same = english.wordnet.same("adj", word.lemma)
    return [new for new in english.adjectives[word.lemma[-2:]] if new not in same and new[:4] != word.lemma[:4]]


def tense(english: English, text: str, rng: random.Random) -> Changed | None:
    """What was becomes what will be, and so on."""
    ways = [_be, _will, _perfect, _finite]
    rng.shuffle(ways)
    for way in ways:
        changed = way(english, text, rng)
        if changed:
            return changed
    return None


def _be(english: English, text: str, rng: random.Random) -> Changed | None:
    """Forms of `be`."""
    match = find(r"\b(?:is|are|was|were|will be|has been|have been)\b(?!['’])", text, rng)
    if match is None or re.search(
        r"\b(?:(?:if|as though|wish) [\w ]{0,20}|(?:may|might|could|would|should|must|to|not) (?:not )?)$",
        text[: match.start()],
        re.IGNORECASE,
    ):
        return None
    many = match[0] in ("are", "were", "have been") or bool(PLURAL_BEFORE.search(text[: match.start()]))
    past, now = ("were", "are") if many else ("was", "is")
    ways = {"is": [past, "will be"], "are": [past, "will be"], "was": [now, "will be"], "were": [now, "will be"]}
    return exchanged(
        text, *match.span(), rng.choice(ways.get(match[0], [past, "will be"] if "been" in match[0] else [past]))
    )


def _will(english: English, text: str, rng: random.Random) -> Changed | None:
    """The future becomes the past."""
    match = find(r"\bwill (not )?(?!be\b|not\b|have\b)([a-z]+)\b", text, rng)
    option = english.chosen(match[2], "will", "") if match else None
    if match is None or option is None or option.part != "VERB":
        return None
    new = f"did not {match[2]}" if match[1] else english.form(option.lemma, "VERB", "VBD")
    return exchanged(text, *match.span(), new) if new else None


def _perfect(english: English, text: str, rng: random.Random) -> Changed | None:
    """What has happened will happen."""
    match = find(r"\b(has|have|had) (?!been\b|to\b)([a-z]+)\b", text, rng)
    option = english.chosen(match[2], "has", "") if match else None
    if match is None or option is None or option.part != "VERB":
        return None
    return exchanged(text, *match.span(), f"will have {match[2]}" if match[1] == "had" else f"will {option.lemma}")


def _finite(english: English, text: str, rng: random.Random) -> Changed | None:
    """A verb of the past or present by itself."""
    found = []
    words = list(WORD.finditer(text))
    for k, match in enumerate(words[1:], 1):
        before = words[k - 1][0]
        after = words[k + 1][0].lower() if k + 1 < len(words) else ""
        for option in english.options(match[0]) if match[0] not in STOP else ():
            if option.part == "VERB" and _is_finite(option.tags, before, after, len(english.options(match[0])) == 1):
                found.append((match, option, before.lower()))
    if not found:
        return None
    match, option, before = rng.choice(found)
    if "VBD" not in option.tags:
        new = rng.choice([english.form(option.lemma, "VERB", "VBD"), f"will {option.lemma}"])
    else:
        present = "VB" if before in ("i", "you", "we", "they") or before.endswith("s") else "VBZ"
        new = rng.choice([english.form(option.lemma, "VERB", present), f"will {option.lemma}"])
    return exchanged(text, *match.span(), new) if new else None


def _is_finite(tags: frozenset[str], before: str, after: str, only: bool) -> bool:
    """Whether a form is surely a verb of the past or of the third person."""
    subject = before.lower() in SUBJECTS or (before[0].isupper() and before.lower() not in FUNCTION | OBJECT)
    if "VBD" in tags:
        if "VBN" in tags and before.lower() not in SUBJECTS and after not in OBJECT:  # variables declared as
            return False
        free = before.lower() not in BE | HAVE | {"being", "having", "get", "got", "not"}
        return free and ((subject and (only or after in OBJECT)) or (only and "VBN" not in tags))
    return "VBZ" in tags and before.lower() in SINGULAR_SUBJECT


def aspect(english: English, text: str, rng: random.Random) -> Changed | None:
    """What is going on becomes what is done, or is done already."""
    match = find(r"\b(is|are|was|were|has been|have been) ([a-z]+ing)\b", text, rng)
    option = english.chosen(match[2], "is", "") if match else None
    if match is None or option is None or option.part != "VERB":
        return None
    if match[1] in ("was", "were"):
        new = f"had {english.form(option.lemma, 'VERB', 'VBN')}"
    elif match[1] in ("is", "are"):
        new = f"{'has' if match[1] == 'is' else 'have'} {english.form(option.lemma, 'VERB', 'VBN')}"
    else:
        new = f"had once {english.form(option.lemma, 'VERB', 'VBN')}"
    return None if "None" in new else exchanged(text, *match.span(), new)


def comparison(english: English, text: str, rng: random.Random) -> Changed | None:
    """More becomes less, and a comparative its reverse."""
    draws = [
        match
        for match in re.finditer(r"\b(?:more|less|most|least|fewer)\b", text)
        if text[match.start() - 3 : match.start()] != "at "
    ]
    words = [
        word
        for word in english.read(text)
        if word.tag in COMPARED and text[word.start : word.end].lower().startswith(word.lemma[:3])
    ]
    if draws and (not words or rng.random() < 0.5):
        match = rng.choice(draws)
        return exchanged(text, *match.span(), PERIPHRASTIC[match[0]])
    if not words:
        return None
    word = rng.choice(words)
    others = english.wordnet.antonyms(word.part.lower(), word.lemma)
    if others:
        return english.put(text, word, rng.choice(others))
    return placed(text, word.start, word.end, f"{'less' if word.tag[2] == 'R' else 'least'} {word.lemma}")


def number(english: English, text: str, rng: random.Random) -> Changed | None:
    """One becomes several, or several one."""
    found = []
    for word in english.read(text):
        before = re.search(r"\b(the|his|her|its|our|their|your|my|of|for|with|by|from) $", text[: word.start])
        if (
            word.part == "NOUN"
            and before
            and not re.match(r" (?!(?:of|in|on|at|by|for|with|and|or|to|from|as|than|when)\b)", text[word.end :])
        ):
            new = english.form(word.lemma, "NOUN", "NN" if word.tag == "NNS" else "NNS")
            if new and new != text[word.start : word.end].lower():
                found.append((word, new))
    if not found:
        return None
    word, new = rng.choice(found)
    return placed(text, word.start, word.end, new)


def gender(text: str, rng: random.Random) -> Changed | None:
    """He becomes she: one pronoun, or all of them."""
    edits = []
    for match in PRONOUN.finditer(text):
        word = match[0].lower()
        new = MALE.get(word) or FEMALE.get(word)
        follows = re.match(r" ([a-zA-Z]+)", text[match.end() :])
        noun = bool(follows) and follows[1].lower() not in NOT_NOUN  # type: ignore[index]
        if word == "her":
            new = "his" if noun else "him"
        elif word == "his" and not noun:
            new = "hers"
        assert new is not None
        edits.append((*match.span(), new.capitalize() if match[0][0].isupper() else new))
    if not edits:
        return None
    return several(text, edits if rng.random() < 0.6 else [rng.choice(edits)])


def question(english: English | None, text: str, rng: random.Random) -> Changed | None:
    """A statement becomes a question."""
    if text.count(".") != 1 or not text.endswith("."):
        return None
    match = re.match(rf"((?:[\w’'-]+ ){{1,5}})({AUXILIARY}) (?=\w)", text)
    if match is None:
        return None
    first = match[1].partition(" ")[0]
    known = first.lower() in FUNCTION | SUBJECTS | OBJECT | {"there"} or bool(
        english and english.options(first.lower())
    )
    if first.lower() in CLAUSE_WORDS:
        return None
    subject = match[1] if first == "I" or not known else match[1][0].lower() + match[1][1:]
    head = f"{match[2].capitalize()} {subject}"
    new = head + text[match.end() : -1] + "?"
    return several_spans(new, [(0, len(match[2])), (len(new) - 1, len(new))])


def several_spans(text: str, spans: list[tuple[int, int]]) -> Changed:
    """A changed text with all stretches that are new."""
    return Changed(text, spans[0], also=tuple(spans[1:]))


def left_out(english: English, text: str, rng: random.Random) -> Changed | None:
    """An adjective or adverb, a verb, a noun or the subject is left out."""
    draw = rng.random()
    if draw < 0.25:
        return _subject(text, rng)
    parts = ("ADJ", "ADV") if draw < 0.5 else ("VERB",) if draw < 0.75 else ("NOUN",)
    words = [word for word in english.read(text) if word.part in parts and word.start]
    if len(words) < 1 or len(text.split()) < 5:
        return None
    word = rng.choice(words)
    end = word.end + (text[word.end : word.end + 1] == " ")
    return exchanged(text, word.start, end, "")


def _subject(text: str, rng: random.Random) -> Changed | None:
    """From the beginning of a sentence to its first auxiliary, if that is near."""
    found = []
    for start, end in sentences(text):
        match = re.match(rf"(?:[\w’'-]+ ){{1,6}}?(?=(?:{AUXILIARY})\b)", text[start:end])
        if match and not re.match(r"(?:there|it|this|what|who|how|why|if|when)\b", match[0], re.IGNORECASE):
            found.append((start, start + match.end()))
    if not found:
        return None
    start, end = rng.choice(found)
    return Changed(text[:start] + text[end].upper() + text[end + 1 :], None)
