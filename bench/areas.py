"""Measures for each language pair how many planted errors of each area are found, at which false alarms.

    python -m bench.areas FOLDER [--pairs ar-en en-ar ...] [--most 300] [--each 24] [--no-encoder]
        [--seen] [--show AREA] [--results FILE] [--write]

FOLDER has the files of `training/parallel.py`, one for each language. Only pages that are held out and that no model
was trained on are read; `--seen` reads the others, to improve rules on. False alarms: `--most` clean pairs run with
all default checks; a third of them have a figure, a third a negation and a third a name in English, so the shares are
higher than in running text, and many of the texts are terse or free. Recall: `--each` errors of each kind
(`bench.area_errors`) are planted in clean pairs in which the checks of the area find nothing.

One line per pair and kind goes to stdout. `--results` also keeps the counts of each pair in a file of JSON lines and
skips pairs that it has already, so an interrupted run can go on. `--write` writes the counts into the package
(`mtqe/data/measured.toml`, which `mtqe list checks --pair` reads), where other pairs keep theirs; `make docs` then
renews the tables. All pairs take some 20 minutes on one core.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import itertools
import json
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

import mtqe
from bench.area_errors import FIGURE, KINDS, NAME, NEGATION
from bench.area_values import Langs, Planted, Row
from bench.flagged import findings
from mtqe.model import Finding, Severity
from mtqe.model.areas import AREAS, Area
from mtqe.registry import check_table
from mtqe.registry.contracts import Check
from mtqe.registry.measurement_table import Measured, Measurements, PairMeasured, Recall, measurements

LANGS = (
    "ar", "bg", "bn", "ca", "cs", "da", "de", "el", "es", "et", "fa", "fi", "fr", "he", "hi", "hr", "hu", "id", "it",
    "ja", "ko", "lt", "lv", "nb", "nl", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "th", "tr", "uk", "vi", "zh",
)  # fmt: skip
PAIRS = tuple(pair for lang in LANGS for pair in (f"en-{lang}", f"{lang}-en"))
LONGEST = 220
"""Greatest length of an English text in characters: the encoder takes most of the time."""
PER_PAGE = 12
"""Greatest number of clean pairs from one page or program."""
TRIES = 4000
"""Greatest number of pairs that are tried for each kind of error."""
SORTS = {"figure": FIGURE, "negation": NEGATION, "name": NAME}
"""What the English text of a third of the clean pairs each has."""
MAJOR = Severity.MAJOR.rank
PACKAGE = Path(mtqe.__file__).parent / "data" / "measured.toml"
HEAD = """# How many planted errors of each area are found in each language pair, and how many clean texts are flagged.
# Written by bench/areas.py; docs/measurements.md says what the figures mean.
"""
Counts = dict[str, dict[str, int]]


def texts(path: Path, seen: bool) -> list[dict[str, Any]]:
    """The rows of a language that may be read."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        every = map(json.loads, lines)
        return [
            row
            for row in every
            if row["held"] is not seen
            and not row["trained"]
            and row["origin"] != "verses"
            and len(row["en"]) <= LONGEST
        ]


