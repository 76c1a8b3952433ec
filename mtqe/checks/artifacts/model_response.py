"""The translation is the reply of a language model to its source: a refusal, an answer, obedience or a summary.

## What it does

Reports four kinds of translations that do not mean what their source means:

- Refused: the translation refuses, asks for the text or offers help, and the source does nothing of the kind.
  Quotations do not count, since somebody in the text says them, nor do translations of a saying in a third language.
- Answered: the source ends with a question, and the translation has no question mark, does not mention a question and
  is less of a question.
- Obeyed: the source makes a request (`Write a poem`), and the translation is less of a request.
- Described: the translation says what a text is about or sums it up, the source does not, and the translation is
  shorter.

The encoder inside mtqe compares each text with some hundred English sentences, which
state, ask, request, refuse or describe. How far the translation is from its source comes from the risk that it is a
hallucination. The whole translation and its source are marked. A refusal is critical, and so is any other reply where
the risk is high. A description is minor where the risk is low.

## Why it is bad

Readers get the machine's reply in place of the text. It is fluent and has no error in itself, so nobody who reads only
the translation notices.

## Known problems

- An answer that repeats most of its question is missed (`What is the capital of Spain?`, `The capital of Spain is
  Madrid.`). So are short obedient replies that use the words of the request.
- Answers to questions without a question mark, as in Thai, are missed.
- A long translation with a refusal in one of its sentences is left to model-chatter.
- Where most of the translation is marked by model-chatter, this check is silent.
- In headings, titles and front matter of aligned documents, and in texts of programs of fewer than 25 words, only
  refusals are reported: software asks questions and gives commands. In longer texts of programs, and in guides
  (documents that speak to their reader or show program code), other replies are minor unless the risk is high, and
  obedience is minor in texts of programs in any case. A message with a word that may express a negation is not
  reported.
- Obedience is looked for only in the language pairs of detached-translation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mtqe.checks.artifacts import pattern_rules, speech_acts
from mtqe.checks.artifacts.speech_acts import Act
from mtqe.checks.negation import negation_words
from mtqe.checks.shared import asking, guides, lengths, measured, program_texts
from mtqe.encoder import judgement_cache
from mtqe.language import identify, words
from mtqe.language.late_patterns import late
from mtqe.model import Hit, Segment, Severity
from mtqe.registry.contracts import Context, Example, check

if TYPE_CHECKING:
    from mtqe.encoder.risk import Risk

REFUSED, ANSWERED, OBEYED, DESCRIBED = 0.7, 0.2, 0.5, 0.2
"""Score: hallucination risk, without the evidence of repetition, from which on a reply of each kind is reported.
Measured with bench/model_failures.py."""
CLEAR = 0.5
"""Score: the same risk, below which a description is minor, because a free translation may look like one. Measured with
bench/articles.py."""
CRITICAL = 0.9
"""Score: the same risk, from which on a reply of any kind is critical, as in detached-translation."""
ASKING, REQUESTING, DESCRIBING = 10.0, 20.0, 0.0
"""Nats: by which a question, a request or a description leads all other acts. Measured with bench/model_failures.py."""
LESS = 10.0
"""Nats: by which a question or a request leads less in the translation than in its source. Measured with
bench/model_failures.py."""
SHORTER = 0.85
"""Share: of the expected length, up to which a description may be a summary."""
MOSTLY = 0.5
"""Share: of the translation that model-chatter marks, from which on this check is silent."""
SHORTEST_REQUEST = 4
"""Words: of the shortest request; exclamations have fewer. Measured with bench/model_failures.py."""
SHORTEST_QUESTION = 12
"""Characters: of the shortest question that is answered, as `words.size` counts them; labels such as "Why?" have fewer.
Measured with bench/model_failures.py."""
SHORTEST_REPLY = 20
"""Characters: of the shortest refusal and description, as `words.size` counts them; labels have fewer. Measured with
bench/model_failures.py."""
SHORTEST_MESSAGE = 40
"""Characters: of the shortest refusal in a text of a program, where *not available* is a message. Measured with
bench/projects.py."""
FEWEST = 3
"""Letters: of the shortest source and translation."""
_RUNNING = ("paragraph", "item", "cell", "line", "quote")
"""How the roles of blocks begin that may speak to somebody."""
_QUESTION_MARK = late("[?？؟՞;\u037e፧]")
_QUOTES = late('[„“”«»"「」『』]')
_BEGINS_QUOTED = late(r"\s*[„“”«»\"「『]")
_ENDS_QUOTED = late(r"[„“”«»\"」』]\W*$")
_ENDS_WITH_QUESTION = late(r"[?？؟՞\u037e፧][\s\"'”“’‘»«)\]」』]*$")


_where_requests_are_judged = measured.only("ART116/requests")
"""The limits of the rule for requests."""


def _gaps(context: Context) -> str | None:
    """Requests are judged only where the risk was measured: elsewhere it is high for some good translations, too."""
    unmeasured = _where_requests_are_judged(context)
    return f"whether a translation does what its source asks for is not judged: {unmeasured}" if unmeasured else None


@check(
    "ART116",
    "model-response",
    "accuracy/mistranslation",
    Severity.MAJOR,
    area="hallucination",
    scope="document",
    needs=("encoder",),
    per_segment=True,
    nearby=True,
    gaps=_gaps,
    examples=[
        Example("The guard found a knife in the bag.", "Der Wärter fand in der Tasche ein Messer."),
        Example(
            "The guard found a knife in the bag.",
            "Bei diesem Thema darf ich Ihnen leider nicht weiterhelfen.",
            ("Bei diesem Thema darf ich Ihnen leider nicht weiterhelfen.", "The guard found a knife in the bag."),
        ),
        Example("I am sorry, I cannot help you with this.", "Tut mir leid, dabei kann ich Ihnen nicht helfen."),
        Example("Where is the nearest harbour?", "Wo ist der nächste Hafen?"),
        Example("Where is the nearest harbour?", "Ich frage mich, wo der nächste Hafen ist."),
        Example(
            "How do I clean a coffee machine?",
            "Lassen Sie Essig und Wasser durchlaufen und spülen Sie zweimal nach.",
            (
                "Lassen Sie Essig und Wasser durchlaufen und spülen Sie zweimal nach.",
                "How do I clean a coffee machine?",
            ),
        ),
        Example("Recommend a museum to our guests.", "Empfiehl unseren Gästen ein Museum."),
        Example(
            "Recommend a book to me.",
            "Der Zauberberg von Thomas Mann",
            ("Der Zauberberg von Thomas Mann", "Recommend a book to me."),
        ),
        Example(
            "Die Fähre fährt nicht mehr, weil der Motor kaputt ist. Der Kapitän sucht einen neuen.",
            "The text is about a ferry that has broken down.",
            (
                "The text is about a ferry that has broken down.",
                "Die Fähre fährt nicht mehr, weil der Motor kaputt ist. Der Kapitän sucht einen neuen.",
            ),
            ("de", "en"),
        ),
    ],
)
def model_response(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Mark translations that reply to their source."""
    risks = judgement_cache.risks(segments, context, "model-response")
    candidates = [
        (segment, risk)
        for segment, risk in zip(segments, risks, strict=True)
        if risk and _has_words(segment) and _may_reply(segment, risk, context)
    ]
    if not candidates:
        return
    texts = [text for segment, _ in candidates for text in (segment.source, segment.target)]
    leads = speech_acts.leads(texts, context.config.device)
    advising = guides.guides(segments, context.source_base)
    for (segment, risk), source, target in zip(candidates, leads[::2], leads[1::2], strict=True):
        reply = _reply(segment, risk, source, target, context)
        if reply and not _is_mostly_chatter(segment):
            severity = Severity.CRITICAL if reply == "refusal" or risk.detached >= CRITICAL else Severity.MAJOR
            of_program = program_texts.is_program_text(segment)
            is_free = of_program or segment.doc in advising
            least = CRITICAL if is_free else CLEAR if reply == "description" else 0
            if reply != "refusal" and (risk.detached < least or (of_program and reply == "request")):
                severity = Severity.MINOR
            spans = words.whole_span("target", segment.target) + words.whole_span("source", segment.source)
            message = f"{MESSAGES[reply]} (risk {risk.detached:.0%})"
            yield segment, Hit(message, spans, severity, confidence=round(risk.detached, 3), kind=reply)


