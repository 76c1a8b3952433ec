"""The end of a sentence: a translation that breaks off, a mark that was lost, a question that was none."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from mtqe.checks.sentences.broken_off import broken_off
from mtqe.contracts import Context, Example, check
from mtqe.lang import language, tags_with
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.text.language_tags import name

# --- ART105 truncated-end ---------------------------------------------------------------------------------------------


@check(
    "ART105",
    "truncated-end",
    "accuracy/omission",
    Severity.MAJOR,
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
    ],
)
def truncated_end(segment: Segment, context: Context) -> Iterator[Hit]:
    """The translation breaks off in mid-sentence, and the source does not.

    ## What it does

    Where the source ends with a full stop, question mark or exclamation mark and the translation with no mark at all,
    marks its last word: if that cannot end a sentence, such as `und` or `the`; if the translation has less than 85 % of
    the expected length; or, in English and German, if no dictionary knows the word and the translation is shorter than
    expected at all. Japanese, which ends items of a list and captions with a noun or verb and no mark, has to be a good
    deal shorter unless it ends with a particle or has more than one sentence. Also marks a hyphen or opening bracket at
    the end. A word that ends the source, too, such as a command, is never marked. Where the length alone speaks for it
    and is not far from the expected one, the full stop may be all that is missing: that is minor.

    ## Why it is bad

    The system reached its limit of length or lost its way: the rest of the sentence is missing.

    ## Known problems

    Words that cannot be last are known for German, English, French, Spanish, Italian, Portuguese, Dutch and Japanese. A
    long translation cut off near its end, after a word that can be last, is not noticed (a short Japanese one not even
    in its middle), and neither is one in Thai or Lao, which have no mark for the end of a sentence. Subtitles whose
    sentences run on in the next segment and short headlines for a source with a full stop may be reported.
    """
    if found := broken_off(segment, context):
        yield Hit(found.why, (Span("target", found.start, found.end),), found.severity)


# --- MRK110 lost-end-mark ---------------------------------------------------------------------------------------------

LONGEST = 40
"""Characters: of the longest source that is judged for other marks than a full stop. By hand."""
LONG, SENTENCES = 60, 40
"""Characters: from which a source is judged for its full stop, and where the translation has more than a sentence.
By hand."""
WORDS = 6
"""Words: of the shortest translation that has to have a full stop. By hand."""
TITLE = 0.7
"""Share: of long words with a capital above which a text is a headline. By hand."""
_END = re.compile(r"(?<=\w)\s?(\?|？|:|：|…|\.\.\.)[\s\"'”“’»)\]」]*$")
_QUESTION = re.compile("[?？؟՞;፧]")
_STOP = re.compile(r"(?:(?<![\w.])[^\W\d_]{4,}([.!])|(?<=[\u3041-\u30ff\u4e00-\u9fff])([。！]))[\"'”“’‘»)\]」』\s]*$")
_LAST = re.compile(r"(?<![^\W_])[^\W_]{2,}$")
_TAIL = 40
"""Characters: at the end of a text that are looked at. By hand."""
_PATH = re.compile(r"[-–—>▸→:|=/\[\]{}<_]")
_NEAR = 25
"""Characters: at the end of a text, among which the sign of a menu path (`Edit – Find`) counts. By hand."""
_SEAM = re.compile(r"[^\W\d_]{3}[.!?][\"”’»)]*\s+[\"“„«(]*[^\W\d_]")
_ITEM = re.compile(r"[^:：.]{1,60}(?:[ \u00a0\u202f]?[:：]| [–—-])\s")
"""A name at the beginning that the text explains."""
_WORD = re.compile(r"[^\W\d_]{4,}")
_WIDE = re.compile("[\u3041-\u30ff\u4e00-\u9fff]")


@check(
    "MRK110",
    "lost-end-mark",
    "linguistic-conventions/punctuation",
    Severity.MINOR,
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

    Where a short source ends with `?`, `:` or an ellipsis, looks at the end of the translation: a label that has lost
    its colon or ellipsis and ends with a letter or digit is marked, and so is a question that became a statement: the
    translation has no question mark at all. Where a long source ends with a full stop or exclamation mark, a
    translation that ends with a letter or digit and no mark is marked. The sign is marked in the source.

    ## Why it is bad

    A question reads as a statement; a label runs into the field behind it; *Save as* without dots promises that nothing
    more will be asked; and a sentence that stops without a mark leaves open whether something is missing.

    ## Known problems

    - Sources of more than 40 characters are not judged for `?`, `:` and an ellipsis: a long question is often told
      indirectly.
    - A full stop is not missed in headlines, captions and items of a list, which have their own customs: where the
      source has less than 60 characters, or 30 of Chinese or Japanese (40 and 20 if the translation has another
      sentence before); where it ends with an abbreviation; where the translation has less than six words, begins as an
      item does (`Esc: closes the menu`), or has capitals as a headline has, or a menu path, code or name of a program
      at its end. A longer caption or item is reported.
    - What `truncated-end` tells of the same end is not told again.
    - Questions and full stops are not judged in Japanese, Thai and other languages that need no mark.
    """
    target, source = segment.target.rstrip(), segment.source
    if not target:
        return
    if len(source) <= LONGEST and (found := _END.search(source)):
        if found[1] in "?？":
            lost = language(context.target_base).end_marks == "always" and not _QUESTION.search(target)
        else:
            lost = target[-1].isalnum()
        if lost:
            yield Hit(f"“{found[1]}” is missing at the end of the translation", (Span("source", *found.span(1)),))
        return
    if (
        not target[-1].isalnum()
        or language(context.target_base).end_marks != "always"
        or (stop := _stop(source)) is None
    ):
        return
    if not _may_lack(target, source, context) and broken_off(segment, context) is None:
        yield Hit(f"“{source[stop]}” is missing at the end of the translation", (Span("source", stop, stop + 1),))


