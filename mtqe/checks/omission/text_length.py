"""The length of a translation, compared with the length that its source lets expect."""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.checks.omission import message_length
from mtqe.checks.shared import explained_terms, lengths, program_texts
from mtqe.language import words
from mtqe.model import Hit, Segment, Severity
from mtqe.registry.contracts import Context, Example, check

CLEAR = 1.1
"""Factor: beyond the largest or smallest ratio of lengths in human translations, from which on a finding is major.
Measured with bench/flags.py."""

_SHARED = {
    "measured": (
        "This stricter limit applies where it was measured: on manuals and messages of programs between English and\n"
        "some fifty languages. Between two other languages the deviations of both are combined."
    ),
    "others": ("For languages whose usual lengths are not known, both limits are wider by half, and only they apply."),
}
"""Sentences that both manuals share."""


# --- ACC107 text-too-short --------------------------------------------------------------------------------------------

SHORT_FACTOR = 1.5
"""Factor: of the length that fits the translation, up to which its source may be longer."""
CONDENSED = 0.5
"""Share: of the expected length, from which on a subtitle is condensed and not cut off. Measured with
bench/projects.py."""
SHORT_SLACK = 25.0
"""Characters: by which the source may be longer in addition, since short texts vary."""

_LATE_SOURCE = (
    "The harbour master was late again, and since nobody else had a key, the crews waited in the rain until noon."
)


@check(
    "ACC107",
    "text-too-short",
    "accuracy/omission",
    Severity.MAJOR,
    area="omission",
    facts=_SHARED,
    examples=[
        Example(_LATE_SOURCE, "Der Hafenmeister kam wieder zu spät, also warteten alle im Regen.", (_LATE_SOURCE,)),
        Example(
            _LATE_SOURCE,
            "Der Hafenmeister kam wieder zu spät, und weil sonst niemand Schlüssel hatte, warteten alle im Regen.",
        ),
        Example("United Nations Security Council", "UN-Sicherheitsrat"),
        Example("Is that so? I never thought it", "Echt?"),
        Example(_LATE_SOURCE, ""),
        Example(_LATE_SOURCE, "...", aligned=True),
        Example(_LATE_SOURCE, "港务局长又迟到了，别人都没有钥匙，船员们只好在雨中一直等到中午。", langs=("en", "zh")),
        Example(_LATE_SOURCE, "Der Hafenmeister kam wieder zu spät.", (_LATE_SOURCE,)),
        Example(_LATE_SOURCE, "港务局长又迟到了。", (_LATE_SOURCE,), ("en", "zh")),
        Example("The tide is low. Wait.", "Es ist Ebbe, warten Sie.", meta=({"unit": "tide"},)),
        Example("Low tide! Wait for the pilot.", "Ebbe!", ("Low tide! Wait for the pilot.",), meta=({"unit": "tide"},)),
        Example("Wait here for the pilot", "Ici", ("Wait here for the pilot",), ("en", "fr"), meta=({"unit": "wait"},)),
    ],
)
def text_too_short(segment: Segment, context: Context) -> Iterator[Hit]:
    """The translation is far shorter than any translation of its source would be.

    ## What it does

    Compares the lengths of both sides, corrected for how many characters the two languages need for the same content.
    The whole source is marked when it is more than 25 characters longer than 1.5 times the length that fits the
    translation. The 25 characters let short texts vary.

    For sentences of more than 60 characters, a translation with less than 55 to 70 % of the expected length is marked
    (46 % into Japanese). The finding is minor unless the length is a tenth below this limit, since a translator
    may have condensed the sentence. In a subtitle it is minor down to half of the expected length.
    {measured}
    It does not apply from Russian into English.

    In texts of programs, a translation with fewer sentences than its source is marked if it has less than 75 % of the
    expected length, and as a minor finding if it has less than 85 %, or if a comma of its own may have joined the
    sentences. It is marked, too, if the lost sentence is the question at the end. A message of three words or more that
    ends with a mark is marked below 60 % if the translation ends with a letter. One of six words or more is marked
    below 40 %, and one of four or five words below 30 %; with five words, it is marked as a minor finding below 40 %.

    {others}

    ## Why it is bad

    Clauses or sentences of the source are missing from the translation.

    ## Known problems

    The check cannot say which part is missing. Free, condensing translations such as subtitles and slogans may be
    reported. An empty side is left to `empty-target` and, in documents that mtqe aligned, to `omitted-text`.
    """
    langs = (context.source_base, context.target_base)
    source, target = segment.source, segment.target
    is_clear = lengths.is_far_longer(source, target, langs, SHORT_FACTOR, SHORT_SLACK) or (
        lengths.is_unseen(source, target, source, langs, CLEAR)
    )
    if is_clear or lengths.is_unseen(source, target, source, langs):
        share = lengths.ratio(segment.target, segment.source, langs[::-1])
        is_brief = program_texts.is_subtitle(segment) and share >= CONDENSED
        is_brief = is_brief or message_length.is_whole(segment, share)
        yield Hit(
            f"the translation has only {share:.0%} of the expected length",
            words.whole_span("source", segment.source),
            None if is_clear and not is_brief else Severity.MINOR,
        )
    elif found := message_length.fault(segment, langs):
        message, severity = found
        yield Hit(message, words.whole_span("source", segment.source), severity)


