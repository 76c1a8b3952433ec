"""The nouns of mtqe: frozen structs that every room reads and none changes.

All character offsets are Unicode code points, half-open, on the text as stored. Serialised with msgspec; the JSON of
`Report` is a contract (schema `mtqe.report/1`): fields may be added, never removed or given another meaning.
"""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec

from mtqe.metric_facts import MetricFacts as MetricFacts
from mtqe.verdict import Interval as Interval
from mtqe.verdict import Mqm as Mqm
from mtqe.verdict import Outcome as Outcome
from mtqe.verdict import Ruling as Ruling
from mtqe.verdict import Verdict as Verdict

SCHEMA = "mtqe.report/1"

Side = Literal["source", "target"]
Level = Literal["corpus", "document", "segment"]
BeadKind = Literal["match", "omission", "addition"]
BlockKind = Literal["heading", "paragraph", "item", "line"]
TermStatus = Literal["preferred", "admitted", "forbidden", "keep"]
RunState = Literal["ran", "not run", "failed"]
Signature = dict[str, str | int | float | bool | None]


class Severity(enum.StrEnum):
    """MQM severity of an error, mildest first."""

    NEUTRAL = "neutral"
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for neutral up to 3 for critical."""
        return _RANKS[self]


_RANKS = {severity: number for number, severity in enumerate(Severity)}


class Block(msgspec.Struct, frozen=True):
    """A paragraph, heading, list item or line of a one-sided text.

    Args:
        text: The block's text on one line (hard line breaks inside a paragraph become spaces).
        line: 1-based line in the file where the block starts.
        kind: What the block is in the document.
    """

    text: str
    line: int
    kind: BlockKind = "paragraph"


class Text(msgspec.Struct, frozen=True):
    """One side of a document before alignment: an article in one language."""

    blocks: tuple[Block, ...]
    path: str | None = None
    sha256: str | None = None
    lang: str | None = None


class Bead(msgspec.Struct, frozen=True):
    """A group of source sentences and the target sentences that translate them.

    Args:
        source: 0-based numbers of consecutive source sentences; empty in an addition.
        target: 0-based numbers of consecutive target sentences; empty in an omission.
        source_text: The source sentences as they stand in the document, `""` in an addition.
        target_text: The target sentences as they stand in the document, `""` in an omission.
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
        id: Unique within a report and system; with line-aligned input the line number, from "1".
        source: Source text; empty when the translation adds something.
        target: Translation (hypothesis); empty when the translation omits something.
        references: Human translations of the source, in the order of the reference files.
        doc: Id of the document the segment belongs to.
        meta: Where each side came from: `source_line` and `source_paragraph` (from 1), `source_sentences` (from 0, over
            the whole document), the same for `target`; `kind` and `score` of the bead.
        system: Name of the translation system when a report holds several.
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
    """A source document and its translation. In a report `segments` is empty: they stand in `Report.segments`.

    Args:
        id: Unique within a report.
        source_lang: BCP 47 tag.
        target_lang: BCP 47 tag.
        segments: The aligned segments, in document order.
        path: File of the translation, as the user named it.
        sha256: Hash of that file's bytes.
        source_path: File of the source, as the user named it.
        source_sha256: Hash of that file's bytes.
        reference_paths: Files of the references.
        domain: What the text is about, by the `[domains]` of the configuration.
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


class Term(msgspec.Struct, frozen=True):
    """An entry of a glossary.

    Args:
        source: The term in the source language.
        target: Its rendering in the target language.
        status: `preferred` and `admitted` renderings may be used, a `forbidden` one must not; a term to `keep` must
            stand in the translation as it is.
        note: Why, for the reader.
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
    """A stretch of one side's text: code points, half-open, `text[start:end]` is exactly what is marked."""

    side: Side
    start: int
    end: int


class Hit(msgspec.Struct, frozen=True):
    """What a check yields. The runner makes the `Finding`.

    Args:
        message: One sentence for a person; names what is wrong.
        spans: What is marked; may be empty when the whole segment is meant and both sides are empty.
        severity: Overrides the check's default severity.
        suggestion: What to write instead, when the check knows.
        confidence: 0 to 1, when the check can estimate it.
        kind: What sort of its error this is, where a check finds several: `boilerplate` for a line of the web page, the
            name of the rule where rules are data.
    """

    message: str
    spans: tuple[Span, ...] = ()
    severity: Severity | None = None
    suggestion: str | None = None
    confidence: float | None = None
    kind: str | None = None