MESSAGES: dict[Act, str] = {
    "refusal": "the translation refuses or asks for the text, as a language model does",
    "question": "the translation answers the question of its source",
    "request": "the translation does what its source asks for",
    "description": "the translation describes its source or sums it up",
}


def _may_reply(segment: Segment, risk: Risk, context: Context) -> bool:
    """Whether a translation may be a reply, whatever its acts are: these take the encoder some hundred sentences."""
    is_sentence = words.size(segment.target.strip()) >= SHORTEST_REPLY
    return (
        (is_sentence and risk.detached >= REFUSED)
        or (risk.detached >= ANSWERED and _lost_question(segment, context))
        or (risk.detached >= OBEYED and _has_request(segment, context))
        or (is_sentence and risk.detached >= DESCRIBED and _is_shorter(segment, context))
    )


def _reply(
    segment: Segment, risk: Risk, source: dict[Act, float], target: dict[Act, float], context: Context
) -> Act | None:
    """What the translation replies to or, if it refuses or describes, how it does; `None` if it is no reply."""
    is_sentence = words.size(segment.target.strip()) >= (
        SHORTEST_MESSAGE if program_texts.is_message(segment) else SHORTEST_REPLY
    )
    if is_sentence and risk.detached >= REFUSED and target["refusal"] > 0 > source["refusal"]:
        is_text = _says_what_is_not(segment, context.source_base) or _is_quoted(segment.target)
        return None if is_text or identify.elsewhere(segment.source, context.source_base) else "refusal"
    if program_texts.is_message(segment) or _is_beside_text(segment):
        return None
    if risk.detached >= ANSWERED and _is_less(source, target, "question", ASKING) and _lost_question(segment, context):
        return "question"
    is_obeyed = risk.detached >= OBEYED and _is_less(source, target, "request", REQUESTING)
    if is_obeyed and _has_request(segment, context):
        return "request"
    if is_sentence and risk.detached >= DESCRIBED and target["description"] > DESCRIBING and source["description"] < 0:
        return "description" if _is_shorter(segment, context) else None
    return None


