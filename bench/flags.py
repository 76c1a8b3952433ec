"""Measures the default checks: false alarms on professional translations, recall on planted and annotated errors.

    python -m bench.flags FOLDER [--show CHECK] [--most N]

FOLDER has `dev/human_translations.en-de.jsonl.gz`, `dev/demetr.*-en.jsonl.gz`, `dev/hallucinations_nmt.de-en.jsonl.gz`
and `train/ced_wmt22_planted.en-de.jsonl.gz`. A row counts as flagged if any default check has a finding in it. Human-P,
a deliberate free paraphrase, is left out. `--show` prints the false alarms of one check. With `--most` at most about N
professional translations and N clean rows of CED are read, evenly sampled.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.flagged import findings
from mtqe.model import Finding
from mtqe.registry import check_table

Row = dict[str, Any]
FAR_PARAPHRASE = "Human-P"
UNSEEN = ("wmt22", "wmt23", "wmt24", "ntrex", "ced22-test-OK")
"""Origins of the professional translations that the critic was not trained on."""


def rows(path: Path) -> Iterator[Row]:
    """The rows of a gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def odd(source: str, salt: str = "") -> bool:
    """Whether a hash of a source is odd; without a salt: whether the critic was not trained on the planted row."""
    return int(hashlib.sha1((salt + source).encode()).hexdigest(), 16) % 2 == 1


def flagged(
    pairs: list[tuple[str, str]],
    langs: tuple[str, str],
    docs: list[str] | None = None,
    systems: list[str] | None = None,
) -> list[list[Finding]]:
    """The findings of all default checks by pair; by default each pair is its own document."""
    return findings(check_table.select(), pairs, langs, docs or [str(n) for n in range(len(pairs))], systems=systems)


def serious(findings: list[Finding]) -> bool:
    """Whether a default check has a finding of severity major or worse."""
    return any(finding.severity.rank >= 2 for finding in findings)


