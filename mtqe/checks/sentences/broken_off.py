"""Where a translation breaks off in mid-sentence: its last word, and why it cannot be the end."""

from __future__ import annotations

import re
from typing import NamedTuple

from mtqe.checks.shared import foreign_words, lemmas, lengths
from mtqe.contracts import Context
from mtqe.lang import language
from mtqe.model import Segment, Severity
from mtqe.text import words

_ENDS = re.compile(r"(?:(?:[^\W_]{2}|[)\]”’\"])\.|[!?]|[。！？।؟])[\s\"'”“’»)\]」』]*$")
_TAIL = 40
"""Characters: at the end of a text that are looked at. By hand."""
_FINAL = frozenset(".!?…\"'”“’»)]。！？：；，")
_LONG = 40
"""Characters: from which a source has to be translated at some length. By hand."""
_SHARE = 0.85
"""Share: of the expected length from which on a missing full stop may be all. By hand, measured with
tests/bench/broken.py and tests/bench/documentation.py."""
_FAR = 0.75
"""Share: of the expected length below which much is missing; both lengths are taken a little longer, as short texts
vary more. By hand, measured with tests/bench/broken.py and tests/bench/documentation.py."""
_AT_END = 25
"""Characters: at the end of a source whose last word the translation may have in its last place or thereabouts.
By hand."""
# Japanese often ends an item of a list or a caption with a noun or verb and no mark, and a polite verb may lack one
# while all is said. After a particle, or where sentences before it have their marks, it is cut off.
_PARTICLE = re.compile(r"(?:を|は|(?<![こび])と|(?<!も)の|(?<!ま)で|(?<!すべ)て|[がにや、])$")
_POLITE = re.compile(r"(?:す|した|せん|さい|ょう)$")
_ITEM = 100
"""Characters: of the longest source that may be an item of a list. By hand."""
_ITEM_SHARE = 0.5
"""Share: of the expected length that the translation of such an item has at least. By hand, measured with
tests/bench/documentation.py."""
_OPEN = re.compile(r"(?:[(\[{]|(?<=[^\W\d_])[-‐])$")


class Break(NamedTuple):
    """The range of the translation's last word or mark, what is wrong with it, and how bad it is where that differs."""

    start: int
    end: int
    why: str
    severity: Severity | None = None


def broken_off(segment: Segment, context: Context) -> Break | None:
    """Where the translation of a sentence breaks off, if it does."""
    text = segment.target.rstrip()
    if not _ENDS.search(segment.source.rstrip()[-_TAIL:]):
        return None
    if found := _OPEN.search(text, max(0, len(text) - 1)):
        return Break(*found.span(), "the translation breaks off")
    if text[-1:] in _FINAL:
        return None
    last = words.words(text[-_TAIL:], hyphens=False)[-1:]
    if not last or last[0].end != len(text[-_TAIL:]):
        return None
    word = last[0].text
    severity = None
    if word in language(context.target_base).sentences.never_last:
        why = "which cannot end a sentence"
    elif re.search(rf"(?<![A-Za-z0-9]){re.escape(word)}(?![A-Za-z0-9])", segment.source.rstrip()[-_AT_END:]):
        return None
    elif word.isalpha() and (severity := _cut(word, text, segment.source, context)):
        why = "without a full stop and before all is said"
    else:
        return None
    said = f"the translation breaks off after “{word}”, {why}"
    return Break(len(text) - len(word), len(text), said, severity)


def _cut(word: str, text: str, source: str, context: Context) -> Severity | None:
    """How bad it is that a translation without a mark at its end is too short, or ends within a word."""
    langs = (context.target_base, context.source_base)
    if language(langs[0]).end_marks == "none" or (size := lengths.size(source, langs[1])) < _LONG:
        return None
    share = lengths.ratio(text, source, langs)
    if (
        share < 1.0
        and langs[0] in foreign_words.SINGLE
        and word not in source
        and not lemmas.lexicon(langs[0]).known(word)
    ):
        return Severity.MAJOR
    if share >= (_share_japanese(text, size) if language(langs[0]).grammar == "japanese" else _SHARE):
        return None
    is_far = lengths.size(text, langs[0]) + lengths.FIXED < _FAR * (size + lengths.FIXED)
    return Severity.MAJOR if is_far or language(langs[0]).grammar == "japanese" else Severity.MINOR


def _share_japanese(text: str, size: float) -> float:
    """The share of the expected length below which a Japanese text without a mark at its end is cut off."""
    if _PARTICLE.search(text):
        return _SHARE
    return _ITEM_SHARE if _POLITE.search(text) or (size < _ITEM and "。" not in text) else _SHARE
