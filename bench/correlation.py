"""Prints the agreement of metrics with human scores as Markdown tables for the model card.

    python -m bench.correlation SETS [...] [-m NAME ...] [--model COMET ...] [--json PATH]
        [--documents EVERY] [--paragraphs N] [--resamples N] [--reference NAME] [--no-humans]

A set is gzipped JSON Lines with `src`, `mt`, `score` (higher is better), `lp`, and optionally `doc`, `seg_id`, `system`
and `refs` (by name). SETS is a file, a folder, which stands for all its `.jsonl.gz` files, or the name that several
sets of one kind share: `DATA/wmt22_da` stands for `DATA/wmt22_da.cs-en.jsonl.gz` and so on. The translations of one
source make a group with one row per system, even if two systems wrote the same; each distinct text is scored once. The
reference is the first by name, or `--reference`. Human translations that other rows have as a reference are not
systems; `--no-humans` leaves out the other human translations, too.

`-m NAME:src` hides the reference. The default is BLEU, chrF, `learned` with and without reference, and every COMET
model on this machine; `--model` names one. `--documents 8` uses one document in eight, by hash of its name: the
documents that training holds out. `--paragraphs 4` joins every four consecutive sentences of a document by spaces and
sums their human scores, like the paragraphs of the WMT23 test set. The last paragraph of a document may be shorter, and
a paragraph has only the systems with all its sentences. It prints

- `source`: pairwise accuracy within a source with tie calibration; `order`: the same on pairs with different human
  scores;
- `systems`, `SPA`: accuracy over systems, plain and soft;
- `r source`: mean Pearson within a source; `tau`, `r`: over all segments, beside those of minus the length of the
  source, which ignores the translation and still does well;
- for a set with one translation per source only `tau`, `r` and Spearman's `rho`;
- 95 % intervals by resampling sources, and distinct segments per second of CPU time, without loading;
- for a set with the errors of several annotators (`bench.raters`) the same figures of each annotator against the
  mean of the others, beside those of each metric against the same others on the same translations. This shows how much
  agreement can be asked for.
"""

from __future__ import annotations

import argparse
import glob
import json
import math
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench import raters
from bench.judged import Judged, NotJudged, Translation, paragraphs, read
from mtqe.errors import MtqeError
from mtqe.metrics.comet import model_files
from mtqe.model import Segment, render_signature
from mtqe.registry import metric_table
from mtqe.registry.contracts import Context
from mtqe.settings.config import CometConfig, Config, MetricsConfig
from mtqe.stats import meta_evaluation as agreement

GROUPED = {
    "source": agreement.within_source,
    "order": agreement.order,
    "systems": agreement.systems,
    "SPA": agreement.soft_systems,
    "r source": agreement.within_source_pearson,
    "tau": agreement.tau,
    "r": agreement.pearson,
}
SINGLE = {"tau": agreement.tau, "r": agreement.pearson, "rho": agreement.spearman}
LENGTH = "-length"
RATER = "the annotator"


@dataclass(frozen=True)
class Plan:
    """A row of the table: a metric, whether it sees the reference, and its COMET model."""

    label: str
    metric: str
    reference: bool = True
    model: str | None = None


@dataclass(frozen=True)
class Scored:
    """Scores of the translations in order (higher is better), and distinct segments per second of CPU time."""

    values: list[float | None]
    speed: float = math.nan
    signature: str = ""


def plans(names: Sequence[str], models: Sequence[str]) -> tuple[list[Plan], list[str]]:
    """The rows of the table in order, and remarks on what is left out and why."""
    known = metric_table.rows()
    default = ["bleu", "chrf", *(["learned", "learned:src"] if "learned" in known else []), "comet"]
    planned, notes = [], []
    for name in names or default:
        metric, _, mode = name.partition(":")
        if mode not in ("", "src"):
            raise SystemExit(f"-m {name}: only NAME and NAME:src are known")
        if metric != "comet":
            planned.append(Plan(name, metric, mode != "src"))
            continue
        local_models = models or [model for model, _, checkpoint in model_files.models() if checkpoint]
        if not local_models:
            notes.append("comet: not run, there is no COMET model on this machine; --model NAME takes any")
        planned += [Plan(f"{name} ({Path(model).name})", metric, mode != "src", model) for model in local_models]
    return [*planned, Plan(LENGTH, LENGTH)], notes


