"""The translation lost a negation of the source, or gained one.

## What it does

Looks for clear negations (`not`, `never`, `nobody`; `nicht`, `kein`; `ne … pas`; `не`; `不`). It reports a segment
where one side has a clear negation and the other side has nothing that could express one. Several hundred words may
express a negation: `without`, `fail`, `refuse`, `hardly`, `unable`, `rather than`, `ohne`, `kaum`, `unklar`, `-los`,
`verhindern` and others. *Not since 1962* may be *last in 1962*. Idioms that another language says without a negation
do not count as clear: `not only`, `not until`, `cannot help but`, `no sooner`, `not uncommon`, question tags, `ne …
que`, `nicht nur`, `не только`, `不仅`, `非常`.

Translators also rephrase a negation (`the guest did not stay` became `der Gast ging`). So two models have to confirm a
finding. The encoder has to find the counterparts of the words beside the negation. The critic, which was trained on
planted errors, has to judge that the two sides disagree and that the negation has no counterpart. A finding is `major`
where the critic is sure, otherwise `minor`. The confidence says how close the counterparts are. It orders the findings
and is not a frequency.

Where both sides have a negation and equally many sentences, two or more, each sentence is compared with the one in the
same place. These findings are `minor`, since the sentences may not correspond.

Each negated clause is also compared by itself, so that one lost negation of two may be found. A negation of the other
side counts as its counterpart the more, the more of the words beside the two correspond. What speaks for a loss is
weighed: how well the words beside the negation are found, whether the other side has any negation near them, how many
negated clauses each side has, what the critic says of the negation, and whether the critic finds fewer faults in the
segment without the negation. A heavy weight is `major` on the pairs on which clauses were measured, a lower one
`minor`. A lower weight is enough where the translation has a negation and no word of the source may express it. Then
three things are added up: how well the words beside the negation are found, its weight, and by how much the critic
finds fewer faults without it. Words such as `before` do not count as a negation where the
translation has a word for them.

A finding is `minor` where the clause is said freely. For a negation of the source a logistic formula tells this. It
asks how close the word behind it is to its counterpart (*was never picked* may be *stayed on the trees*), how many
words of the clause are the nearest word of their nearest word, by how much the critic finds fewer faults without the
negation, and how long the text is. Beside a negation of the translation, the words of the source must have counterparts
that mean the same by themselves, and so must a word that may express a negation (`unless`, `withhold`); what else
speaks for the error counts, too. Texts of programs and subtitles are left out of this.

The negations are marked on the side that has them. Findings of partial-omission, partial-addition and meaning-mismatch
on the same words are dropped, so that one error counts once.

## Why it is bad

The sentence says the opposite, and does so fluently. Metrics hardly see it, and readers cannot.

## Known problems

- In texts of programs of fewer than eight words without a mark at their end a negation of the source is minor unless
  the words beside it have a close counterpart: *not in use* may be *free*. In texts of programs of fewer than 25 words
  it is minor where most words were left untranslated.
- In texts of programs of 25 words and more, a finding needs more weight to be major. In the help of an option (`-x`),
  in a label of one word and in a label that asks a question every finding is minor. So is one in a text of a program or
  subtitle whose other side has as many clauses with a word that may express a negation.
- A negation that only the translation has is minor in subtitles, which condense what is said. So is one in an answer,
  a subtitle behind a question: *Are you hurt?* is answered with *no*, and *You are not hurt?* in Japanese with *yes*.
- In messages a negation is not reported where the other side demands (`is not a number`, `must be a number`) or names a
  bound (`must not exceed 5`, `the maximum is 5`).
- The check runs between English and 29 languages; `docs/languages.md` names them. The critic was trained on texts in
  twelve of them. In the others it was measured on manuals and on messages of programs only; there it has to be more
  certain, as the encoder finds fewer counterparts. The lists of words are longest for English, German and Chinese.
- A negation is mostly missed if the same words have another negation beside them, or a word that could be one. So one
  of two is found in about a third of the cases, and fewer in short sentences.
- A translation that says a sentence freely with a negation (`they have fallen out`, `sie sind nicht mehr einig`) may be
  reported, but rarely at `major`. A free rendering without the negation may be `major`, most of all in a short
  sentence: `do not have to pay`, `gratis`.
- A negation that was lost from within a word (`unsafe` became `sicher`) is not found.
- Negated opposites (`not expensive`, `billig`) are sometimes reported when no list explains them.
- Where the source is garbled, a translator's good guess is marked.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from mtqe.checks.negation.lost_negations import Lost, limits, lost
from mtqe.checks.shared import program_texts
from mtqe.language import words
from mtqe.model import Hit, Segment, Severity
from mtqe.registry.contracts import Context, Example, check

_OPTION_MARKS = frozenset("-/")
_QUESTIONS = ("?", "？", "؟")
CLOSE = 0.7
"""Echo: of the words beside a negation, 0 to 1, from which on they have a close counterpart. Measured with
bench/projects.py."""
LEFT = 0.7
"""Share: of words that a translation has from its source, from which on it was not translated. By judgement."""


@check(
    "ACC112",
    "negation-mismatch",
    "accuracy/mistranslation",
    Severity.MAJOR,
    area="negation",
    core=True,
    scope="document",
    needs=("encoder",),
    per_segment=True,
    limits=limits,
    examples=[
        Example("The bridge is not safe.", "Die Brücke ist sicher.", ("not",)),
        Example("The bridge is not safe.", "Die Brücke ist nicht sicher."),
        Example("The bridge is not safe.", "Die Brücke ist unsicher."),
        Example("The bridge is not open in winter.", "Die Brücke ist im Winter geschlossen."),
        Example("The children have never seen the sea.", "Die Kinder haben das Meer gesehen.", ("never",)),
        Example("The shop sells bread and milk.", "Der Laden verkauft kein Brot und keine Milch.", ("kein", "keine")),
        Example("The ferry doesn’t run on Sundays.", "Die Fähre fährt sonntags.", ("doesn’t",)),
        Example(
            "The bus did not stop. The driver had not slept.",
            "Der Bus hielt nicht. Der Fahrer hatte geschlafen.",
            ("not",),
        ),
        Example("It never rains. We don’t mind.", "Es regnet nie. Uns macht das nichts aus."),
        Example("The mayor failed to answer the letter.", "Der Bürgermeister hat den Brief nicht beantwortet."),
        Example("The bakery is not only cheap but also good.", "Die Bäckerei ist billig und gut."),
        Example("The bus did not come until noon.", "Der Bus kam erst am Mittag."),
        Example("You like the soup, don’t you?", "Die Suppe schmeckt dir, oder?"),
        Example("Il n’a que deux chèvres.", "He has two goats.", langs=("fr", "en")),
        Example("Le boulanger ne vend pas de sel.", "The baker sells salt.", ("pas",), ("fr", "en")),
        Example(
            "El puente no es seguro. El guardia no duerme.",
            "The bridge is not safe. The guard is asleep. Nobody is here.",
            langs=("es", "en"),
        ),
        Example("El puente no es seguro.", "The bridge is safe.", ("no",), ("es", "en")),
        Example("Мост не безопасен.", "The bridge is safe.", ("не",), ("ru", "en")),
        Example("这座桥非常安全，不过很窄。", "The bridge is very safe but narrow.", langs=("zh", "en")),
        Example("这座桥非常安全。", "The bridge is not very safe.", ("not",), ("zh", "en")),
    ],
)
def negation_mismatch(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Mark negations without a counterpart."""
    answers = set(_answers(segments))
    for loss in lost(segments, context, "negation-mismatch"):
        text = loss.negation.segment.text(loss.negation.side)
        negations = ", ".join(repr(text[start:end]) for start, end in loss.negation.places)
        other_side = "translation" if loss.negation.side == "source" else "source"
        segment = loss.negation.segment
        is_condensed = loss.negation.side == "target" and program_texts.is_subtitle(segment)
        is_condensed = is_condensed or segment.id in answers
        is_vague = is_condensed or _is_free(segment) or _may_be_said_otherwise(loss)
        severity = Severity.MAJOR if loss.sure and not is_vague else Severity.MINOR
        message = f"the negation {negations} has no counterpart in the {other_side}"
        yield segment, Hit(message, loss.negation.spans, severity, confidence=round(loss.echo, 2))


