"""The nouns of a report, from its segments to its findings and scores.

All character offsets are half-open ranges of Unicode code points in the stored text. msgspec serialises the structs.
The JSON of `Report` is a contract (schema `mtqe.report/1`): fields may be added, but never removed or given another
meaning.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from mtqe.model.areas import LeftOut
from mtqe.model.inline_codes import Code, Side
from mtqe.model.metric_facts import Guarded, Signature
from mtqe.model.run import Run
from mtqe.model.segment_facts import BeadFacts, MemoryFacts, TextPlace, UnitFacts
from mtqe.model.verdict import Interval, Verdict

SCHEMA = "mtqe.report/1"

Level = Literal["corpus", "document", "segment"]
BeadKind = Literal["match", "omission", "addition"]
BlockKind = Literal["heading", "paragraph", "item", "line"]


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
        text: The text on one line (hard line breaks inside a paragraph become spaces), without markup. The words of
            program code are in it.
        line: 1-based line in the file where the block starts.
        kind: The kind of the block, as the aligner reads it.
        codes: Inline codes of the text, in order; `start == end` if the code is not part of the text. Their side is
            set when segments are made.
        shown: The text of each code in the file. A segment has it in place of `text[start:end]`.
        role: The role of the block in a page, if the reader knows it: `heading 2`, `item`, `paragraph`, `cell 1.3.2`
            (table, row, column) or the kind of a text outside of the running text: `code block`, `title`.
        key: Identity of a text outside of the running text: it pairs with a text of the same key, not by its sentences.
    """

    text: str
    line: int
    kind: BlockKind = "paragraph"
    codes: tuple[Code, ...] = ()
    shown: tuple[str, ...] = ()
    role: str = ""
    key: str = ""


class Text(msgspec.Struct, frozen=True):
    """One side of a document before alignment, such as an article in one language.

    Args:
        blocks: Its texts, in order.
        path: Its file.
        sha256: SHA-256 of the file, in hexadecimal.
        lang: Its language, if the file says which.
        left_out: What the blocks do not have of the file.
        values: Values that are no texts but must be the same in a translation, such as the number with which a list
            begins: the name of each, its text and its line.
    """

    blocks: tuple[Block, ...]
    path: str | None = None
    sha256: str | None = None
    lang: str | None = None
    left_out: tuple[LeftOut, ...] = ()
    values: tuple[tuple[str, str, int], ...] = ()

    @property
    def is_page(self) -> bool:
        """Whether the reader knows inline codes and the roles of blocks, as those of Markdown and HTML do."""
        return any(block.role or block.key or block.codes for block in self.blocks)


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
        meta: The place of each side (`TextPlace`), and what the file (`UnitFacts`), the aligner (`BeadFacts`) and a
            translation memory (`MemoryFacts`) say of the pair, each only if it is known. Other keys stay as they are:
            those of a plugin, and those of a user's JSON Lines, such as `domain`. In Python, `place(side)`, `unit`,
            `bead` and `memory` of a segment are these facts.
        system: Name of the translation system, if a report has several.
        codes: Inline codes of both sides, in order of their places.
    """

    id: str
    source: str
    target: str
    references: tuple[str, ...] = ()
    doc: str | None = None
    meta: Mapping[str, Any] = msgspec.field(default_factory=dict)
    system: str | None = None
    codes: tuple[Code, ...] = ()

    def text(self, side: Side) -> str:
        """The text of one side."""
        return self.source if side == "source" else self.target

    def place(self, side: Side) -> TextPlace:
        """The place of one side in its file."""
        return TextPlace.on(side, self.meta)

    @property
    def unit(self) -> UnitFacts:
        """What the file says of the unit; without an id and other facts if it has no units."""
        return UnitFacts.read(self.meta)

    @property
    def bead(self) -> BeadFacts:
        """What the aligner says of the bead; without a kind and a score if the pair was not aligned."""
        return BeadFacts.read(self.meta)

    @property
    def memory(self) -> MemoryFacts | None:
        """What a translation memory says of the pair; `None` if none was asked or none has the source."""
        return MemoryFacts.read(self.meta)

    @property
    def is_missing(self) -> bool:
        """Whether the file has no translation of the unit, so that the program shows the source in its place."""
        return bool(self.meta.get("missing")) and not self.target.strip()

    @property
    def is_aligned(self) -> bool:
        """Whether mtqe made this pair by alignment, so that an empty side is an omission or an addition."""
        return "kind" in self.meta


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


class Span(msgspec.Struct, frozen=True):
    """A range of the text of one side, half-open in code points: `text[start:end]` is the marked text.

    Args:
        side: `source` or `target`.
        start: Offset of its first character, from 0.
        end: Offset after its last character.
    """

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
        fixable: Whether `suggestion`, in place of each marked text of the translation, certainly corrects the error.
        corrections: The text in place of each marked text of the translation, in the order of `spans`, if one
            suggestion does not fit all of them.
        codes: Positions in `segment.codes` of the inline codes that are marked, too.
        parts: Ranges of the texts of inline codes that are marked, too: position in `segment.codes`, start, end.
    """

    message: str
    spans: tuple[Span, ...] = ()
    severity: Severity | None = None
    suggestion: str | None = None
    confidence: float | None = None
    kind: str | None = None
    fixable: bool = False
    corrections: tuple[str, ...] = ()
    codes: tuple[int, ...] = ()
    parts: tuple[tuple[int, int, int], ...] = ()


