"""From the reports of all shards to the report of one run.

The texts of the shards make the corpus again, in the order of the input. `mtqe.flow.pipeline` makes the report from it
as in any run, with results that the shards kept (`mtqe.flow.results.Restoring`). What needs the whole text runs again:
checks of scope `corpus`, intervals, the scores of documents and corpus, the gate. Models do not run.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from mtqe.errors import InputError
from mtqe.flow import pipeline
from mtqe.flow.results import Computing, Kept, Restoring
from mtqe.flow.shards import OF_MACHINE, Keep, ShardReport, seal, unpacked
from mtqe.intake.corpus import Corpus, Piece, joined
from mtqe.intake.paths import refuse_unread
from mtqe.model import Document, Glossary, Report, Run, Shard
from mtqe.project import seals
from mtqe.registry.contracts import Progress, no_progress
from mtqe.report import json
from mtqe.settings import sources
from mtqe.settings.config import Config
from mtqe.settings.policy import GateConfig
from mtqe.version import VERSION

ANOTHER = "give the reports of one run: the same input, command, options and version of mtqe for all shards"
NAMED = 10
"""Numbers: of missing shards that a message names."""


@dataclasses.dataclass(frozen=True)
class Shards:
    """All shards of a run.

    Args:
        texts: The corpus.
        config: The configuration of the shards.
        glossary: Their terms.
        stages: The stages of their command.
        shards: What each of them kept.
    """

    texts: Corpus
    config: Config
    glossary: Glossary | None
    stages: pipeline.Stages
    shards: tuple[Kept, ...]


class _Read(NamedTuple):
    """A report that was read; `kept` has no scores any more."""

    path: Path
    run: Run
    shard: Shard
    documents: tuple[Document, ...]
    kept: Kept

    @property
    def keep(self) -> Keep:
        return self.kept.keep


def read(paths: Sequence[Path], policy: GateConfig | None = None) -> Shards:
    """Read the reports of all shards of a run, in any order.

    Args:
        paths: Their files.
        policy: The policy that says whether they must be signed; with `None` their own.

    Raises:
        InputError: A file is no report of a shard, a shard is missing or given twice, or the shards are of different
            inputs, settings, versions or models.
    """
    reports: dict[int, _Read] = {}
    for path in paths:
        report = _read(path, policy)
        first = next(iter(reports.values()), report)
        for fault in _faults(report, first):
            raise InputError(f"{path}: {fault}", ANOTHER)
        if twin := reports.get(report.shard.number):
            raise InputError(f"{path} and {twin.path} are both {report.shard}", "give each shard once")
        reports[report.shard.number] = report
    if number := first.shard.total - len(reports):
        missing = itertools.islice((k for k in range(1, first.shard.total + 1) if k not in reports), NAMED)
        named = ", ".join(map(str, missing)) + ", ..." * (number > NAMED)
        verb = f"({number:,} shards) are" if number > NAMED else "are" if number > 1 else "is"
        names = f"shard{'s' * (number > 1)} {named} of {first.shard.total} {verb} missing"
        raise InputError(f"{first.path} is {first.shard}, and {names}", "give the reports of all shards")
    _refuse_mixed(reports.values())
    in_order = [reports[number] for number in sorted(reports)]
    pieces = sorted((piece for report in in_order for piece in _pieces(report)), key=lambda piece: piece.place)
    if [piece.place for piece in pieces] != list(range(first.shard.documents)):
        raise InputError(f"{first.path}: the shards do not have all documents of the input", ANOTHER)
    refuse_unread(pieces)
    texts = joined(pieces, first.keep.notes, first.keep.problems)
    whole = first.shard.all_pairs and all(piece.documents for piece in pieces)
    return Shards(
        dataclasses.replace(texts, all_pairs=whole),
        first.keep.config,
        first.keep.glossary,
        pipeline.Stages(**first.keep.stages),
        tuple(report.kept for report in in_order),
    )


def merged(
    shards: Shards,
    config: Config | None = None,
    progress: Progress = no_progress,
    baseline: Report | None = None,
    accepted_then: bool = True,
) -> Report:
    """The report of one run over the input of all shards.

    Args:
        shards: All shards.
        config: Their configuration with another policy, other suppressions or domains; by default it is theirs.
        progress: Called as `progress(stage, done, total)`.
        baseline: An earlier report, for the rules of the policy that compare with it.
        accepted_then: Whether the findings count as accepted that were so for the shards. Otherwise the suppressions of
            the configuration are read.

    Raises:
        ConfigError: The suppressions cannot be read, or this machine has other versions of the metrics.
    """
    settings = config or shards.config
    accepted = shards.shards[0].keep.accepted if accepted_then else None
    work = Restoring(shards.texts, shards.shards, accepted, Computing())
    return pipeline.assess(shards.texts, settings, shards.glossary, shards.stages, progress, baseline, work)


def _read(path: Path, policy: GateConfig | None) -> _Read:
    report = json.read_as(ShardReport, path)
    run = report.run
    if run.version != VERSION:
        raise InputError(f"{path}: mtqe {run.version} wrote it, and this is mtqe {VERSION}", "merge with that version")
    if run.shard is None:
        raise InputError(
            f"{path}: this is the report of a whole run", "give reports that --shard i/n --json FILE wrote"
        )
    if not report.keep:
        hint = "give the file that --shard i/n --json FILE wrote; mtqe gate --json and other commands drop it"
        raise InputError(f"{path}: the report of {run.shard} has lost what mtqe merge needs", hint)
    try:
        kept = Kept(unpacked(report.keep), report.segments, report.findings, run.seconds)
        _refuse_damaged(report, kept)
    except ValueError as error:
        raise InputError(f"{path}: what mtqe merge needs is damaged: {error}", json.AGAIN) from error
    seals.refuse_edited(report, path, policy or kept.keep.config.gate, report.keep)
    return _Read(path, run, run.shard, report.documents, kept)


def _refuse_damaged(report: ShardReport, kept: Kept) -> None:
    """Raise ValueError if the numbers of documents, segments, findings or rows do not fit to each other."""
    numbers = [number for piece in kept.keep.pieces for number in piece.segments]
    if len(numbers) != len(report.documents) or sum(numbers) != len(report.segments):
        raise ValueError("the documents are not those of the report")
    for results in kept.keep.systems:
        found = sum(finding.system == results.system for finding in report.findings)
        if results.checks and len(results.checks.order) != found + len(results.checks.dropped):
            raise ValueError("the findings are not those of the report")
        judged = len(kept.judged.get(results.system, ()))
        if any(len(measures.rows) != judged for measures in results.measures.values()):
            raise ValueError("the scores are not those of the segments")
    if kept.keep.seal != seal(report):
        raise ValueError("the report was changed after the run")


def _pieces(report: _Read) -> Iterator[Piece]:
    documents, segments = iter(report.documents), iter(report.kept.segments)
    for facts in report.keep.pieces:
        filled = tuple(
            msgspec.structs.replace(next(documents), segments=tuple(next(segments) for _ in range(number)))
            for number in facts.segments
        )
        yield Piece(facts.place, filled, facts.aligner, facts.notes, facts.problems)


def _faults(report: _Read, first: _Read) -> Iterator[str]:
    """Why a report is not of the same run as the first one."""
    if report.shard.total != first.shard.total:
        yield f"it is {report.shard}, but {first.path} is {first.shard}"
    if (report.shard.input, report.shard.documents) != (first.shard.input, first.shard.documents):
        yield f"its input is not that of {first.path}"
    if report.keep.stages != first.keep.stages:
        yield f"it is of another command than {first.path}"
    theirs = dict(sources.flatten(first.keep.config))
    for key, value in sources.flatten(report.keep.config):
        if key not in OF_MACHINE and value != theirs[key]:
            yield f"its setting {key} is not that of {first.path}"
    if _terms(report.keep) != _terms(first.keep):
        yield f"its glossary is not that of {first.path}"
    if report.keep.accepted != first.keep.accepted:
        yield f"its suppressions are not those of {first.path}"
    if _contents(report.keep) != _contents(first.keep):
        yield f"its translation memories are not those of {first.path}"
    if _rules(report.keep) != _rules(first.keep):
        yield f"its rules of the team are not those of {first.path}"


def _terms(keep: Keep) -> object:
    return keep.glossary.terms if keep.glossary else None


def _contents(keep: Keep) -> list[str]:
    return [use.sha256 for use in keep.memories]


def _rules(keep: Keep) -> list[object]:
    return [(one.name, one.version, one.rules) for one in keep.config.rule_sets or ()]


def _refuse_mixed(reports: Iterable[_Read]) -> None:
    """Reject shards whose metrics or checks are not the same, or have other versions or models.

    Shards without references, or without sources, may have other metrics than the rest.
    """
    known: dict[tuple[object, ...], tuple[object, Path]] = {}
    for report in reports:
        for key, what, value in _facts(report.keep):
            other, path = known.setdefault(key, (value, report.path))
            if other != value:
                raise InputError(f"{report.path}: {what} than in {path}", ANOTHER)


def _facts(keep: Keep) -> Iterator[tuple[tuple[object, ...], str, object]]:
    """What must be the same in all shards: a key, the words if it is not, and the value."""
    if choice := keep.choice:
        yield ("metrics", choice.has_references, choice.has_sources), "it has other metrics", choice.names
    for results in keep.systems:
        if results.checks:
            yield ("checks",), "it has other checks", [item.id for item in results.checks.items]
        for name, measures in results.measures.items():
            yield ("signature", name), f"{name} has another version, model or setting", measures.signature
