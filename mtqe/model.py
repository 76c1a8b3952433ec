"""The nouns of mtqe: frozen structs that all rooms read and none changes.

All character offsets are half-open ranges of Unicode code points in the stored text. msgspec serialises the structs.
The JSON of `Report` is a contract (schema `mtqe.report/1`): fields may be added, but never removed or given another
meaning.
"""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec

from mtqe.areas import Area as Area
from mtqe.areas import Coverage as Coverage
from mtqe.areas import LeftOut as LeftOut
from mtqe.metric_facts import MetricFacts as MetricFacts
from mtqe.metric_facts import Signature as Signature
from mtqe.metric_facts import comparable as comparable
from mtqe.metric_facts import render_signature as render_signature
from mtqe.verdict import Interval as Interval
from mtqe.verdict import Mqm as Mqm
from mtqe.verdict import Outcome as Outcome
from mtqe.verdict import Ruling as Ruling
from mtqe.verdict import State as State
from mtqe.verdict import Verdict as Verdict

SCHEMA = "mtqe.report/1"

Side = Literal["source", "target"]
Level = Literal["corpus", "document", "segment"]
BeadKind = Literal["match", "omission", "addition"]
BlockKind = Literal["heading", "paragraph", "item", "line"]
TermStatus = Literal["preferred", "admitted", "forbidden", "keep"]
RunState = Literal["ran", "not run", "failed"]


class Severity(enum.StrEnum):
    """MQM severity of an error, mildest first."""

    NEUTRAL = "neutral"
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for neutral, up to 3 for critical."""
        return _RANKS[self]


_RANKS = {severity: number for number, severity in enumerate(Severity)}


class Block(msgspec.Struct, frozen=True):
    """A paragraph, heading, list item or line of one side of a document.

    Args:
        text: The text on one line (hard line breaks inside a paragraph become spaces).
        line: 1-based line in the file where the block starts.
        kind: The role of the block in the document.
    """

    text: str
    line: int
    kind: BlockKind = "paragraph"


class Text(msgspec.Struct, frozen=True):
    """One side of a document before alignment, such as an article in one language."""

    blocks: tuple[Block, ...]
    path: str | None = None
    sha256: str | None = None
    lang: str | None = None
    left_out: tuple[LeftOut, ...] = ()


class Bead(msgspec.Struct, frozen=True):
    """A group of source sentences and the target sentences that translate them.

    Args:
        source: 0-based numbers of consecutive source sentences; empty in an addition.
        target: 0-based numbers of consecutive target sentences; empty in an omission.
        source_text: The text of the source sentences in the document, `""` in an addition.
        target_text: The text of the target sentences in the document, `""` in an omission.
        score: The aligner's confidence in the bead, 0 to 1, higher is better.
        kind: `match`, `omission` (source without target) or `addition` (target without source).
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    source_text: str
    target_text: str
    score: float
    kind: BeadKind


class Segment(msgspec.Struct, frozen=True):
    """A source text and its translation: one bead of the alignment, or one line of paired input.

    Args:
        id: Unique within a report and system; for line-aligned input the line number, from "1".
        source: Source text; empty for an addition.
        target: Translation (hypothesis); empty for an omission.
        references: Human translations of the source, in the order of the reference files.
        doc: Id of the document of the segment.
        meta: Origin of each side: `source_line` and `source_paragraph` (from 1), `source_sentences` (from 0, counted
            over the document), the same for `target`; `kind` and `score` of the bead; `codes`: how many inline codes
            the reader left out of the side that has more of them.
        system: Name of the translation system, if a report has several.
    """

    id: str
    source: str
    target: str
    references: tuple[str, ...] = ()
    doc: str | None = None
    meta: Mapping[str, Any] = msgspec.field(default_factory=dict)
    system: str | None = None

    def text(self, side: Side) -> str:
        """The text of one side."""
        return self.source if side == "source" else self.target


