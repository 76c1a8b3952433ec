"""Makes reports of requests, as the command line makes them of files."""

from __future__ import annotations

import functools
import os
import traceback
from http import HTTPStatus
from pathlib import Path

import msgspec

from mtqe.errors import FAULTS, MtqeError
from mtqe.flow import pipeline
from mtqe.formats import records
from mtqe.intake import reading
from mtqe.intake.inputs import Records
from mtqe.language.language_tags import same_language
from mtqe.model import Document, Glossary, Report, Segment
from mtqe.serve.messages import Answer, Order, Ready
from mtqe.serve.refusal import Refusal
from mtqe.settings.config import Config

PAIRS = 16
"""Pairs: of languages, whose glossaries stay in memory."""
BUG = "this is a bug in mtqe; set MTQE_TRACEBACK=1 for the server to see where"
NAME = "request"
"""Id of the document whose segments name none."""
SAMPLE = ("The meeting starts at 9 o'clock.", "Die Sitzung beginnt um 9 Uhr.", "Die Sitzung fängt um 9 Uhr an.")
"""A source, its translation and a reference, in the languages of `SAMPLE_PAIR`."""
SAMPLE_PAIR = ("en", "de")


class Commands:
    """The commands with the configuration of the server. Its glossaries are read once for each language pair.

    Args:
        config: The configuration of the server.
    """

    def __init__(self, config: Config) -> None:
        self._config = config
        self._glossary = functools.lru_cache(maxsize=PAIRS)(self._read_glossary)

    def answer(self, order: Order) -> Answer:
        """The report, or why there is none."""
        try:
            return Answer(HTTPStatus.OK, msgspec.json.encode(self.report(order)))
        except MtqeError as error:
            refusal = Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, error.message, error.hint)
        except FAULTS as error:
            if os.environ.get("MTQE_TRACEBACK"):
                traceback.print_exc()
            message = f"mtqe failed with {type(error).__name__}"
            refusal = Refusal(HTTPStatus.INTERNAL_SERVER_ERROR, message, BUG)
        return Answer(refusal.status, refusal.body)

    def report(self, order: Order) -> Report:
        """The report of a command.

        Raises:
            MtqeError: The request or the configuration of the server has a name that is not known, or a wrong value.
        """
        changes: dict[str, msgspec.Struct | None] = {"checks": order.checks, "gate": order.gate}
        if order.metrics is not None:
            changes["metrics"] = msgspec.structs.replace(self._config.metrics, use=order.metrics)
        given = {name: value for name, value in changes.items() if value is not None}
        languages = (order.source_lang, order.target_lang)
        config = msgspec.structs.replace(self._config, source_lang=languages[0], target_lang=languages[1], **given)
        glossary = self._glossary(*languages) if order.terms is None else Glossary(order.terms)
        texts = reading.read(Records(_document(order.segments)), config)
        return pipeline.assess(texts, config, glossary, pipeline.STAGES[order.command])

    def ready(self, order: Order) -> Ready:
        """Load all that a first request would have to load."""
        try:
            report = self.report(order)
        except MtqeError as error:
            return Ready(fatal=(error.message, error.hint))
        return Ready(tuple(f"{problem.what}: {problem.why}" for problem in report.failures))

    def _read_glossary(self, source_lang: str, target_lang: str) -> Glossary | None:
        """The terms of the server; none for other languages than those that the server is configured for."""
        configured = (self._config.source_lang or source_lang, self._config.target_lang or target_lang)
        if not (self._config.glossary and all(map(same_language, configured, (source_lang, target_lang)))):
            return None
        from mtqe.formats.termbases import glossary

        return glossary.read(self._config.glossary, source_lang=source_lang, target_lang=target_lang)


def sample(config: Config) -> Order:
    """A request that uses all models of the configuration."""
    source, translation, reference = SAMPLE
    languages = (config.source_lang or SAMPLE_PAIR[0], config.target_lang or SAMPLE_PAIR[1])
    return Order("evaluate", *languages, (Segment("1", source, translation, (reference,)),))


def _document(segments: tuple[Segment, ...]) -> Document:
    """The document of a request, which has no file."""
    document = records.document(segments, Path(NAME))
    return msgspec.structs.replace(document, path=None, source_path=None)
