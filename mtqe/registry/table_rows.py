"""The rows of the tables of formats, metrics and reporters, and how an object is loaded from its row."""

from __future__ import annotations

import dataclasses
import importlib
from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypeVar

from mtqe.errors import ConfigError, Unavailable
from mtqe.metric_facts import Estimate, MetricFacts, Scale
from mtqe.registry.plugins import entry_points
from mtqe.registry.suggest import lookup


@dataclasses.dataclass(frozen=True)
class Row:
    """An entry of a table. The object itself is imported when it is used, and not before.

    Args:
        name: What the user calls it.
        target: Where the object is: `module:attribute`, or a module.
        summary: What `mtqe list` says of it.
        origin: The package that it comes from, such as `acme-mtqe 1.0`; empty for mtqe's own.
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
        kind: `text` is one side of a document, `lines` one side with a segment a line, `pairs` both sides.
        extensions: The endings of its files; a file with one of them is read as this format.
    """

    _: dataclasses.KW_ONLY
    kind: Literal["text", "lines", "pairs"]
    extensions: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class ReporterRow(Row):
    """A reporter.

    Args:
        kind: `text` and `binary` are files, `folder` is a folder of texts.
        extensions: The endings of its files; `-o` with one of them chooses it.
    """

    _: dataclasses.KW_ONLY
    kind: Literal["text", "binary", "folder"] = "text"
    extensions: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class MetricRow(Row):
    """A metric.

    Args:
        title: Its name as the field writes it; the row's name where none is given.
        scale: The range of its scores.
        digits: Decimals of a score that are worth showing.
        higher_is_better: Direction.
        estimates: What the score of a segment, from 0 to 1, estimates; see `mtqe.metric_facts`.
        needs_reference: Whether it scores only with a reference, whatever the configuration.
        default: When it runs although nobody asked for it: `never`, `always`, `with reference`, `with checks` (in every
            report that looked for errors), or `at hand`: its own `absence` tells (`mtqe.contracts.Metric`).
        ranks: How it can rank candidate translations, the default first; see `mtqe.ranking`.
        trust: Of several metrics the one with the greatest trust tells which segments of two systems differ most.
        marks_errors: Whether it also marks error spans (`mtqe.contracts.ErrorSpans`).
    """

    _: dataclasses.KW_ONLY
    title: str = ""
    scale: Scale = "open"
    digits: int = 4
    higher_is_better: bool = True
    estimates: Estimate = ""
    needs_reference: bool = False
    default: Literal["never", "always", "with reference", "with checks", "at hand"] = "never"
    ranks: tuple[Literal["quality", "mbr"], ...] = ()
    trust: int = 0
    marks_errors: bool = False

    @property
    def facts(self) -> MetricFacts:
        """What the readers of a report must know of it."""
        return MetricFacts(self.title or self.name, self.scale, self.digits, self.higher_is_better, self.estimates)


AnyRow = TypeVar("AnyRow", bound=Row)


def with_plugins(kind: str, row_type: type[AnyRow], own: Iterable[AnyRow]) -> dict[str, AnyRow]:
    """The rows of a table by name; plugins come last.

    Args:
        kind: `formats`, `metrics` or `reporters`.
        row_type: What a row of this table is; the entry point of a plugin leads to one.
        own: The rows of mtqe itself.

    Raises:
        ConfigError: The entry point of a plugin cannot be loaded or leads to no row, or its name is taken.
    """
    table = {row.name: row for row in own}
    for entry in entry_points(kind):
        who = f"plugin {entry.name!r} ({entry.value})"
        try:
            row = entry.load()
        except Exception as error:
            raise ConfigError(f"{who} cannot be loaded: {error}", "uninstall it, or set MTQE_NO_PLUGINS=1") from error
        if not isinstance(row, row_type):
            raise ConfigError(
                f"{who} is no {row_type.__name__}",
                f"let the entry point in mtqe.{kind} lead to a mtqe.registry.table_rows.{row_type.__name__}, "
                "as docs/plugins.md shows",
            )
        if row.name in table:
            raise ConfigError(
                f"{who}: {kind} already has {row.name!r}", "give the plugin's row another name, or uninstall it"
            )
        origin = f"{entry.dist.name} {entry.dist.version}" if entry.dist else "plugin"
        table[row.name] = dataclasses.replace(row, origin=origin)
    return table


def load_from(kind: str, table: Mapping[str, Row], name: str) -> Any:
    """The object behind a row.

    Args:
        kind: What the table holds, in the singular: `format`, `metric` or `reporter`.
        table: The rows by name.
        name: Name of the row.

    Raises:
        ConfigError: There is no such name; the message has the closest one.
        Unavailable: The object cannot be imported.
    """
    target = table[lookup(name, table, kind)].target
    module, _, attribute = target.partition(":")
    try:
        loaded = importlib.import_module(module)
        return getattr(loaded, attribute) if attribute else loaded
    except (ImportError, AttributeError) as error:
        raise Unavailable(f"{kind} {name!r} ({target}) cannot be loaded: {error}") from error
