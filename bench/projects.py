"""Alarms on the localization files of real projects, and how many of them are right.

    python -m bench.projects FOLDER [--format NAME ...] [--project NAME ...] [--checkout PATH] [--unjudged FILE]

FOLDER has the files of projects and a `manifest.json`: a list of objects with `project`, `format`, `args` (paths below
the project's folder), `source_lang` and `target_lang`. Each entry is one run of `mtqe check`; documents (Markdown,
HTML) are aligned by `mtqe evaluate`. The runs have processes of their own, an empty cache, and no network.

Prints a row for each format: files, files refused, units, findings at major or critical for each 1,000 units, and the
share of them that people call right. Then the same for each check, and the largest files with seconds and memory.
`project_judgements.jsonl`, beside this script, has the judgements: one for each finding at major or critical, by its
fingerprint, so that no text of a project is stored here. Findings without a judgement are counted, and `--unjudged`
writes them with their texts into a file, to be read. A debatable finding counts as neither right nor wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
JUDGEMENTS = HERE / "project_judgements.jsonl"
DOCUMENTS = ("html", "markdown")
GRAVE = ("major", "critical")

Finding = dict[str, Any]
Judgements = Mapping[tuple[str, str, str, str], str]


@dataclass(frozen=True)
class Entry:
    """A run of the manifest: one file with both sides, or a source and its translation."""

    project: str
    format: str
    paths: tuple[Path, ...]
    languages: tuple[str, str]

    @property
    def name(self) -> str:
        """The entry in one line."""
        return f"{self.project} {self.languages[1]} {self.paths[-1].name}"


@dataclass
class Outcome:
    """What a run gave."""

    entry: Entry
    units: int = 0
    findings: list[Finding] = field(default_factory=list)
    texts: dict[str, tuple[str, str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    refused: str = ""
    seconds: float = 0.0
    megabytes: float = 0.0

    @property
    def grave(self) -> list[Finding]:
        """The findings at major or critical."""
        return [finding for finding in self.findings if finding["severity"] in GRAVE]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; 1 if a finding has no judgement."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--format", action="append", default=[], help="only this format of the manifest; repeatable")
    parser.add_argument("--project", action="append", default=[], help="only this project; repeatable")
    parser.add_argument("--lang", action="append", default=[], help="only this target language; repeatable")
    parser.add_argument("--checkout", type=Path, default=HERE.parent, help="the mtqe to run")
    parser.add_argument("--unjudged", type=Path, help="write findings without a judgement here, with their texts")
    parser.add_argument("--all", type=Path, help="write all findings at major or critical here, with their texts")
    parser.add_argument("--jobs", type=int, default=2, help="runs at the same time")
    given = parser.parse_args(arguments)
    chosen = [
        entry
        for entry in entries(given.folder)
        if (not given.format or entry.format in given.format)
        and (not given.project or entry.project in given.project)
        and (not given.lang or entry.languages[1] in given.lang)
    ]
    with ThreadPoolExecutor(given.jobs) as pool:
        outcomes = list(pool.map(lambda entry: run(entry, given.checkout), chosen))
    judged = judgements()
    for outcome in outcomes:
        if outcome.refused:
            print(f"refused: {outcome.entry.name}: {outcome.refused}")
        for problem in outcome.problems:
            print(f"problem: {outcome.entry.name}: {problem}")
    print_table("format", grouped(outcomes), judged)
    print_checks(outcomes, judged)
    print_largest(outcomes)
    if given.all:
        write(given.all, outcomes, {}, judged)
    unjudged = sum(key_of(o.entry, f) not in judged for o in outcomes for f in o.grave)
    if given.unjudged:
        write(given.unjudged, outcomes, judged)
    print(f"{unjudged} findings have no judgement")
    return 1 if unjudged else 0


def entries(folder: Path) -> list[Entry]:
    """The runs that the manifest names."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return [
        Entry(
            row["project"],
            row["format"],
            tuple(folder / row["project"] / path for path in row["args"]),
            (row["source_lang"], row["target_lang"]),
        )
        for row in manifest
    ]


def run(entry: Entry, checkout: Path) -> Outcome:
    """Judge the files of an entry in a process of its own."""
    outcome = Outcome(entry)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        start = time.monotonic()
        errors = Path(folder) / "errors.txt"
        with errors.open("wb") as stream:
            child = subprocess.Popen(
                [sys.executable, "-m", "mtqe", *command(entry), "-q", "--json", str(report)],
                cwd=folder,
                env=environment(checkout, Path(folder)),
                stderr=stream,
                stdout=subprocess.DEVNULL,
            )
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
        outcome.seconds = time.monotonic() - start
        outcome.megabytes = usage.ru_maxrss / 1024
        if not report.exists():
            said = errors.read_text(encoding="utf-8").strip().splitlines()
            outcome.refused = said[-1] if said else f"exit code {child.returncode}"
            return outcome
        content = json.loads(report.read_text(encoding="utf-8"))
    outcome.units = len(content["segments"])
    outcome.findings = content["findings"]
    outcome.problems = [f"{problem['what']}: {problem['why']}" for problem in content["problems"]]
    outcome.texts = {segment["id"]: (segment["source"], segment["target"]) for segment in content["segments"]}
    return outcome


