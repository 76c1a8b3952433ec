"""Measures quantity-, date- and time-mismatch, each set in two halves by a hash of the source.

    python -m bench.quantities FOLDER [--show SET] [--half 0|1]

It prints false alarms and recall. FOLDER has `dev/human_translations.en-de.jsonl.gz`, `dev/demetr.*-en.jsonl.gz`, and
in `train/` `ced_wmt22_planted.en-de`, `wmt2*_news_mqm.zh-en`, `mlqe_pe_da.{en-zh,ru-en}` and
`ced_wmt21_natural.{en-cs,en-ja}`, all as `.jsonl.gz`. The rules were developed on half 0; half 1 was not read. Errors
are planted here, by rule, in the translations with a quantity, a weekday or a day with its month. `--show` lists the
alarms of a set (for planted errors, the misses).
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import re
import time
from collections.abc import Iterator
from pathlib import Path

from bench.flagged import findings
from bench.flags import FAR_PARAPHRASE, rows
from mtqe.checks.numbers import clock
from mtqe.checks.numbers.date_mismatch import date_mismatch
from mtqe.checks.numbers.dates import days, weekdays
from mtqe.checks.numbers.quantities import quantities
from mtqe.checks.numbers.quantity_mismatch import quantity_mismatch
from mtqe.checks.numbers.time_mismatch import time_mismatch

CHECKS = (quantity_mismatch, date_mismatch, time_mismatch)
Texts = tuple[str, str]
WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
MONTHS = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
]
OTHERS = {
    "money": ("Dollar", "Euro"),
    "length": ("Kilometer", "Meilen"),
    "mass": ("Kilogramm", "Gramm"),
    "duration": ("Wochen", "Stunden"),
    "area": ("Hektar", "Quadratmeter"),
    "temperature": ("°C", "°F"),
}


def sets(folder: Path) -> Iterator[tuple[str, tuple[str, str], list[Texts], bool]]:
    """The sets: name, languages, pairs, whether there is an error in each."""
    every = rows(folder / "dev" / "human_translations.en-de.jsonl.gz")
    human = [(row["src"], row["mt"]) for row in every if not row["system"].startswith(FAR_PARAPHRASE)]
    yield "professional translations", ("en", "de"), human, False
    yield "professional translations, sides exchanged", ("de", "en"), [pair[::-1] for pair in human], False
    planted = list(rows(folder / "train" / "ced_wmt22_planted.en-de.jsonl.gz"))
    clean = [(row["src"], row["mt"]) for row in planted if not row["critical"]]
    yield "clean rows of CED", ("en", "de"), clean, False
    for year in ("20", "21"):
        news = rows(folder / "train" / f"wmt{year}_news_mqm.zh-en.jsonl.gz")
        yield (
            f"professional, WMT{year}",
            ("zh", "en"),
            [(row["src"], row["mt"]) for row in news if row["is_human"]],
            False,
        )
    for pair in ("en-zh", "ru-en"):
        langs = pair.split("-")
        edited = [
            (row["src"], row["pe"]) for row in rows(folder / "train" / f"mlqe_pe_da.{pair}.jsonl.gz") if row.get("pe")
        ]
        yield "post-edited", (langs[0], langs[1]), edited, False
    for path in sorted((folder / "dev").glob("demetr.*.jsonl.gz")):
        demetr = list(rows(path))
        originals = [(row["src"], row[key]) for row in demetr for key in ("mt_unperturbed", "ref") if row.get(key)]
        yield "DEMETR originals and references", (path.name.split(".")[1].split("-")[0], "en"), originals, False
    people_and_clean = [*human, *clean]
    yield "unit changed", ("en", "de"), [spoilt for pair in people_and_clean for spoilt in other_unit(*pair)], True
    yield (
        "weekday changed",
        ("en", "de"),
        [spoilt for pair in people_and_clean for spoilt in other_weekday(*pair)],
        True,
    )
    yield (
        "day and month exchanged",
        ("en", "de"),
        [spoilt for pair in people_and_clean for spoilt in turned_day(*pair)],
        True,
    )
    yield (
        "half of the day changed",
        ("en", "de"),
        [spoilt for pair in people_and_clean for spoilt in other_half(*pair)],
        True,
    )


def clock_sets(folder: Path) -> Iterator[tuple[str, tuple[str, str], list[Texts], bool]]:
    """More sets for time-mismatch, in the same form; en-cs and en-ja are unedited machine translation."""
    for name, file, key in (
        ("post-edited", "mlqe_pe_da.en-zh", "pe"),
        ("post-edited", "mlqe_pe_da.ru-en", "pe"),
        ("machine, not critical", "ced_wmt21_natural.en-cs", "mt"),
        ("machine, not critical", "ced_wmt21_natural.en-ja", "mt"),
    ):
        first, second = file.rpartition(".")[2].split("-")
        read = rows(folder / "train" / f"{file}.jsonl.gz")
        pairs = [(row["src"], row[key]) for row in read if row.get(key) and not row.get("critical")]
        turned = [pair[::-1] for pair in pairs]
        yield name, (first, second), pairs, False
        yield f"{name}, sides exchanged", (second, first), turned, False
        english, langs = (turned, (second, first)) if first == "en" else (pairs, (first, second))
        yield "half of the day changed", langs, [spoilt for pair in english for spoilt in other_noon(*pair)], True
    for path in sorted((folder / "dev").glob("demetr.*.jsonl.gz")):
        lang = path.name.split(".")[1].split("-")[0]
        turned = [(row[key], row["src"]) for row in rows(path) for key in ("mt_unperturbed", "ref") if row.get(key)]
        yield "DEMETR, sides exchanged", ("en", lang), turned, False


def other_noon(source: str, target: str) -> Iterator[Texts]:
    """The pair with a.m. and p.m. exchanged in the English translation, if it has exactly one time."""
    matches = list(re.finditer(r"(\d ?)([ap])(\.?m\b)", target, re.IGNORECASE))
    if len(matches) == 1 and re.search(r"\d", source):
        [match] = matches
        yield source, f"{target[: match.start(2)]}{'p' if match[2] in 'aA' else 'a'}{target[match.end(2) :]}"


def other_half(source: str, target: str) -> Iterator[Texts]:
    """The pair with the only time of the translation in the other half of the day."""
    times = clock.times(target, "de")
    if len(times) == 1 and clock.times(source, "en"):
        [time] = times
        written = re.match(r"(\d+)(.*)", target[time.start : time.end])
        assert written, "a time begins with its hour"
        changed = f"{(int(written[1]) + 12) % 24}{written[2]}"
        yield source, target[: time.start] + changed + target[time.end :]


def other_unit(source: str, target: str) -> Iterator[Texts]:
    """The pair with another unit of the same kind at the only quantity of the translation."""
    matches = list(quantities(target, "de"))
    if len(matches) == 1 and (kind := next(iter(matches[0].kinds))) in OTHERS and list(quantities(source, "en")):
        [quantity] = matches
        old = target[quantity.start : quantity.end]
        number = old.strip("$€£¥ ").split()[0]
        if len(old.split()) <= 2 and not number[-1].isalpha():
            units = [
                unit for unit in OTHERS[kind] if quantity.units.isdisjoint(next(quantities(f"5 {unit}", "de")).units)
            ]
            yield source, f"{target[: quantity.start]}{number} {units[0]}{target[quantity.end :]}"


def other_weekday(source: str, target: str) -> Iterator[Texts]:
    """The pair with the next weekday in place of the only one of the translation."""
    matches = weekdays(target, "de")
    if len(matches) == 1 and weekdays(source, "en"):
        start, end, day = matches[0]
        yield source, target[:start] + WEEKDAYS[(day + 1) % 7] + target[end:]


def turned_day(source: str, target: str) -> Iterator[Texts]:
    """The pair with day and month of the only date of the translation exchanged."""
    dates = days(target, "de")
    if len(dates) == 1 and days(source, "en"):
        [date] = dates
        day, month = next(iter(date.readings))
        if day < 13 and day != month:
            changed = f"{month}. {MONTHS[day - 1]}" if date.spelled else f"{month}.{day}."
            yield source, target[: date.start] + changed + target[date.end :]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", help="print alarms and misses of the sets whose names start with this")
    parser.add_argument("--half", type=int, default=0, help="of this half")
    args = parser.parse_args()
    ids = " | ".join(item.id for item in CHECKS)
    print(f"| set | pair | rows 0 | {ids} | rows 1 | {ids} |\n{'|---' * (2 * len(CHECKS) + 4)}|")
    total, seconds = 0, 0.0
    for name, langs, pairs, planted in itertools.chain(sets(args.folder), clock_sets(args.folder)):
        pairs = list(dict.fromkeys(pairs))
        started = time.process_time()
        results = findings(CHECKS, pairs, langs)
        total, seconds = total + len(pairs), seconds + time.process_time() - started
        halves = [hashlib.md5(source.encode()).digest()[0] % 2 for source, _ in pairs]
        cells: list[str] = []
        for half in (0, 1):
            part = [
                pair_findings for pair_half, pair_findings in zip(halves, results, strict=True) if pair_half == half
            ]
            counts = [
                sum(any(finding.check == item.id for finding in pair_findings) for pair_findings in part)
                for item in CHECKS
            ]
            cells += [str(len(part)), *(f"{count} ({count / max(1, len(part)):.2%})" for count in counts)]
        print(f"| {name} | {'-'.join(langs)} | {' | '.join(cells)} |", flush=True)
        for pair, half, pair_findings in zip(pairs, halves, results, strict=True):
            if args.show and name.startswith(args.show) and half == args.half and bool(pair_findings) is not planted:
                print(f"\n{[finding.message for finding in pair_findings]}\n  {pair[0]}\n  {pair[1]}")
    print(f"\n{total / seconds:.0f} segments per second of CPU time")


if __name__ == "__main__":
    main()
