"""The translation is not in the target language.

## What it does

Removes from the translation everything that may be foreign in any text: short quotations, addresses, handles, tags,
placeholders, and capitalised words that the source has as well. A language identifier then reads the remaining text.
The translation is marked when at least 30 letters remain and another language is clearly ahead of the target language,
both in the remaining text and in the whole. Copies of the source are left to `untranslated-segment`,
except in scripts without spaces between words, such as Thai.

The kind of a finding is the tag of the language. If it marks at least half of the translations of a file, the views of
a report say once that the whole file is in that language, and only count the other findings in it.

Where nine tenths of the letters are of a script that the target language does not use, the identifier need not know the
target language. If all are, 15 letters are enough.

Texts of programs are shorter, and hardly ever quote another language. There two words with 12 letters are enough where
another language is far ahead, or two words in another script that the source does not have. This is major. A label is
not marked if the lemma data know a word of it in the target language alone.

Other short texts of a file are judged together, in rows of five or more with sixty letters: labels, headings, cells of
a table. Where another language is far ahead in a row, each of its texts is marked in which that language is ahead. This
is major. Copies of the source and names do not count.

## Why it is bad

The reader gets a text in a language that nobody ordered. Either the system ignored its instruction, or files were mixed
up.

## Known problems

- Closely related languages are hard to tell apart: Danish and Norwegian, Russian and Ukrainian, a short sentence of
  Portuguese and Spanish.
- Varieties of a language, such as Brazilian and European Portuguese, are not told apart.
- The identifier knows 60 languages. In others only a text in another script is found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtqe.checks.shared import lemmas, program_texts
from mtqe.checks.untranslated import identifiable, pooled
from mtqe.language import identify, language_tags, scripts, words
from mtqe.language.lang import language
from mtqe.model import Hit, Segment, Severity
from mtqe.registry.contracts import Context, Example, check

NEW_WORDS, PLAIN_LETTERS = 2, 4
"""Words: of a label in another script that the source does not have, and letters of one in small letters among them."""


def _unjudged(segment: Segment, context: Context) -> str | None:
    script_decides = not language(context.target_base).is_latin
    least = identify.SHORT_LETTERS if script_decides else identify.LETTERS
    if identify.has_letters(segment.target, least) or not any(map(str.isalpha, segment.target)):
        return None
    return f"too short to identify its language (fewer than {least} letters)"


@check(
    "ACC104",
    "wrong-language",
    "accuracy/untranslated",
    Severity.CRITICAL,
    area="language",
    scope="document",
    core=True,
    limits=identifiable.target_limits,
    unjudged=_unjudged,
    gaps=identifiable.target_gaps,
    examples=[
        Example("The bridge was closed on Monday.", "Die Brücke wurde am Montag gesperrt."),
        Example(
            "Ms. Lund sings with the Royal Northern Choir of Leeds.", "Lund singt im Royal Northern Choir of Leeds."
        ),
        Example("“Il faut cultiver notre jardin,” he said.", "„Il faut cultiver notre jardin“, sagte er."),
        Example("Bye bye!", "Bye bye!"),
        Example(
            "The bridge was closed on Monday because of the storm.",
            "El puente fue cerrado el lunes debido a la tormenta.",
            ("El puente fue cerrado el lunes debido a la tormenta.",),
        ),
        Example(
            "Das Rathaus bleibt wegen der Bauarbeiten bis Juni geschlossen.",
            "De gemeente blijft vanwege de werkzaamheden tot juni gesloten.",
            ("De gemeente blijft vanwege de werkzaamheden tot juni gesloten.",),
            ("de", "en"),
        ),
        Example(
            "The library is closed.",
            "図書館は月曜日の午前中は閉まっています。",
            ("図書館は月曜日の午前中は閉まっています。",),
            ("en", "zh"),
        ),
        Example("The bridge is closed.", "สะพานปิดเพราะพายุ", langs=("en", "th")),
        Example("It will not leave.", "Le bac ne part pas ce soir.", ("Le bac ne part pas ce soir.",), ("en", "he")),
        Example(
            "เรือหยุดตอนเที่ยง ไม่มีใครบาดเจ็บ",
            "เรือหยุดตอนเที่ยง ไม่มีใครบาดเจ็บ",
            ("เรือหยุดตอนเที่ยง ไม่มีใครบาดเจ็บ",),
            ("th", "en"),
        ),
        Example("The ferry will not leave.", "Паром пока не отходит.", ("Паром пока не отходит.",), ("en", "km")),
        Example("Low tide", "marée basse", ("marée basse",), ("en", "fa"), meta=({"unit": "tide"},)),
        Example("Check this version", "Diese Version überprüfen", langs=("en", "fr")),
        Example(
            "Check this version",
            "Diese Version überprüfen",
            ("Diese Version überprüfen",),
            ("en", "fr"),
            meta=({"unit": "check"},),
        ),
        Example("Debug harbour layout", "Hafen-Layout debuggen", langs=("en", "de"), meta=({"unit": "tide"},)),
        Example("Open Tide Table", "Tide Table", langs=("en", "fa"), meta=({"unit": "tide"},)),
        Example(
            "Le pont est fermé à cause de la tempête.",
            "The bridge is closed because of the heavy storm.",
            ("The bridge is closed because of the heavy storm.",),
            ("fr", "ja"),
        ),
    ],
)
def wrong_language(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Mark translations that are clearly in another language; short ones are judged together."""
    alone = {
        segment.id: hit for segment in segments if (hit := next(_foreign_alone(segment, context.target_base), None))
    }
    together: dict[str, str] = {}
    if identify.known(context.target_base):
        texts = [one for segment in segments if (one := pooled.short(segment))]
        together = {segment.id: lang for segment, lang in pooled.foreign(texts, context.target_base)}
    for segment in segments:
        if segment.id in alone:
            yield segment, alone[segment.id]
        elif segment.id in together:
            lang = together[segment.id]
            message = f"{_said(lang, context.target_base)}, as the short texts beside it are"
            yield segment, Hit(message, words.whole_span("target", segment.target), Severity.MAJOR, kind=lang)


