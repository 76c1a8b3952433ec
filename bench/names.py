"""Measures false alarms and recall of name-mismatch, each set in two halves by a hash of the source.

    python -m bench.names FOLDER [--show SET] [--half 0|1]

FOLDER has `dev/human_translations.en-de.jsonl.gz`, `dev/demetr.*-en.jsonl.gz`, `train/ced_wmt22_planted.en-de.jsonl.gz`
and `train/wmt2*_news_mqm.zh-en.jsonl.gz`. The rules were developed on half 0. Of half 1 only the alarms on
English-German professional translations, and the names behind those on Chinese-English ones, were read, once. The
planted critical errors are of any kind, so their row is not a recall of wrong names. German-English professional
translations are the English-German ones with exchanged sides. `--show` lists the findings of a set and half.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bench.flagged import findings
from bench.flags import FAR_PARAPHRASE, rows
from mtqe.checks.names.name_mismatch import name_mismatch


class Pair(NamedTuple):
    """A translation pair of a set, with its document."""

    source: str
    target: str
    doc: str

    @property
    def half(self) -> int:
        """0 or 1, by the source."""
        return hashlib.md5(self.source.encode()).digest()[0] % 2


def alone(pairs: list[tuple[str, str]]) -> list[Pair]:
    """The pairs, each as a document of its own."""
    return [Pair(*pair, str(n)) for n, pair in enumerate(dict.fromkeys(pairs))]


def sets(folder: Path) -> Iterator[tuple[str, tuple[str, str], list[Pair]]]:
    """The sets: name, languages, pairs."""
    usual_rows = [
        row
        for row in rows(folder / "dev" / "human_translations.en-de.jsonl.gz")
        if not row["system"].startswith(FAR_PARAPHRASE)
    ]
    usual_rows.sort(key=lambda row: (row["origin"], row["system"], row.get("doc", ""), int(row.get("seg_id", 0))))
    docs = [f"{row['origin']}/{row['system']}/{row.get('doc', '')}" for row in usual_rows]
    every = [(row, Pair(row["src"], row["mt"], doc)) for row, doc in zip(usual_rows, docs, strict=True)]
    yield "professional translations", ("en", "de"), [pair for _, pair in every]
    clean = [pair for row, pair in every if row.get("mqm_clean")]
    yield "professional translations, rated free of errors", ("en", "de"), clean
    turned = [Pair(pair.target, pair.source, pair.doc) for _, pair in every]
    yield "professional translations, sides exchanged", ("de", "en"), turned
    for year in ("20", "21"):
        news = rows(folder / "train" / f"wmt{year}_news_mqm.zh-en.jsonl.gz")
        pairs = [(row["src"], row["mt"]) for row in news if row["is_human"]]
        yield f"professional translations, WMT{year}", ("zh", "en"), alone(pairs)
    planted = list(rows(folder / "train" / "ced_wmt22_planted.en-de.jsonl.gz"))
    for name, is_critical in (("critical errors of any kind planted", True), ("clean rows of the same set", False)):
        part = [(row["src"], row["mt"]) for row in planted if row["critical"] is is_critical]
        yield name, ("en", "de"), alone(part)
    for path in sorted((folder / "dev").glob("demetr.*.jsonl.gz")):
        langs = (path.name.split(".")[1].split("-")[0], "en")
        demetr = list(rows(path))
        originals = [(row["src"], row[key]) for row in demetr for key in ("mt_unperturbed", "ref") if row.get(key)]
        yield "DEMETR originals and references", langs, alone(originals)
        for name, kind in (("replaced", "critical_id9_ne_replaced"), ("removed", "critical_id25_ne_removed")):
            part = [(row["src"], row["mt"]) for row in demetr if row["pert_name"] == kind]
            yield f"DEMETR, name {name}", langs, alone(part)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", help="print the findings of the sets whose names start with this")
    parser.add_argument("--half", type=int, default=0, help="of this half")
    args = parser.parse_args()
    print("| set | pair | rows 0 | flagged | major or worse | rows 1 | flagged | major or worse |")
    print("|---|---|---|---|---|---|---|---|")
    for name, langs, pairs in sets(args.folder):
        texts = [(pair.source, pair.target) for pair in pairs]
        results = findings([name_mismatch], texts, langs, [pair.doc for pair in pairs])
        cells: list[str] = []
        for half in (0, 1):
            part = [pair_findings for pair, pair_findings in zip(pairs, results, strict=True) if pair.half == half]
            serious = sum(any(finding.severity.rank >= 2 for finding in pair_findings) for pair_findings in part)
            cells.append(str(len(part)))
            cells += [f"{count} ({count / max(1, len(part)):.2%})" for count in (sum(map(bool, part)), serious)]
        print(f"| {name} | {'-'.join(langs)} | {' | '.join(cells)} |", flush=True)
        for pair, pair_findings in zip(pairs, results, strict=True):
            if args.show and name.startswith(args.show) and pair.half == args.half:
                for finding in pair_findings:
                    print(f"\n{finding.severity}: {finding.message}\n  {pair.source}\n  {pair.target}")


if __name__ == "__main__":
    main()
