"""The translation breaks off in mid-sentence, and the source does not.

## What it does

Where the source ends with a full stop, question mark or exclamation mark and the translation with no mark at all, marks
its last word: if that cannot end a sentence, such as `und` or `the`; if the translation has less than 85 % of the
expected length; or, in English and German, if no dictionary knows the word and the translation is shorter than expected
at all. Japanese, which ends items of a list and captions with a noun or verb and no mark, has to be a good deal shorter
unless it ends with a particle or has more than one sentence. Also marks a hyphen or opening bracket at the end. A word
that ends the source, too, such as a command, is never marked. Where the length alone speaks for it and is not far from
the expected one, the full stop may be all that is missing: that is minor.

## Why it is bad

The system reached its limit of length or lost its way: the rest of the sentence is missing.

## Known problems

Words that cannot be last are known for German, English, French, Spanish, Italian, Portuguese, Dutch and Japanese. A
long translation cut off near its end, after a word that can be last, is not noticed (a short Japanese one not even in
its middle), and neither is one in Thai or Lao, which have no mark for the end of a sentence. Subtitles whose sentences
run on in the next segment and short headlines for a source with a full stop may be reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe import words
from mtqe.checks.support import foreign, lemmas, lengths
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry import Context, Example, check

# Left out: what can also be an adverb, pronoun or separable prefix and so stand at the end of a clause, such as `an`.
_NEVER_LAST = {
    lang: frozenset(text.split())
    for lang, text in {
        "de": "der die den dem des eine einen einem einer eines und oder sowie sondern dass weil wenn obwohl ob als "
        "von für gegen ohne zwischen seit im am zum zur beim vom ins in mein seine seinen seiner ihre ihren ihrer",
        "en": "the a an and or of because if than whose my your our their every into",
        "fr": "le la les un une des du de et ou mais que dont à au aux pour dans par ses mes ces cette sa leurs",
        "es": "el la los las un una unos unas de del y o en con por para que al su sus mi pero",
        "it": "il lo la gli le un una di del della dei delle e o in con per che al alla da dal dalla nel nella",
        "pt": "os um uma de do da dos das e ou em na nos nas com por para que ao aos mas",
        "nl": "de een en omdat tussen zonder hun",
    }.items()
}
_ENDS = re.compile(r"(?:(?:[^\W_]{2}|[)\]”’\"])\.|[!?]|[。！？।؟])[\s\"'”“’»)\]」』]*$")
_NO_MARKS = {"th", "lo"}
_TAIL = 40
"""Characters at the end of a text that are looked at."""
_FINAL = frozenset(".!?…\"'”“’»)]。！？：；，")
_LONG = 40
"""Characters from which a source has to be translated at some length."""
_SHARE = 0.85
_FAR = 0.75
"""Share of the length from which on a missing full stop may be all; both lengths are taken a little longer, as short
texts vary more."""
_AT_END = 25
"""Characters at the end of a source whose last word the translation may have in its last place or thereabouts."""
# Japanese often ends an item of a list or a caption with a noun or verb and no mark, and a polite verb may lack one
# while all is said. After a particle, or where sentences before it have their marks, it is cut off.
_PARTICLE = re.compile(r"(?:を|は|(?<![こび])と|(?<!も)の|(?<!ま)で|(?<!すべ)て|[がにや、])$")
_POLITE = re.compile(r"(?:す|した|せん|さい|ょう)$")
_ITEM, _ITEM_SHARE = 100, 0.5
"""Characters that a source of an item of a list has at most, and the share that a translation of it has at least."""
_OPEN = re.compile(r"(?:[(\[{]|(?<=[^\W\d_])[-‐])$")


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
    """Mark the end of a translation that breaks off."""
    text = segment.target.rstrip()
    if not _ENDS.search(segment.source.rstrip()[-_TAIL:]):
        return
    if found := _OPEN.search(text, max(0, len(text) - 1)):
        yield Hit("the translation breaks off", (Span("target", *found.span()),))
        return
    if text[-1:] in _FINAL:
        return
    last = words.words(text[-_TAIL:], hyphens=False)[-1:]
    if not last or last[0].end != len(text[-_TAIL:]):
        return
    word = last[0].text
    severity = None
    if word in _NEVER_LAST.get(context.target_base, ()):
        why = "which cannot end a sentence"
    elif re.search(rf"(?<![A-Za-z0-9]){re.escape(word)}(?![A-Za-z0-9])", segment.source.rstrip()[-_AT_END:]):
        return
    elif word.isalpha() and (severity := _cut(word, text, segment.source, context)):
        why = "without a full stop and before all is said"
    else:
        return
    span = Span("target", len(text) - len(word), len(text))
    yield Hit(f"the translation breaks off after “{word}”, {why}", (span,), severity)


def _cut(word: str, text: str, source: str, context: Context) -> Severity | None:
    """How bad it is that a translation without a mark at its end is too short, or ends within a word."""
    langs = (context.target_base, context.source_base)
    if langs[0] in _NO_MARKS or (size := lengths.size(source, langs[1])) < _LONG:
        return None
    share = lengths.ratio(text, source, langs)
    if share < 1.0 and langs[0] in foreign.SINGLE and word not in source and not lemmas.lexicon(langs[0]).known(word):
        return Severity.MAJOR
    if share >= (_share_japanese(text, size) if langs[0] == "ja" else _SHARE):
        return None
    is_far = lengths.size(text, langs[0]) + lengths.FIXED < _FAR * (size + lengths.FIXED)
    return Severity.MAJOR if is_far or langs[0] == "ja" else Severity.MINOR


def _share_japanese(text: str, size: float) -> float:
    """The share of the expected length below which a Japanese text without a mark at its end is cut off."""
    if _PARTICLE.search(text):
        return _SHARE
    return _ITEM_SHARE if _POLITE.search(text) or (size < _ITEM and "。" not in text) else _SHARE