def _said(lang: str, target_lang: str) -> str:
    return f"the translation is in {language_tags.name(lang)}, not in {language_tags.name(target_lang)}"


def _foreign_alone(segment: Segment, target_lang: str) -> Iterator[Hit]:
    """The finding about a translation that shows its language by itself."""
    if words.is_respelt(segment.source, segment.target):
        return  # a name as the language writes it
    lang = identify.foreign(segment.source, segment.target, target_lang)
    if not lang:
        yield from _foreign_label(segment, target_lang)
    elif words.copied(segment.source, segment.target) < 0.5 or identify.is_unspaced(segment.target):
        yield Hit(_said(lang, target_lang), words.whole_span("target", segment.target), kind=lang)


def _foreign_label(segment: Segment, lang: str) -> Iterator[Hit]:
    """The finding about a text of a program that is too short for running text, but is clearly in another language."""
    if not (program_texts.is_program_text(segment) and segment.source.strip()):
        return
    if words.copied(segment.source, segment.target) >= 0.5:
        return
    found = identify.foreign_label(segment.source, segment.target, lang)
    if found and not _has_word_of(lang, found, segment) and _may_be_in(found, segment):
        message = _said(found, lang)
    elif _has_no_letter_of(lang, segment):
        message = f"no letter of the translation is of the script of {language_tags.name(lang)}"
    else:
        return
    yield Hit(message, words.whole_span("target", segment.target), Severity.MAJOR)


def _has_word_of(lang: str, other: str, segment: Segment) -> bool:
    """Whether a label has a long word of the target language that its source has not.

    The other language must not have the word, or no long word of the label alone: related languages share many words.
    """
    own, foreign = lemmas.lexicon(lang), lemmas.lexicon(other)
    source = set(words.keys(segment.source))
    known = [
        (
            any(map(own.known, (word.text, word.key))),
            any(map(foreign.known, (word.text, word.key, word.text.capitalize()))),
        )
        for word in words.words(words.masked(segment.target), hyphens=False)
        if len(word.text) > PLAIN_LETTERS and word.key not in source
    ]
    is_shared = (True, True) in known and (False, True) not in known
    return foreign.has_data and ((True, False) in known or is_shared)


def _may_be_in(lang: str, segment: Segment) -> bool:
    """Whether a label has a word of a language that its source lacks; without lemma data, three new words or more."""
    source = set(words.keys(segment.source))
    new = [word for word in words.words(words.masked(segment.target), hyphens=False) if word.key not in source]
    lexicon = lemmas.lexicon(lang)
    if not lexicon.has_data:
        return len(new) > NEW_WORDS
    return any(any(map(lexicon.known, (word.text, word.key, word.text.capitalize()))) for word in new)


def _has_no_letter_of(lang: str, segment: Segment) -> bool:
    """Whether a text has words, none of the source and none in a script of the target language."""
    if language(lang).is_latin:
        return False
    text = words.masked(segment.target)
    if scripts.foreign_share(text, lang) < 1:
        return False
    source = set(words.keys(segment.source))
    new = [word.text for word in words.words(text) if word.text.isalpha() and word.key not in source]
    return len(new) >= NEW_WORDS and any(len(word) >= PLAIN_LETTERS and words.is_plain(word) for word in new)
