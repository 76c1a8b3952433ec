"""WordNet 3.0 as Debian's `wordnet-base` has it: words of opposite meaning, of the same kind, above and below.

Words are inflected by what `Forms` gives, so that the reading needs no package.
"""

from __future__ import annotations

import dataclasses
import random
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

WORDNET = "usr/share/wordnet"
PARTS = {"NOUN": "noun", "VERB": "verb", "ADJ": "adj", "ADV": "adv"}
KINDS_OF_SENSE = {"1": "noun", "2": "verb", "3": "adj", "4": "adv", "5": "adj"}
"""The digit behind the `%` of a sense's key."""
UP, DOWN = ("@", "@i"), ("~", "~i")
RARE = 0.2
"""A sense of a smaller share of what was counted of its word is left aside."""
WIDE = 40
"""A word with more kinds below it says little: its siblings are not alike, and it is hardly wrong in their place."""

KINDS_BELOW = 5
"""A word with fewer kinds below it is hardly wider than they are: commerce, of which trade is one."""


AROUND = {"adj": ("&",), "verb": UP}
"""Where a word without an antonym of its own may have one: the head of its cluster, the verb above."""
NEVER = frozenset(("cardinal", "ordinal"))
"""What WordNet has as antonyms of every number."""


@dataclasses.dataclass(frozen=True)
class Forms:
    """Lemmas of a form by part of speech, and forms of a lemma by tag (Penn Treebank); lemminflect's functions."""

    lemmas: Callable[[str], Mapping[str, tuple[str, ...]]]
    inflections: Callable[[str, str], Mapping[str, tuple[str, ...]]]


