"""Is a repeated model like the one that ships? Its figures beside those of `figures.toml`, within stated tolerances."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PATH = Path(__file__).with_name("figures.toml")


@dataclass(frozen=True)
class Compared:
    """A figure of what ships beside that of the repeated model, which is None where it was not measured."""

    name: str
    ships: float
    repeated: float | None
    tolerance: float

    @property
    def within(self) -> bool:
        """Whether the repeated model is as good, up to the tolerance to either side."""
        if self.repeated is None:
            return False
        return abs(self.repeated - self.ships) <= self.tolerance + 1e-9


def load(path: Path = PATH) -> dict[str, Any]:
    """The figures of what ships, `figures`, and the tolerances, `tolerance`, with the files they were measured on."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def tolerance(name: str, rules: Sequence[Mapping[str, Any]]) -> float:
    """The tolerance of a figure: that of the first rule whose beginning and end its name has.

    Raises:
        ValueError: There is none.
    """
    for rule in rules:
        if name.startswith(rule["begins"]) and name.endswith(rule.get("ends", "")):
            return float(rule["within"])
    raise ValueError(f"figures.toml states no tolerance for: {name}")


def compare(shipped: Mapping[str, Any], found: Mapping[str, float]) -> list[Compared]:
    """All figures of what ships, in their order."""
    return [
        Compared(name, value, found.get(name), tolerance(name, shipped["tolerance"]))
        for name, value in shipped["figures"].items()
    ]


def table(rows: Sequence[Compared]) -> str:
    """The comparison, a line a figure."""
    width = max(len(row.name) for row in rows)
    lines = [f"{'figure':{width}}   ships  repeated  difference  tolerance"]
    for row in rows:
        said = "missing" if row.repeated is None else f"{row.repeated:.4f}"
        gap = "" if row.repeated is None else f"{row.repeated - row.ships:+.4f}"
        verdict = "ok" if row.within else "OUT OF TOLERANCE"
        lines.append(f"{row.name:{width}}  {row.ships:.4f}  {said:>8}  {gap:>10}  {row.tolerance:9.3f}  {verdict}")
    return "\n".join(lines)