def command(entry: Entry) -> list[str]:
    """The command line of an entry, without its outputs."""
    languages = ["--source-lang", entry.languages[0], "--target-lang", entry.languages[1]]
    paths = [str(path.resolve()) for path in entry.paths]
    if entry.format in DOCUMENTS:
        return ["evaluate", *paths, *languages, "--exit-zero", "-m", "chrf"]
    if len(paths) == 1:
        return ["check", *paths, *languages]
    return ["check", "-s", paths[0], "-t", paths[1], *languages]


def environment(checkout: Path, folder: Path) -> dict[str, str]:
    """The environment of a run: the wanted checkout, no plugins, an empty cache, one thread."""
    return {
        **os.environ,
        "PYTHONPATH": str(checkout.resolve()),
        "MTQE_NO_PLUGINS": "1",
        "MTQE_CACHE_DIR": str(folder / "cache"),
        "OMP_NUM_THREADS": "1",
    }


def judgements() -> dict[tuple[str, str, str, str], str]:
    """The verdicts of people, by project, language, check and fingerprint."""
    if not JUDGEMENTS.exists():
        return {}
    rows = [json.loads(line) for line in JUDGEMENTS.read_text(encoding="utf-8").splitlines()]
    return {(row["project"], row["lang"], row["check"], row["fingerprint"]): row["verdict"] for row in rows}


def key_of(entry: Entry, finding: Finding) -> tuple[str, str, str, str]:
    """What names a finding in the file of judgements."""
    return entry.project, entry.languages[1], finding["check"], finding["fingerprint"]


def grouped(outcomes: Iterable[Outcome]) -> dict[str, list[Outcome]]:
    """The outcomes of each format, and of all."""
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[outcome.entry.format].append(outcome)
    return {**groups, "all": [outcome for group in groups.values() for outcome in group]}


def print_table(title: str, groups: Mapping[str, list[Outcome]], judged: Judgements) -> None:
    """A row for each group of runs."""
    print(
        f"\n{title:<14}{'files':>7}{'refused':>9}{'units':>8}{'grave':>7}{'per 1,000':>11}"
        f"{'right':>7}{'wrong':>7}{'debat.':>8}{'unread':>8}{'precision':>11}"
    )
    for name, group in groups.items():
        units = sum(outcome.units for outcome in group)
        verdicts = Counter(judged.get(key_of(o.entry, f), "unread") for o in group for f in o.grave)
        grave = verdicts.total()
        print(
            f"{name:<14}{len(group):>7}{sum(bool(o.refused) for o in group):>9}{units:>8,}{grave:>7}"
            f"{1000 * grave / units if units else 0:>11.1f}{verdicts['right']:>7}{verdicts['wrong']:>7}"
            f"{verdicts['debatable']:>8}{verdicts['unread']:>8}{precision(verdicts):>11}"
        )


def print_checks(outcomes: Sequence[Outcome], judged: Judgements) -> None:
    """A row for each check with findings at major or critical, the most frequent first."""
    units = sum(outcome.units for outcome in outcomes)
    verdicts: dict[str, Counter[str]] = defaultdict(Counter)
    for outcome in outcomes:
        for finding in outcome.grave:
            verdicts[f"{finding['check']} {finding['name']}"][judged.get(key_of(outcome.entry, finding), "unread")] += 1
    print(
        f"\n{'check':<34}{'grave':>7}{'per 1,000':>11}"
        f"{'right':>7}{'wrong':>7}{'debat.':>8}{'unread':>8}{'precision':>11}"
    )
    for name, counts in sorted(verdicts.items(), key=lambda row: -row[1].total()):
        print(
            f"{name:<34}{counts.total():>7}{1000 * counts.total() / units:>11.2f}{counts['right']:>7}"
            f"{counts['wrong']:>7}{counts['debatable']:>8}{counts['unread']:>8}{precision(counts):>11}"
        )


def precision(verdicts: Counter[str]) -> str:
    """The share of right findings among those that are right or wrong."""
    decided = verdicts["right"] + verdicts["wrong"]
    return f"{verdicts['right'] / decided:.2f}" if decided else "-"


def print_largest(outcomes: Sequence[Outcome]) -> None:
    """The five files with the most units: seconds from start to end, and the most memory."""
    print(f"\n{'largest files':<60}{'units':>8}{'seconds':>9}{'MB':>7}")
    for outcome in sorted(outcomes, key=lambda one: -one.units)[:5]:
        print(f"{outcome.entry.name:<60}{outcome.units:>8,}{outcome.seconds:>9.1f}{outcome.megabytes:>7.0f}")


def write(path: Path, outcomes: Iterable[Outcome], skipped: Judgements, judged: Judgements | None = None) -> None:
    """Write findings at major or critical with their texts, one JSON object a line, except judged ones."""
    with path.open("w", encoding="utf-8") as lines:
        for outcome in outcomes:
            for finding in outcome.grave:
                key = key_of(outcome.entry, finding)
                if key in skipped:
                    continue
                source, target = outcome.texts.get(finding["segment"] or "", ("", ""))
                row = {
                    **dict(zip(("project", "lang", "check", "fingerprint"), key, strict=True)),
                    "format": outcome.entry.format,
                    "name": finding["name"],
                    "severity": finding["severity"],
                    "file": outcome.entry.paths[-1].name,
                    "segment": finding["segment"],
                    "source": source,
                    "target": target,
                    "marked": [
                        f"{span['side']}: {marked}"
                        for span, marked in zip(finding["spans"], finding["marked"], strict=True)
                    ],
                    "message": finding["message"],
                    "verdict": (judged or {}).get(key, ""),
                }
                lines.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    sys.exit(main())
