"""Compares a strong system, a weak system and a human translation of the same news, whose ranking is known.

    python -m bench.news FOLDER [--show]

FOLDER has one folder per document with `source.en.txt`, `mt-a.de.txt` (strong), `mt-b.de.txt` (weak) and
`reference.de.txt`, with one segment per line. `--show` lists each finding.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

import msgspec

from mtqe.flow import pipeline
from mtqe.intake import inputs, reading
from mtqe.intake.corpus import Corpus
from mtqe.model import Document, Report
from mtqe.settings.config import Config, MetricsConfig

METRICS = ("bleu", "chrf", "chrf++", "ter")
SYSTEMS = ("mt-a", "mt-b", "reference")


def read(folder: Path) -> Corpus:
    """All documents of all systems; the human translation is a system without a reference."""
    documents: list[Document] = []
    for system in SYSTEMS:
        for place in sorted(path for path in folder.iterdir() if path.is_dir()):
            references = [] if system == "reference" else [place / "reference.de.txt"]
            files = inputs.of_line_files(place / "source.en.txt", [place / f"{system}.de.txt"], references)
            part = reading.read(files, Config())
            segments = tuple(
                msgspec.structs.replace(segment, id=f"{place.name}:{segment.id}", doc=place.name, system=system)
                for segment in part.documents[0].segments
            )
            documents.append(msgspec.structs.replace(part.documents[0], id=place.name, segments=segments))
    return Corpus(tuple(documents), "lines")


def main() -> None:
    """Print corpus scores, findings by severity, and the number of documents in which the strong system is ahead."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", action="store_true", help="list each finding")
    args = parser.parse_args()
    config = Config(source_lang="en", target_lang="de", metrics=MetricsConfig(use=METRICS))
    report = pipeline.assess(read(args.folder), config, stages=pipeline.Stages(gate=False))
    print(f"{'':<12}" + "".join(f"{system:>12}" for system in SYSTEMS))
    for metric in METRICS:
        corpus_level = {s.system: s.value for s in report.scores if s.metric == metric and s.level == "corpus"}
        cells = [f"{corpus_level[s]:>12.2f}" if s in corpus_level else f"{'-':>12}" for s in SYSTEMS]
        print(f"{metric:<12}" + "".join(cells))
    for severity in ("critical", "major", "minor"):
        counts = Counter(f.system for f in report.findings if f.severity == severity)
        print(f"{severity:<12}" + "".join(f"{counts[system]:>12}" for system in SYSTEMS))
    print(f"documents in which mt-a is ahead of mt-b: {ahead(report)}")
    if args.show:
        show(report)


def ahead(report: Report) -> str:
    """`metric wins/documents`, for every metric."""
    parts = []
    for metric in METRICS:
        values = {
            (score.system, score.doc): score.value
            for score in report.scores
            if score.metric == metric and score.level == "document" and score.value is not None
        }
        sign = -1 if metric == "ter" else 1
        docs = sorted({doc for system, doc in values if system == "mt-a"}, key=str)
        wins = sum(sign * (values["mt-a", doc] - values["mt-b", doc]) > 0 for doc in docs)
        parts.append(f"{metric} {wins}/{len(docs)}")
    return ", ".join(parts)


def show(report: Report) -> None:
    """Print every finding with its segment."""
    segments = {(segment.system, segment.id): segment for segment in report.segments}
    for finding in sorted(report.findings, key=lambda shown_finding: (shown_finding.check, str(shown_finding.system))):
        segment = segments[finding.system, finding.segment]
        where = f"{finding.system} {finding.segment}"
        print(f"\n{finding.check} {finding.name} [{finding.severity}] {where}: {finding.message}")
        print(f"  marked {finding.marked}\n  en {segment.source}\n  de {segment.target}")


if __name__ == "__main__":
    main()
