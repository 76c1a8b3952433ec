"""What the body of a request may hold. Everything in it is text: no path in it is ever opened."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import Annotated, TypeVar

import msgspec

from mtqe.errors import MtqeError
from mtqe.flow.pipeline import STAGES
from mtqe.formats import records
from mtqe.formats.termbases.glossary import flaw
from mtqe.language import language_tags
from mtqe.language.late_patterns import late
from mtqe.model import Segment, Term, TermStatus
from mtqe.serve.bounds import TERMS, Bounds
from mtqe.serve.messages import Order
from mtqe.serve.refusal import Refusal
from mtqe.settings.config import ChecksConfig, Config
from mtqe.settings.policy import GateConfig

Tag = Annotated[str, msgspec.Meta(max_length=35)]
Name = Annotated[str, msgspec.Meta(max_length=200)]
Texts = str | tuple[str, ...]
B = TypeVar("B", bound="Options")
_PLACE = late(r"(?P<what>.*) - at (?:`key` in )?`(?P<place>\$.*)`", re.DOTALL)
_UNKNOWN = late(r"Object contains unknown field `(.*)`", re.DOTALL)


class TermBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of the glossary in a request.

    Args:
        source: The term in the source language.
        target: Its rendering in the target language; may be left out if the status is `keep`.
        status: `preferred` and `admitted` renderings may be used, `forbidden` ones not; `keep` means unchanged.
        note: Explanation for the reader.
    """

    source: str
    target: str = ""
    status: TermStatus = "preferred"
    note: str = ""


class SegmentBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A pair in a batch.

    Args:
        source: The source text.
        translation: Its translation; may be empty.
        references: Human translations: a text or a list of texts.
        id: Unique in its document; by default the number of the pair, from "1".
        doc: Name of its document; the pairs of a document follow each other.
        system: Name of the translation system, if there are several.
    """

    source: str
    translation: str
    references: Texts = ()
    id: Name = ""
    doc: Name = ""
    system: Name = ""


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a request may say besides its texts. Each part that it gives is used in place of that of the server.

    Args:
        source_lang: BCP 47 tag of the source, such as `en`; by default that of the server.
        target_lang: BCP 47 tag of the translation, such as `de` or `pt-BR`; by default that of the server.
        checks: Which checks run, as `[checks]` in `mtqe.toml`; by default those of the server. Not for `score`.
        metrics: Names of the metrics that run; empty means the default metrics of mtqe; by default those of the server.
            Not for `check`.
        gate: The policy, as `[gate]` in `mtqe.toml`; by default that of the server. For `evaluate` alone.
        glossary: The terms to check; by default those of the server. Not for `score`.
    """

    source_lang: Tag = ""
    target_lang: Tag = ""
    checks: ChecksConfig | None = None
    metrics: tuple[Name, ...] | None = None
    gate: GateConfig | None = None
    glossary: tuple[TermBody, ...] | None = None


class PairBody(Options, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A request for one pair.

    Args:
        source: The source text.
        translation: Its translation; may be empty.
        references: Human translations: a text or a list of texts.
    """

    source: str
    translation: str
    references: Texts = ()


class BatchBody(Options, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A request for many pairs.

    Args:
        segments: The pairs, in the order of the text.
    """

    segments: Annotated[tuple[SegmentBody, ...], msgspec.Meta(min_length=1)]


def read(body: bytes, command: str, config: Config, bounds: Bounds) -> Order:
    """The order that a body makes.

    Args:
        body: The body.
        command: Name of the command.
        config: The configuration of the server, which has the languages if the body has none.
        bounds: The limits.

    Raises:
        Refusal: The body is not JSON, has an unknown or missing field, one that the command does not use, or a wrong
            value, or is above a limit.
    """
    given = _decoded(body)
    _refuse_unused(given, command)
    segments = _numbered(given)
    _refuse_large(segments, given.glossary or (), bounds)
    _refuse_repeated_ids(segments)
    source_lang, target_lang = _languages(given, config)
    terms = None if given.glossary is None else tuple(_terms(given.glossary))
    return Order(command, source_lang, target_lang, segments, given.checks, given.metrics, given.gate, terms)


def _decoded(body: bytes) -> PairBody | BatchBody:
    if not body.strip():
        raise Refusal(HTTPStatus.BAD_REQUEST, "the body is empty", "send a JSON object; see /openapi.json")
    try:
        fields = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
        given = _typed(body, BatchBody) if "segments" in fields else _typed(body, PairBody)
        _refuse_repeated_keys(body)
        return given
    except msgspec.ValidationError as error:
        raise _invalid(str(error)) from error
    except RecursionError as error:
        raise Refusal(HTTPStatus.BAD_REQUEST, "the body is nested too deeply") from error
    except msgspec.DecodeError as error:
        why = str(error).removeprefix("JSON is malformed: ")
        raise Refusal(HTTPStatus.BAD_REQUEST, f"the body is not valid JSON: {why}", "send JSON in UTF-8") from error


class _Repeated(Exception):
    """An object has a key twice."""


def _refuse_repeated_keys(body: bytes) -> None:
    """Refuse an object with a key twice: programs differ in which of the two they believe.

    Raises:
        Refusal: There is one.
    """

    def unique(pairs: list[tuple[str, object]]) -> None:
        names = [name for name, _ in pairs]
        if len(names) > len(set(names)):
            raise _Repeated(next(name for name in names if names.count(name) > 1))

    try:
        json.loads(body, object_pairs_hook=unique)
    except _Repeated as error:
        message = f"an object has the key {str(error)[:50]!r} twice"
        raise Refusal(HTTPStatus.BAD_REQUEST, message, "give each key once") from error


def _typed(body: bytes, type_: type[B]) -> B:
    try:
        return msgspec.json.decode(body, type=type_)
    except msgspec.ValidationError as error:
        unknown = _UNKNOWN.match(str(error))
        if unknown is None:
            raise
        names = {name for kind in (type_, SegmentBody, TermBody) for name in kind.__struct_fields__}
        close = difflib.get_close_matches(unknown[1][:50], names, n=1, cutoff=0.5)
        raise _invalid(str(error), f"did you mean {close[0]!r}? " if close else "") from error


def _refuse_unused(given: Options, command: str) -> None:
    """Refuse what the command would not heed, such as a policy for a report that is not judged."""
    stages = STAGES[command]
    used = {"checks": stages.checks, "metrics": stages.metrics, "gate": stages.gate, "glossary": stages.checks}
    for name, is_used in used.items():
        if not is_used and getattr(given, name) is not None:
            message = f"{name}: /v1/{command} does not use it"
            raise Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, message, "leave it out, or send the request to /v1/evaluate")


