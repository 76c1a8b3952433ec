"""Says each finding of a report in one English sentence, for someone who does not read the other language.

- `explaining` makes the sentences of `mtqe/data/triage.toml`, `glossing` gives them what the encoder knows of a report.
- `facing_words` pairs the words of both sides, `glosses` says what a word means in English, with the words of
  `mtqe.encoder.lexicon`; `number_readings` reads numbers.
- `triage_views` writes the list as text, Markdown, JSON or CSV.

A gloss is shown only if it is sure; see `docs/triage.md` for how often it is right.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mtqe import encoder
from mtqe.encoder.devices import AUTO
from mtqe.errors import Unavailable
from mtqe.model import Finding, Problem, Report, Segment
from mtqe.people.triage.explaining import Languages, decide, explain
from mtqe.people.triage.glossing import Glossing
from mtqe.registry import check_table
from mtqe.registry.contracts import Progress, no_progress
from mtqe.report import view

__all__ = ["Explained", "Triage", "triage"]
WITHOUT = "the sentences have no glosses"


class Explained(NamedTuple):
    """A finding with its sentence.

    Args:
        finding: The finding.
        segment: Its segment.
        area: The area of its check; see `mtqe.model.areas`.
        sentence: What the texts say, in English.
        decide: The question that its reader answers.
    """

    finding: Finding
    segment: Segment
    area: str
    sentence: str
    decide: str


class Triage(NamedTuple):
    """The findings of a report, worst first.

    Args:
        items: The findings with their sentences.
        problems: Why sentences have no glosses, if the encoder could not run.
    """

    items: tuple[Explained, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def sentences(self) -> dict[tuple[str | None, str, str], str]:
        """The sentence of each finding, by system, fingerprint and segment."""
        return {(one.finding.system, one.finding.fingerprint, one.finding.segment): one.sentence for one in self.items}


def triage(
    report: Report,
    *,
    device: str = AUTO,
    progress: Progress = no_progress,
    glossed: bool = True,
) -> Triage:
    """Explain all findings of a report that nobody accepted, worst first."""
    if glossed and report.findings:
        try:
            glossing = _glossing(report, device, progress)
            return Triage(tuple(_explained(report, glossing, progress)))
        except Unavailable as error:
            problem = Problem("triage", f"{WITHOUT}: {error}", incomplete=False)
            return Triage(tuple(_explained(report, None, progress)), (problem,))
    return Triage(tuple(_explained(report, None, progress)))


def _glossing(report: Report, device: str, progress: Progress) -> Glossing:
    model = encoder.load(device)

    def words_read(done: int, total: int) -> None:
        progress("English words", done, total)

    languages = _Tags(report)
    return Glossing(model, report.segments, languages.of, words_read)


def _explained(report: Report, glossing: Glossing | None, progress: Progress) -> Iterator[Explained]:
    areas = {item.id: item.area for item in report.run.checks if item.area}
    table = check_table.checks()
    languages = _Tags(report)
    segments = view.segments_by_id(report)
    findings = view.worst_first(finding for finding in report.findings if finding.suppressed is None)
    for done, finding in enumerate(findings):
        progress("triage", done, len(findings))
        segment = segments[finding.system, finding.segment]
        area = areas.get(finding.check) or (table[finding.check].area if finding.check in table else "") or "default"
        sentence = explain(finding, segment, area, languages.of(segment), glossing)
        yield Explained(finding, segment, area, sentence, decide(area, finding))
    if findings:
        progress("triage", len(findings), len(findings))


class _Tags:
    """The languages of the segments of a report."""

    def __init__(self, report: Report) -> None:
        self._run = report.run
        self._documents = {document.id: document for document in report.documents}

    def of(self, segment: Segment) -> Languages:
        """Primary tags of both sides of a segment."""
        document = self._documents.get(segment.doc or "")
        tags = (
            (document and document.source_lang) or self._run.source_lang,
            (document and document.target_lang) or self._run.target_lang,
        )
        return Languages(*((tag or "und").split("-")[0].lower() for tag in tags))