# --- ACC108 text-too-long ---------------------------------------------------------------------------------------------

LONG_FACTOR = 1.6
"""Factor: of the expected length, up to which a translation may be longer."""
CLEARLY_LONG = 1.25
"""Factor: the same as `CLEAR` for a long translation, since translators explain. Measured with bench/articles.py."""
LONG_SLACK = 35.0
"""Characters: by which the translation may be longer in addition, since short texts vary."""

HEADLINE = 15
"""Words: of the longest headline. Measured with bench/articles.py."""
_SAID_SOURCE = "The harbour master, who has run the port for twenty years, said:"
_SAID_TARGET = "Der Hafenmeister, der den Hafen seit zwanzig Jahren leitet, sagte:"
_ADDED = (
    " „Wir haben so viele Schiffe wie noch nie gesehen. Wenn die Stadt die neue Mole früher gebaut hätte, wären es "
    "noch mehr gewesen.“"
)


@check(
    "ACC108",
    "text-too-long",
    "accuracy/addition",
    Severity.MAJOR,
    area="omission",
    yields_to_specific=True,
    facts=_SHARED,
    examples=[
        Example(_SAID_SOURCE, _SAID_TARGET),
        Example("UN: yes", "Vereinte Nationen stimmen zu"),
        Example("", "Ein Absatz, den es in der Vorlage gar nicht gibt und den jemand hinzugefügt hat, samt Gründen."),
        Example("* * *", _SAID_TARGET + _ADDED),
        Example(_SAID_SOURCE, _SAID_TARGET + 200 * "."),
        Example(
            _SAID_SOURCE + " the new pier is late.",
            _SAID_TARGET
            + " Die neue Mole kommt später, und zwar für die Stadt, die Leute und ihre Schiffe, viel zu spät.",
            (
                _SAID_TARGET
                + " Die neue Mole kommt später, und zwar für die Stadt, die Leute und ihre Schiffe, viel zu spät.",
            ),
        ),
        Example(
            "港务局长管理这个港口已有二十年。",
            "The harbour master has run the port for some twenty years.",
            langs=("zh", "en"),
        ),
        Example(_SAID_SOURCE, _SAID_TARGET + _ADDED, (_SAID_TARGET + _ADDED,)),
        Example(_SAID_TARGET, f" {3 * _SAID_SOURCE}\n", (3 * _SAID_SOURCE,), ("de", "en")),
    ],
)
def text_too_long(segment: Segment, context: Context) -> Iterator[Hit]:
    """The translation is far longer than any translation of its source would be.

    ## What it does

    Compares the lengths of both sides, corrected for how many characters the two languages need for the same content.
    The whole translation is marked when it is more than 35 characters longer than 1.6 times the expected length. The 35
    characters let short texts vary.

    For sentences of more than 60 characters, a translation of 1.4 to 1.8 times the expected length is marked (1.95
    times into Korean). The finding is minor unless the length is a quarter above this limit, since a translator may
    have explained something.
    {measured}
    It does not apply from Chinese into English or from English into Russian.

    {others}
    A run of one mark, which `runaway-text` reports, does not count.

    ## Why it is bad

    The translation has content that the source does not have: the system invented it, explained itself, or put the text
    of another segment here.

    ## Known problems

    The check cannot say which part was added. In texts of programs of fewer than 25 words the finding is minor, because
    translators explain a short message. So it is for a headline, a text of up to 15 words without a full stop, because
    English headlines leave out words that other languages need, and for an entry that begins with a term and a colon,
    if the translation has this term in quotation marks or brackets beside its own, because the translator explains it.
    A translator who explains a joke or spells out a row of abbreviations may be reported.
    """
    langs = (context.target_base, context.source_base)
    source, target = segment.source, segment.target
    is_clear = lengths.is_far_longer(target, source, langs, LONG_FACTOR, LONG_SLACK) or (
        lengths.is_unseen(target, source, source, langs[::-1], CLEARLY_LONG)
    )
    if is_clear or lengths.is_unseen(target, source, source, langs[::-1]):
        ratio = lengths.ratio(segment.target, segment.source, langs)
        yield Hit(
            f"the translation is {ratio:.1f} times as long as expected",
            words.whole_span("target", segment.target),
            None if is_clear and not _may_be_long(segment) else Severity.MINOR,
        )


def _may_be_long(segment: Segment) -> bool:
    """Whether a translator may have said more on purpose: in a message, a headline, or an entry with a term."""
    is_brief = program_texts.is_message(segment) or _is_headline(segment.source)
    return is_brief or explained_terms.explains_term(segment)


def _is_headline(source: str) -> bool:
    """Whether a text may be a headline: it is short, and no mark ends it."""
    text = source.rstrip()
    return len(words.words(text)) <= HEADLINE and text[-1:].isalnum()