def score(plan: Plan, judged: Judged) -> Scored:
    """The scores of a metric for all translations; each distinct text is scored once.

    Raises:
        MtqeError: The metric cannot run on this set.
    """
    if plan.metric == LENGTH:
        return Scored([-float(len(source.text)) for source in judged.sources for _ in source.translations])
    keys = [
        (source.text, item.text, source.reference if plan.reference else None)
        for source in judged.sources
        for item in source.translations
    ]
    # If one segment has no reference, `learned` uses no reference at all, so these would not be scores with references.
    with_reference = [key for key in keys if key[2] is not None] or keys
    distinct = {key: str(n) for n, key in enumerate(dict.fromkeys(with_reference))}
    segments = [
        Segment(name, source, target, () if reference is None else (reference,))
        for (source, target, reference), name in distinct.items()
    ]
    comet = CometConfig(plan.model) if plan.model else CometConfig()
    config = Config(*judged.langs, metrics=MetricsConfig(intervals=False), comet=comet)
    metric = metric_table.load(plan.metric)
    # Loading does not count for throughput: one segment is scored first, in a context that is not used again.
    warm = next((segment for segment in segments if segment.references), segments[0])
    metric.score([warm], Context(*judged.langs, config))
    started = time.process_time()
    scores = metric.score(segments, Context(*judged.langs, config))
    spent = time.process_time() - started
    sign = 1 if metric_table.rows()[plan.metric].higher_is_better else -1
    value_of = {
        item.segment: sign * item.value for item in scores if item.level == "segment" and item.value is not None
    }
    values = [value_of.get(distinct.get(key)) for key in keys]
    return Scored(values, len(segments) / spent if spent else math.nan, render_signature(scores[0].signature))


def groups_of(
    judged: Judged, values: Sequence[float | None], human: Callable[[Translation], float | None] = lambda one: one.human
) -> list[agreement.Group]:
    """The groups of translations that both the metric and people scored."""
    groups, left = [], iter(values)
    for source in judged.sources:
        scored = [(translation, next(left), human(translation)) for translation in source.translations]
        mine = [(one.system, value, score) for one, value, score in scored if value is not None and score is not None]
        if len(mine) > 1 or (mine and not judged.grouped):
            systems, metric, people = zip(*mine, strict=True)
            groups.append(agreement.Group(np.array(metric, np.float64), np.array(people, np.float64), systems))
    return groups


def against_others(judged: Judged, scored: dict[str, Sequence[float | None]]) -> dict[str, dict[str, Any]]:
    """For each annotator the figures of the annotator and of the metrics, both against the mean of the others.

    Args:
        judged: The set; only translations with the scores of single annotators count.
        scored: The scores of each metric for all translations, in order.
    """
    translations = [translation for source in judged.sources for translation in source.translations]
    names = sorted({name for one in translations for name in one.ratings or ()})
    table = GROUPED if judged.grouped else SINGLE
    result = {}
    for rater in names:

        def score_of_others(translation: Translation, rater: str = rater) -> float | None:
            known = translation.ratings and rater in translation.ratings
            return raters.others(translation.ratings or {}, rater) if known else None

        own = [one.ratings.get(rater) if one.ratings else None for one in translations]
        judges = {RATER: own, **scored}
        groups = {label: groups_of(judged, values, score_of_others) for label, values in judges.items()}
        result[rater] = {
            "translations": sum(len(group.human) for group in groups[RATER]),
            "figures": {
                label: {name: none(figure(members)) if members else None for name, figure in table.items()}
                for label, members in groups.items()
            },
        }
    return result


def figures(judged: Judged, scored: Scored, resamples: int) -> dict[str, tuple[float, float, float]]:
    """Each figure by name, with the ends of its interval."""
    groups = groups_of(judged, scored.values)
    table = GROUPED if judged.grouped else SINGLE
    return {
        name: (figure(groups), *agreement.interval(groups, figure, resamples)) if groups else (math.nan,) * 3
        for name, figure in table.items()
    }


def measure(judged: Judged, requested: Sequence[Plan], resamples: int) -> dict[str, Any]:
    """All printed figures of a set, in plain types; a figure that a set does not allow is `None`."""
    rows, notes = [], list(judged.notes)
    by_metric: dict[str, Sequence[float | None]] = {}
    for plan in requested:
        print(f"{judged.name}: {plan.label}", file=sys.stderr)
        try:
            scored = score(plan, judged)
        except MtqeError as error:
            notes.append(f"{plan.label}: not run: {error.message}")
            continue
        by_metric[plan.label] = scored.values
        missing = sum(value is None for value in scored.values)
        if missing:
            notes.append(f"{plan.label}: {missing} of {len(scored.values)} translations not scored, left out")
        result = {
            name: {"value": none(value), "low": none(low), "high": none(high)}
            for name, (value, low, high) in figures(judged, scored, resamples).items()
        }
        rows.append(
            {
                "metric": plan.label,
                "reference": plan.reference and plan.metric != LENGTH,
                "figures": result,
                "segments_per_second": none(scored.speed),
                "signature": scored.signature,
            }
        )
    return {
        "set": judged.name,
        "langs": list(judged.langs),
        "sources": len(judged.sources),
        "translations": judged.size,
        "systems": judged.systems,
        "grouped": judged.grouped,
        "resamples": resamples,
        "notes": notes,
        "metrics": rows,
        "annotators": against_others(judged, by_metric),
    }


