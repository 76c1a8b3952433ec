"""The end of a sentence: a translation that breaks off, loses its mark or turns a statement into a question."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe.checks.negation import hedge_words
from mtqe.checks.sentences.broken_off import broken_off
from mtqe.checks.shared import asking
from mtqe.language.lang import language, tags_with
from mtqe.language.language_tags import name
from mtqe.language.late_patterns import late
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

# --- ART105 truncated-end ---------------------------------------------------------------------------------------------


@check(
    "ART105",
    "truncated-end",
    "accuracy/omission",
    Severity.MAJOR,
    area="omission",
    examples=[
        Example("The ferry left late and empty.", "Die Fähre legte spät und leer ab."),
        Example("The ferry left late and", "Die Fähre legte spät ab und"),
        Example("The ferry left, and...", "Die Fähre legte ab und"),
        Example("The ferry left.", "Die Fähre legte ab"),
        Example("He lives in the U.S.", "Er wohnt in den"),
        Example("Take vitamin A.", "Prenez de la vitamine A", langs=("en", "fr")),
        Example("The ferry left late and empty.", "Die Fähre legte spät ab und", ("und",)),
        Example("“The ferry left late (at noon).”", "„Die Fähre legte spät ab (", ("(",)),
        Example("They closed the north pier and the south pier.", "Man schloss die Nord-", ("-",)),
        Example("Le bac est parti avec la clé du port.", "The ferry left with the key of the ", ("the",), ("fr", "en")),
        Example(
            "The old ferry left late and empty, the pilot said.", "Die alte Fähre legte spät und leer ab, so der Lotse"
        ),
        Example("The old ferry left late and empty, the pilot said.", "Die alte Fähre legte spät", ("spät",)),
        Example("The old ferry left late and empty, the pilot said.", "Die alte Fähre legte spät und le", ("le",)),
        Example(
            "The old ferry left the harbour at six, the pilot said.",
            "Die alte Fähre verließ um sechs Uhr den Haf",
            ("Haf",),
        ),
        Example("渡轮晚点离开了港口。", "The ferry was late to leave the", ("the",), ("zh", "en")),
        Example(
            "Removes the chosen song from the programme of tonight.", "選んだ曲を今夜の一覧から削除", langs=("en", "ja")
        ),
        Example("Removes the song from the programme of tonight.", "選んだ曲を今夜の番組の", ("の",), ("en", "ja")),
        Example("曲を飛ばすには、コマンドラインに skip と入力します。", "To do it, type skip", langs=("ja", "en")),
        Example("Sort by", "Trier par", langs=("en", "fr"), meta=({"unit": "sort"},)),
        Example("Name of the harbour", "Nom du", ("du",), ("en", "fr"), meta=({"unit": "name"},)),
    ],
)
def truncated_end(segment: Segment, context: Context) -> Iterator[Hit]:
    """The translation breaks off in mid-sentence, and the source does not.

    ## What it does

    Looks at sources that end with a full stop, question mark or exclamation mark and have a translation that ends
    without any mark. The last word of the translation is marked in three cases:

    - it cannot end a sentence, such as `und` or `the`;
    - the translation has less than 85 % of the expected length;
    - in English and German, no dictionary has the word, and the translation is shorter than expected. A German compound
      of two nouns is a word.

    In Japanese, items of a list and captions end with a noun or verb and no mark. So a Japanese translation has to be
    much shorter, unless it ends with a particle or has more than one sentence. A hyphen or opening bracket at the end
    is marked as well. A word that also ends the source, such as a command, is never marked.

    A label of a program that is shorter than expected is marked if it ends with a word that cannot be last, and its
    source with a word of five letters or more.

    Where only the length is evidence, and it is close to the expected one, perhaps only the full stop is missing. Such
    a finding is minor. So is one by the length alone in a text of a program of fewer than 25 words, and in Japanese in
    a text of one sentence that has at least half of the expected length, because it may be an item of a list.

    ## Why it is bad

    The system reached its limit of length or lost its way. The end of the sentence is missing.

    ## Known problems

    - There are lists of words that cannot be last for German, English, French, Spanish, Italian, Portuguese, Dutch and
      Japanese.
    - A long translation that was cut off near its end, after a word that can be last, is not found. A short Japanese
      one is not even found if it was cut off in the middle. Thai and Lao are not judged by length, since they have no
      mark for the end of a sentence.
    - A subtitle whose sentence continues in the next segment may be reported, and so may a short headline for a source
      with a full stop.
    """
    if text_break := broken_off(segment, context):
        yield Hit(text_break.message, (Span("target", text_break.start, text_break.end),), text_break.severity)


# --- MRK110 lost-end-mark ---------------------------------------------------------------------------------------------

LONGEST = 40
"""Characters: of the longest source that is judged for other marks than a full stop."""
LONG_SOURCE, SENTENCES = 60, 40
"""Characters: of a source, from which on it is judged for its full stop, and the same where the translation has more
than one sentence."""
WORDS = 6
"""Words: of the shortest translation that has to have a full stop."""
TITLE = 0.7
"""Share: of capitalised words among the long ones, above which a text is a headline."""
_END = late(r"(?<=\w)\s?(\?|？|:|：|…|\.\.\.)[\s\"'”“’»)\]」]*$")
_QUESTION = late("[?？؟՞;፧]")
_STOP = late(r"(?:(?<![\w.])[^\W\d_]{4,}([.!])|(?<=[\u3041-\u30ff\u4e00-\u9fff])([。！]))[\"'”“’‘»)\]」』\s]*$")
_LAST = late(r"(?<![^\W_])[^\W_]{2,}$")
_TAIL = 40
"""Characters: at the end of a text that are read."""
_PATH = late(r"[-–—>▸→:|=/\[\]{}<_]")
_NEAR = 25
"""Characters: at the end of a text that may have the sign of a menu path (`Edit – Find`)."""
_SEAM = late(r"[^\W\d_]{3}[.!?][\"”’»)]*\s+[\"“„«(]*[^\W\d_]")
_ITEM = late(r"[^:：.]{1,60}(?:[ \u00a0\u202f]?[:：]| [–—-])\s")
"""A name at the beginning that the text explains."""
_WORD = late(r"[^\W\d_]{4,}")
_WIDE = late("[\u3041-\u30ff\u4e00-\u9fff]")


@check(
    "MRK110",
    "lost-end-mark",
    "linguistic-conventions/punctuation",
    Severity.MINOR,
    area="form",
    examples=[
        Example("Are you ready?", "Sind Sie bereit?"),
        Example("Are you ready?", "準備ができましたか。", langs=("en", "ja")),
        Example("Berth:", "Liegeplatz :"),
        Example("Loading...", "Wird geladen …"),
        Example("What will they write on my tombstone when I am gone?", "Ich fragte mich, was sie schreiben werden."),
        Example("The old ferry is late.", "Die alte Fähre hat Verspätung"),
        Example(
            "Click the green lantern of the harbour, then choose the menu Edit.",
            "Klicken Sie auf die grüne Laterne und wählen Sie dann Bearbeiten – Suchen",
        ),
        Example("Are you ready?", "Sind Sie bereit.", ("?",)),
        Example("Berth: ", "Liegeplatz", (":",)),
        Example("Chargement…", "Loading", ("…",), ("fr", "en")),
        Example(
            "The old ferry to the island left the harbour an hour late today.",
            "Die alte Fähre zur Insel verließ den Hafen heute mit einer Stunde Verspätung",
            (".",),
        ),
        Example(
            "开往那座小岛的老渡轮今天晚了一个小时才离开港口，大家都在码头上等。",
            "The old ferry to the little island left the harbour an hour late today, and all waited on the pier",
            ("。",),
            ("zh", "en"),
        ),
    ],
)
def lost_end_mark(segment: Segment, context: Context) -> Iterator[Hit]:
    """A question mark, colon, ellipsis or full stop at the end of the source is missing in the translation.

    ## What it does

    Reports three cases and marks the sign in the source:

    - a short source ends with a colon or an ellipsis, and the translation ends with a letter or digit;
    - a short source ends with a question mark, and the translation has no question mark at all;
    - a long source ends with a full stop or exclamation mark, and the translation ends with a letter or digit.

    ## Why it is bad

    A question reads as a statement. A label runs into the field after it. *Save as* without dots promises that nothing
    more will be asked. And a sentence that stops without a mark leaves open whether something is missing.

    ## Known problems

    - Sources of more than 40 characters are not judged for `?`, `:` and an ellipsis, since a long question is often
      rendered indirectly.
    - Headlines, captions and items of a list have their own customs, so a missing full stop is not reported in these
      cases: the source has less than 60 characters, or 30 of Chinese or Japanese (40 and 20 if the translation has
      another sentence before it); the source ends with an abbreviation; the translation has less than six words, begins
      like an item (`Esc: closes the menu`), has the capitals of a headline, or ends with a menu path, code or the name
      of a program. A longer caption or item is reported.
    - An end that `truncated-end` reports is not reported again.
    - Questions and full stops are not judged in Japanese, Thai and other languages that need no mark.
    """
    target, source = segment.target.rstrip(), segment.source
    if not target:
        return
    if len(source) <= LONGEST and (end_mark := _END.search(source)):
        if end_mark[1] in "?？":
            is_lost = language(context.target_base).end_marks == "always" and not _QUESTION.search(target)
        else:
            is_lost = target[-1].isalnum()
        if is_lost:
            yield Hit(f"“{end_mark[1]}” is missing at the end of the translation", (Span("source", *end_mark.span(1)),))
        return
    if (
        not target[-1].isalnum()
        or language(context.target_base).end_marks != "always"
        or (stop := _full_stop_place(source)) is None
    ):
        return
    if not _may_lack_mark(target, source, context) and broken_off(segment, context) is None:
        yield Hit(f"“{source[stop]}” is missing at the end of the translation", (Span("source", stop, stop + 1),))


def _full_stop_place(source: str) -> int | None:
    """The place of the final full stop or exclamation mark of a long source, unless it ends an abbreviation."""
    if _length(source) < SENTENCES:
        return None
    match = _STOP.search(source, max(0, len(source) - _TAIL))
    return match.start(match.lastindex or 0) if match else None


def _length(source: str) -> int:
    """The number of characters of a source; a Chinese or Japanese one counts twice."""
    return len(source) + (0 if source.isascii() else len(_WIDE.findall(source)))


def _may_lack_mark(target: str, source: str, context: Context) -> bool:
    """Whether a translation needs no final mark: it is not a sentence, or ends with a name or command."""
    last_match = _LAST.search(target, max(0, len(target) - _TAIL))
    if not last_match or len(target.split()) < WORDS or _PATH.search(target, max(0, len(target) - _NEAR)):
        return True
    if not _SEAM.search(target) and (_length(source) < LONG_SOURCE or _ITEM.match(target)):
        return True
    last_word = last_match[0]
    if last_word.isupper() or (last_word.islower() and re.search(rf"(?<!\w){re.escape(last_word)}(?!\w)", source)):
        return True
    long_words: list[str] = _WORD.findall(target)
    return sum(word[0].isupper() for word in long_words) > TITLE * len(long_words)


# --- ACC122 gained-question -------------------------------------------------------------------------------------------

SHORTEST = 4
"""Words: of the shortest question that is judged."""
TAG = 3
"""Words: after a comma, up to which they may be only a tag: *nicht wahr?*"""
_QUESTION_TAIL = 8
"""Characters: at the end of a text that are read."""
_CLOSED = r"[\s\"'”“’‘»«)\]」』]*$"
_QUESTION_END = late(rf"[?？؟](?={_CLOSED})")
_STATEMENT_END = late(rf"(?<![.…。])[.!。！]{_CLOSED}")
_SIGNS = late("[?？؟¿;՞]|…|\\.\\.")
_SENTENCE_STOP = late(r"(?:(?<=[^\W\d_]{2})[.!?](?=[\s\"'”“’‘»«)\]]|$)|[。！？؟])")
_SENTENCE_SEAM = late(r"(?:[.!?…:]\S{0,2}\s|[。！？：])")
_TAG = late(r"(?:[,;，、؛]|\s[–—-])\s*([^,;，、؛–—]*)$")
_NAME = late(r"[^\W_]*[A-ZÀ-ÞЀ-Я0-9][^\W_]*")


def _limits(context: Context) -> str | None:
    if context.source_base in tags_with("asking"):
        return None
    return f"there is no list of question words for {name(context.source_lang)}"


@check(
    "ACC122",
    "gained-question",
    "accuracy/mistranslation",
    Severity.MAJOR,
    area="hallucination",
    limits=_limits,
    examples=[
        Example("The ferry has left the harbour.", "Die Fähre hat den Hafen verlassen."),
        Example("The ferry has left, hasn't it?", "Die Fähre hat doch abgelegt?"),
        Example("The ferry has left the harbour.", "Die Fähre hat den Hafen verlassen, nicht wahr?"),
        Example("Has the ferry left the harbour.", "Hat die Fähre den Hafen verlassen?"),
        Example("He asked for the next ferry.", "Wann fährt denn die nächste Fähre?"),
        Example("The ferry left as it always does.", "Die Fähre legte ab. Was sollte sie auch sonst tun?"),
        Example("The ferry has left the harbour.", "Hat die Fähre den Hafen verlassen?", ("?",)),
        Example("Le bac a quitté le port à midi.", "Did the ferry leave the port at noon?", ("?",), ("fr", "en")),
        Example("“渡轮中午离开了港口。”", "“Did the ferry leave the port at noon?”", ("?",), ("zh", "en")),
        Example("The ferry has left the harbour.", "渡轮已经离开港口了吗？", ("？",), ("en", "zh")),
    ],
)
def gained_question(segment: Segment, context: Context) -> Iterator[Hit]:
    """A statement of the source became a question in the translation.

    ## What it does

    Marks a question mark at the end of the translation where the source ends with a full stop or exclamation mark and
    has no question mark. The translation must not have more sentences than the source. The question needs more than a
    few words, so that *oder?* and *nicht wahr?* are left alone. The check is silent where the source asks in other
    words: it begins with a word such as *who*, *why* or *is*, or has a word of asking or wanting to know. Where the
    source has a word of possibility (*may*, *perhaps*), the finding is minor.

    ## Why it is bad

    The author states something, and the translation asks it. A reader of *Is the valve closed?* does not learn that the
    valve is closed.

    ## Known problems

    - The source has to be in one of the languages that have a list of question words; `docs/languages.md` names them.
    - A statement that became a question is found only at the end of the text, and not inside a quotation before it.
    - A translator who turns a statement into a rhetorical question is reported.
    """
    target = segment.target
    question_mark = _QUESTION_END.search(target, max(0, len(target) - _QUESTION_TAIL))
    if not question_mark:
        return
    source = segment.source
    statement_end = _STATEMENT_END.search(source, max(0, len(source) - _QUESTION_TAIL))
    if not statement_end or _SIGNS.search(source) or asking.asks(source, context.source_base):
        return
    if len(_SENTENCE_STOP.findall(target, 0, question_mark.start())) > len(
        _SENTENCE_STOP.findall(source, 0, statement_end.start())
    ):
        return
    question = _SENTENCE_SEAM.split(target[: question_mark.start()])[-1]
    tag = _TAG.search(question)
    if _size(question, context) < SHORTEST or (tag and _is_tag(tag[1], source, context)):
        return
    severity = Severity.MINOR if _is_open(source, context.source_base) else None
    yield Hit("the source states what the translation asks", (Span("target", *question_mark.span()),), severity)


def _is_open(text: str, lang: str) -> bool:
    """Whether a statement leaves open what it says, so that a question may say the same: *it may rain*.

    A phrase that may express a possibility, such as *you may*, counts as well; a single word, such as *can*, does not.
    """
    hedges = hedge_words.hedges(text, lang) if lang in hedge_words.known() else {}
    found = [hedges[name] for name in ("possible", "likely") if name in hedges]
    return any(one.clear or any(len(places) > 1 for places in one.maybe) for one in found)


def _is_tag(text: str, source: str, context: Context) -> bool:
    """Whether the words after the last comma are few and have no name or number of the source."""
    return _size(text, context) <= TAG and not any(word in source for word in _NAME.findall(text))


def _size(text: str, context: Context) -> int:
    """The number of words, or half the number of characters in a language without spaces."""
    return len(text.split()) if not language(context.target_base).spaceless else len(text.strip()) // 2