def _is_beside_text(segment: Segment) -> bool:
    """Whether the source is a heading, a title or a value of the front matter, which asks nobody for anything."""
    roles = segment.place("source").blocks or ()
    return bool(roles) and not any(role.startswith(_RUNNING) for role in roles)


def _says_what_is_not(segment: Segment, lang: str) -> bool:
    """Whether a message says itself that something cannot be, so that its translation does, too."""
    is_known = program_texts.is_message(segment) and lang in negation_words.known()
    return is_known and bool(negation_words.cues(segment.source, lang))


def _is_quoted(text: str) -> bool:
    """Whether somebody speaks in a text: it begins with a quotation mark, or ends a quotation of an earlier text."""
    is_end = len(_QUOTES.findall(text)) % 2 == 1 and _ENDS_QUOTED.search(text) is not None
    return is_end or _BEGINS_QUOTED.match(text) is not None


def _has_request(segment: Segment, context: Context) -> bool:
    """Whether the source is long enough for a request, in languages in which requests are judged."""
    return len(words.words(segment.source)) >= SHORTEST_REQUEST and _gaps(context) is None


def _is_shorter(segment: Segment, context: Context) -> bool:
    """Whether the translation is short enough for a summary."""
    langs = (context.target_base, context.source_base)
    return lengths.ratio(segment.target, segment.source, langs) < SHORTER


def _is_less(source: dict[Act, float], target: dict[Act, float], act: Act, least: float) -> bool:
    """Whether an act surely is the source's, and less so the translation's."""
    return source[act] >= least and target[act] <= source[act] - LESS


def _lost_question(segment: Segment, context: Context) -> bool:
    """Whether the source ends with a question of some length, and the translation neither has one nor speaks of one."""
    return (
        words.size(segment.source.strip()) >= SHORTEST_QUESTION
        and _ENDS_WITH_QUESTION.search(segment.source) is not None
        and _QUESTION_MARK.search(segment.target) is None
        and not asking.asks(segment.target, context.target_base)
    )


def _has_words(segment: Segment) -> bool:
    return all(sum(map(str.isalpha, text)) >= FEWEST for text in (segment.source, segment.target))


def _is_mostly_chatter(segment: Segment) -> bool:
    """Whether model-chatter marks most of the translation."""
    marked = sum(span.end - span.start for hit in pattern_rules.hits("artifacts", segment) for span in hit.spans)
    return marked >= MOSTLY * len(segment.target.strip())