def _answers(segments: Sequence[Segment]) -> Iterator[str]:
    """The ids of subtitles behind one that asks on both sides: whether they say yes or no depends on the question."""
    for before, segment in itertools.pairwise(segments):
        is_next = program_texts.is_subtitle(segment) and before.doc == segment.doc
        if is_next and _asks(before.source) and _asks(before.target):
            yield segment.id


def _is_free(segment: Segment) -> bool:
    """Whether a text of a program is the help of an option, or a single word, which could lose no negation.

    A label that asks may ask for either: *Not moored?* is *Moored?*.
    """
    if not program_texts.is_program_text(segment):
        return False
    if program_texts.is_label(segment) and _asks(segment.source) and _asks(segment.target):
        return True
    is_help = not program_texts.is_message(segment) and segment.source.lstrip()[:1] in _OPTION_MARKS
    return is_help or len(words.words(segment.source.replace("&", ""))) == 1


def _may_be_said_otherwise(loss: Lost) -> bool:
    """Whether a label may say a negation with other words, or a message was left in the language of the source.

    *Not in use* is *frei*: then the words beside the negation have no close counterpart either. Where they
    have one, only the negation is lost: *not found* as *gefunden*. A negation that the translation added is no other
    way to say something.
    """
    segment = loss.negation.segment
    if not program_texts.is_message(segment):
        return False
    is_label = program_texts.is_label(segment) and not program_texts.sentence_ends(segment.source)
    is_free = is_label and loss.negation.side == "source" and loss.echo < CLOSE
    return is_free or words.copied(segment.source, segment.target) >= LEFT


def _asks(text: str) -> bool:
    return text.rstrip().endswith(_QUESTIONS)
