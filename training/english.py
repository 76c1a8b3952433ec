"""What errors in English need to know of its words: part of speech, form, and what WordNet has beside them.

A word is read as a part of speech only where its neighbours or WordNet's counts leave little doubt; others are left
alone.
"""

from __future__ import annotations

import dataclasses
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from changed import Changed, exchanged
from wordnet import PARTS, WordNet


def words_of(text: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(text.split())


WORD = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?")
SURE = 0.8
"""Share of the likeliest part of speech."""
FORMS_OF = {"NOUN": 0.7, "VERB": 0.4, "ADJ": 1.0, "ADV": 1.0}
"""What part of a lemma's counts one of its forms has, roughly."""
DETERMINERS = words_of("the a an this that these those my your his her its our their every each some any no")
MODALS = words_of("to will would can could may might must shall should not cannot n't let")
SUBJECTS = words_of("i you he she it we they who which")
BE = words_of("is are was were be been being am 's 're")
HAVE = words_of("has have had having 've")
FUNCTION = words_of(
    "and or but if of in on at by for with from as than when while because so to is are was were be been "
    "has have had will would can could may might must should do does did not that which who whom whose"
)
STOP = words_of(
    "be is are was were am been being have has had having do does did done doing will would can could may "
    "might must shall should not no nor so as at by in on of or and but if it its he she his her him they "
    "them their we us our you your i me my this that these those a an the to for from with all any both "
    "each few more most other some such only own same than too very just there here then now once when "
    "where why how what which who whom whose up down out off over under again about after before while "
    "because until into through during between against above below let lets also one us one's like many "
    "much well even ever still yet get gets got use used using via per may mr mrs ms dr "
    "two three four five six seven eight nine ten eleven twelve hundred thousand million billion earlier later"
)
VOWEL = re.compile(r"(?!uni|use|usu|eu|one\b|once)(?:[aeiou]|hour|honest|heir|honou?r)", re.IGNORECASE)
TAGS = {"NOUN": ("NN", "NNS"), "ADJ": ("JJ", "JJR", "JJS"), "ADV": ("RB", "RBR", "RBS")}


@dataclasses.dataclass(frozen=True)
class Word:
    """A word of a text as it is read: `part` NOUN, VERB, ADJ or ADV, `tag` its form (Penn Treebank)."""

    start: int
    end: int
    part: str
    lemma: str
    tag: str


@dataclasses.dataclass(frozen=True)
class Option:
    """What a form can be, and how often its lemma is that."""

    part: str
    lemma: str
    tags: frozenset[str]
    weight: float


class English:
    """Readings of English words, and their forms."""

    def __init__(self, wordnet: WordNet) -> None:
        self.wordnet = wordnet
        self.adjectives: dict[str, list[str]] = defaultdict(list)
        for word in sorted(wordnet.used - STOP):
            found = self.options(word)
            if found and all(option.part == "ADJ" and "JJ" in option.tags for option in found):
                self.adjectives[word[-2:]].append(word)

    @lru_cache(maxsize=50_000)  # noqa: B019 - one lexicon lives as long as the run
    def options(self, word: str) -> tuple[Option, ...]:
        """What a form in small letters can be."""
        made = []
        for part, lemmas in self.wordnet.forms.lemmas(word).items():
            for lemma in lemmas if part in PARTS else ():
                key = PARTS[part], lemma
                known = self.wordnet.forms.inflections(lemma, part)
                tags = {tag for tag, forms in known.items() if word in forms}
                if "VBD" in tags and "VBN" not in known:  # the past participle is named only where it is another form
                    tags.add("VBN")
                if tags and key in self.wordnet.senses:
                    weight = FORMS_OF[part] * (0.5 + sum(self.wordnet.counts.get(key, {}).values()))
                    made.append(Option(part, lemma, frozenset(tags), weight))
        return tuple(made)

    def read(self, text: str) -> list[Word]:
        """The words whose part of speech is clear."""
        found = list(WORD.finditer(text))
        made = []
        for k, match in enumerate(found):
            word = match[0].lower()
            if word in STOP or len(word) < 3 or (match[0][0].isupper() and k and text[match.start() - 2] not in ".:!?"):
                continue
            before = before_of(text, found, k)
            after = found[k + 1][0].lower() if k + 1 < len(found) and found[k + 1].start() == match.end() + 1 else ""
            option = self.chosen(word, before, after)
            if option:
                tag = tag_of(option, before, after)
                made.append(Word(match.start(), match.end(), option.part, option.lemma, tag))
        return made

    @lru_cache(maxsize=100_000)  # noqa: B019
    def chosen(self, word: str, before: str, after: str) -> Option | None:
        """What a form is between its neighbours; None where it may well be something else."""
        options = [one for one in self.options(word) if fits(one, before, after)]
        if not options:
            return None
        best = max(options, key=lambda option: option.weight)
        same = sum(option.weight for option in options if option.part == best.part)
        return best if same >= SURE * sum(option.weight for option in options) else None

    def form(self, lemma: str, part: str, tag: str) -> str | None:
        """A form of a lemma."""
        known = self.wordnet.forms.inflections(lemma, part)
        found = known.get(tag) or (known.get("VBD") if tag == "VBN" else None)
        if found:
            return found[0]
        if tag in ("JJR", "RBR", "JJS", "RBS"):
            return f"{'more' if tag[2] == 'R' else 'most'} {lemma}"
        return None

    def put(self, text: str, word: Word, lemma: str) -> Changed | None:
        """A text with a word exchanged for another of the same form; None where there is no such form."""
        new = self.form(lemma, word.part, word.tag)
        if new is None or re.search(rf"\b{re.escape(new)}\b", text, re.IGNORECASE):
            return None
        return placed(text, word.start, word.end, new)

    def first(
        self, text: str, parts: Iterable[str], others: Callable[[Word], Iterable[str]], rng: random.Random
    ) -> Changed | None:
        """The first word in any order that has others, exchanged for one of them."""
        words = [word for word in self.read(text) if word.part in parts]
        rng.shuffle(words)
        for word in words:
            new = list(others(word))
            changed = self.put(text, word, rng.choice(new)) if new else None
            if changed:
                return changed
        return None


def before_of(text: str, found: list[re.Match[str]], k: int) -> str:
    """The word before a word in small letters, none behind punctuation; of a contraction its end."""
    if not k or text[found[k - 1].end() : found[k].start()] != " ":
        return ""
    word = found[k - 1][0].lower().replace("’", "'")
    return word[word.rindex("'") - (word.endswith("n't")) :] if "'" in word else word


def fits(option: Option, before: str, after: str) -> bool:
    """Whether a part of speech can stand between two words."""
    verb = option.part == "VERB"
    if before in DETERMINERS:
        follows = bool(after) and after not in FUNCTION
        return option.part == ("ADJ" if follows else "NOUN") or (option.part == "NOUN" and follows)
    if before in MODALS:
        return (verb and "VB" in option.tags) or option.part == "ADV"
    if before in SUBJECTS:
        return (verb and bool(option.tags & {"VBD", "VBZ", "VBP"})) or option.part == "ADV"
    if before in HAVE:
        return (verb and "VBN" in option.tags) or option.part in ("ADV", "NOUN", "ADJ")
    if before in BE:
        return not verb or bool(option.tags & {"VBN", "VBG"})
    return not (verb and option.tags == {"VBG"} and after in ("of", ""))


def tag_of(option: Option, before: str, after: str) -> str:
    """The form of a word where it has several."""
    tags = option.tags
    if option.part != "VERB":
        return next((tag for tag in TAGS[option.part] if tag in tags), min(tags))
    if before in MODALS and "VB" in tags:
        return "VB"
    if (before in HAVE or before in BE or after == "by") and "VBN" in tags:
        return "VBN"
    return next((tag for tag in ("VBD", "VBZ", "VBG", "VB", "VBN") if tag in tags), min(tags))


def placed(text: str, start: int, end: int, new: str) -> Changed:
    """A text with a stretch exchanged, with its capital, and the article before it as the new word wants it."""
    if text[start].isupper() and not text[start:end].isupper():
        new = new[:1].upper() + new[1:]
    article = re.search(r"\b([Aa])n? $", text[:start])
    if article:
        wanted = article[1] + ("n " if VOWEL.match(new) else " ")
        head = text[: article.start()] + wanted
        return Changed(head + new + text[end:], (len(head), len(head) + len(new)))
    return exchanged(text, start, end, new)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of sentences, roughly."""
    start = 0
    for match in re.finditer(r"(?<=[a-z0-9)\]][.!?]) +(?=[A-Z])", text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)
