"""The contracts of checks, formats, metrics and reporters, and the context that they get.

The decorator `check` makes a check. Formats, metrics and reporters are objects that satisfy a protocol. The tables in
`mtqe.registry` list all of them.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol, TextIO, runtime_checkable

from mtqe.machine.cache import Store
from mtqe.machine.memo import Memo
from mtqe.model import Document, Glossary, Hit, Report, Score, Segment, Severity, Text
from mtqe.model.areas import Area
from mtqe.settings.config import Config
from mtqe.settings.team_rules import TeamRule

Progress = Callable[[str, int, int], None]
Scope = Literal["segment", "document", "corpus"]
Need = Literal["reference", "glossary", "encoder", "alignment", "error spans", "memory"]
Status = Literal["stable", "preview", "deprecated"]

MANUAL_HEADING = "## What it does"
"""The heading of every manual of a check; a docstring without it is not a manual."""


def no_progress(stage: str, done: int, total: int) -> None:
    """The progress callback that does nothing."""


@dataclass(frozen=True)
class Context:
    """The context of a check or metric: everything that it gets besides the segments.

    Args:
        source_lang: BCP 47 tag.
        target_lang: BCP 47 tag.
        config: The configuration.
        glossary: The terms to check, if a glossary was given.
        progress: Called as `progress(stage, done, total)`.
        cache: Results of earlier runs; with `None` everything is computed.
        error_spans: Returns the metric whose error spans a check reports, by its name; `None` if none can mark them.
        translations: For a metric that compares the translations of a source (`MetricRow.consensus`): those of all
            systems by id and source of the segment, its own among them. Empty if they must not be compared.
        documents: The documents of the run, without their segments.
        run_memo: What was computed in this run, for the checks and metrics that use it later. Copies of a context with
            other translations or another `progress` share it.
        settings_memo: What was computed from languages, configuration and glossary alone. A scan keeps it from chunk to
            chunk.
    """

    source_lang: str
    target_lang: str
    config: Config = field(default_factory=Config)
    glossary: Glossary | None = None
    progress: Progress = no_progress
    cache: Store | None = None
    error_spans: Callable[[str], ErrorSpans] | None = None
    translations: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    documents: tuple[Document, ...] = ()
    run_memo: Memo = field(default_factory=Memo, repr=False, compare=False)
    settings_memo: Memo = field(default_factory=Memo, repr=False, compare=False)

    @functools.cached_property
    def source_base(self) -> str:
        """Primary language tag of the source, such as `en` for `en-GB`."""
        return self.source_lang.split("-")[0].lower()

    @functools.cached_property
    def target_base(self) -> str:
        """Primary language tag of the target."""
        return self.target_lang.split("-")[0].lower()


# --- checks -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Example:
    """A translation with the texts that a check must mark in it; a good example has none.

    Args:
        source: Source text; for a check of scope `document` each line is a segment.
        target: Translation, with the same number of lines.
        marks: The marked texts of all hits, of either side, exactly and in the order of the hits.
        langs: Language pair.
        glossary: Terms as `(source, target, status)`.
        aligned: Whether mtqe aligned the pair itself.
        meta: Facts for the meta of each segment, in order; see `mtqe.model.Segment`. `doc` names its document.
        codes: Whether texts in `⟦…⟧` are inline codes: tags and, without angle brackets, variables and code.
        page: Whether both texts are Markdown documents, which are read and aligned.
    """

    source: str
    target: str
    marks: tuple[str, ...] = ()
    langs: tuple[str, str] = ("en", "de")
    glossary: tuple[tuple[str, str, str], ...] = ()
    aligned: bool = False
    meta: tuple[Mapping[str, Any], ...] = ()
    codes: bool = False
    page: bool = False


SegmentCheck = Callable[[Segment, Context], Iterator[Hit]]
DocumentCheck = Callable[[Sequence[Segment], Context], Iterator[tuple[Segment, Hit]]]
Revision = Callable[[Sequence[tuple[Segment, Hit]], Sequence[Segment], Context], Sequence[tuple[Segment, Hit]]]


@dataclass(frozen=True)
class Check:
    """A check: a function in a module of its family in `mtqe.checks`, made by the decorator `check`.

    Args:
        id: Family and number such as `ACC101`; never reused. A plugin's id holds its name: `acme/GLS001`.
        name: Name of the error, in words joined by hyphens; "allow NAME" must make sense.
        category: MQM path.
        severity: Default severity of its findings.
        run: The function; for scope `document` it gets all segments of one document, for scope `corpus` those of all
            documents, and yields `(segment, hit)`.
        manual: The docstring of the function or of its module: what it does, why it is bad, known problems.
        examples: Good examples have no hit; in bad examples the hits mark exactly the given texts.
        scope: `segment`, `document` or `corpus`.
        needs: Required inputs; without them the check is `not run`. With `alignment` a check of scope `document` gets
            only documents that mtqe aligned. The encoder is part of mtqe, so a check that cannot
            load it has failed. `error spans` is a metric that marks them; its check uses `limits` for other conditions.
            `memory` is a translation memory; what it says stands in the meta of each segment.
        status: Only `stable` checks count for the gate.
        limits: Returns the reason why the check cannot judge a language pair, or `None` if it can.
        area: The area of errors that the check looks for; the report says how far each area was looked at.
        core: Whether its area depends on this check: if no core check of an area runs, nothing was looked for.
        gaps: Returns the part of its task that a running check cannot do in a language pair, or `None`.
        unjudged: Returns the reason why the check does not judge a segment with text on both sides, or `None`. If that
            are many segments, the coverage of its area says so.
        yields_to_specific: Whether the check detects an error without identifying it. If a specific check marks the
            same words, the finding of this check is dropped (`mtqe.checks.dedupe`).
        per_segment: For scope `document`: whether each segment is judged by itself, so that `run` may get any group of
            segments.
        nearby: For `per_segment`: whether it also looks at other segments of the same document in its group.
        mends: Whether it has findings that `mtqe fix` can mend (`Hit.fixable`).
        revision: For scope `segment`: gets the hits of all segments, and the segments, and returns the hits in the same
            order, some with another severity, where their neighbours explain them.
        rule: The rule of a team that it applies, if it is not of mtqe or a plugin. Such a check has no area.
    """

    id: str
    name: str
    category: str
    severity: Severity
    run: Callable[..., Iterator[Any]]
    manual: str
    examples: tuple[Example, ...]
    scope: Scope = "segment"
    needs: tuple[Need, ...] = ()
    status: Status = "stable"
    limits: Callable[[Context], str | None] | None = None
    area: Area | None = "form"
    core: bool = False
    gaps: Callable[[Context], str | None] | None = None
    unjudged: Callable[[Segment, Context], str | None] | None = None
    yields_to_specific: bool = False
    per_segment: bool = False
    nearby: bool = False
    mends: bool = False
    revision: Revision | None = None
    rule: TeamRule | None = None

    @property
    def family(self) -> str:
        """The letters at the start of the id, such as `ACC`; of a rule of a team, the name of its set."""
        if self.area is None:
            return self.id.partition("/")[0]
        return self.id.rsplit("/", 1)[-1].rstrip("0123456789")

    @property
    def summary(self) -> str:
        """First line of the manual."""
        return self.manual.strip().partition("\n")[0]


def check(
    id: str,
    name: str,
    category: str,
    severity: Severity,
    *,
    examples: Iterable[Example],
    scope: Scope = "segment",
    needs: tuple[Need, ...] = (),
    status: Status = "stable",
    limits: Callable[[Context], str | None] | None = None,
    area: Area = "form",
    core: bool = False,
    gaps: Callable[[Context], str | None] | None = None,
    unjudged: Callable[[Segment, Context], str | None] | None = None,
    yields_to_specific: bool = False,
    per_segment: bool = False,
    nearby: bool = False,
    mends: bool = False,
    revision: Revision | None = None,
    facts: Mapping[str, str] | None = None,
) -> Callable[[Callable[..., Iterator[Any]]], Check]:
    """Turn the decorated function into a `Check`.

    Its manual is the docstring of the function, or that of the module if the function's is not a manual. `facts` are
    sentences that several manuals share: the fact replaces `{name}` in the manual.
    """

    def make(run: Callable[..., Iterator[Any]]) -> Check:
        of_run = (scope, needs, status, limits, area, core, gaps, unjudged, yields_to_specific)
        of_group = (per_segment, nearby, mends, revision)
        return Check(id, name, category, severity, run, _manual(run, facts or {}), tuple(examples), *of_run, *of_group)

    return make


def _manual(run: Callable[..., Iterator[Any]], facts: Mapping[str, str]) -> str:
    docstrings = [inspect.cleandoc(owner.__doc__ or "") for owner in (run, inspect.getmodule(run))]
    text = docstrings[0] if MANUAL_HEADING in docstrings[0] else docstrings[1]
    for name, fact in facts.items():
        if text and f"{{{name}}}" not in text:  # python -OO removes docstrings
            raise ValueError(f"the manual of {run.__name__} has no place for the fact {name}")
        text = text.replace(f"{{{name}}}", fact)
    return text


# --- formats, metrics, reporters --------------------------------------------------------------------------------------


@runtime_checkable
class TextFormat(Protocol):
    """Reads one side of a document."""

    def read(self, path: Path) -> Text:
        """Read a file. Raises InputError with file and line if it cannot be read."""


@runtime_checkable
class PairFormat(Protocol):
    """Reads pairs. The document has the languages that the file names.

    `mtqe.registry.format_capabilities` has what it may have besides: it writes pairs, or its files have more than two
    languages.
    """

    def read(self, path: Path) -> Document:
        """Read a file. Raises InputError with file and line if it cannot be read."""


@runtime_checkable
class Units(Protocol):
    """A format of translation tools and programs, whose texts have ids or keys.

    A format of kind `keyed` has this protocol alone. A format for pairs may have it besides its own, and its units then
    have both sides. A format whose row is `writable` is `mtqe.registry.format_capabilities.Writable`; see that module
    for what it may have besides.
    """

    def units(self, content: str, path: Path, languages: tuple[str, str] = ("", "")) -> Iterable[Any]:
        """The texts of a file as units (`mtqe.formats.values.Unit`), in the order of the file.

        Args:
            content: The content of the file, with its line ends.
            path: The file, for messages.
            languages: Tags of source and target, for a file with several languages; empty if they are not known.

        Raises:
            InputError: The content is not of this format; the message has the line.
        """


@runtime_checkable
class Streamed(Protocol):
    """A format for pairs whose files may have any size. A format that is `streamed` has it besides its own protocol."""

    def stream(
        self, text: Any, languages: tuple[str, str] = ("", ""), requested: Mapping[str, str] | None = None
    ) -> Iterator[Segment]:
        """The segments of a file one by one, as `read` gives them, without `doc` if the file names no document.

        Args:
            text: The text of the file, block by block (`mtqe.formats.text_stream.TextStream`).
            languages: Tags of source and target; empty if they are not known.
            requested: Columns by role, as the user gave them.

        Raises:
            InputError: The file cannot be read, or has a fault; the message has the line.
        """


@dataclass(frozen=True)
class Absence:
    """The reason why a metric does not run by default; `note` says what the reader can do about it."""

    why: str
    note: str | None = None


@runtime_checkable
class Metric(Protocol):
    """Gives scores to segments, documents and the corpus. Its row has its facts (`MetricRow`).

    It may have other methods, each of which adds a capability. `mtqe.registry.metric_capabilities` has a protocol for
    each of them:

    - What the reader should know: `limits`, `remarks`, `shortfall`, `notice`.
    - Before it runs: `expense`, `placement`, `absence`, `needs_reference`.
    - `mtqe merge`, without running it again: `measures` and `scores`, and `recall` if it compares translations.
    - `mtqe scan`, for the score of a corpus: `pool` and `corpus` besides these (`mtqe.metrics.pools.Pooled`).
    - `mtqe compare`, if its corpus score is no mean: `aggregate`, with `statistics` or `restored`.
    - `mtqe rank`: `clearly_better`, `alike`.
    """

    def score(self, segments: Sequence[Segment], context: Context) -> list[Score]:
        """Score at corpus, document and segment level; the segments are those of one system.

        Raises:
            Unavailable: The metric cannot run here. The run reports it as a `Problem`.
        """


@runtime_checkable
class Reporter(Protocol):
    """Writes one view of a report; it never decides pass or fail."""

    def render(self, report: Report, out: TextIO) -> None:
        """Write the whole view to a text stream, or, in a reporter of kind `binary`, to a stream of bytes."""


@runtime_checkable
class FolderReporter(Protocol):
    """A reporter of kind `folder`."""

    def files(self, report: Report) -> dict[str, str]:
        """The texts of the view by path."""


@runtime_checkable
class ErrorSpans(Protocol):
    """A metric that also marks error spans in the translation, as XCOMET does."""

    def marks(self, context: Context) -> str | None:
        """The reason why the configured model cannot mark error spans, or `None` if it can."""

    def hits(self, segments: Sequence[Segment], context: Context) -> Iterable[tuple[Segment, Hit]]:
        """The error spans of each segment."""
