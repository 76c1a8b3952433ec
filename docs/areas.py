"""Makes the tables of measurements: by area, and of whole news articles, in each language pair."""

from __future__ import annotations

from mtqe.language import language_tags
from mtqe.model.areas import AREAS, TITLES, Area
from mtqe.registry.measurement_table import Measured, PairMeasured, article_measurements, measurements

BEGIN, END = "<!-- tables of areas -->", "<!-- end of the tables -->"
BEGIN_ARTICLES, END_ARTICLES = "<!-- table of articles -->", "<!-- end of the table of articles -->"


def renewed(page: str) -> str:
    """A page with new tables between their marks."""
    for begin, end, text in ((BEGIN_ARTICLES, END_ARTICLES, articles()), (BEGIN, END, tables())):
        before, _, rest = page.partition(begin)
        page = f"{before}{begin}\n\n{text}\n{end}{rest.partition(end)[2]}"
    return page


def articles() -> str:
    """The table of whole news articles: planted errors found by kind and language, most of them first."""
    pairs = article_measurements().pairs
    kinds = sorted({kind for counts in pairs.values() for kind in counts.kinds})
    found = {kind: sum(counts.kinds[kind].found for counts in pairs.values()) for kind in kinds}
    planted = {kind: sum(counts.kinds[kind].planted for counts in pairs.values()) for kind in kinds}
    heads = [pair.removeprefix("en-") for pair in pairs]
    lines = [f"| error | {' | '.join(heads)} | found | planted |", f"|---|{'---|' * (len(heads) + 2)}"]
    for kind in sorted(kinds, key=lambda kind: (-found[kind] / planted[kind], kind)):
        cells = " | ".join(str(counts.kinds[kind].found) for counts in pairs.values())
        lines.append(f"| {kind} | {cells} | {found[kind]} | {planted[kind]} |")
    of_pair = [sum(kind.found for kind in counts.kinds.values()) for counts in pairs.values()]
    lines.append(f"| all | {' | '.join(map(str, of_pair))} | {sum(of_pair)} | {sum(planted.values())} |")
    failed = [counts.failed for counts in pairs.values()]
    lines.append(f"| good translations that fail | {' | '.join(map(str, failed))} | {sum(failed)} | |")
    return "\n".join(lines) + "\n"


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