class Finding(msgspec.Struct, frozen=True):
    """An error that a check found, complete and final.

    `suppressed` is the reason that somebody gave for accepting it: it stands in the report but never counts.
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
        """Whether the finding can count for a verdict: not one of a preview check, and not suppressed."""
        return not self.preview and self.suppressed is None


class Guarded(msgspec.Struct, frozen=True):
    """Segments on which a neural score says little, and the score without them.

    Args:
        segments: Their ids by reason, in order: `empty`, `copied`, `foreign`, `unrelated` or `truncated`.
        value: The score without them; `None` when nothing is left.
        n: Number of segments behind that value.
    """

    segments: dict[str, tuple[str, ...]]
    value: float | None
    n: int


class Score(msgspec.Struct, frozen=True):
    """A number that a metric gave to the corpus, a document or a segment.

    Args:
        metric: Name of the metric.
        level: `corpus`, `document` or `segment`.
        value: The score in the metric's own unit; `None` means not scored, never -1 or NaN.
        segment: Id of the segment, at segment level.
        doc: Id of the document, at document level.
        n: Number of segments behind the value.
        n_unscored: Number of segments that could not be scored and are not in the value.
        interval: Bootstrap confidence interval of the value.
        signature: All that can move the number, in order; see `render_signature`.
        system: Name of the translation system when a report holds several.
        guarded: Segments on which a neural metric says little, at corpus level; `None` when there are none.
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


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """What stands between the reader and a result.

    Args:
        what: The metric, check or file that it is about.
        why: What is wrong with it.
        incomplete: Whether something that was asked for could not run, which fails the gate by default. If not, it ran,
            but on what it was not made or measured for: a caution, which fails nothing.
    """

    what: str
    why: str
    incomplete: bool = True


class RunItem(msgspec.Struct, frozen=True):
    """What became of a check or metric: `ran`, `not run` (with `why`; nobody asked for it) or `failed`."""

    id: str
    name: str
    state: RunState
    why: str | None = None


class MetricItem(RunItem, frozen=True):
    """What became of a metric, and what its scores mean; `facts` is `None` in reports of earlier versions."""

    facts: MetricFacts | None = None


class Run(msgspec.Struct, frozen=True):
    """How a report came about.

    Args:
        version: Version of mtqe.
        created: UTC time, ISO 8601.
        seconds: Wall-clock duration.
        source_lang: BCP 47 tag.
        target_lang: BCP 47 tag.
        systems: Names of the translation systems when there are several.
        checks: What became of each check that was selected.
        metrics: What became of each metric that was considered, with its title, scale, digits and direction.
        notes: Remarks for the reader that make nothing incomplete, one line each.
        aligner: How the segments came about: `lines`, `pairs` or the aligner's name and settings.
        source_words: Words of the source text, the base of "per 1,000 words".
        glossaries: Files of the glossaries, as the user named them.
    """

    version: str
    created: str
    seconds: float = 0.0
    source_lang: str | None = None
    target_lang: str | None = None
    systems: tuple[str, ...] = ()
    checks: tuple[RunItem, ...] = ()
    metrics: tuple[MetricItem, ...] = ()
    notes: tuple[str, ...] = ()
    aligner: str | None = None
    source_words: int = 0
    glossaries: tuple[str, ...] = ()


class Report(msgspec.Struct, frozen=True):
    """The hinge of mtqe: everything a run found. Reporters, gate and comparison only read it."""

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
        """What else the reader should know, one line each: the cautions among the problems, then the run's notes."""
        cautions = (f"{problem.what}: {problem.why}" for problem in self.problems if not problem.incomplete)
        return (*cautions, *self.run.notes)


COUNTS = frozenset({"bs", "seed", "truncated", "empty", "copied", "foreign", "unrelated", "emptyrefs"})
"""Parts of a signature that say how a run went, not how the metric works: the interval, segments that were special."""


def render_signature(signature: Signature) -> str:
    """The signature as sacreBLEU prints it: the metric's name, then `key:value`, joined by `|`."""
    parts = [str(signature["name"])] if "name" in signature else []
    parts += [f"{key}:{value}" for key, value in signature.items() if key != "name"]
    return "|".join(parts)


def comparable(signature: Signature) -> str:
    """What of a signature says whether two scores are of one kind: all but `COUNTS`."""
    return render_signature({key: value for key, value in signature.items() if key not in COUNTS})


def fingerprint(check: str, source: str, marked: Sequence[str], nth: int) -> str:
    """Identity of a finding that survives moved lines and reworded messages: 16 hex digits.

    Args:
        check: Id of the check.
        source: Source text of the segment.
        marked: The marked texts.
        nth: 0 for the first finding with this check, source and marked text, then 1, 2...
    """
    parts = [check, source, *marked, str(nth)]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
