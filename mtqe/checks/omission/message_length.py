"""The length of a text of a program that is too short for the limits of running text, and of one that lost a sentence.

Translators shorten labels and messages, so that the length alone shows little. A message with fewer sentences than its
source that is far shorter, too, has lost one of them: who joins two sentences keeps their length.
"""

from __future__ import annotations

from mtqe.checks.shared import lengths, program_texts
from mtqe.language import words
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.model import Segment, Severity

LOST, PERHAPS_LOST = 0.75, 0.85
"""Shares: of the expected length, below which a message with fewer sentences than its source has surely or perhaps lost
one. Measured with bench/projects.py."""
CUT, CUT_LABEL = 0.4, 0.3
"""Shares: of the expected length, below which a message of six words or more is cut off, and one of four or five words.
Measured with bench/projects.py."""
PERHAPS_CUT = 0.4
"""Share: of the expected length, below which a message of five words is perhaps cut off. Measured with
bench/projects.py."""
BRIEF = 0.2
"""Share: of the expected length, below which a message is cut off even if it keeps the mark at its end. By
judgement."""
JOINED = 0.5
"""Share: of the expected length, from which on a comma may have taken the place of a full stop. Measured with
bench/projects.py."""
JOINED_BY_WORD = 0.6
"""Share: of the expected length, from which on two sentences that name the same thing may be one, which names it once.
Measured on unread projects."""
FEWEST_LETTERS = 4
"""Letters: of a word that names a thing."""
_REMARK = late(r"\s*(?:\([^()]*\)|（[^（）]*）)\s*\Z")
"""A remark in brackets at the end: *(click to show)*."""
_FORMULA = late(r"\s*(?:Are you sure(?: that)? you want to|Do you (?:really )?want to|Would you like to)\b")
"""The beginning of a question of English programs, which others leave out: *Leave the harbour?*"""
_EXCLAMATION = late(r"\s*[^\W\d_]+!\s")
"""A word of feeling before what a message says: *Sorry! There is no ship.*"""
_COMMAS = late(r"[,;،、，；–—]|(?<=\s)-(?=\s)")
_HAN = late(r"[\u3400-\u9fff]{2}")
"""A word of Chinese or Japanese, which says in two characters what a short label says in four words."""
_END_MARKS = frozenset(".!?:。！？：؟")
_QUESTIONS = frozenset("?？؟՞;፧")
_VALUE = late(r"%\(\w+\)[a-z]|%\{\w+\}|%(?:\d+\$)?(?:[@sdi]|ld|lu)|\{\{ ?\w+ ?\}\}|\{ ?\$?\w+ ?\}|\$\{\w+\}")
OPEN = 0.6
"""Share: of the expected length, below which a message without the mark at its end is cut off. Measured with
bench/projects_planted.py."""
LONG, FEWEST_WORDS, FEWEST_CUT, FEWEST_MARKED = 6, 5, 4, 4
"""Words: of a source that says when its translation is cut off; of the shortest ones that are judged by their length
alone, where it is small and very small; and of the shortest one with a mark at its end."""


def fault(segment: Segment, langs: tuple[str, str]) -> tuple[str, Severity] | None:
    """What shows that a text of a program lacks a part, and how grave that is; `None` if nothing does.

    Args:
        segment: The segment.
        langs: Primary language tags of source and translation.
    """
    source, target = segment.source, segment.target
    if not (target.strip() and program_texts.is_program_text(segment) and any(map(str.isalpha, target))):
        return None
    asked = source
    if language(langs[0]).grammar == "english" and not all(
        _QUESTIONS.isdisjoint(text.rstrip()[-1:]) for text in (source, target)
    ):
        asked = _FORMULA.sub("", source) if not _QUESTIONS.isdisjoint(target.rstrip()[-1:]) else source
    share = lengths.ratio(target, asked, langs[::-1]) if any(map(str.isalpha, asked)) else 1.0
    is_brief = language(langs[1]).spaceless or _HAN.search(target) is not None
    ends = [program_texts.sentences(text) for text in _without_remarks(source, target)]
    if ends[1] < ends[0] > 1:
        is_question = source.rstrip()[-1:] in _QUESTIONS and _QUESTIONS.isdisjoint(target)
        if share < PERHAPS_LOST or (share < 1 and is_question and language(langs[1]).end_marks == "always"):
            message = f"the source has {ends[0]} sentences, and the translation only {share:.0%} of the expected length"
            is_joined = share >= JOINED and _joins(source, target, ends[0] - ends[1])
            is_joined = is_joined or (
                share >= JOINED_BY_WORD and _repeats(source, langs[0]) and _keeps_values(source, target)
            )
            is_joined = is_joined or (share >= JOINED and _EXCLAMATION.match(source) is not None)
            is_grave = is_question or (share < LOST and not is_joined and not _has_all_values(source, target))
            return message, Severity.MAJOR if is_grave else Severity.MINOR
    number = len(words.words(source))
    open_limit = OPEN if language(langs[1]).end_marks == "always" else CUT
    if share < open_limit and _lost_end_mark(source, target) and number >= (LONG if is_brief else FEWEST_MARKED):
        severity = Severity.MINOR if _names_field(segment, langs[1]) else Severity.MAJOR
        return f"the translation has no mark at its end, and only {share:.0%} of the expected length", severity
    if share >= PERHAPS_CUT or not program_texts.is_message(segment):
        return None
    is_cut = share < (CUT if number >= LONG and not is_brief else CUT_LABEL)
    if number < LONG and program_texts.has_each_word(segment, langs):
        return None
    if number >= (LONG if is_brief else FEWEST_WORDS) or (is_cut and number >= FEWEST_CUT and not is_brief):
        message = f"the translation has only {share:.0%} of the expected length"
        return message, Severity.MAJOR if is_cut and not is_whole(segment, share) else Severity.MINOR
    return None


