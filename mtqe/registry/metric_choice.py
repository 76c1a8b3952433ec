"""Which metrics run: those that the configuration names, otherwise those that can run with what is given."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence

from mtqe.errors import FAULTS, ConfigError, reason
from mtqe.model import MetricItem
from mtqe.model.areas import Area
from mtqe.registry import check_table, metric_table
from mtqe.registry.contracts import Absence, Check
from mtqe.registry.metric_capabilities import HasAbsence, HasNotice
from mtqe.registry.suggest import lookup
from mtqe.registry.table_rows import MetricRow
from mtqe.settings.config import Config


@dataclasses.dataclass(frozen=True)
class Choice:
    """The metrics of a run.

    Args:
        rows: The metrics that run, in this order.
        not_run: The metrics that would run by default but cannot, or were not asked for.
        notes: Notes on both for the reader of the report.
    """

    rows: tuple[MetricRow, ...]
    not_run: tuple[MetricItem, ...]
    notes: tuple[str, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Asked:
    """What the choice of the metrics of a run depends on, besides its configuration.

    Args:
        scoring: Whether the run gives scores.
        checks: The checks that run, whose metrics run with them; `None` if the run looks for no errors.
        has_references: Whether any segment has a reference.
        has_sources: Whether any segment has a source.
        systems: Number of systems.
        limited: The metrics that the policy limits, if it judges the run; those that accompany checks run, then.
    """

    scoring: bool
    checks: Sequence[Check] | None = None
    has_references: bool
    has_sources: bool = True
    systems: int = 1
    limited: Collection[str] = ()


def choose(config: Config, asked: Asked) -> Choice:
    """Choose the metrics of a run.

    Args:
        config: The configuration; `metrics.use` names metrics.
        asked: What else the choice depends on.

    Raises:
        ConfigError: The configuration names a metric that does not exist, or one that needs the source and has none.
    """
    table = metric_table.rows()
    names = [lookup(name.lower(), table, "metric") for name in config.metrics.use] if asked.scoring else []
    for name in names:
        if table[name].needs_source and not asked.has_sources:
            raise ConfigError(f"{name} reads the source, and no source was given", "give it with -s")
    absences: dict[str, Absence] = {}
    if asked.scoring and not names:
        usual = {"always", "with reference", "at hand"}
        if asked.systems > 1 and asked.has_sources:
            usual.add("several systems")
        defaults = [row for row in table.values() if row.default in usual]
        reasons = {row.name: _absence(row, config, asked) for row in defaults}
        names = [name for name, absence in reasons.items() if absence is None]
        absences = {name: absence for name, absence in reasons.items() if absence is not None}
    if asked.checks is not None:
        areas = {check.area for check in asked.checks if check.core}
        for row in table.values():
            if row.default != "with checks" or row.name in names or (row.needs_reference and not asked.has_references):
                continue
            if row.area and row.area not in areas and row.name not in asked.limited:
                absences[row.name] = Absence(_left_out(row.area))
            elif row.needs_source and not asked.has_sources:
                absences[row.name] = Absence("no source was given")
            else:
                names.append(row.name)
    rows = tuple(table[name] for name in dict.fromkeys(names))
    not_run = tuple(
        MetricItem(name, name, "not run", absence.why, table[name].facts) for name, absence in absences.items()
    )
    notes = [*(absence.note for absence in absences.values()), *(_notice(row, config) for row in rows)]
    return Choice(rows, not_run, tuple(filter(None, notes)))


def _absence(row: MetricRow, config: Config, asked: Asked) -> Absence | None:
    """The reason why a metric does not run by default, or `None` if it runs."""
    if row.needs_source and not asked.has_sources:
        return Absence("no source was given")
    if row.default != "at hand":
        return Absence("no reference was given") if row.needs_reference and not asked.has_references else None
    try:
        metric = metric_table.load(row.name)
        return metric.absence(config, asked.has_references) if isinstance(metric, HasAbsence) else None
    except ConfigError:
        raise
    except FAULTS as error:
        return Absence(reason(error))


def _left_out(area: Area) -> str:
    core = [check.name for check in check_table.checks().values() if check.area == area and check.core]
    return f"it runs with {' or '.join(core)}, which the selection leaves out"


def _notice(row: MetricRow, config: Config) -> str | None:
    """What the reader must know about the configuration of a metric, such as a licence."""
    try:
        metric = metric_table.load(row.name)
        return metric.notice(config) if isinstance(metric, HasNotice) else None
    except ConfigError:
        raise
    except FAULTS:  # the run itself reports a metric that cannot be loaded
        return None
