"""Word forms of German that lemma data lack: endings of unknown words, compounds, separable verbs, `-ung` nouns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from mtqe.checks.shared import separable_verbs as verbs

ENDINGS = ("e", "en", "n", "er", "ern", "es", "s", "em", "ens", "ns", "nen", "se", "ses", "sen")
LATIN = ("o", "a", "i", "um", "us", "is", "on")
"""Endings that the plural replaces by `-en` or the like: *Szenario*, *Szenarien*; *Kriterium*, *Kriterien*."""
_SHORT_WORDS = frozenset({"öl", "ei", "ex", "ur", "eu", "us", "it", "tv", "uv"})
_LINKS = ("s", "es", "n", "en", "er", "e")


def stems(word: str) -> Iterator[str]:
    """The word without each inflectional ending that it may have.

    A stem has at least four letters, or three before an ending of one letter.
    """
    for ending in (*ENDINGS, *LATIN):
        stem = word[: -len(ending)]
        if word.endswith(ending) and len(stem) >= (3 if len(ending) < 2 else 4):
            yield stem


def base(word: str) -> str:
    """A word that the lemma data lack, without the ending of an adjective or noun: *nautisch* for *nautischen*."""
    # Nouns are derived with "-er" too, so a word with a capital must have a suffix that only adjectives have.
    is_noun = word[:1].isupper() and not re.search(r"(?:isch|lich|ig|bar|sam|los|haft)er$", word)
    return re.sub(r"(?<=.{5})e[mns]?$" if is_noun else r"(?<=.{5})e[mnrs]?$", "", word)


def families(word: str, lemma: Callable[[str], str], keys: Callable[[str], Sequence[str]]) -> Iterator[str]:
    """Stems that a verb shares with nouns derived from it: `~erstell` for *erstellen*, *erstellt*, *Erstellung*."""
    for noun in (word, *(word[: -len(ending)] for ending in ("en", "s") if word.endswith(ending))):
        for suffix in ("ierung", "ation", "ition", "ung"):
            if noun.endswith(suffix) and len(noun) - len(suffix) > 3:
                yield f"~{noun[: -len(suffix)]}"
    participle = re.search(r"(?<=.{4}n)d(?:e[mnrs]?)?$", word)
    to_be_done = (word[: participle.start()],) if participle else ()
    for verb in (*keys(word), *to_be_done, *verbs.infinitives(word, lemma, "de")):
        if verb.endswith("n") and len(verb) > 5:
            yield f"~{verb.removesuffix('n').removesuffix('e')}"
            if verb.endswith("ieren") and len(verb) > 8:
                yield f"~{verb[:-5]}"


def is_derived(rendering: str, word: str, lemma: Callable[[str], str]) -> bool:
    """Whether a word is a noun derived from a verb, while the rendering is a participle or finite form of that verb.

    *Anfrage* is no rendering where the glossary has *angefragt*; where it has the infinitive *anfragen*, it may be one.
    """
    if not word[:1].isupper() or not re.search(r"(?:ung|tion)(?:en)?$|[^t]e$", word):
        return False
    form = rendering.lower()
    return form.endswith(("t", "te", "ten", "tem", "ter", "tes")) and (rendering[:1].islower() or lemma(form) != form)


def adjectives(word: str) -> Iterator[str]:
    """Stems that a noun shares with an adjective in `-isch`: `^chin` for *China* and *chinesisch*."""
    adjective = re.fullmatch(r"(.{4,}?)((?:es|an|i)?)isch(?:e[mnrs]?)?", word)
    if adjective:
        yield f"^{adjective[1]}"
        yield f"^{adjective[1]}{adjective[2]}"
    else:
        yield f"^{word}"
        yield from (
            f"^{word[: -len(end)]}" for end in ("a", "o", "ien", "land") if word.endswith(end) and len(word) > 4
        )


def in_compound(part: str, word: str, folded: str, is_known: Callable[[str], bool], *, strict: bool) -> bool:
    """Whether a word is a compound with a given part as its head or modifier.

    A feminine form is no compound: *Beraterin* does not contain *Berater*.

    Args:
        part: The part, in lower case, without umlauts.
        word: The word that may be a compound, in lower case, without umlauts.
        folded: The same word with its umlauts.
        is_known: Whether the lemma data have a word.
        strict: Whether the part must have five letters or more and begin or end the word, and the remainder of the
            word must be a word.
    """
    if not strict:
        part = part[:-2] if part.endswith("en") and len(part) > 6 else part
        part = part[:-1] if part.endswith("e") and len(part) > 5 else part
    if len(part) < (5 if strict else 3) or len(word) - len(part) < 2:
        return False
    at = word.find(part)
    while at >= 0:
        before, after = folded[:at], folded[at + len(part) :]
        if after not in {"in", "innen"} and not (len(before) in {1, 2} and before not in _SHORT_WORDS):
            if not strict and len(part) > 4:
                return True
            if _remainder_is_word(before, after, is_known, strict):
                return True
        at = word.find(part, at + 1)
    return False


def _remainder_is_word(before: str, after: str, is_known: Callable[[str], bool], strict: bool) -> bool:
    """Whether one side of the part is empty (or an ending) and the other a word, with or without a linking element."""
    if len(before) > 1 and (not after or after in ENDINGS):
        trials = {before, before + "e", *(before.removesuffix(link) for link in _LINKS)}
    elif not before and len(after) > 2:
        trials = {after, *(after.removeprefix(link) for link in _LINKS)}
    else:
        return False
    return any(
        trial in _SHORT_WORDS
        or (len(trial) > 2 and (is_known(trial) or (not strict and _consists_of_words(trial, is_known))))
        for trial in trials
    )


def _consists_of_words(word: str, is_known: Callable[[str], bool]) -> bool:
    """Whether a word consists of words of three letters or more, with or without linking elements between them."""
    starts: set[int] = set()  # positions from which on the remainder consists of words
    for start in range(len(word) - 3, -1, -1):
        if is_known(word[start:]) or any(_is_part(word[start:end], is_known) for end in starts if end - start > 2):
            starts.add(start)
    return 0 in starts


def _is_part(part: str, is_known: Callable[[str], bool]) -> bool:
    return any(len(bare) > 2 and is_known(bare) for bare in (part, *(part.removesuffix(link) for link in _LINKS)))