def is_whole(segment: Segment, share: float) -> bool:
    """Whether a message with a share of the expected length is brief rather than cut off.

    It ends with the mark of a sentence, as its source does, has as many sentences, and all placeholders. *Stop the
    recording?* asks whether somebody is sure.
    """
    source, target = segment.source, segment.target
    if share < BRIEF or not (program_texts.is_message(segment) and _keeps_values(source, target)):
        return False
    ends = {text.rstrip()[-1:] for text in (source, target)}
    is_ended = ends <= _END_MARKS - {":", "："}
    return is_ended and program_texts.sentences(source) <= program_texts.sentences(target)


def keeps_last_value(segment: Segment) -> bool:
    """Whether the second half of a source has a placeholder, and the translation has all placeholders."""
    values = list(_VALUE.finditer(segment.source))
    is_late = bool(values) and 2 * values[-1].start() > len(segment.source)
    return is_late and all(value[0] in segment.target for value in values)


def _without_remarks(source: str, target: str) -> tuple[str, str]:
    """Both sides without the remark in brackets at their ends, if both have one."""
    short = _REMARK.sub("", source), _REMARK.sub("", target)
    return short if short[0] != source and short[1] != target and all(short) else (source, target)


def _names_field(segment: Segment, lang: str) -> bool:
    """Whether one word that can stand alone names the field that the source asks for: *What is your name?*, *Name*."""
    target = words.words(segment.target)
    is_name = len(target) == 1 and target[0].key not in language(lang).frequent.function
    return is_name and segment.source.rstrip()[-1:] in _QUESTIONS and program_texts.is_label(segment)


def _repeats(source: str, lang: str) -> bool:
    """Whether each sentence after the first has a word of one before it, which one sentence would say once."""
    frequent = language(lang).frequent
    seen: set[str] = set()
    for number, sentence in enumerate(program_texts.sentence_texts(source)):
        keys = {
            key
            for key in words.keys(sentence)
            if len(key) >= FEWEST_LETTERS and key not in frequent.function and key not in frequent.common
        }
        if number and seen.isdisjoint(keys):
            return False
        seen |= keys
    return True


def _joins(source: str, target: str, n_lost: int) -> bool:
    """Whether a translation has so many more commas than its source that they may stand for the lost ends."""
    return len(_COMMAS.findall(target)) - len(_COMMAS.findall(source)) >= n_lost


def _has_all_values(source: str, target: str) -> bool:
    """Whether each sentence of the source has a placeholder, and the translation has all of them."""
    values = [set(_VALUE.findall(sentence)) for sentence in program_texts.sentence_texts(source)]
    return all(values) and set.union(*values) <= set(_VALUE.findall(target))


def _keeps_values(source: str, target: str) -> bool:
    """Whether a translation has all placeholders of its source."""
    return set(_VALUE.findall(source)) <= set(_VALUE.findall(target))


def _lost_end_mark(source: str, target: str) -> bool:
    """Whether the source ends with a mark and the translation with a letter.

    The dots of a menu item (*Open ...*) say that a window follows; they end no sentence.
    """
    source = source.rstrip()
    return source[-1:] in _END_MARKS and not source.endswith("..") and target.rstrip()[-1:].isalpha()
