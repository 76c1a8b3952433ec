"""What German needs beyond lemma data: endings of unknown words, compounds, separable verbs, `-ung` nouns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from mtqe.checks.shared import separable_verbs as verbs

ENDINGS = ("e", "en", "n", "er", "ern", "es", "s", "em", "ens", "ns", "nen", "se", "ses", "sen")
LATIN = ("o", "a", "i", "um", "us", "is", "on")
"""Endings that give way to a plural in `-en` or the like: *Szenario*, *Szenarien*; *Kriterium*, *Kriterien*."""
_SHORT_WORDS = frozenset({"öl", "ei", "ex", "ur", "eu", "us", "it", "tv", "uv"})
_LINKS = ("s", "es", "n", "en", "er", "e")


def stems(word: str) -> Iterator[str]:
    """The word without each inflectional ending it may have; at least four letters, three before a short ending.

    Args:
        word: Lower case, without umlauts.
    """
    for ending in (*ENDINGS, *LATIN):
        stem = word[: -len(ending)]
        if word.endswith(ending) and len(stem) >= (3 if len(ending) < 2 else 4):
            yield stem


def base(word: str) -> str:
    """A word that the data do not know without the ending of an adjective or noun: *nautisch* of *nautischen*.

    Args:
        word: As written.
    """
    # "-er" makes nouns of nouns too, so a capital wants a suffix that only adjectives have.
    noun = word[:1].isupper() and not re.search(r"(?:isch|lich|ig|bar|sam|los|haft)er$", word)
    return re.sub(r"(?<=.{5})e[mns]?$" if noun else r"(?<=.{5})e[mnrs]?$", "", word)


def families(word: str, lemma: Callable[[str], str], keys: Callable[[str], Sequence[str]]) -> Iterator[str]:
    """Marked stems that a verb shares with the nouns made of it: `~erstell` of *erstellen*, *erstellt*, *Erstellung*.

    Args:
        word: Lower case.
        lemma: Gives the dictionary form of a word.
        keys: Gives the word and its lemmas, lower case.
    """
    for noun in (word, *(word[: -len(ending)] for ending in ("en", "s") if word.endswith(ending))):
        for suffix in ("ierung", "ation", "ition", "ung"):
            if noun.endswith(suffix) and len(noun) - len(suffix) > 3:
                yield f"~{noun[: -len(suffix)]}"
    participle = re.search(r"(?<=.{4}n)d(?:e[mnrs]?)?$", word)
    to_be_done = (word[: participle.start()],) if participle else ()
    for verb in (*keys(word), *to_be_done, *verbs.whole(word, lemma, "de")):
        if verb.endswith("n") and len(verb) > 5:
            yield f"~{verb.removesuffix('n').removesuffix('e')}"
            if verb.endswith("ieren") and len(verb) > 8:
                yield f"~{verb[:-5]}"


def is_derived(rendering: str, word: str, lemma: Callable[[str], str]) -> bool:
    """Whether the word is a noun made of the verb of which the rendering is a participle or another finished form.

    Who wants *angefragt* has not got it with *Anfrage*; the infinitive *anfragen* leaves it open.

    Args:
        rendering: A word of a glossary, as written.
        word: A word of a text, as written.
        lemma: Gives the dictionary form of a word.
    """
    if not word[:1].isupper() or not re.search(r"(?:ung|tion)(?:en)?$|[^t]e$", word):
        return False
    form = rendering.lower()
    return form.endswith(("t", "te", "ten", "tem", "ter", "tes")) and (rendering[:1].islower() or lemma(form) != form)


def adjectives(word: str) -> Iterator[str]:
    """Marked stems that a noun shares with an adjective in `-isch`: `^chin` of *China* and *chinesisch*.

    Args:
        word: Lower case, without umlauts.
    """
    adjective = re.fullmatch(r"(.{4,}?)((?:es|an|i)?)isch(?:e[mnrs]?)?", word)
    if adjective:
        yield f"^{adjective[1]}"
        yield f"^{adjective[1]}{adjective[2]}"
    else:
        yield f"^{word}"
        yield from (
            f"^{word[: -len(end)]}" for end in ("a", "o", "ien", "land") if word.endswith(end) and len(word) > 4
        )


def in_compound(core: str, word: str, folded: str, known: Callable[[str], bool], *, strict: bool) -> bool:
    """Whether a word is a compound with another as its head or modifier.

    The feminine is no compound of the masculine: *Beraterin* does not hold *Berater*.

    Args:
        core: The part, lower case, without umlauts.
        word: The word that may be a compound, likewise.
        folded: The same word with its umlauts.
        known: Whether the dictionary has a word.
        strict: Take only parts of five letters and more at the beginning or end, and only where the rest is a word.
    """
    if not strict:
        core = core[:-2] if core.endswith("en") and len(core) > 6 else core
        core = core[:-1] if core.endswith("e") and len(core) > 5 else core
    if len(core) < (5 if strict else 3) or len(word) - len(core) < 2:
        return False
    at = word.find(core)
    while at >= 0:
        before, after = folded[:at], folded[at + len(core) :]
        if after not in {"in", "innen"} and not (len(before) in {1, 2} and before not in _SHORT_WORDS):
            if not strict and len(core) > 4:
                return True
            if _rest_is_word(before, after, known, strict):
                return True
        at = word.find(core, at + 1)
    return False


def _rest_is_word(before: str, after: str, known: Callable[[str], bool], strict: bool) -> bool:
    """Whether one side of the part is empty (or an ending) and the other a word, give or take a linking element."""
    if len(before) > 1 and (not after or after in ENDINGS):
        trials = {before, before + "e", *(before.removesuffix(link) for link in _LINKS)}
    elif not before and len(after) > 2:
        trials = {after, *(after.removeprefix(link) for link in _LINKS)}
    else:
        return False
    return any(
        trial in _SHORT_WORDS or (len(trial) > 2 and (known(trial) or (not strict and _made_of(trial, known))))
        for trial in trials
    )


def _made_of(word: str, known: Callable[[str], bool]) -> bool:
    """Whether a word falls into words of three letters and more, with or without linking elements between them."""
    whole: set[int] = set()  # from here on the word falls into words
    for start in range(len(word) - 3, -1, -1):
        if known(word[start:]) or any(_is_part(word[start:end], known) for end in whole if end - start > 2):
            whole.add(start)
    return 0 in whole


def _is_part(part: str, known: Callable[[str], bool]) -> bool:
    return any(len(bare) > 2 and known(bare) for bare in (part, *(part.removesuffix(link) for link in _LINKS)))