@functools.cache
def translations(path: Path) -> dict[str, str]:
    """The translations of a language by their English text."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return {row["en"]: row["text"] for row in map(json.loads, lines)}


def third(lang: str) -> str:
    """The language of translations into a third language: similar, but never taken for the same."""
    return {"uk": "ru", "bg": "ru", "sr": "ru", "ru": "uk", "ar": "fa", "fa": "ar", "fr": "es", "ja": "zh"}.get(
        lang, "fr"
    )


def pool(folder: Path, langs: Langs, seen: bool) -> list[Row]:
    """The rows of a pair in a random order that is the same in every run."""
    foreign = langs[langs[0] == "en"]
    others = translations(folder / f"{third(langs[1])}.jsonl.gz")
    rows = [
        Row(
            *((row["en"], row["text"]) if langs[0] == "en" else (row["text"], row["en"])),
            row["page"],
            others.get(row["en"], ""),
        )
        for row in texts(folder / f"{foreign}.jsonl.gz", seen)
    ]
    random.Random(7).shuffle(rows)
    return rows


def clean_sample(rows: Sequence[Row], langs: Langs, most: int) -> list[Row]:
    """Pairs of which a third each have a figure, a negation and a name in English, by page."""
    english = langs.index("en")
    sample: dict[Row, None] = {}
    taken: Counter[str] = Counter()
    for number, pattern in enumerate(SORTS.values(), 1):
        for row in rows:
            if len(sample) >= most * number // len(SORTS):
                break
            if row not in sample and taken[row.page] < PER_PAGE and pattern.search(row[english]):
                taken[row.page] += 1
                sample[row] = None
    return sorted(sample, key=lambda row: row.page)


def planted(area: Area, kind: str, rows: Sequence[Row], langs: Langs, each: int) -> list[Planted]:
    """Errors of a kind, in different rows for each kind."""
    start = random.Random(kind).randrange(len(rows))
    errors: list[Planted] = []
    for row in itertools.islice(itertools.chain(rows[start:], rows[:start]), TRIES):
        rng = random.Random(f"{kind} {row.source}")
        if error := KINDS[area][kind](row, langs, rng, rows):
            errors.append(error)
            if len(errors) == each:
                break
    return errors


def count(of: Sequence[Sequence[Finding]]) -> tuple[int, int]:
    """The number of pairs with a finding, and with one that is major or worse."""
    serious = sum(any(finding.severity.rank >= MAJOR for finding in hits) for hits in of)
    return sum(map(bool, of)), serious


def measure(rows: Sequence[Row], langs: Langs, checks: Sequence[Check], most: int, each: int, show: str) -> Counts:
    """The counts of each area, and of each kind of error as `area: kind`."""
    clean = clean_sample(rows, langs, most)
    areas = {item.id: item.area for item in checks}
    marked = findings(checks, [row[:2] for row in clean], langs, [row.page for row in clean])
    counts: Counts = {}
    for area in AREAS:
        of_area = [[finding for finding in hits if areas[finding.check] == area] for hits in marked]
        alarms, major_alarms = count(of_area)
        counts[area] = {"planted": 0, "found": 0, "major": 0, "alarms": alarms, "major_alarms": major_alarms}
        for row, hits in zip(clean, of_area, strict=True):
            if show == area and hits:
                print(f"\nALARM {[(hit.check, hit.severity.value, hit.message) for hit in hits]}", *row[:2], sep="\n  ")
        chosen = [item for item in checks if item.area == area]
        for kind in KINDS.get(area, {}):
            counts[f"{area}: {kind}"] = recall(
                chosen, planted(area, kind, rows, langs, each), langs, kind * (show == area)
            )
            for key in ("planted", "found", "major"):
                counts[area][key] += counts[f"{area}: {kind}"][key]
    return {"texts": {"n": len(clean)}, **counts}


def recall(checks: Sequence[Check], errors: Sequence[Planted], langs: Langs, show: str) -> dict[str, int]:
    """How many errors are found that were planted in pairs without a finding; `alarms` are the pairs with one."""
    before, after = (
        findings(checks, texts_, langs, [str(n) for n in range(len(errors))])
        for texts_ in ([error.clean for error in errors], [error.spoilt for error in errors])
    )
    results = [hits for hits, clean in zip(after, before, strict=True) if not clean]
    for error, hits, clean in zip(errors, after, before, strict=True):
        if show and (clean or not hits):
            alarms = [(hit.check, hit.message) for hit in clean]
            print(
                f"\n{show} {'-'.join(langs)} {alarms or 'MISSED'}",
                *(error.clean if clean else error.spoilt),
                sep="\n  ",
            )
    found, major = count(results)
    return {"planted": len(results), "found": found, "major": major, "alarms": len(errors) - len(results)}


def line(pair: str, name: str, counts: dict[str, int]) -> str:
    """A line of the output."""
    if not counts["planted"]:
        return f"{pair}  {name:<50} nothing planted; {counts['alarms']} alarms"
    shares = (counts["found"] / counts["planted"], counts["major"] / counts["planted"])
    return (
        f"{pair}  {name:<50} {counts['planted']:>4} planted {shares[0]:>5.0%} found {shares[1]:>5.0%} major; "
        f"{counts['alarms']} alarms" + (f", {counts['major_alarms']} major" if "major_alarms" in counts else "")
    )


def kept(path: Path | None) -> dict[str, Counts]:
    """The counts of each pair in a file of results."""
    if path is None or not path.exists():
        return {}
    return {row["pair"]: row["counts"] for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())}


def table(results: Mapping[str, Counts], before: Measurements) -> Measurements:
    """The counts for the package: pairs that were not measured now keep theirs.

    The counts of each kind of error are over all pairs, so they change only if all pairs were measured.
    """
    pairs = {
        pair: PairMeasured(
            counts["texts"]["n"], {area: Measured(**counts[area]) for area in AREAS if counts[area]["planted"]}
        )
        for pair, counts in results.items()
    }
    kinds = before.kinds
    if set(PAIRS) <= set(results):
        kinds = {area: {kind: summed(results, f"{area}: {kind}") for kind in errors} for area, errors in KINDS.items()}
    return Measurements(dict(sorted((before.pairs | pairs).items())), kinds)


def summed(results: Mapping[str, Counts], name: str) -> Recall:
    """How many errors of a kind were planted and found in all pairs."""
    return Recall(*(sum(counts[name][key] for counts in results.values()) for key in ("planted", "found")))


def toml(of: Measurements) -> str:
    """The file of the package."""
    parts = [HEAD]
    for pair, counts in of.pairs.items():
        parts.append(f"[pairs.{pair}]\ntexts = {counts.texts}\n[pairs.{pair}.areas]")
        parts += [f"{area} = {inline(numbers)}" for area, numbers in counts.areas.items()]
        parts.append("")
    for area, kinds in of.kinds.items():
        parts += [f"[kinds.{area}]", *(f'"{kind}" = {inline(numbers)}' for kind, numbers in kinds.items()), ""]
    return "\n".join(parts).rstrip() + "\n"


def inline(numbers: Measured | Recall) -> str:
    """An inline table of TOML."""
    return "{ " + ", ".join(f"{key} = {value}" for key, value in msgspec.structs.asdict(numbers).items()) + " }"


def main() -> None:
    """Measure the pairs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pairs", nargs="+", default=PAIRS)
    parser.add_argument("--most", type=int, default=300, help="clean texts of each pair")
    parser.add_argument("--each", type=int, default=24, help="greatest number of errors of each kind and pair")
    parser.add_argument("--no-encoder", action="store_true", help="leave out the checks that need the encoder")
    parser.add_argument("--seen", action="store_true", help="read the pages that are not held out")
    parser.add_argument("--show", default="", help="print the alarms and the missed errors of this area")
    parser.add_argument("--results", type=Path, help="file that keeps the counts of each pair")
    parser.add_argument("--write", action="store_true", help="write the counts into the package")
    args = parser.parse_args()
    checks = [item for item in check_table.select() if not (args.no_encoder and "encoder" in item.needs)]
    results = kept(args.results)
    for pair in args.pairs:
        if pair in results:
            continue
        source, _, target = pair.partition("-")
        rows = pool(args.folder, (source, target), args.seen)
        results[pair] = measure(rows, (source, target), checks, args.most, args.each, args.show)
        if args.results:
            with args.results.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"pair": pair, "counts": results[pair]}) + "\n")
        for name, counts in results[pair].items():
            if name != "texts":
                print(line(pair, name, counts), flush=True)
    if args.write:
        PACKAGE.write_text(toml(table(results, measurements())), encoding="utf-8")


if __name__ == "__main__":
    main()
