"""Makes the tables of measurements by area: recall on planted errors and false alarms of each language pair."""

from __future__ import annotations

from mtqe.language import language_tags
from mtqe.model.areas import AREAS, TITLES, Area
from mtqe.registry.measurement_table import Measured, PairMeasured, measurements

BEGIN, END = "<!-- tables of areas -->", "<!-- end of the tables -->"


def renewed(page: str) -> str:
    """A page with new tables between the two marks."""
    before, _, rest = page.partition(BEGIN)
    return f"{before}{BEGIN}\n\n{tables()}\n{END}{rest.partition(END)[2]}"


def tables() -> str:
    """Both tables: by pair and area, and by kind of error."""
    table = measurements()
    areas = [area for area in AREAS if any(area in pair.areas for pair in table.pairs.values())]
    lines = [f"| pair | {' | '.join(areas)} |", f"|---|{'---|' * len(areas)}"]
    pairs = sorted(table.pairs.items(), key=lambda item: (foreign(item[0]), item[0]))
    lines += [f"| {pair} | {' | '.join(cell(counts, area) for area in areas)} |" for pair, counts in pairs]
    lines += ["\nRecall by kind of error, over all pairs in which it could be planted:\n"]
    lines += ["| area | error | planted | found |", "|---|---|---|---|"]
    for area, kinds in table.kinds.items():
        for kind, counts in kinds.items():
            lines.append(f"| {TITLES[area]} | {kind} | {counts.planted:,} | {counts.found / counts.planted:.0%} |")
    return "\n".join(lines) + "\n"


def foreign(pair: str) -> str:
    """The name of the language beside English."""
    return language_tags.name(pair.removeprefix("en-").removesuffix("-en"))


def cell(counts: PairMeasured, area: Area) -> str:
    """Recall, and in brackets the shares of clean texts marked, of all severities and of major ones."""
    of = counts.areas.get(area)
    return f"{of.found / of.planted:.0%} ({alarms(of, counts.texts)})" if of else "-"


def alarms(of: Measured, texts: int) -> str:
    """Shares of the clean texts in percent."""
    shares = [f"{100 * count / texts:.1f}" for count in (of.alarms, of.major_alarms) if count]
    return ", ".join(shares) or "0"