def _invalid(message: str, hint: str = "") -> Refusal:
    """A refusal with the place first: "segments[0]: ..."."""
    match = _PLACE.fullmatch(message)
    what, place = (match["what"], match["place"].removeprefix("$").removeprefix(".")) if match else (message, "")
    shown = f"{place}: {what}" if place else what
    return Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, shown, f"{hint}see /openapi.json for what a body may hold")


def _numbered(given: PairBody | BatchBody) -> tuple[Segment, ...]:
    pairs: Iterable[PairBody | SegmentBody] = given.segments if isinstance(given, BatchBody) else [given]
    return tuple(
        Segment(
            id=getattr(pair, "id", "") or str(number),
            source=pair.source,
            target=pair.translation,
            references=records.trimmed([pair.references] if isinstance(pair.references, str) else pair.references),
            doc=getattr(pair, "doc", "") or None,
            system=getattr(pair, "system", "") or None,
        )
        for number, pair in enumerate(pairs, 1)
    )


def _refuse_large(segments: tuple[Segment, ...], glossary: tuple[TermBody, ...], bounds: Bounds) -> None:
    too_large = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    if len(segments) > bounds.segments:
        message = f"the body has {len(segments):,} segments, and the server takes at most {bounds.segments:,} at a time"
        raise Refusal(too_large, message, "divide it into several requests")
    if len(glossary) > TERMS:
        message = f"the glossary has {len(glossary):,} terms, and the server takes at most {TERMS:,}"
        raise Refusal(too_large, message, "send the terms that the texts have, or configure the server with a glossary")
    for place, segment in enumerate(segments):
        longest = max(map(len, (segment.source, segment.target, *segment.references)))
        if longest > bounds.characters:
            message = f"segments[{place}]: a text has {longest:,} characters, and the server takes at most "
            raise Refusal(too_large, f"{message}{bounds.characters:,}", "divide it into paragraphs or sentences")


def _refuse_repeated_ids(segments: tuple[Segment, ...]) -> None:
    first: dict[tuple[str | None, str | None, str], int] = {}
    for place, segment in enumerate(segments):
        key = (segment.system, segment.doc, segment.id)
        if key in first:
            message = f"segments[{first[key]}] and segments[{place}] have the same id {segment.id!r}"
            raise Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, message, "give each its own id, or leave all ids out")
        first[key] = place


def _languages(given: Options, config: Config) -> tuple[str, str]:
    tags = []
    for side in ("source_lang", "target_lang"):
        tag = getattr(given, side) or getattr(config, side)
        if not tag:
            raise Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, f"{side} is missing", "give a BCP 47 tag, such as 'de'")
        try:
            tags.append(language_tags.canonical(tag))
        except MtqeError as error:
            raise Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, f"{side}: {error.message}", error.hint) from error
    if tags[0] == tags[1]:
        message = f"the source and the translation are both in {tags[0]!r}"
        raise Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, message, "correct source_lang or target_lang")
    return tags[0], tags[1]


def _terms(glossary: tuple[TermBody, ...]) -> Iterator[Term]:
    """The terms, by the rules of glossary files."""
    for place, given in enumerate(glossary):
        source, target = (" ".join(text.split()) for text in (given.source, given.target))
        if what := flaw(source, target, given.status):
            raise Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, f"glossary[{place}]: {what}", "correct or remove it")
        yield Term(source, source if given.status == "keep" else target, given.status, given.note)
