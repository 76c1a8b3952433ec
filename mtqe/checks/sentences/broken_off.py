"""Where a translation breaks off in mid-sentence: its last word, and why it cannot be the end."""

from __future__ import annotations

import re
from typing import NamedTuple

from mtqe.checks.shared import foreign_words, lemmas, lengths, program_texts
from mtqe.language import words
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.model import Segment, Severity
from mtqe.registry.contracts import Context

_SENTENCE_END = late(r"(?:(?:[^\W_]{2}|[)\]”’\"])\.|[!?]|[。！？।؟])[\s\"'”“’»)\]」』]*$")
_TAIL = 40
"""Characters: at the end of a text that are read."""
_FINAL_MARKS = frozenset(".!?…\"'”“’»)]。！？：；，")
_LONG = 40
"""Characters: of a source, from which on the length of its translation counts."""
_SHARE = 0.85
"""Share: of the expected length, from which on only the full stop may be missing. Measured with bench/broken.py and
bench/documentation.py."""
_FAR_SHORTER = 0.75
"""Share: of the expected length, below which much is missing. A constant is added to both lengths, since short texts
vary more. Measured with bench/broken.py and bench/documentation.py."""
_SOURCE_TAIL = 25
"""Characters: at the end of a source; a word among them may end the translation."""
# In Japanese, an item of a list or a caption often ends with a noun or verb and no mark, and a complete sentence may
# end with a polite verb and no mark. A text is cut off if it ends with a particle, or if its earlier sentences have
# their marks.
_ITEM = 100
"""Characters: of the longest source that may be an item of a list."""
_ITEM_SHARE = 0.5
"""Share: of the expected length, below which the translation of such an item is cut off. Measured with
bench/documentation.py."""
_LAST_WORD = late(r"(?<![^\s(])[^\W\d_]+\Z")
_LABEL_WORDS = 2
"""Words: of the source of a label that can break off."""
_LABEL_SHARE = 0.85
"""Share: of the expected length, from which on a label is complete. Measured with bench/projects.py."""
_COPIED = 0.5
"""Share: of words of a label that the source has, too, from which on it is no text of its language."""
_PART = 4
"""Letters: of each of the two nouns in a compound, at least."""
_LONG_WORD = 5
"""Letters: of a word at the end of a label that is no preposition."""
_OPEN_END = late(r"(?:[(\[{]|(?<=[^\W\d_])[-‐])$")


class Break(NamedTuple):
    """The range of the last word or mark, the message, and the severity where it is not that of the check."""

    start: int
    end: int
    message: str
    severity: Severity | None = None


def broken_off(segment: Segment, context: Context) -> Break | None:
    """The place where the translation of a sentence breaks off, or `None`."""
    text = segment.target.rstrip()
    if not _SENTENCE_END.search(segment.source.rstrip()[-_TAIL:]):
        return _cut_label(segment, context)
    if match := _OPEN_END.search(text, max(0, len(text) - 1)):
        return Break(*match.span(), "the translation breaks off")
    if text[-1:] in _FINAL_MARKS:
        return None
    last_words = words.words(text[-_TAIL:], hyphens=False)[-1:]
    if not last_words or last_words[0].end != len(text[-_TAIL:]):
        return None
    word = last_words[0].text
    severity = None
    if word in language(context.target_base).sentences.never_last:
        message = f"the translation breaks off after “{word}”, which cannot end a sentence"
    elif re.search(rf"(?<![A-Za-z0-9]){re.escape(word)}(?![A-Za-z0-9])", segment.source.rstrip()[-_SOURCE_TAIL:]):
        return None
    elif word.isalpha() and (severity := _cut_severity(word, segment, context)):
        message = f"the translation seems to break off after “{word}”, without a full stop"
    else:
        return None
    return Break(len(text) - len(word), len(text), message, severity)


def _cut_label(segment: Segment, context: Context) -> Break | None:
    """The place where a label of a program breaks off, after a word that cannot be last.

    A label may end with a preposition on purpose (`Sort by`). Then its source ends with a preposition or another short
    word, too, or with a frequent one (`is before`), behind which the program shows a value.
    """
    never_last = language(context.target_base).sentences.never_last
    if not never_last or not program_texts.is_message(segment):
        return None
    ends = [_LAST_WORD.search(text.rstrip()[-_TAIL:]) for text in (segment.source, segment.target)]
    if not (ends[0] and ends[1]) or len(words.words(segment.source)) < _LABEL_WORDS:
        return None
    source, target = ends[0][0], ends[1][0]
    if target not in never_last or len(source) < _LONG_WORD or target in words.keys(segment.source):
        return None
    facts = language(context.source_base)
    if source in facts.sentences.label_ends:
        return None  # `Sort across`
    if source.casefold() in facts.frequent.function or source.casefold() in facts.frequent.common:
        return None
    if lengths.ratio(segment.target, segment.source, (context.target_base, context.source_base)) >= _LABEL_SHARE:
        return None  # `Added on` for a date
    if words.copied(segment.source, segment.target) >= _COPIED:
        return None
    end = len(segment.target.rstrip())
    return Break(end - len(target), end, f"the label breaks off after “{target}”, which cannot be its end")


def _cut_severity(word: str, segment: Segment, context: Context) -> Severity | None:
    """The severity of an end without a mark where the translation is too short or ends within a word; else `None`.

    Messages of programs are shortened, so that their length alone is a minor reason; `text-too-short` judges it.
    """
    text, source = segment.target.rstrip(), segment.source
    langs = (context.target_base, context.source_base)
    if language(langs[0]).end_marks == "none" or (size := lengths.size(source, langs[1])) < _LONG:
        return None
    share = lengths.ratio(text, source, langs)
    if (
        share < 1.0
        and foreign_words.reports_single(langs[0])
        and word not in source
        and not lemmas.lexicon(langs[0]).known(word)
        and not (share >= _SHARE and _is_compound(word, langs[0]))
    ):
        return Severity.MAJOR
    if share >= (_japanese_share(text, size, langs[0]) if language(langs[0]).grammar == "japanese" else _SHARE):
        return None
    is_far = lengths.size(text, langs[0]) + lengths.FIXED < _FAR_SHORTER * (size + lengths.FIXED)
    if language(langs[0]).grammar == "japanese":
        is_far = share < _ITEM_SHARE or not _may_be_item(text, langs[0])
    is_grave = is_far and not program_texts.is_message(segment)
    return Severity.MAJOR if is_grave else Severity.MINOR


def _is_compound(word: str, lang: str) -> bool:
    """Whether a noun of a language that joins nouns ends with a noun of the dictionary, behind another: *Flutcode*."""
    if not language(lang).capital_nouns or not word[:1].isupper():
        return False
    known = lemmas.lexicon(lang).known
    return any(
        known(word[at:].capitalize())
        and any(known(word[:at].removesuffix(joint)) for joint in ("", "s", "es", "n", "en"))
        for at in range(_PART, len(word) - _PART + 1)
    )


def _may_be_item(text: str, lang: str) -> bool:
    """Whether a Japanese text without a final mark may be an item of a list: one sentence, no particle at its end."""
    return "。" not in text and not re.search(language(lang).sentences.cut_off_ends, text)


def _japanese_share(text: str, size: float, lang: str) -> float:
    """The share of the expected length below which a Japanese text without a final mark counts as cut off."""
    ends = language(lang).sentences
    if re.search(ends.cut_off_ends, text):
        return _SHARE
    return _ITEM_SHARE if re.search(ends.complete_ends, text) or (size < _ITEM and "。" not in text) else _SHARE