class Document(msgspec.Struct, frozen=True, omit_defaults=True):
    """A source document and its translation. In a report `segments` is empty; see `Report.segments`.

    Args:
        id: Unique within a report.
        source_lang: BCP 47 tag.
        target_lang: BCP 47 tag.
        segments: The aligned segments, in document order.
        path: File of the translation, as the user named it.
        sha256: SHA-256 of the bytes of that file, in hexadecimal.
        source_path: File of the source, as the user named it.
        source_sha256: SHA-256 of the bytes of that file, in hexadecimal.
        reference_paths: Files of the references.
        domain: Subject of the text, from `[domains]` in the configuration.
        left_out: What the reader left out of the texts.
    """

    id: str
    source_lang: str | None = None
    target_lang: str | None = None
    segments: tuple[Segment, ...] = ()
    path: str | None = None
    sha256: str | None = None
    source_path: str | None = None
    source_sha256: str | None = None
    reference_paths: tuple[str, ...] = ()
    domain: str | None = None
    left_out: tuple[LeftOut, ...] = ()


class Term(msgspec.Struct, frozen=True):
    """An entry of a glossary.

    Args:
        source: The term in the source language.
        target: Its rendering in the target language.
        status: `preferred` and `admitted` renderings may be used, `forbidden` ones not; `keep` means unchanged.
        note: Explanation for the reader.
        line: 1-based line in the glossary file.
    """

    source: str
    target: str
    status: TermStatus = "preferred"
    note: str = ""
    line: int = 0


class Glossary(msgspec.Struct, frozen=True):
    """The terms of one or several glossary files, in file order."""

    terms: tuple[Term, ...]
    paths: tuple[str, ...] = ()


class Span(msgspec.Struct, frozen=True):
    """A range of the text of one side, half-open in code points: `text[start:end]` is the marked text."""

    side: Side
    start: int
    end: int


class Hit(msgspec.Struct, frozen=True):
    """An error that a check yields. The runner makes the `Finding` from it.

    Args:
        message: One sentence for the reader that names the error.
        spans: The marked text; may be empty if the hit concerns the complete segment and both sides are empty.
        severity: Overrides the default severity of the check.
        suggestion: A correction, if the check knows one.
        confidence: 0 to 1, if the check can estimate it.
        kind: Kind of the error, for a check with several: `boilerplate` for a line of the web page, or a rule's name.
    """

    message: str
    spans: tuple[Span, ...] = ()
    severity: Severity | None = None
    suggestion: str | None = None
    confidence: float | None = None
    kind: str | None = None


class Finding(msgspec.Struct, frozen=True):
    """An error that a check found, complete and final.

    `suppressed` is the reason for which someone accepted it; such a finding is in the report but never counts.
    """

    check: str
    name: str
    category: str
    severity: Severity
    segment: str
    message: str
    spans: tuple[Span, ...]
    marked: tuple[str, ...]
    fingerprint: str
    suggestion: str | None = None
    confidence: float | None = None
    preview: bool = False
    system: str | None = None
    kind: str | None = None
    suppressed: str | None = None

    @property
    def counts(self) -> bool:
        """Whether the finding can count for a verdict: it is not suppressed and not from a preview check."""
        return not self.preview and self.suppressed is None


class Guarded(msgspec.Struct, frozen=True):
    """Segments whose neural scores mean little, and the score without them.

    Args:
        segments: Their ids by reason, in order: `empty`, `copied`, `foreign`, `unrelated` or `truncated`.
        value: The score without these segments; `None` if no segment remains.
        n: Number of segments behind that value.
    """

    segments: dict[str, tuple[str, ...]]
    value: float | None
    n: int