def none(value: float) -> float | None:
    """`None` for NaN, which JSON does not have."""
    return None if math.isnan(value) else value


def markdown(result: dict[str, Any]) -> str:
    """The table of a set, with remarks."""
    columns = list(GROUPED if result["grouped"] else SINGLE)
    by = f" by {len(result['systems'])} systems" if result["systems"] else ""
    lines = [
        f"### {result['set']}\n",
        f"{result['sources']} sources, {result['translations']} translations{by}.\n",
        f"| metric | {' | '.join(columns)} | segments/s |",
        "|---" * (len(columns) + 2) + "|",
    ]
    for row in result["metrics"]:
        cells = [cell(**row["figures"][name]) for name in columns]
        speed = row["segments_per_second"]
        lines.append(f"| {row['metric']} | {' | '.join(cells)} | {'-' if speed is None else f'{speed:.0f}'} |")
    notes = [f"- {note}" for note in result["notes"]]
    lines += list(annotators(result["annotators"], columns)) if result["annotators"] else []
    return "\n".join([*lines, *(["", *notes] if notes else [])]) + "\n"


def annotators(result: dict[str, dict[str, Any]], columns: Sequence[str]) -> Iterator[str]:
    """The table of each annotator against the mean of the others, with the mean over annotators."""
    yield "\nEach annotator, and each metric on the same translations, against the mean of the other annotators:\n"
    yield f"| annotator | who is measured | {' | '.join(columns)} | translations |"
    yield "|---" * (len(columns) + 3) + "|"
    labels = list(next(iter(result.values()))["figures"])
    for rater, of_rater in result.items():
        for label in labels:
            cells = [cell(of_rater["figures"][label][name], None, None) for name in columns]
            yield f"| {rater} | {label} | {' | '.join(cells)} | {of_rater['translations']} |"
    for label in labels:
        values = [[one["figures"][label][name] for one in result.values()] for name in columns]
        means = [None if None in column else float(np.mean(column)) for column in values]
        yield f"| mean | {label} | {' | '.join(cell(value, None, None) for value in means)} | |"


def cell(value: float | None, low: float | None, high: float | None) -> str:
    """A figure with its interval."""
    if value is None:
        return "-"
    return f"{value:.3f}" if low is None or high is None else f"{value:.3f} ({low:.3f} to {high:.3f})"


def files(paths: Sequence[Path]) -> list[Path]:
    """The given files, the files of the given folders, and the sets of the given kinds."""
    set_files: list[Path] = []
    for path in paths:
        if path.is_dir():
            set_files += sorted(path.glob("*.jsonl.gz"))
        else:
            kind = [] if path.exists() else sorted(path.parent.glob(f"{glob.escape(path.name)}.*.jsonl.gz"))
            set_files += kind or [path]
    return set_files


def main() -> int:
    """Print a table for each set; return 1 if no set could be read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path, help="files, folders of files, or kinds of files")
    parser.add_argument("-m", "--metric", action="append", default=[], help="repeatable; NAME:src hides the reference")
    parser.add_argument("--model", action="append", default=[], help="COMET model for -m comet; repeatable")
    parser.add_argument("--documents", type=int, default=1, help="use one document in N (default: all)")
    parser.add_argument("--paragraphs", type=int, default=1, help="join N sentences (default: none)")
    parser.add_argument("--reference", help="name of the reference to use (default: the first by name)")
    parser.add_argument("--no-humans", action="store_true", help="leave out all human translations")
    parser.add_argument("--resamples", type=int, default=200, help="for the intervals (default: 200)")
    parser.add_argument("--json", type=Path, help="also write all figures here")
    args = parser.parse_args()
    if args.json and not args.json.parent.is_dir():
        parser.error(f"--json {args.json}: no such folder {args.json.parent}")
    requested, notes = plans(args.metric, args.model)
    for note in notes:
        print(note, file=sys.stderr)
    results = []
    paths = files(args.sets)
    if not paths:
        print(f"{', '.join(map(str, args.sets))}: no .jsonl.gz", file=sys.stderr)
    for path in paths:
        try:
            judged = read(path, args.documents, args.reference, humans=not args.no_humans)
            if args.paragraphs > 1:
                judged = paragraphs(judged, args.paragraphs)
        except NotJudged as error:
            print(f"{path.name}: skipped: {error}", file=sys.stderr)
            continue
        results.append(measure(judged, requested, args.resamples))
        results[-1]["notes"] += notes
        print(markdown(results[-1]), flush=True)
        if args.json:  # after each set, so that an interrupted run keeps its results
            args.json.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0 if results else 1


if __name__ == "__main__":
    sys.exit(main())