class WordNet:
    """Relations between English words, restricted to words that the texts use."""

    def __init__(self, used: set[str], root: Path, forms: Forms) -> None:
        self.used = used
        self.forms = forms
        folder = root / WORDNET
        self.senses: dict[tuple[str, str], list[str]] = {}
        self.synsets: dict[tuple[str, str], tuple[list[str], list[tuple[str, str, str, int, int]]]] = {}
        self.counts: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
        for part in PARTS.values():
            for line in (folder / f"index.{part}").read_text("utf-8").splitlines():
                if not line.startswith(" "):
                    fields = line.split()
                    self.senses[part, fields[0]] = fields[-int(fields[2]) :]
            for line in (folder / f"data.{part}").read_text("utf-8").splitlines():
                if not line.startswith(" "):
                    self._read(part, line.partition("|")[0].split())
        for line in (folder / "cntlist.rev").read_text("utf-8").splitlines():
            key, sense, count = line.split()
            lemma, _, rest = key.partition("%")
            if rest[0] in KINDS_OF_SENSE:
                self.counts[KINDS_OF_SENSE[rest[0]], lemma][int(sense)] = int(count)

    def _read(self, part: str, fields: list[str]) -> None:
        """A line of a data file: words and pointers of a synset."""
        count = int(fields[3], 16)
        words = [word.partition("(")[0] for word in fields[4 : 4 + 2 * count : 2]]
        at = 5 + 2 * count
        pointers = [
            (symbol, offset, kind, int(ends[:2], 16), int(ends[2:], 16))
            for symbol, offset, kind, ends in (fields[at + 4 * k : at + 4 * k + 4] for k in range(int(fields[at - 1])))
        ]
        self.synsets[part, fields[0]] = words, pointers

    @lru_cache(maxsize=50_000)  # noqa: B019 - one lexicon lives as long as the run
    def opposites(self, part: str, lemma: str) -> tuple[str, ...]:
        """Antonyms of the first three senses."""
        found = []
        for offset in self.senses.get((part, lemma), ())[:3]:
            words, pointers = self.synsets[part, offset]
            for symbol, other, _, mine, theirs in pointers:
                if symbol == "!" and words[mine - 1].lower() == lemma:
                    found.append(self.synsets[part, other][0][theirs - 1])
        return tuple(word for word in found if "_" not in word)

    @lru_cache(maxsize=50_000)  # noqa: B019
    def siblings(self, part: str, lemma: str) -> tuple[str, ...]:
        """Other words under the hypernyms of the first sense."""
        found: list[str] = []
        for offset in self.senses.get((part, lemma), ())[:1]:
            same = set(self.synsets[part, offset][0])
            for above in self._to(part, offset, UP):
                for below in self._to(part, above, DOWN):
                    if below != offset:
                        found += [word for word in self.synsets[part, below][0] if word not in same]
        return tuple(word for word in found if word.lower() in self.used and "_" not in word)

    def other(self, word: str, opposite: bool, rng: random.Random) -> str | None:
        """A word of opposite meaning or of the same kind, in the same form; None if there is none."""
        for part, lemmas in self.forms.lemmas(word.lower()).items():
            if part not in PARTS:
                continue
            for lemma in lemmas:
                found = (self.opposites if opposite else self.siblings)(PARTS[part], lemma)
                forms = [tag for tag, all_ in self.forms.inflections(lemma, part).items() if word.lower() in all_]
                if not found or not forms:
                    continue
                new = rng.choice(found)
                inflected = self.forms.inflections(new, part).get(forms[0])
                if inflected:
                    return inflected[0].capitalize() if word[0].isupper() else inflected[0]
        return None

    def _to(self, part: str, offset: str, symbols: tuple[str, ...]) -> list[str]:
        """Synsets of the same part of speech that a synset points to."""
        return [other for symbol, other, *_ in self.synsets[part, offset][1] if symbol in symbols]

    def frequent(self, part: str, lemma: str) -> list[str]:
        """The synsets of the senses in which a word is often used, or its first."""
        senses = self.senses.get((part, lemma), [])
        counted = self.counts.get((part, lemma), {})
        whole = sum(counted.values())
        kept = [offset for k, offset in enumerate(senses, 1) if counted.get(k, 0) > RARE * whole]
        return kept if whole else senses[:1]

    def same(self, part: str, lemma: str) -> set[str]:
        """Words that share a sense with a word, that stand right above or below it, or beside it in a cluster."""
        found: set[str] = set()
        for offset in self.senses.get((part, lemma), ()):
            for near in (offset, *self._to(part, offset, (*UP, *DOWN, "&", "^", "$"))):
                found |= {word.lower() for word in self.synsets[part, near][0]}
        return found

    def _kept(self, part: str, lemma: str, found: list[str]) -> tuple[str, ...]:
        """Words that the texts use, without what may mean the same."""
        same = self.same(part, lemma)
        words = dict.fromkeys(word for word in found if word.islower() and word.isalpha() and word in self.used)
        return tuple(word for word in words if word not in same and word not in NEVER)

    @lru_cache(maxsize=50_000)  # noqa: B019
    def antonyms(self, part: str, lemma: str) -> tuple[str, ...]:
        """Antonyms of the frequent senses: the word's own, else those of what stands around it."""
        own, near = [], []
        for offset in self.frequent(part, lemma):
            words, pointers = self.synsets[part, offset]
            for symbol, other, _, mine, theirs in pointers:
                if symbol == "!" and words[mine - 1].lower() == lemma:
                    own.append(self.synsets[part, other][0][theirs - 1])
            for head in self._to(part, offset, AROUND.get(part, ())):
                near += [
                    self.synsets[part, other][0][theirs - 1]
                    for symbol, other, _, mine, theirs in self.synsets[part, head][1]
                    if symbol == "!"
                ]
        return self._kept(part, lemma, own) or self._kept(part, lemma, near)

    @lru_cache(maxsize=50_000)  # noqa: B019
    def alike(self, part: str, lemma: str) -> tuple[str, ...]:
        """Nouns and verbs beside a word under the word above; adjectives that are values of the same attribute."""
        found: list[str] = []
        for offset in self.frequent(part, lemma)[:1]:
            if part == "adj":
                for symbol, attribute, kind, *_ in self.synsets[part, offset][1]:
                    if symbol == "=" and kind == "n":
                        values = [at for sym, at, *_ in self.synsets["noun", attribute][1] if sym == "="]
                        found += [word for at in values for word in self.synsets[part, at][0]]
                continue
            for above in self._to(part, offset, UP):
                below = self._to(part, above, DOWN)
                if len(below) <= WIDE:
                    found += [word for at in below for word in self.synsets[part, at][0]]
        return self._kept(part, lemma, found)

    @lru_cache(maxsize=50_000)  # noqa: B019
    def above(self, part: str, lemma: str) -> tuple[str, ...]:
        """Words for the kind that a noun or verb is of."""
        found: list[str] = []
        for offset in self.frequent(part, lemma)[:1]:
            over = [up for up in self._to(part, offset, UP) if KINDS_BELOW <= len(self._to(part, up, DOWN)) <= WIDE]
            found += [word for up in over for word in self.synsets[part, up][0]]
        return self._used(part, found, lemma)

    @lru_cache(maxsize=50_000)  # noqa: B019
    def below(self, part: str, lemma: str) -> tuple[str, ...]:
        """Words for kinds of what a noun or verb says."""
        found: list[str] = []
        for offset in self.frequent(part, lemma)[:1]:
            found += [word for down in self._to(part, offset, DOWN) for word in self.synsets[part, down][0]]
        return self._used(part, found, lemma)

    def _used(self, part: str, found: list[str], lemma: str) -> tuple[str, ...]:
        """Words that the texts use, without those that share a sense with a word."""
        same = {word for at in self.senses.get((part, lemma), ()) for word in self.synsets[part, at][0]}
        words = dict.fromkeys(word for word in found if word.islower() and word.isalpha() and word in self.used)
        return tuple(word for word in words if word not in same)
