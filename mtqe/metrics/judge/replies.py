"""What is accepted of an answer: one JSON object of the schema with the code of its request, and quotes that are found.

Anything else is refused. Of a model's free words nothing reaches a report: only numbers, words of closed lists and
places in the texts.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal, TypeVar

import msgspec

from mtqe.language.late_patterns import late
from mtqe.metrics.judge.prompts import SCORE, Category, Severity, Task
from mtqe.model import Side

MOST_ERRORS = 100
"""Values: errors in an answer, at most."""
MOST_TOKENS = 1_000_000_000
"""Tokens: that a server may count for one request."""
T = TypeVar("T")
_THOUGHT = late(r"\s*<think>.*?</think>", re.DOTALL)
"""What some models say to themselves first. It is no part of the answer."""
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u202f", " "))
"""Spaces that do not break. Models often quote them as plain ones."""


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

    prompt_tokens: Annotated[int, msgspec.Meta(ge=0, le=MOST_TOKENS)]
    completion_tokens: Annotated[int, msgspec.Meta(ge=0, le=MOST_TOKENS)]


class Envelope(msgspec.Struct):
    """The answer of a server; unknown fields are left out."""

    choices: Annotated[list[_Choice], msgspec.Meta(min_length=1)]
    model: str | None = None
    usage: msgspec.Raw = msgspec.Raw(b"null")

    @property
    def counted(self) -> Usage | None:
        """The tokens that the server counted; `None` if it counted none, or its numbers cannot be true."""
        try:
            usage = msgspec.json.decode(self.usage, type=Usage)
        except msgspec.DecodeError:
            return None
        return usage if usage.prompt_tokens else None

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
    return _decoded(data, Envelope, "the reply of the server is not a chat completion")


def read(task: Task, content: str, code: str, texts: tuple[str, str], served: str) -> Judgement:
    """The judgement in the words of a model.

    Raises:
        Unusable: They are not one JSON object of the schema, or lack the code.
    """
    thought = _THOUGHT.match(content)
    content = content[thought.end() :] if thought else content
    data = _unfenced(content.strip()).encode("utf-8", "surrogatepass")
    wrong = "the answer does not have the form that was asked for"
    answer: _Scored | _Spans = _decoded(data, _Scored, wrong) if task is SCORE else _decoded(data, _Spans, wrong)
    if answer.code != code:
        raise Unusable("the answer lacks the code of its request, so it may be a copy of something in the texts")
    if isinstance(answer, _Scored):
        return Judgement(abs(answer.score), served=served)  # -0 is 0
    marks = [_located(error, texts) for error in answer.errors]
    found = tuple(dict.fromkeys(mark for mark in marks if mark is not None))
    return Judgement(None, found, sum(mark is None for mark in marks), served)


def _unfenced(content: str) -> str:
    """What stands in a fence of Markdown; without one, all."""
    first, _, rest = content.partition("\n")
    is_fenced = first.rstrip() in ("```", "```json") and rest.endswith("```")
    return rest.removesuffix("```") if is_fenced else content


def _decoded(data: bytes, kind: type[T], wrong: str) -> T:
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Unusable(wrong) from error


def _located(error: _Marked, texts: tuple[str, str]) -> Mark | None:
    """Where the quote stands; `None` if it stands nowhere or in more than one place."""
    side: Side = "source" if error.side == "source" else "target"
    text, quote = texts[0] if side == "source" else texts[1], error.quote
    if quote not in text:
        text, quote = text.translate(_SPACES), quote.translate(_SPACES)
    start = text.find(quote)
    if not quote.strip() or start < 0 or text.find(quote, start + 1) >= 0:
        return None
    return Mark(side, start, start + len(quote), error.category, error.severity)