class Score(msgspec.Struct, frozen=True):
    """The score of a metric for the corpus, a document or a segment.

    Args:
        metric: Name of the metric.
        level: `corpus`, `document` or `segment`.
        value: The score in the unit of the metric; `None` if not scored, never -1 or NaN.
        segment: Id of the segment, at segment level.
        doc: Id of the document, at document level.
        n: Number of segments behind the value.
        n_unscored: Number of segments that could not be scored; the value does not include them.
        interval: Bootstrap confidence interval of the value.
        signature: Everything that can change the value, in order; see `render_signature`.
        system: Name of the translation system, if a report has several.
        guarded: Segments whose neural scores mean little, at corpus level; `None` if there are none.
        details: Numbers behind a corpus score, such as the precisions and the brevity penalty of BLEU.
    """

    metric: str
    level: Level
    value: float | None
    segment: str | None = None
    doc: str | None = None
    n: int = 1
    n_unscored: int = 0
    interval: Interval | None = None
    signature: Signature = msgspec.field(default_factory=dict)
    system: str | None = None
    guarded: Guarded | None = None
    details: dict[str, Any] = msgspec.field(default_factory=dict)


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """A failure or a caution about a metric, check or file.

    Args:
        what: The metric, check or file.
        why: The reason.
        incomplete: Whether a requested metric or check could not run, which fails the gate by default. Otherwise it ran
            on input that it was not made or measured for: a caution, which fails nothing.
    """

    what: str
    why: str
    incomplete: bool = True


class RunItem(msgspec.Struct, frozen=True):
    """The outcome of a check or metric: `ran`, `not run` (not requested or not applicable; see `why`) or `failed`."""

    id: str
    name: str
    state: RunState
    why: str | None = None


class CheckItem(RunItem, frozen=True, omit_defaults=True):
    """What became of a check, the area of its errors, and what it left out although it ran (`gap`).

    `idle` says that it ran and every segment was too short for it.
    """

    area: Area | None = None
    gap: str | None = None
    idle: bool = False


class MetricItem(RunItem, frozen=True):
    """What became of a metric, and what its scores mean; `facts` is `None` in reports of earlier versions."""

    facts: MetricFacts | None = None


class Run(msgspec.Struct, frozen=True):
    """The circumstances of a run.

    Args:
        version: Version of mtqe.
        created: UTC time, ISO 8601.
        seconds: Wall-clock duration.
        source_lang: BCP 47 tag.
        target_lang: BCP 47 tag.
        systems: Names of the translation systems, if there are several.
        checks: Outcome of each selected check.
        metrics: Outcome of each metric that was considered, with its title, scale, digits and direction.
        notes: Remarks for the reader, one line each; none of them makes the report incomplete.
        aligner: Origin of the segments: `lines`, `pairs`, or the name and settings of the aligner.
        source_words: Number of words of the source text, the base of "per 1,000 words".
        glossaries: Files of the glossaries, as the user named them.
        coverage: How far the checks looked for the errors of each area; empty if no check was asked for.
        all_pairs: Whether the run read every pair of files that `[pairs]` matches, in its only language pair.
    """

    version: str
    created: str
    seconds: float = 0.0
    source_lang: str | None = None
    target_lang: str | None = None
    systems: tuple[str, ...] = ()
    checks: tuple[CheckItem, ...] = ()
    metrics: tuple[MetricItem, ...] = ()
    notes: tuple[str, ...] = ()
    aligner: str | None = None
    source_words: int = 0
    glossaries: tuple[str, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    all_pairs: bool = False


class Report(msgspec.Struct, frozen=True):
    """All results of a run. Reporters, gate and comparison only read it."""

    schema: str
    run: Run
    documents: tuple[Document, ...] = ()
    segments: tuple[Segment, ...] = ()
    scores: tuple[Score, ...] = ()
    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()
    verdict: Verdict | None = None

    @property
    def failures(self) -> tuple[Problem, ...]:
        """The problems that make the report incomplete."""
        return tuple(problem for problem in self.problems if problem.incomplete)

    @property
    def remarks(self) -> tuple[str, ...]:
        """Remarks for the reader, one line each: the cautions among the problems, then the notes of the run."""
        cautions = (f"{problem.what}: {problem.why}" for problem in self.problems if not problem.incomplete)
        return (*cautions, *self.run.notes)


def fingerprint(check: str, source: str, marked: Sequence[str], nth: int) -> str:
    """Identity of a finding, 16 hex digits. It does not change when lines move or messages are reworded.

    Args:
        check: Id of the check.
        source: Source text of the segment.
        marked: The marked texts.
        nth: Number of earlier findings with the same check, source and marked texts, from 0.
    """
    parts = [check, source, *marked, str(nth)]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
