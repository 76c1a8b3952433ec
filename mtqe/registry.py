"""What mtqe consists of: the tables of formats, metrics, checks and reporters, and how plugins join them.

Formats, metrics and reporters are rows that name their object as `module:attribute`; the module is imported on use.
Checks are found by walking `mtqe.checks`. Third parties add to each kind through the entry-point groups
`mtqe.formats`, `mtqe.metrics`, `mtqe.checks` and `mtqe.reporters`; `MTQE_NO_PLUGINS=1` leaves them out.
"""

from __future__ import annotations

import functools
import importlib
import importlib.metadata
import inspect
import os
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol, TextIO, TypeVar

from mtqe.cache import Store
from mtqe.config import Config
from mtqe.errors import ConfigError, Unavailable
from mtqe.lookup import lookup as lookup
from mtqe.model import Document, Glossary, Hit, Report, Score, Segment, Severity, Text

T = TypeVar("T")
Progress = Callable[[str, int, int], None]
Scope = Literal["segment", "document"]
Need = Literal["reference", "glossary", "encoder", "alignment", "comet"]
Status = Literal["stable", "preview", "deprecated"]

FAMILIES = {
    "ACC": "accuracy",
    "HAL": "hallucination",
    "TRM": "terminology",
    "ART": "artifact",
    "LOC": "locale",
    "MRK": "markup",
}


def no_progress(what: str, done: int, total: int) -> None:
    """The progress callback of someone who does not want to know."""


@dataclass(frozen=True)
class Context:
    """What a check or metric may know beside the segments.

    Args:
        source_lang: BCP 47 tag.
        target_lang: BCP 47 tag.
        config: The whole configuration.
        glossary: The terms to check against, if any were given.
        aligned: Whether mtqe aligned the segments itself, so that empty sides are omissions and additions.
        progress: Called as `progress(what, done, total)`.
        cache: What earlier runs computed; `None` computes everything.
    """

    source_lang: str
    target_lang: str
    config: Config = field(default_factory=Config)
    glossary: Glossary | None = None
    aligned: bool = False
    progress: Progress = no_progress
    cache: Store | None = None
    _memo: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    @functools.cached_property
    def source_base(self) -> str:
        """Primary language of the source, such as `en` of `en-GB`."""
        return self.source_lang.split("-")[0].lower()

    @functools.cached_property
    def target_base(self) -> str:
        """Primary language of the target."""
        return self.target_lang.split("-")[0].lower()

    def once(self, build: Callable[[Context], T]) -> T:
        """`build(self)`, computed at the first call of this run and remembered."""
        if build not in self._memo:
            self._memo[build] = build(self)
        result: T = self._memo[build]
        return result


# --- checks -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Example:
    """A translation with the texts that a check must mark in it, in order; none for a good example.

    Args:
        source: Source text; for a check of scope `document` each line is a segment.
        target: Translation, of as many lines.
        marks: Exactly the marked texts of all hits, source side or target side, in the order of the hits.
        langs: Language pair.
        glossary: Terms as `(source, target, status)`.
        aligned: Whether the pair stands for a bead that mtqe aligned itself.
    """

    source: str
    target: str
    marks: tuple[str, ...] = ()
    langs: tuple[str, str] = ("en", "de")
    glossary: tuple[tuple[str, str, str], ...] = ()
    aligned: bool = False


SegmentCheck = Callable[[Segment, Context], Iterator[Hit]]
DocumentCheck = Callable[[Sequence[Segment], Context], Iterator[tuple[Segment, Hit]]]