def _stop(source: str) -> int | None:
    """Where a long source has its full stop or exclamation mark, behind a word that is no abbreviation."""
    if _length(source) < SENTENCES:
        return None
    found = _STOP.search(source, max(0, len(source) - _TAIL))
    return found.start(found.lastindex or 0) if found else None


def _length(source: str) -> int:
    """Characters of a source; one of Chinese or Japanese counts twice."""
    return len(source) + (0 if source.isascii() else len(_WIDE.findall(source)))


def _may_lack(target: str, source: str, context: Context) -> bool:
    """Whether a translation without a mark at its end is no sentence, or ends with a name or command."""
    last = _LAST.search(target, max(0, len(target) - _TAIL))
    if not last or len(target.split()) < WORDS or _PATH.search(target, max(0, len(target) - _NEAR)):
        return True
    if not _SEAM.search(target) and (_length(source) < LONG or _ITEM.match(target)):
        return True
    word = last[0]
    if word.isupper() or (word.islower() and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", source)):
        return True
    long: list[str] = _WORD.findall(target)
    return sum(one[0].isupper() for one in long) > TITLE * len(long)


# --- ACC122 gained-question -------------------------------------------------------------------------------------------

SHORTEST = 4
"""Words: of the shortest question that is judged. By hand."""
TAG = 3
"""Words: behind a comma that may be no more than a tag: *nicht wahr?* By hand."""
_QUESTION_TAIL = 8
"""Characters: at the end of a text that are looked at. By hand."""
_CLOSED = r"[\s\"'”“’‘»«)\]」』]*$"
_ASKED = re.compile(rf"[?？؟](?={_CLOSED})")
_STATED = re.compile(rf"(?<![.…。])[.!。！]{_CLOSED}")
_SIGNS = re.compile("[?？؟¿;՞]|…|\\.\\.")
_SENTENCE_STOP = re.compile(r"(?:(?<=[^\W\d_]{2})[.!?](?=[\s\"'”“’‘»«)\]]|$)|[。！？؟])")
_SENTENCE_SEAM = re.compile(r"(?:[.!?…:]\S{0,2}\s|[。！？：])")
_TAG = re.compile(r"(?:[,;，、؛]|\s[–—-])\s*([^,;，、؛–—]*)$")
_NAME = re.compile(r"[^\W_]*[A-ZÀ-ÞЀ-Я0-9][^\W_]*")
_LEAD = (
    r"(?:^|[.!:\"'“”„«»‘’(\[–—-])\s*(?:(?:and|but|so|now|well|or|then|und|aber|also|oder|denn|et|mais|alors|ou|y|pero|o|"
    r"ma|allora|mas|então|en|maar|dus|ale|więc|tak|a|e|и|а|но)[\s,]+)?"
)


@functools.cache
def _asking(lang: str) -> re.Pattern[str]:
    """What asks: a first word of a sentence, or a beginning of a word anywhere."""
    data = language(lang).asking
    assert data is not None
    if data.patterns:
        return re.compile("|".join(data.patterns))
    begins, speaks = ([re.escape(word).replace("'", "['’]") for word in words] for words in (data.begins, data.speaks))
    anywhere = "|".join(re.sub("_$", r"(?!\\w)", word).replace(r"\~", r"\s") for word in speaks)
    return re.compile(rf"{_LEAD}(?:{'|'.join(begins)})(?!\w)|(?<!\w)(?:{anywhere})", re.IGNORECASE)


def _limits(context: Context) -> str | None:
    if context.source_base in tags_with("asking"):
        return None
    return f"knows no words of asking in {name(context.source_lang)}"


@check(
    "ACC122",
    "gained-question",
    "accuracy/mistranslation",
    Severity.MAJOR,
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
    """A statement of the source is a question in the translation.

    ## What it does

    Where the source ends with a full stop or exclamation mark and has no question mark, marks a question mark at the
    end of the translation. The two have to have as many sentences, and the question more than a few words, so that
    *oder?* and *nicht wahr?* are left alone; and the source must not ask in other words: it begins with *who*, *why*,
    *is* or the like, or speaks of asking and wanting to know.

    ## Why it is bad

    What the author says for certain the translation asks; who reads *Is the valve closed?* does not learn that it is.

    ## Known problems

    - The source has to be in one of the languages whose words of asking are known: Chinese, Czech, Dutch, English,
      French, German, Italian, Japanese, Polish, Portuguese, Russian, Spanish.
    - A statement in mid-text that became a question is not noticed, and neither is one that was quoted before its end.
    - A translator who makes a rhetorical question of a statement is reported.
    """
    target = segment.target
    found = _ASKED.search(target, max(0, len(target) - _QUESTION_TAIL))
    if not found:
        return
    source = segment.source
    stated = _STATED.search(source, max(0, len(source) - _QUESTION_TAIL))
    if not stated or _SIGNS.search(source) or _asking(context.source_base).search(source):
        return
    if len(_SENTENCE_STOP.findall(target, 0, found.start())) > len(_SENTENCE_STOP.findall(source, 0, stated.start())):
        return
    question = _SENTENCE_SEAM.split(target[: found.start()])[-1]
    tag = _TAG.search(question)
    if _size(question, context) < SHORTEST or (tag and _is_tag(tag[1], source, context)):
        return
    yield Hit("the source states what the translation asks", (Span("target", *found.span()),))


def _is_tag(text: str, source: str, context: Context) -> bool:
    """Whether what follows the last comma is a few words of which the source has no name or number."""
    return _size(text, context) <= TAG and not any(word in source for word in _NAME.findall(text))


def _size(text: str, context: Context) -> int:
    """Words of a text, or half its characters where words have no spaces between them."""
    return len(text.split()) if not language(context.target_base).spaceless else len(text.strip()) // 2
