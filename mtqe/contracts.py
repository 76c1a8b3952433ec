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
from typing import Any, Literal, Protocol, TextIO, TypeVar

from mtqe.areas import Area
from mtqe.config import Config
from mtqe.model import Document, Glossary, Hit, Report, Score, Segment, Severity, Text
from mtqe.project.cache import Store
from mtqe.team_rules import TeamRule

T = TypeVar("T")
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
    _memo: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)
    _lasting: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    @functools.cached_property
    def source_base(self) -> str:
        """Primary language tag of the source, such as `en` for `en-GB`."""
        return self.source_lang.split("-")[0].lower()

    @functools.cached_property
    def target_base(self) -> str:
        """Primary language tag of the target."""
        return self.target_lang.split("-")[0].lower()

    def once(self, build: Callable[[Context], T]) -> T:
        """The result of `build(self)`, computed at the first call of the run and kept."""
        if build not in self._memo:
            self._memo[build] = build(self)
        result: T = self._memo[build]
        return result


def lasting(context: Context, key: object, build: Callable[[], T]) -> T:
    """The result of `build()`, which depends on the settings only; a scan keeps it from chunk to chunk."""
    if key not in context._lasting:
        context._lasting[key] = build()
    result: T = context._lasting[key]
    return result


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
        mends: Whether it has findings that `mtqe fix` can mend (`Hit.fixable`).
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
    mends: bool = False
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
    mends: bool = False,
    facts: Mapping[str, str] | None = None,
) -> Callable[[Callable[..., Iterator[Any]]], Check]:
    """Turn the decorated function into a `Check`.

    Its manual is the docstring of the function, or that of the module if the function's is not a manual. `facts` are
    sentences that several manuals share: the fact replaces `{name}` in the manual.
    """

    def make(run: Callable[..., Iterator[Any]]) -> Check:
        of_run = (scope, needs, status, limits, area, core, gaps, unjudged, yields_to_specific, per_segment, mends)
        return Check(id, name, category, severity, run, _manual(run, facts or {}), tuple(examples), *of_run)

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


class TextFormat(Protocol):
    """Reads one side of a document."""

    def read(self, path: Path) -> Text:
        """Read a file. Raises InputError with file and line if it cannot be read."""


class PairFormat(Protocol):
    """Reads and writes pairs. The document has the languages that the file names.

    A format whose files may have more than two languages has one more method, `read_languages(path, source_lang,
    target_lang)`: it reads the pairs of these languages. An empty tag leaves the choice to the file.
    """

    def read(self, path: Path) -> Document:
        """Read a file. Raises InputError with file and line if it cannot be read."""

    def write(self, segments: Sequence[Segment], out: TextIO) -> None:
        """Write segments so that `read` returns them."""


class Units(Protocol):
    """A format of translation tools and programs, whose texts have ids or keys.

    A format of kind `keyed` has this protocol alone. A format for pairs may have it besides its own, and its units then
    have both sides. A format that is `writable` has it.

    A format whose files may be in other encodings than UTF-8 has `ENCODING` besides: the name of the encoding of a file
    that is not UTF-8, or a function that finds the name in the bytes of a file (`mtqe.formats.files.content`).

    A format whose texts may stand with or without quotes has `quoted(text, content, start)` besides: a whole text as
    the file writes it with quotes, in place of one without, where `escape` cannot write it.

    A format that does not keep every text, such as one whose reader strips white space, has
    `refuse_lost(before, text, after)` besides: it raises `InputError` if the text would not be read back between the
    characters beside it. They are empty at the edges of the whole text; the text is empty if something is deleted.

    A format of kind `keyed` whose keys alone do not pair the texts has `paired(sources, translations)`, which returns
    the pairs as `mtqe.formats.values.paired` does.
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

    def escape(self, text: str, content: str, start: int) -> str:
        """A text as the file must write it in place of a text that begins at the offset `start` of the content.

        Raises:
            InputError: The file cannot hold the text there.
        """


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


class Metric(Protocol):
    """Gives scores to segments, documents and the corpus. Its row has its facts (`MetricRow`).

    Optional methods:

    - `limits(context) -> str | None`: the reason to be cautious about its scores in this language pair. The scores are
      reported together with a `Problem` that is not `incomplete`.
    - `remarks(scores, segments, context) -> list[str]`: other facts that the reader should know about these scores.
    - `shortfall(scores) -> str | None`: the reason why segments that it should have scored have no score, of which the
      scores themselves tell. They are reported together with a `Problem` that is `incomplete`.
    - `expense(segments, context, spans) -> str | None`, if it costs money or sends texts to another machine: what
      the scores, or with `spans` the error spans, of these segments would cost. It sends nothing. Such a metric never
      runs by default.
    - `notice(config) -> str | None`: a fact that the reader must know about the configuration, such as a licence.
    - `placement(config) -> mtqe.encoder.devices.Device`: where its model computes. It is asked before any work, and
      raises ConfigError if the configured device cannot be had.
    - `absence(config, has_references) -> Absence | None`, if the row has `default="at hand"`: the reason why it does
      not run by default.
    - `needs_reference(config) -> bool`, if that depends on the configuration. A metric that needs references ranks by
      MBR.
    - `clearly_better(better, worse, context) -> bool | str`, if it ranks by quality: whether one of two translations of
      a source is clearly better, given their segment scores; in a few words why, if that is not known.
    - `alike(texts, context) -> list[list[float]]`, if it compares two texts in one language: for each text, its scores
      with each other text as the reference. MBR uses this; it needs no source.

    `mtqe merge` makes scores of several runs without running the metric again if it has two more methods:
    `measures(segments, context) -> Measures`, what it measured of each segment, and `scores(segments, measures,
    context)`, which returns the scores of `score` from them. A metric that compares translations has `recall(rows,
    context)` besides: it gets the segments of all systems with their rows before the first call of `scores`. A metric
    without these methods scores the merged text anew.

    `mtqe scan` makes the score of a corpus of any length, again with two more methods: `pool(segments, measures,
    context) -> Pool`, the statistics of the scored segments of a part (`mtqe.metrics.pools`), and `corpus(pool,
    context)`, the corpus score from the pool of all parts. Its rows may be sums of several segments; `pool.n` is the
    number of segments. A metric without them has scores of segments only in a scan.

    `mtqe compare` runs no model. If the corpus score is not the mean of the segment scores, it needs two more methods:
    `aggregate(sums)` computes a score from summed statistics of segments. `statistics(segments, context)` makes these
    statistics from texts, or `restored(segments, values, context)` makes them from stored scores.
    """

    def score(self, segments: Sequence[Segment], context: Context) -> list[Score]:
        """Score at corpus, document and segment level; the segments are those of one system.

        Raises:
            Unavailable: The metric cannot run here. The run reports it as a `Problem`.
        """


class Reporter(Protocol):
    """Writes one view of a report; it never decides pass or fail.

    A reporter of kind `binary` writes bytes. A reporter of kind `folder` has `files(report) -> dict[str, str]` instead,
    which returns texts by path.
    """

    def render(self, report: Report, out: TextIO) -> None:
        """Write the whole view to a text stream."""


class ErrorSpans(Protocol):
    """A metric that also marks error spans in the translation, as XCOMET does."""

    def marks(self, context: Context) -> str | None:
        """The reason why the configured model cannot mark error spans, or `None` if it can."""

    def hits(self, segments: Sequence[Segment], context: Context) -> Iterable[tuple[Segment, Hit]]:
        """The error spans of each segment."""