def sample(every: list[Row], most: int | None) -> list[Row]:
    """At most about `most` rows, evenly sampled."""
    return every[:: -(-len(every) // most)] if most and len(every) > most else every


def false_alarms(folder: Path, show: str | None, most: int | None = None) -> None:
    """Print the share of professional translations that each check flags."""
    every = list(rows(folder / "dev" / "human_translations.en-de.jsonl.gz"))
    usual_rows = [row for row in every if not row["system"].startswith(FAR_PARAPHRASE)]
    usual_rows.sort(key=lambda row: (row["origin"], row["system"], row.get("doc", ""), int(row.get("seg_id", 0))))
    usual_rows = sample(usual_rows, most)
    docs = [f"{row['origin']}/{row['system']}/{row.get('doc', '')}" for row in usual_rows]
    started = time.process_time()
    systems = [f"{row['origin']}/{row['system']}" for row in usual_rows]
    results = flagged([(row["src"], row["mt"]) for row in usual_rows], ("en", "de"), docs, systems)
    speed = len(usual_rows) / (time.process_time() - started)
    clean = [bool(row.get("mqm_clean")) for row in usual_rows]
    print(f"\nFalse alarms: {len(usual_rows)} professional translations, {sum(clean)} of them rated free of errors\n")
    print("| check | flagged | of all | rated clean | of those |\n|---|---|---|---|---|")
    names = [item.id for item in check_table.select()]
    for name in [*names, "any", "any, major or worse"]:
        hit = [
            serious(pair_findings)
            if "major" in name
            else bool(pair_findings)
            if name == "any"
            else any(f.check == name for f in pair_findings)
            for pair_findings in results
        ]
        on_clean = sum(h and c for h, c in zip(hit, clean, strict=True))
        shares = f"{sum(hit) / len(usual_rows):.2%} | {on_clean} | {on_clean / sum(clean):.2%}"
        print(f"| {name} | {sum(hit)} | {shares} |")
    unseen = [pair_findings for row, pair_findings in zip(usual_rows, results, strict=True) if row["origin"] in UNSEEN]
    marked, severe = (sum(map(test, unseen)) / len(unseen) for test in (bool, serious))
    print(f"\nOf {len(unseen)} that the critic was not trained on: any {marked:.2%}, major or worse {severe:.2%}")
    print("\n| set | rows | flagged | major or worse |\n|---|---|---|---|")
    for origin in dict.fromkeys(row["origin"] for row in usual_rows):
        part = [found for row, found in zip(usual_rows, results, strict=True) if row["origin"] == origin]
        shares = " | ".join(f"{sum(map(test, part)) / len(part):.2%}" for test in (bool, serious))
        print(f"| {origin} | {len(part)} | {shares} |")
    print(f"\n{speed:.0f} segments per second of CPU time, language data included")
    for row, pair_findings in zip(usual_rows, results, strict=True):
        for finding in pair_findings:
            if finding.check == show:
                print(f"\n{finding.message} {finding.marked}\n  {row['src']}\n  {row['mt']}")


def demetr(folder: Path) -> None:
    """Print the share of planted errors, by kind, with findings that the clean original does not have."""
    for path in sorted((folder / "dev").glob("demetr.*.jsonl.gz")):
        langs = tuple(path.name.split(".")[1].split("-"))
        bad = [row for row in rows(path) if row.get("label") == "BAD"]
        after = flagged([(row["src"], row["mt"]) for row in bad], (langs[0], langs[1]))
        before = flagged([(row["src"], row["mt_unperturbed"]) for row in bad], (langs[0], langs[1]))
        kinds: dict[str, list[tuple[bool, bool, str]]] = defaultdict(list)
        for row, now, then in zip(bad, after, before, strict=True):
            new = Counter(f.check for f in now) - Counter(f.check for f in then)
            most = max(new, key=new.__getitem__, default="-")
            kinds[row["pert_name"]].append((bool(new), bool(then), most))
        print(f"\nDEMETR {'-'.join(langs)}\n")
        print("| planted | rows | new findings | original flagged | mostly |\n|---|---|---|---|---|")
        for kind, results in sorted(kinds.items()):
            mostly = Counter(name for hit, _, name in results if hit).most_common(1)
            count = len(results)
            shares = f"{sum(r[0] for r in results) / count:.0%} | {sum(r[1] for r in results) / count:.0%}"
            print(f"| {kind} | {count} | {shares} | {mostly[0][0] if mostly else '-'} |")


def critical(folder: Path, most: int | None = None) -> None:
    """Print recall on planted critical errors and alarms on clean rows, at severity major or worse."""
    every = list(rows(folder / "train" / "ced_wmt22_planted.en-de.jsonl.gz"))
    clean = sample([row for row in every if not row["critical"]], most)
    every = [row for row in every if row["critical"]] + clean
    results = flagged([(row["src"], row["mt"]) for row in every], ("en", "de"))
    for label, is_critical in (("planted critical errors", True), ("clean rows", False)):
        for trained in (True, False):
            part = [
                pair_findings
                for row, pair_findings in zip(every, results, strict=True)
                if row["critical"] is is_critical and odd(row["src"]) is not trained
            ]
            share, major = sum(map(bool, part)) / len(part), sum(map(serious, part)) / len(part)
            whose = "trained on" if trained else "not trained on"
            print(f"\nWMT22 {label}, {whose}: {len(part)} rows, flagged {share:.1%}, at major or worse {major:.1%}")


def hallucinations(folder: Path) -> None:
    """Print the share of annotated hallucinations that is flagged, by label."""
    every = list(rows(folder / "dev" / "hallucinations_nmt.de-en.jsonl.gz"))
    results = flagged([(row["src"], row["mt"]) for row in every], ("de", "en"))
    print("\nNatural output, de-en\n\n| label | rows | flagged at major or worse |\n|---|---|---|")
    for label in [*every[0]["labels"], "none"]:
        part = [
            pair_findings
            for row, pair_findings in zip(every, results, strict=True)
            if (row["labels"].get(label) if label != "none" else not any(row["labels"].values()))
        ]
        print(f"| {label} | {len(part)} | {sum(map(serious, part)) / max(1, len(part)):.1%} |")


def main() -> None:
    """Print every table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", help="id of a check whose false alarms are listed")
    parser.add_argument("--most", type=int, help="rows of the large sets to read")
    args = parser.parse_args()
    false_alarms(args.folder, args.show, args.most)
    critical(args.folder, args.most)
    demetr(args.folder)
    hallucinations(args.folder)


if __name__ == "__main__":
    main()