@dataclass(frozen=True)
class Check:
    """A check: one file in `mtqe.checks`, made by the decorator `check`.

    Args:
        id: Family and number such as `ACC101`; never reused. A plugin's id holds its name: `acme/GLS001`.
        name: Names the bad thing, in words joined by hyphens; reads as "allow NAME".
        category: MQM path.
        severity: Default severity of its findings.
        run: The function; for scope `document` it gets all segments of one document and yields `(segment, hit)`.
        manual: The docstring of its module: what it does, why it is bad, known problems.
        examples: Good ones stay silent, bad ones mark exactly the given texts.
        scope: `segment` or `document`.
        needs: What must be there; else the check is `not run`. The encoder is part of mtqe: a check that cannot load it
            has failed. `comet` is the configured COMET model; its check has `limits` for the rest.
        status: Only `stable` checks count for the gate.
        limits: Says why the check cannot judge a language pair, or `None` if it can.
        general: Whether it sees that something is wrong and not what, and gives way to one that does (`support.once`).
        apart: With scope `document`: each segment is judged by itself, so `run` may get any segments at a time.
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
    general: bool = False
    apart: bool = False

    @property
    def family(self) -> str:
        """The letters that the id begins with, such as `ACC`."""
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
    general: bool = False,
    apart: bool = False,
) -> Callable[[Callable[..., Iterator[Any]]], Check]:
    """Make the decorated function a `Check`; its manual is the docstring of the module it stands in."""

    def make(run: Callable[..., Iterator[Any]]) -> Check:
        manual = inspect.cleandoc(inspect.getmodule(run).__doc__ or "")
        return Check(
            id, name, category, severity, run, manual, tuple(examples), scope, needs, status, limits, general, apart
        )

    return make


@functools.cache
def checks() -> dict[str, Check]:
    """All checks by id, sorted; built-in and from plugins."""
    room = importlib.import_module("mtqe.checks")
    modules = [
        importlib.import_module(f"{room.__name__}.{info.name}")
        for info in pkgutil.iter_modules(room.__path__)
        if not info.ispkg
    ]
    found = [item for module in modules for item in vars(module).values() if isinstance(item, Check)]
    found += _plugin_checks()
    table: dict[str, Check] = {}
    for item in found:
        other = table.get(item.id)
        if other is not None and other is not item:
            raise ConfigError(f"two checks have the id {item.id}: {other.name} and {item.name}")
        table[item.id] = item
    return dict(sorted(table.items()))


def select_checks(select: Sequence[str] = (), ignore: Sequence[str] = (), preview: bool = False) -> list[Check]:
    """The checks that a run uses.

    Args:
        select: Ids, names or families; empty means all stable checks.
        ignore: Ids, names or families to leave out; wins over `select`.
        preview: Also take preview checks when `select` does not name them.

    Raises:
        ConfigError: A word is no check's id or name and no family.
    """
    table = checks()
    by_word: dict[str, set[str]] = {}
    for item in table.values():
        for word in (item.id, item.name, item.family):
            by_word.setdefault(word.lower(), set()).add(item.id)

    def ids(words: Sequence[str]) -> set[str]:
        return set().union(*(by_word[lookup(word.lower(), by_word, "check")] for word in words))

    named = {word.lower() for word in select}
    chosen = ids(select) if select else set(table)
    chosen -= ids(ignore)
    return [
        item
        for item in table.values()
        if item.id in chosen
        and (item.status == "stable" or preview or item.id.lower() in named or item.name.lower() in named)
    ]


# --- formats, metrics, reporters --------------------------------------------------------------------------------------


class TextFormat(Protocol):
    """Reads one side of a document."""

    def read(self, path: Path) -> Text:
        """Read a file. Raises InputError with file and line when it cannot."""


class PairFormat(Protocol):
    """Reads and writes texts that are already paired; may have `languages(path)`, see `formats.languages`."""

    def read(self, path: Path) -> Document:
        """Read a file. Raises InputError with file and line when it cannot."""

    def write(self, segments: Sequence[Segment], out: TextIO) -> None:
        """Write segments so that `read` gives them back."""


class Metric(Protocol):
    """Gives scores to segments, documents and the corpus.

    A metric may also have `limits(context) -> str | None`, as checks do: why its scores in this language pair are to be
    taken with caution. They are given all the same, beside a `Problem` that is not `incomplete`.

    For `mtqe compare`, which runs no model, a metric whose corpus score is not the mean of its segment scores has
    `aggregate(sums)` and the statistics of each segment that it takes: `statistics(segments, context)` from texts
    alone, or `restored(segments, values, context)` from stored scores.
    """

    def score(self, segments: Sequence[Segment], context: Context) -> list[Score]:
        """Score at corpus, document and segment level; the segments are those of one system.

        Raises:
            Unavailable: The metric cannot run here; it becomes a `Problem`.
        """


class Reporter(Protocol):
    """Writes one view of a report; never decides pass or fail.

    Of kind `binary` it writes bytes. Of kind `folder` it has `files(report) -> dict[str, str]` instead: texts by path.
    """

    def render(self, report: Report, out: TextIO) -> None:
        """Write the whole view to a text stream."""


@dataclass(frozen=True)
class Row:
    """An entry of a table: where to find the object, and what `mtqe list` says of it."""

    name: str
    target: str
    summary: str
    kind: str = ""
    extensions: tuple[str, ...] = ()
    needs_reference: bool = False
    higher_is_better: bool = True


FORMATS = (
    Row("text", "mtqe.formats.text", "plain text document: paragraphs, headings", "text", (".txt", ".text")),
    Row("markdown", "mtqe.formats.markdown", "Markdown document", "text", (".md", ".markdown")),
    Row("html", "mtqe.formats.html", "web page: the main text of an article", "text", (".html", ".htm", ".xhtml")),
    Row("docx", "mtqe.formats.docx", "Word document", "text", (".docx",)),
    Row("lines", "mtqe.formats.lines", "plain text, one segment a line", "lines"),
    Row("tsv", "mtqe.formats.tsv", "tab-separated pairs with a header line", "pairs", (".tsv", ".tab")),
    Row("csv", "mtqe.formats.csv", "comma-separated pairs with a header line", "pairs", (".csv",)),
    Row("jsonl", "mtqe.formats.jsonl", "JSON Lines, one segment a line", "pairs", (".jsonl", ".ndjson")),
    Row("xliff", "mtqe.formats.xliff", "XLIFF 1.2 and 2.x", "pairs", (".xlf", ".xliff", ".sdlxliff", ".mqxliff")),
    Row("tmx", "mtqe.formats.tmx", "TMX 1.4 translation memory", "pairs", (".tmx",)),
)

METRICS = (
    Row("bleu", "mtqe.metrics.sacre:bleu", "BLEU by sacreBLEU, 0-100", needs_reference=True),
    Row("chrf", "mtqe.metrics.sacre:chrf", "chrF2 by sacreBLEU, 0-100", needs_reference=True),
    Row("chrf++", "mtqe.metrics.sacre:chrf_plus", "chrF2++ by sacreBLEU, 0-100", needs_reference=True),
    Row(
        "ter",
        "mtqe.metrics.sacre:ter",
        "TER by sacreBLEU, 0-100 and above, lower is better",
        needs_reference=True,
        higher_is_better=False,
    ),
    Row("comet", "mtqe.metrics.comet:comet", "COMET by unbabel-comet, any hub name or checkpoint"),
    Row("learned", "mtqe.metrics.learned:learned", "the neural metric inside mtqe, 0-1, with or without reference"),
    Row(
        "hallucination",
        "mtqe.metrics.hallucination:hallucination",
        "the risk that the source does not explain the translation, 0-1, lower is better",
        higher_is_better=False,
    ),
)

REPORTERS = (
    Row("console", "mtqe.report.console", "for the terminal: verdict, scores, findings", extensions=()),
    Row("json", "mtqe.report.json", "the report itself, schema mtqe.report/1", extensions=(".json",)),
    Row("html", "mtqe.report.html", "one self-contained page", extensions=(".html", ".htm")),
    Row("md", "mtqe.report.markdown", "Markdown, for a pull-request comment", extensions=(".md",)),
    Row("sarif", "mtqe.report.sarif", "SARIF 2.1.0, for code scanning and editors", extensions=(".sarif",)),
    Row("junit", "mtqe.report.junit", "JUnit XML, test results for CI services", extensions=(".xml",)),
    Row("gitlab", "mtqe.report.gitlab", "GitLab Code Quality, JSON", extensions=(".codequality.json",)),
    Row("github", "mtqe.report.github", "GitHub Actions annotations, for stdout"),
    Row("csv", "mtqe.report.csv", "one row a finding, for spreadsheets", extensions=(".csv",)),
    Row("marot", "mtqe.report.marot", "MQM annotations for Google's viewer Marot, TSV", extensions=(".marot.tsv",)),
    Row("xliff", "mtqe.report.xliff", "XLIFF 1.2 with findings as notes", extensions=(".xlf", ".xliff")),
    Row("parquet", "mtqe.report.parquet", "one row a finding, Parquet", "binary", (".parquet",)),
    Row("esa", "mtqe.report.esa", "error span annotations as WMT has them, JSON Lines", extensions=(".esa.jsonl",)),
    Row("mtme", "mtqe.report.mtme", "folder for mt-metrics-eval: texts, score files, ratings", "folder", (".mtme",)),
)

_TABLES: dict[str, tuple[Row, ...]] = {"formats": FORMATS, "metrics": METRICS, "reporters": REPORTERS}


def rows(kind: str) -> dict[str, Row]:
    """The rows of `formats`, `metrics` or `reporters` by name; plugins come last and never hide a built-in."""
    table = {row.name: row for row in _TABLES[kind]}
    for entry in _entry_points(kind):
        origin = f"plugin of {entry.dist.name} {entry.dist.version}" if entry.dist else "plugin"
        table.setdefault(entry.name, Row(entry.name, entry.value, origin, kind="pairs" if kind == "formats" else ""))
    return table


def load(kind: str, name: str) -> Any:
    """The object behind a row.

    Raises:
        ConfigError: There is no such name; the message has the closest one.
    """
    table = rows(kind)
    target = table[lookup(name, table, kind.removesuffix("s"))].target
    module, _, attribute = target.partition(":")
    try:
        loaded = importlib.import_module(module)
        return getattr(loaded, attribute) if attribute else loaded
    except (ImportError, AttributeError) as error:
        raise Unavailable(f"{kind.removesuffix('s')} {name!r} ({target}) cannot be loaded: {error}") from error


def _entry_points(kind: str) -> tuple[importlib.metadata.EntryPoint, ...]:
    if os.environ.get("MTQE_NO_PLUGINS"):
        return ()
    return _installed(kind)


@functools.cache  # takes some 20 ms, and the gate asks for each rule
def _installed(kind: str) -> tuple[importlib.metadata.EntryPoint, ...]:
    return tuple(importlib.metadata.entry_points(group=f"mtqe.{kind}"))


def _plugin_checks() -> Iterator[Check]:
    for entry in _entry_points("checks"):
        try:
            item = entry.load()
        except Exception as error:
            why = f"plugin {entry.name!r} ({entry.value}) cannot be loaded: {error}"
            raise ConfigError(why, "uninstall it, or set MTQE_NO_PLUGINS=1") from error
        if not isinstance(item, Check):
            raise ConfigError(f"plugin {entry.name!r} ({entry.value}) is no mtqe check", "decorate it with @check")
        yield item