class Finding(msgspec.Struct, frozen=True):
    """An error that a check found, complete and final.

    Args:
        check: Id of the check, such as `ACC101`.
        name: Name of the check, such as `number-mismatch`.
        category: MQM path, such as `accuracy/mistranslation`.
        severity: Severity of the error, after the settings of the run.
        segment: Id of the segment.
        message: One sentence for the reader that names the error.
        spans: The marked texts; empty if the finding concerns the complete segment and both sides are empty.
        marked: The marked texts, unchanged, in the order of `spans`.
        fingerprint: Identity of the finding, 16 hex digits. It does not change when lines move.
        suggestion: A correction, if the check knows one.
        confidence: 0 to 1, if the check can estimate it.
        preview: Whether the check is a preview; such a finding never counts.
        system: Name of the translation system, if a report has several.
        kind: Kind of the error, for a check with several.
        suppressed: The reason for which someone accepted the finding; it then stays in the report but never counts.
        fixable: Whether `suggestion`, in place of each marked text of the translation, certainly corrects the error.
        corrections: One correction for each marked text of the translation, if one suggestion does not fit all.
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
    fixable: bool = False
    corrections: tuple[str, ...] = ()

    @property
    def changes(self) -> tuple[tuple[Span, str], ...]:
        """The spans of the translation with the text that certainly corrects each; empty if that is not known."""
        spans = [span for span in self.spans if span.side == "target"]
        if not self.fixable:
            return ()
        texts = self.corrections or (self.suggestion or "",) * len(spans)
        return tuple(zip(spans, texts, strict=True))

    @property
    def counts(self) -> bool:
        """Whether the finding can count for a verdict: it is not suppressed and not from a preview check."""
        return not self.preview and self.suppressed is None


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
        interval: At corpus level, the bootstrap confidence interval of the value. At segment level, where the score by
            an annotator falls (not a true quality), if the metric was measured against such scores.
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


FILE = "file "
"""Beginning of the name of a problem with a file, before its path."""


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


class Seal(msgspec.Struct, frozen=True):
    """What shows that a stored report is as mtqe wrote it; see `mtqe.project.seals`.

    Args:
        sha256: A hash of all that the gate reads, in hexadecimal.
        signature: The HMAC-SHA-256 of the hashes with the key that `gate.key_env` names, in hexadecimal; empty without.
        keep: A hash of what the report of a shard carries for `mtqe merge`; empty in other reports.
    """

    sha256: str
    signature: str = ""
    keep: str = ""


class Report(msgspec.Struct, frozen=True):
    """All results of a run. Reporters, gate and comparison only read it.

    Args:
        schema: Name and number of this schema.
        run: The circumstances of the run.
        documents: The documents that were read.
        segments: The segments of all documents, in order.
        scores: The scores of the corpus, the documents and the segments.
        findings: The errors that were found, also those that do not count.
        problems: What could not run, and cautions.
        verdict: The verdict of the gate; `None` if none was asked for.
        seal: What shows that the report is as it was written; `None` in reports of earlier versions.
    """

    schema: str
    run: Run
    documents: tuple[Document, ...] = ()
    segments: tuple[Segment, ...] = ()
    scores: tuple[Score, ...] = ()
    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()
    verdict: Verdict | None = None
    seal: Seal | None = None

    @property
    def failures(self) -> tuple[Problem, ...]:
        """The problems that make the report incomplete."""
        return tuple(problem for problem in self.problems if problem.incomplete)

    @property
    def unjudged(self) -> tuple[Problem, ...]:
        """The cautions about files that were left out of the run."""
        return tuple(one for one in self.problems if not one.incomplete and one.what.startswith(FILE))

    @property
    def remarks(self) -> tuple[str, ...]:
        """Remarks for the reader, one line each: the cautions among the problems, then the notes of the run."""
        cautions = (f"{problem.what}: {problem.why}" for problem in self.problems if not problem.incomplete)
        return (*cautions, *self.run.notes)
