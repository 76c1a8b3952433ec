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

from collections.abc import Iterator

from mtqe.checks.sentences.broken_off import broken_off
from mtqe.contracts import Context, Example, check
from mtqe.model import Hit, Segment, Severity, Span


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
    if found := broken_off(segment, context):
        yield Hit(found.why, (Span("target", found.start, found.end),), found.severity)
