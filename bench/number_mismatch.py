"""Measures number-mismatch on data with known errors: false alarms, recall and speed.

    PYTHONPATH=. python bench/number_mismatch.py DATA [--half A|B] [--errors]

DATA has `dev/` and `train/` with gzipped JSON Lines (human_translations, demetr, ced_wmt22_planted, mlqe_pe_da ...).
Missing sets are left out. The rules were developed on half A (by a hash of the source text); half B is for reports.
Times are CPU seconds of one core.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import hashlib
import json
import re
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from mtqe.checks.numbers import number_mismatch as module
from mtqe.checks.numbers import numbered_names
from mtqe.model import Hit, Segment
from mtqe.registry.contracts import Context

Row = dict[str, Any]


def rows(path: Path, half: str | None) -> list[Row]:
    """The rows of a file whose source belongs to the half."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        records = [json.loads(line) for line in stream]
    return [row for row in records if half is None or "AB"[hashlib.md5(row["src"].encode()).digest()[0] & 1] == half]


def hits(source: str, target: str, context: Context) -> list[Hit]:
    return list(module.number_mismatch.run(Segment("1", source, target), context))


def show(source: str, target: str, hits_found: Iterable[Hit]) -> None:
    print(f"    {source}\n    {target}")
    for hit in hits_found:
        print(f"      {hit.message}")


def alarms(title: str, pairs: Iterable[tuple[str, str]], langs: tuple[str, str], errors: bool) -> None:
    """Print the share of rows with a finding, and the speed."""
    context = Context(*langs)
    pair_list = list(pairs)
    if not pair_list:
        return
    start = time.process_time()
    results = [hits(source, target, context) for source, target in pair_list]
    seconds = time.process_time() - start
    flagged = sum(map(bool, results))
    share = 100 * flagged / len(pair_list)
    speed = len(pair_list) / max(seconds, 1e-9)
    print(f"{title:44} {flagged:4}/{len(pair_list):5} rows = {share:.2f} %   {speed:6.0f} rows/s")
    if errors:
        for (source, target), pair_hits in zip(pair_list, results, strict=True):
            if pair_hits:
                show(source, target, pair_hits)


def recall(title: str, pairs: Iterable[tuple[str, str]], langs: tuple[str, str], errors: bool) -> None:
    """Print the share of rows with an error that have a finding."""
    pair_list = list(pairs)
    if not pair_list:
        return
    missed = [(source, target) for source, target in pair_list if not hits(source, target, Context(*langs))]
    print(
        f"{title:44} {len(pair_list) - len(missed):4}/{len(pair_list):5} found = {1 - len(missed) / len(pair_list):.1%}"
    )
    if errors:
        for source, target in missed:
            show(source, target, [])


def digits_differ(row: Row) -> bool:
    """Whether the digits of both sides differ: a rough sign of an edited number."""
    sides = [re.sub(r"(?<=\d)[.,](?=\d)", "", text) for text in (row["src"], row["mt"])]
    return collections.Counter(re.findall(r"\d+", sides[0])) != collections.Counter(re.findall(r"\d+", sides[1]))


def other_rank(pairs: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """English-German pairs with an ordinal on each side, that of the translation changed: I and II, Erster, Zweiter."""
    swap = {"I": "II", "II": "I", "Ers": "Zwei", "Zwei": "Ers"}
    for source, target in dict.fromkeys(pairs):
        left, right = numbered_names.ranks(source, "en"), numbered_names.ranks(target, "de")
        if len(left) == len(right) == 1 and not left[0].values.isdisjoint(right[0].values):
            start, end = right[0].start, right[0].end
            if part := re.match("II?$|Ers(?=t)|Zwei(?=t)", target[start:end]):
                yield source, target[:start] + swap[part[0]] + target[start + part.end() :]


def human(path: Path, half: str | None, errors: bool) -> None:
    all_rows = rows(path, half)
    far = [row for row in all_rows if row["system"] == "Human-P.0"]
    near = [row for row in all_rows if row["system"] != "Human-P.0"]
    clean = [row for row in all_rows if row.get("mqm_clean")]
    for title, part in (("all", all_rows), ("rated clean", clean), ("free paraphrase", far), ("without it", near)):
        pairs = ((row["src"], row["mt"]) for row in part)
        alarms(f"human en-de, {title}", pairs, ("en", "de"), errors and part is all_rows)
    recall("human en-de, rank changed", other_rank((row["src"], row["mt"]) for row in near), ("en", "de"), errors)


def demetr(path: Path, half: str | None, errors: bool) -> None:
    all_rows = rows(path, half)
    langs = (path.name.split(".")[1].split("-")[0], "en")
    originals = {row["mt_unperturbed"]: row["src"] for row in all_rows if row.get("mt_unperturbed")}
    alarms(f"demetr {langs[0]}-en, originals", ((src, mt) for mt, src in originals.items()), langs, errors)
    changed = [(row["src"], row["mt"]) for row in all_rows if "numbers" in row["pert_name"]]
    recall(f"demetr {langs[0]}-en, numbers replaced", changed, langs, errors)


def planted(path: Path, half: str | None, errors: bool) -> None:
    all_rows = rows(path, half)
    alarms(
        "ced22 en-de, rows without a planted error",
        ((row["src"], row["mt"]) for row in all_rows if not row["critical"]),
        ("en", "de"),
        errors,
    )
    good = ((row["src"], row["mt"]) for row in all_rows if not row["critical"])
    recall("ced22 en-de, rank changed", other_rank(good), ("en", "de"), errors)
    changed = [(row["src"], row["mt"]) for row in all_rows if row["critical"] and digits_differ(row)]
    recall("ced22 en-de, planted, digits differ", changed, ("en", "de"), errors)


def post_edits(path: Path, half: str | None, errors: bool) -> None:
    source, target = path.name.split(".")[1].split("-")
    pairs = [(row["src"], row["pe"]) for row in rows(path, half) if row.get("pe")]
    alarms(f"mlqe post-edits {source}-{target}", pairs, (source, target), errors)


def main() -> None:
    """Measure all sets that exist."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder with dev/ and train/")
    parser.add_argument("--half", choices=("A", "B"), help="measure on one half only")
    parser.add_argument("--errors", action="store_true", help="print false alarms and misses")
    args = parser.parse_args()
    sets: list[tuple[str, Callable[[Path, str | None, bool], None]]] = [
        ("dev/human_translations.en-de", human),
        *((f"dev/demetr.{lang}-en", demetr) for lang in ("de", "fr", "es", "zh")),
        ("train/ced_wmt22_planted.en-de", planted),
        *((f"train/mlqe_pe_da.{pair}", post_edits) for pair in ("en-de", "en-zh", "ru-en")),
    ]
    for name, measure in sets:
        path = args.data / f"{name}.jsonl.gz"
        if path.is_file():
            measure(path, args.half, args.errors)


if __name__ == "__main__":
    main()
