"""Checks the gate's statistics by simulation, and the limits calibrated on professional translations.

    python -m bench.policy [FOLDER]

The simulations measure how often `max_drop` fails a system that is as good as its baseline, and one that is worse; how
often the intervals of counts and penalties contain the true value; how often `mtqe history` reports a change without a
real one, and with one. With FOLDER, which has `dev/human_translations.en-de.jsonl.gz`: how many documents of 100 words
or more the default policy fails, and how well limits hold that were calibrated on some of them, with the checks that
need no encoder. Documents of different translators may share a source, which the intervals do not consider.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from pathlib import Path

import msgspec

from bench.flags import FAR_PARAPHRASE, rows
from mtqe.checks import runner
from mtqe.gate import verdicts
from mtqe.language.language_tags import count_words
from mtqe.model import SCHEMA, CheckItem, Document, Report, Run, Score, Segment
from mtqe.project import calibrate, trend
from mtqe.registry import check_table
from mtqe.registry.contracts import Context
from mtqe.settings.policy import GateConfig
from mtqe.stats import intervals

TRIALS = 400
LEAST = 100
"""Least number of words of a document."""


def drops() -> None:
    """False alarms and power of `max_drop` by number of segments, with scores as variable as chrF."""
    policy = GateConfig(max={}, max_per_1000={}, max_drop={"chrf": 0.0})
    print("max_drop: share failed, noise of the difference 12 points per segment")
    for size in (10, 20, 50, 200):
        shares = []
        for shift in (0.0, 2.0, 5.0):
            generator = random.Random(1)
            failed = 0
            for _ in range(TRIALS):
                before = [generator.gauss(60, 15) for _ in range(size)]
                after = [value - shift + generator.gauss(0, 12) for value in before]
                failed += not verdicts.judge(_scored(after), policy, _scored(before)).passed
            shares.append(f"drop {shift:g}: {failed / TRIALS:6.1%}")
        print(f"  {size:>4} segments  " + "  ".join(shares))


def _scored(values: list[float]) -> Report:
    segments = tuple(Segment(str(n), f"source {n}", "x") for n in range(len(values)))
    scores = tuple(Score("chrf", "segment", value, str(n)) for n, value in enumerate(values))
    return Report(SCHEMA, Run("0", "", checks=(CheckItem("T1", "t", "ran"),)), (), segments, scores)


def coverage() -> None:
    """How often the intervals contain the true value, for independent errors and for errors in pairs."""
    print("intervals: share that contain the true rate (target 95 %)")
    for mean in (1.0, 4.0, 12.0):
        for clump in (1, 2):
            generator = random.Random(2)
            held = heavy = 0
            for _ in range(TRIALS * 5):
                counts = [_poisson(generator, mean * share / clump) * clump for share in (0.6, 0.35, 0.05)]
                interval = intervals.poisson(sum(counts))
                held += interval.low <= mean <= interval.high
                total = intervals.weighted([1.0] * counts[0] + [5.0] * counts[1] + [25.0] * counts[2], 25.0)
                heavy += total.low <= mean * (0.6 + 5 * 0.35 + 25 * 0.05) <= total.high
            kind = "independent" if clump == 1 else "in pairs"
            print(f"  {mean:>4g} errors {kind:<12} count {held / TRIALS / 5:6.1%}  penalty {heavy / TRIALS / 5:6.1%}")


def _poisson(generator: random.Random, mean: float) -> int:
    """A Poisson random number by Knuth's method, for small means."""
    count, product, least = 0, generator.random(), pow(2.718281828459045, -mean)
    while product > least:
        count, product = count + 1, product * generator.random()
    return count


def changes() -> None:
    """False alarms and power of the change test, also for dependent runs."""
    print("history: share of series with a change")
    for size in (10, 20, 50):
        shares = []
        for name, step, carried in (("steady", 0.0, 0.0), ("steady, dependent", 0.0, 0.5), ("step of 2 sd", 2.0, 0.0)):
            generator = random.Random(3)
            flagged = 0
            for _ in range(TRIALS // 2):
                values, last = [], 0.0
                for place in range(size):
                    last = carried * last + generator.gauss(0, 1)
                    values.append(last + (step if place >= size // 2 else 0.0))
                flagged += bool(trend.find_changes(values))
            shares.append(f"{name}: {flagged / (TRIALS // 2):6.1%}")
        print(f"  {size:>3} runs  " + "  ".join(shares))


def documents(folder: Path) -> list[Report]:
    """Each document of professional translations as a report."""
    texts: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for row in rows(folder / "dev" / "human_translations.en-de.jsonl.gz"):
        if row.get("doc") and not row["system"].startswith(FAR_PARAPHRASE):
            key = f"{row['origin']}/{row['system']}/{row['doc']}"
            texts[key].append((int(row.get("seg_id") or 0), row["src"], row["mt"]))
    chosen = [check for check in check_table.select() if "encoder" not in check.needs]
    counts = []
    for name, pairs in sorted(texts.items()):
        segments = [Segment(str(n), src, mt, doc=name) for n, (_, src, mt) in enumerate(sorted(pairs), 1)]
        words = sum(count_words(segment.source, "en") for segment in segments)
        if words < LEAST:
            continue
        outcome = runner.run(chosen, segments, Context("en", "de"))
        run = Run("0", "", source_lang="en", target_lang="de", checks=outcome.items, source_words=words)
        counts.append(Report(SCHEMA, run, (Document(name),), tuple(segments), (), outcome.findings))
    return counts


def calibrated(folder: Path) -> None:
    """How well limits calibrated on some documents hold for the other documents."""
    every = documents(folder)
    words = sorted(report.run.source_words for report in every)
    policy = GateConfig()
    print(f"{len(every)} documents of professional translators, {words[0]} to {words[-1]} words")
    for changes_of in ({}, {"undecided": "pass"}, {"never_spared": ()}):
        failed = calibrate.failing(every, msgspec.structs.replace(policy, **changes_of), verdicts.judge)
        words_of = "".join(f", {key} = {value!r}" for key, value in changes_of.items())
        print(f"  default policy{words_of}: fails {failed} ({failed / len(every):.1%})")
    print("  calibrated on some, share of the others that fail; how often it was within the upper end")
    for size in (20, 40, 100):
        generator = random.Random(4)
        rates: dict[str, list[float]] = defaultdict(list)
        held: dict[str, int] = defaultdict(int)
        for _ in range(TRIALS // 4):
            shuffled = generator.sample(every, len(every))
            known, unseen = shuffled[:size], shuffled[size:]
            for proposal in calibrate.propose(known, policy, 0.05, {}):
                if proposal.rule.startswith("max.") or proposal.rate is None:
                    continue
                alone = calibrate.changed(GateConfig(max={}, max_per_1000={}, never_spared=()), [proposal])
                rate = calibrate.failing(unseen, alone, verdicts.judge) / len(unseen)
                rates[proposal.rule].append(rate)
                held[proposal.rule] += rate <= proposal.rate.high
        for rule, shares in rates.items():
            mean = sum(shares) / len(shares)
            print(f"    {size:>3} documents  {rule:<20} {mean:6.1%}   held {held[rule] / len(shares):6.1%}")


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", metavar="FOLDER")
    folder = parser.parse_args().folder
    drops()
    coverage()
    changes()
    if folder:
        calibrated(folder)


if __name__ == "__main__":
    main()
