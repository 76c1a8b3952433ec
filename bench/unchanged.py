"""Whether two checkouts of mtqe find and score the same: a refactoring must change no finding, score or verdict.

    python -m bench.unchanged --before ../mtqe-before DATA/dev/*.jsonl.gz DATA/train/*.jsonl.gz

Each data set is a gzipped JSON Lines file with the fields `src` and `mt` (or `good`), named `NAME.LANG-LANG.jsonl.gz`.
Both checkouts run `mtqe check --preview` on the same rows of each set, in processes of their own. Findings are compared
with spans, severity, suggestion, confidence and fingerprint, scores with all digits, and what ran with its state. The
wording of messages and notes is not compared. Prints a line for each set that differs, and ends with 1 if any does.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent.parent
TARGETS = ("mt", "good", "tgt")


def rows(path: Path, most: int) -> list[tuple[str, str]]:
    """Source and translation of rows at even distances; none where the set has no such fields."""
    found = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            source, target = row.get("src"), next((row[key] for key in TARGETS if key in row), None)
            if isinstance(source, str) and isinstance(target, str):
                found.append((" ".join(source.split()), " ".join(target.split())))
    return found[:: max(1, len(found) // most)][:most]


def report(checkout: Path, pairs: list[tuple[str, str]], langs: list[str], threads: int) -> dict[str, Any]:
    """What a checkout says of the rows, without what may differ: time, version, wording."""
    with tempfile.TemporaryDirectory() as folder:
        for name, lines in (("s.txt", [source for source, _ in pairs]), ("t.txt", [target for _, target in pairs])):
            (Path(folder) / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        options = ["--source-lang", langs[0], "--target-lang", langs[1], "--preview", "-q"]
        done = subprocess.run(
            [sys.executable, "-m", "mtqe", "check", "-s", "s.txt", "-t", "t.txt", *options, "--json", "r.json"],
            cwd=folder,
            env={
                **os.environ,
                "PYTHONPATH": str(checkout.resolve()),
                "MTQE_NO_PLUGINS": "1",
                "MTQE_CACHE_DIR": str(Path(folder) / "cache"),
                "OMP_NUM_THREADS": str(threads),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"{checkout}: mtqe check ended with {done.returncode}: {done.stderr.strip()}")
        result = json.loads((Path(folder) / "r.json").read_text(encoding="utf-8"))
    return {
        "findings": [{key: value for key, value in item.items() if key != "message"} for item in result["findings"]],
        "scores": [[item["metric"], item["level"], item["segment"], item["value"]] for item in result["scores"]],
        "checks": [[item["id"], item["state"]] for item in result["run"]["checks"]],
        "verdict": (result["verdict"] or {}).get("passed"),
    }


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """What differs, a line each, with the first example."""
    said = []
    for key, old in before.items():
        new = after[key]
        if old != new:
            pairs = zip(old, new, strict=False) if isinstance(old, list) else [(old, new)]
            first = next(((left, right) for left, right in pairs if left != right), (old, new))
            size = f"{len(old)} -> {len(new)}" if isinstance(old, list) else ""
            said.append(f"{key} {size}: {json.dumps(first, ensure_ascii=False)[:500]}")
    return said


def main() -> int:
    """Compare, print, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--before", type=Path, required=True, help="checkout to compare with")
    parser.add_argument("--after", type=Path, default=HERE, help="checkout to look at, by default this one")
    parser.add_argument("--rows", type=int, default=40, help="rows of each set")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("data", type=Path, nargs="+")
    options = parser.parse_args()
    compared = findings = 0
    different = []
    for path in options.data:
        pair = re.search(r"\.([a-z]{2,3})-([a-z]{2,3})\.", path.name)
        pairs = rows(path, options.rows)
        if not pair or not pairs:
            continue
        before, after = (
            report(place, pairs, list(pair.groups()), options.threads) for place in (options.before, options.after)
        )
        compared, findings = compared + len(pairs), findings + len(before["findings"])
        for line in differences(before, after):
            different.append(path.name)
            print(f"{path.name}: {line}", flush=True)
    print(f"{compared} rows, {findings} findings: {len(set(different))} sets differ")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
