"""Names that the translation of a document spells in two ways: *Selenskyj* in most places, *Zelenskij* in one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from mtqe.checks.names.finder import Side, Token, is_name
from mtqe.checks.names.matching import Mismatch
from mtqe.checks.names.spelling_similarity import edits, similarity
from mtqe.checks.shared import confidence
from mtqe.checks.shared.lemmas import lexicon
from mtqe.lang import language

SHORTEST = 5
"""Letters: of the shortest name; shorter ones resemble too many words. By hand."""
LIKE = 0.6
"""Similarity: from which on a word with a capital is taken for the name's rendering. By hand."""


@dataclass(frozen=True, slots=True)
class _Rendering:
    """A name of the source and what stands for it in the translation of a segment."""

    segment: int
    name: Token
    target: Token


def spellings(pairs: Sequence[tuple[Side, Side]]) -> list[list[Mismatch]]:
    """For each pair, the names that the other pairs have in another spelling, which is no form of the same.

    Names that are copied from the source anywhere are left to the comparison with the source.

    Args:
        pairs: The pairs of a document.
    """
    found: list[list[Mismatch]] = [[] for _ in pairs]
    renderings: dict[str, list[_Rendering]] = defaultdict(list)
    for number, (source, target) in enumerate(pairs):
        if not (
            language(source.lang).spaceless or language(target.lang).spaceless or source.capitals or target.capitals
        ):
            for one in _renderings(number, source, target):
                renderings[one.name.fold].append(one)
    known = {token.text for source, _ in pairs for token in source.tokens if token.capital}
    for group in renderings.values():
        forms = Counter(one.target.text for one in group)
        usual, times = forms.most_common(1)[0]
        if times < 2 or usual in known:
            continue
        for one in group:
            text, target = one.target.text, pairs[one.segment][1]
            rare = 3 * forms[text] <= times or forms[text] == 1
            if rare and text not in known and usual not in target.text and _is_other(text, usual, target.lang):
                places = (one.name.start, one.name.end), (one.target.start, one.target.end)
                found[one.segment].append(Mismatch("spelling", *places, confidence.LIKELY, elsewhere=usual))
    return found


def _renderings(number: int, source: Side, target: Side) -> list[_Rendering]:
    own = {token.fold for token in source.tokens}
    free = [token for token in target.tokens if token.capital and len(token.text) >= SHORTEST]
    found: list[_Rendering] = []
    for name in source.tokens:
        if len(name.text) < SHORTEST or not name.capital or not free or not is_name(name, source.lang):
            continue
        best = max(free, key=lambda token: similarity(name.fold, token.fold))
        if similarity(name.fold, best.fold) >= LIKE and (best.fold == name.fold or best.fold not in own):
            found.append(_Rendering(number, name, best))
    return found


def _is_other(text: str, usual: str, lang: str) -> bool:
    """Whether a word is another spelling of the usual one, and neither its form nor a word of the language."""
    one, two = text.casefold(), usual.casefold()
    shortest = min(len(one), len(two))
    shared = next((at for at in range(shortest) if one[at] != two[at]), shortest)
    ending = 3 if language(lang).names.endings == "cases" else 2
    if shared >= shortest - ending or one in two or two in one:
        return False
    return edits(one, two) <= 1 + (shortest > 6) and not lexicon(lang).known(text)
