"""Measures `mtqe agreement` on sets of human judgements: do its figures come out as published ones do?

    python -m bench.team_ratings SET [...] [--documents EVERY] [--systems N] [-m NAME ...] [--no-checks]
        [--resamples N] [--keep FOLDER] [--precision SHARE]

A set is gzipped JSON Lines with `src`, `mt`, `lp`, `system`, `doc` and `errors` (`category`, `severity`, `spans` on the
translation, `src_spans`, `rater`), optionally `refs` by name. An error without a rater is of the rater `rater`. The
raters of a row are those who marked an error anywhere in its document (`bench.raters`); in sets with `n_raters`
only documents count in which these are as many. An error whose place is not known marks the complete segment.
The set becomes a report for each system and a file of ratings, and the command reads them. `--documents 8` uses one
document in eight by hash of its name, `--systems 4` the first systems by name without human translations, `-m` names
the metrics (default: `learned` without the reference, `chrf` with the first one). With `--keep` the files stay in a
folder, as for trying `mtqe agreement` by hand.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench.judged import HUMAN, chosen, rows_of
from mtqe.cli import run
from mtqe.flow import pipeline
from mtqe.formats.ratings import rating_names
from mtqe.intake import reading
from mtqe.intake.inputs import Records
from mtqe.model import Document, Segment, Severity, Side, Span
from mtqe.model.ratings import RatedError, Rating, line
from mtqe.report import json as reports
from mtqe.settings.config import Config, MetricsConfig

Row = dict[str, Any]


def teams(rows: Sequence[Row]) -> dict[str, set[str]]:
    """The raters of each document whose raters are known."""
    named: dict[str, set[str]] = defaultdict(set)
    wanted: dict[str, int] = {}
    for row in rows:
        doc = str(row.get("doc"))
        named[doc].update(str(error.get("rater") or "rater") for error in row.get("errors") or ())
        wanted[doc] = int(row.get("n_raters") or 0)
    one = {name for team in named.values() for name in team} <= {"rater"}
    if one:
        return {doc: {"rater"} for doc in named}
    return {doc: team for doc, team in named.items() if not wanted[doc] or len(team) == wanted[doc]}


def ratings_of(row: Row, segment: Segment, team: set[str]) -> Iterator[Rating]:
    """The rating of each rater of a row."""
    for rater in sorted(team):
        errors = [one for one in row.get("errors") or () if str(one.get("rater") or "rater") == rater]
        yield Rating(
            rater=rater,
            segment=segment.id,
            source=segment.source,
            target=segment.target,
            doc=segment.doc,
            system=str(row["system"]),
            errors=tuple(error_of(one, segment) for one in errors),
        )


def error_of(error: Row, segment: Segment) -> RatedError:
    """An error of a row; some sets have spans that end one character behind the text."""
    category = rating_names.category(error.get("category"))
    severity = rating_names.severity(error["severity"]) or Severity.MINOR
    marked: tuple[tuple[Side, Any], ...] = (("target", error.get("spans")), ("source", error.get("src_spans")))
    spans = [
        Span(side, start, min(end, len(segment.text(side)))) for side, places in marked for start, end in places or ()
    ]
    return RatedError(
        category, Severity.CRITICAL if category == rating_names.NON_TRANSLATION else severity, tuple(spans)
    )


def written(path: Path, folder: Path, args: argparse.Namespace) -> list[Path]:
    """The reports of a set and its ratings, in a folder."""
    rows = [row for row in rows_of(path) if chosen(str(row.get("doc") or ""), args.documents)]
    systems = sorted({str(row["system"]) for row in rows if not HUMAN.fullmatch(str(row["system"]))})[: args.systems]
    raters = teams(rows)
    langs = str(rows[0]["lp"]).split("-")
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    with (folder / f"{path.name}.ratings.jsonl").open("w", encoding="utf-8") as out:
        for system in systems:
            segments = []
            for number, row in enumerate([row for row in rows if row["system"] == system], 1):
                refs = row.get("refs") or {}
                reference = (refs[min(refs)],) if refs and "chrf" in args.metric else ()
                segment = Segment(str(number), row["src"], row["mt"], reference, doc=str(row.get("doc") or ""))
                segments.append(segment)
                out.writelines(
                    line(one) + "\n" for one in ratings_of(row, segment, raters.get(segment.doc or "", set()))
                )
            paths.append(folder / f"{system}.json")
            with paths[-1].open("w", encoding="utf-8") as report:
                reports.render(assessed(segments, langs, args), report)
            print(f"{path.name}: {system}, {len(segments):,} segments", file=sys.stderr)
    return [*paths, folder / f"{path.name}.ratings.jsonl"]


def assessed(segments: list[Segment], langs: Sequence[str], args: argparse.Namespace) -> Any:
    """The report of a system."""
    config = Config(langs[0], langs[1], metrics=MetricsConfig(tuple(args.metric), intervals=False))
    document = Document("set", langs[0], langs[1], tuple(segments))
    stages = pipeline.Stages(gate=False, checks=not args.no_checks)
    return pipeline.assess(reading.read(Records(document), config), config, None, stages)


def main() -> int:
    """Print the figures of each set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--documents", type=int, default=1)
    parser.add_argument("--systems", type=int, default=100)
    parser.add_argument("-m", "--metric", action="append", default=[])
    parser.add_argument("--no-checks", action="store_true")
    parser.add_argument("--resamples", default="200")
    parser.add_argument("--precision", default="0.5")
    parser.add_argument("--keep", type=Path)
    args = parser.parse_args()
    args.metric = args.metric or ["learned"]
    with tempfile.TemporaryDirectory() as temporary:
        for path in args.sets:
            paths = written(path, (args.keep or Path(temporary)) / path.name.removesuffix(".jsonl.gz"), args)
            print(f"### {path.name}\n")
            run(["agreement", *map(str, paths), "--resamples", args.resamples, "--precision", args.precision])
    return 0


if __name__ == "__main__":
    sys.exit(main())
