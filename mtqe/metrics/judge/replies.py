"""What is accepted of an answer: one JSON object of the schema with the code of its request, and quotes that are found.

Anything else is refused. Of a model's free words nothing reaches a report: only numbers, words of closed lists and
places in the texts.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal, TypeVar

import msgspec

from mtqe.metrics.judge.prompts import SCORE, Task
from mtqe.model import Side

MOST_ERRORS = 100
"""Values: errors in an answer, at most. By hand."""
T = TypeVar("T")
Severity = Literal["minor", "major", "critical"]
Category = Literal[
    "accuracy/mistranslation",
    "accuracy/omission",
    "accuracy/addition",
    "accuracy/untranslated",
    "terminology",
    "linguistic-conventions/grammar",
    "linguistic-conventions/spelling",
    "linguistic-conventions/punctuation",
    "style",
    "locale-conventions",
    "design-and-markup",
]
_THOUGHT = re.compile(r"\s*<think>.*?</think>", re.DOTALL)
"""What some models say to themselves first. It is no part of the answer."""
_FENCE = re.compile(r"\s*```(?:json)?\s*\n(.*)\n\s*```\s*", re.DOTALL)


class _Error(msgspec.Struct, forbid_unknown_fields=True):
    quote: str
    severity: Severity


class _Scored(msgspec.Struct, forbid_unknown_fields=True):
    code: str
    errors: Annotated[list[_Error], msgspec.Meta(max_length=MOST_ERRORS)]
    score: Annotated[float, msgspec.Meta(ge=0, le=100)]


class _Marked(msgspec.Struct, forbid_unknown_fields=True):
    side: Literal["source", "translation"]
    quote: str
    category: Category
    severity: Severity


class _Spans(msgspec.Struct, forbid_unknown_fields=True):
    code: str
    errors: Annotated[list[_Marked], msgspec.Meta(max_length=MOST_ERRORS)]


class Mark(msgspec.Struct, frozen=True, array_like=True):
    """An error: a range in code points of one side, its category and its severity."""

    side: Side
    start: int
    end: int
    category: Category
    severity: Severity


class Judgement(msgspec.Struct, frozen=True):
    """What an answer says. It has no text, so that the cache has none.

    Args:
        score: 0 to 100; `None` if spans were asked for.
        marks: The errors whose quotes stand in their text once.
        lost: Number of other quotes.
        served: The name of the model, as the server gave it.
    """

    score: float | None
    marks: tuple[Mark, ...] = ()
    lost: int = 0
    served: str = ""


class Unusable(Exception):
    """An answer that is refused; the message says why in words of our own."""


class _Message(msgspec.Struct):
    content: str | None = None
    refusal: str | None = None


class _Choice(msgspec.Struct):
    message: _Message
    finish_reason: str | None = None


class Usage(msgspec.Struct, frozen=True):
    """The tokens of a request and its answer, as the server counted them."""

    prompt_tokens: Annotated[int, msgspec.Meta(ge=0)]
    completion_tokens: Annotated[int, msgspec.Meta(ge=0)] = 0


class Envelope(msgspec.Struct):
    """The answer of a server; unknown fields are left out."""

    choices: Annotated[list[_Choice], msgspec.Meta(min_length=1)]
    model: str = ""
    usage: Usage | None = None

    @property
    def content(self) -> str:
        """The words of the model.

        Raises:
            Unusable: There are none, or they were cut off.
        """
        choice = self.choices[0]
        if choice.finish_reason == "length":
            raise Unusable("the answer is longer than judge.answer_tokens and was cut off")
        if choice.message.refusal or choice.finish_reason == "content_filter":
            raise Unusable("the model or a filter of the server refused to answer")
        if not choice.message.content:
            raise Unusable("the answer is empty")
        return choice.message.content


def envelope(data: bytes) -> Envelope:
    """The answer of a server.

    Raises:
        Unusable: It does not speak the protocol.
    """
    return _decoded(data, Envelope, "what the server sent is no chat completion")


def read(task: Task, content: str, code: str, texts: tuple[str, str], served: str) -> Judgement:
    """The judgement in the words of a model.

    Args:
        task: What was asked.
        content: The words.
        code: The code of the request.
        texts: Source and translation.
        served: The name of the model.

    Raises:
        Unusable: They are not one JSON object of the schema, or lack the code.
    """
    thought = _THOUGHT.match(content)
    content = content[thought.end() :] if thought else content
    fenced = _FENCE.fullmatch(content)
    data = (fenced[1] if fenced else content).strip().encode("utf-8", "surrogatepass")
    wrong = "the answer does not have the form that was asked for"
    answer: _Scored | _Spans = _decoded(data, _Scored, wrong) if task is SCORE else _decoded(data, _Spans, wrong)
    if answer.code != code:
        raise Unusable("the answer lacks the code of its request, so it may be a copy of something in the texts")
    if isinstance(answer, _Scored):
        return Judgement(answer.score, served=served)
    marks = [_located(error, texts) for error in answer.errors]
    found = tuple(dict.fromkeys(mark for mark in marks if mark is not None))
    return Judgement(None, found, sum(mark is None for mark in marks), served)


def _decoded(data: bytes, kind: type[T], wrong: str) -> T:
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Unusable(wrong) from error


def _located(error: _Marked, texts: tuple[str, str]) -> Mark | None:
    """Where the quote stands; `None` if it stands nowhere or in more than one place."""
    side: Side = "source" if error.side == "source" else "target"
    text = texts[0] if side == "source" else texts[1]
    start = text.find(error.quote)
    if not error.quote.strip() or start < 0 or text.find(error.quote, start + 1) >= 0:
        return None
    return Mark(side, start, start + len(error.quote), error.category, error.severity)
