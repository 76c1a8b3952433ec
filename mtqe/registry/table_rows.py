"""The rows in the tables of formats, metrics and reporters. Loads the object of a row."""

from __future__ import annotations

import dataclasses
import importlib
from collections.abc import Iterable, Mapping
from typing import Annotated, Literal, TypeVar

import msgspec

from mtqe.errors import FAULTS, ConfigError, Unavailable
from mtqe.model.areas import Area
from mtqe.model.metric_facts import Estimate, MetricFacts, Scale
from mtqe.registry.plugins import entry_points
from mtqe.registry.suggest import lookup


@dataclasses.dataclass(frozen=True)
class Row:
    """A row of a table. Its object is imported only when it is used.

    Args:
        name: The name that users write.
        target: The place of the object: `module:attribute`, or a module.
        summary: The description that `mtqe list` shows.
        origin: The package of a plugin, such as `acme-mtqe 1.0`; empty for a row of mtqe itself.
    """

    name: str
    target: str
    summary: str
    _: dataclasses.KW_ONLY
    origin: str = ""


@dataclasses.dataclass(frozen=True)
class FormatRow(Row):
    """A format.

    Args:
        kind: `text` is one side of a document, `lines` is one side with one segment on each line, `keyed` is one side
            with a key for each text, `pairs` is both sides.
        extensions: The endings of its files, such as `.po` or `strings.xml`. A file is read as the format with the
            longest ending that fits.
        twin: Another format with the same endings, whose `fits(path)` says whether it is that of a file.
        writable: Whether single texts of a file can be changed and every other byte kept
            (`format_capabilities.Writable`).
        streamed: Whether a file of any size can be read segment by segment (`contracts.Streamed`).
    """

    _: dataclasses.KW_ONLY
    kind: Literal["text", "lines", "keyed", "pairs"]
    extensions: tuple[str, ...] = ()
    writable: bool = False
    streamed: bool = False
    twin: str = ""


@dataclasses.dataclass(frozen=True)
class ReporterRow(Row):
    """A reporter.

    Args:
        kind: `text` and `binary` are files, `folder` is a folder of texts.
        extensions: The extensions of its files. `-o` with one of them chooses this reporter.
    """

    _: dataclasses.KW_ONLY
    kind: Literal["text", "binary", "folder"] = "text"
    extensions: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class MetricRow(Row):
    """A metric.

    Args:
        title: The usual name of the metric in the field; the default is the name of the row.
        scale: The range of its scores.
        digits: Number of decimals to show.
        higher_is_better: Direction.
        estimates: The meaning of a segment score from 0 to 1; see `mtqe.model.metric_facts`.
        interval_of: What the interval of a segment score covers; see there.
        rated: The language pairs on which these intervals were measured; see there.
        needs_reference: Whether it scores only with a reference, in every configuration.
        needs_source: Whether it reads the source.
        default: When it runs in a run that names no metrics: `never`, `always`, `with reference`, `with checks` (in
            every run that looks for errors, see `area`), `several systems` (in a run of two or more), or `at hand`,
            where its method `absence` decides (`metric_capabilities.HasAbsence`).
        area: For `with checks`: the area of errors that it belongs to. It runs if a core check of this area was
            selected, or if the policy limits its scores. Empty: it runs in every run that looks for errors.
        ranks: The ways in which it can rank candidate translations, the default first; see `mtqe.comparing.ranking`.
        trust: The metric with the greatest trust decides which segments of two systems differ most.
        marks_errors: The check that reports the error spans that it marks (`contracts.ErrorSpans`), if it does.
        consensus: Whether it compares the translations of a source (`Context.translations`). A score that depends on
            them has `consensus` in its signature, the number of other translations, and `consensus_set`, a hash of
            all compared translations.
    """

    _: dataclasses.KW_ONLY
    title: str = ""
    scale: Scale = "open"
    digits: Annotated[int, msgspec.Meta(ge=0, le=9)] = 4
    higher_is_better: bool = True
    estimates: Estimate = ""
    interval_of: str = ""
    rated: tuple[str, ...] = ()
    needs_reference: bool = False
    needs_source: bool = True
    default: Literal["never", "always", "with reference", "with checks", "several systems", "at hand"] = "never"
    area: Area | Literal[""] = ""
    ranks: tuple[Literal["quality", "mbr"], ...] = ()
    trust: int = 0
    marks_errors: str = ""
    consensus: bool = False

    @property
    def facts(self) -> MetricFacts:
        """The facts that a report carries."""
        return MetricFacts(
            self.title or self.name,
            self.scale,
            self.digits,
            self.higher_is_better,
            self.estimates,
            self.interval_of,
            self.rated,
        )


AnyRow = TypeVar("AnyRow", bound=Row)


def with_plugins(kind: str, row_type: type[AnyRow], builtin: Iterable[AnyRow]) -> dict[str, AnyRow]:
    """The rows of a table by name; plugins come last.

    Args:
        kind: `formats`, `metrics` or `reporters`.
        row_type: The type of the rows of this table. The entry point of a plugin must lead to such a row.
        builtin: The rows of mtqe itself.

    Raises:
        ConfigError: The entry point of a plugin cannot be loaded or does not lead to a row, or the row's name is taken.
    """
    table = {row.name: row for row in builtin}
    for entry in entry_points(kind):
        plugin = f"plugin {entry.name!r} ({entry.value})"
        try:
            row = entry.load()
        except FAULTS as error:
            raise ConfigError(
                f"{plugin} cannot be loaded: {error}", "uninstall it, or set MTQE_NO_PLUGINS=1"
            ) from error
        if not isinstance(row, row_type):
            raise ConfigError(
                f"{plugin} is not a {row_type.__name__}",
                f"let the entry point in mtqe.{kind} lead to a mtqe.registry.table_rows.{row_type.__name__}, "
                "as docs/plugins.md shows",
            )
        try:
            msgspec.convert(dataclasses.asdict(row), type(row))
        except msgspec.ValidationError as error:
            raise ConfigError(
                f"{plugin}: {error}", f"use a value that mtqe.registry.table_rows.{row_type.__name__} allows"
            ) from error
        if row.name in table:
            raise ConfigError(
                f"{plugin}: {kind} already has {row.name!r}", "give the plugin's row another name, or uninstall it"
            )
        origin = f"{entry.dist.name} {entry.dist.version}" if entry.dist else "plugin"
        table[row.name] = dataclasses.replace(row, origin=origin)
    return table


def load_from(kind: str, table: Mapping[str, Row], name: str) -> object:
    """Load the object of a row. The tables check that it has the protocol of its kind.

    Raises:
        ConfigError: The table has no such name; the message has the closest name.
        Unavailable: The object cannot be imported.
    """
    target = table[lookup(name, table, kind)].target
    module, _, attribute = target.partition(":")
    try:
        loaded = importlib.import_module(module)
        found: object = getattr(loaded, attribute) if attribute else loaded
    except (ImportError, AttributeError) as error:
        raise Unavailable(f"{kind} {name!r} ({target}) cannot be loaded: {error}") from error
    return found


def lacking(kind: str, name: str, protocol: str) -> Unavailable:
    """The error for an object without the members of a protocol of `mtqe.registry`."""
    return Unavailable(f"{kind} {name!r} lacks what {protocol} has", f"see {protocol} in mtqe.registry")
