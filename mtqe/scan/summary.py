"""The summary of a scan, `scan.json`: what was counted, corpus scores, the worst segments and a random sample.

Its schema is `mtqe.scan/1`. It is no report: it has a few of the segments only, so that no command may take them for
the whole.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import msgspec

from mtqe.checks import runner
from mtqe.checks.covered import coverage
from mtqe.errors import ConfigError
from mtqe.language.language_tags import canonical
from mtqe.language.late_patterns import late
from mtqe.model import CheckItem, MetricItem, Mqm, Problem, Score
from mtqe.model.areas import Coverage
from mtqe.model.check_results import Unjudged
from mtqe.prose import storable
from mtqe.registry import check_table
from mtqe.registry.contracts import Context
from mtqe.scan.folder import KIND, Folder
from mtqe.scan.scores import Gathered, corpus_scores, gather
from mtqe.scan.states import Count, Shown, State, lowest, mqm_counts
from mtqe.stats import mqm
from mtqe.version import VERSION

LISTED = 50
"""Problems, notes: different ones that a summary has at most."""
_NUMBER = late(r"\d[\d,.]*")
_REST = {
    incomplete: (f"rest {incomplete}", Problem("more", "chunks have others, which are not listed", incomplete))
    for incomplete in (True, False)
}
"""What stands for the problems or notes that are too many to list."""


class Scan(msgspec.Struct, frozen=True):
    """The summary of a scan.

    Args:
        schema: `mtqe.scan/1`.
        version: Version of mtqe.
        created: UTC time, ISO 8601.
        seconds: Duration of the last run of the scan.
        input: Name of the input.
        source_lang: BCP 47 tag.
        target_lang: BCP 47 tag.
        chunks: Number of chunks; `findings` and `scores` in the folder have a file for each.
        segments: Number of segments.
        documents: Number of documents.
        source_words: Number of words of the sources.
        flagged: Number of segments with a finding that counts.
        findings: The number of findings by check, severity and status.
        mqm: The MQM arithmetic; `None` if no check ran.
        scores: The corpus scores; `guarded` names the first segments with each guard only.
        guarded: The number of segments whose neural scores mean little, by metric and guard.
        checks: Outcome of each check.
        metrics: Outcome of each metric.
        coverage: How far the checks looked for the errors of each area.
        problems: Problems.
        notes: Notes for the reader.
        worst_by: What the worst segments were chosen by: a metric, or `penalty`, the MQM penalty of their findings.
        worst: The worst segments with their findings, the worst first.
        sample: A random sample of the segments with their findings.
    """

    schema: str
    version: str
    created: str
    seconds: float
    input: str
    source_lang: str
    target_lang: str
    chunks: int
    segments: int
    documents: int
    source_words: int
    flagged: int
    findings: tuple[Count, ...]
    mqm: Mqm | None
    scores: tuple[Score, ...]
    guarded: dict[str, dict[str, int]]
    checks: tuple[CheckItem, ...]
    metrics: tuple[MetricItem, ...]
    coverage: tuple[Coverage, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    worst_by: str
    worst: tuple[Shown, ...]
    sample: tuple[Shown, ...]

    @property
    def failures(self) -> tuple[Problem, ...]:
        """The problems that make the scan incomplete."""
        return tuple(problem for problem in self.problems if problem.incomplete)


@dataclass
class _Said:
    """What chunks say in the same words.

    Args:
        problem: What the first of them says.
        chunks: How many say it.
        varies: Whether they say it with different numbers.
    """

    problem: Problem
    chunks: int = 0
    varies: bool = False

    @property
    def why(self) -> str:
        """What they say."""
        return self.problem.why + (f" (so or similarly in {self.chunks:,} chunks)" if self.varies else "")


def _say(said: dict[str, _Said], text: str, problem: Problem) -> None:
    """Add what a chunk says."""
    key = _NUMBER.sub("#", text)
    if key not in said and len(said) >= LISTED:
        key, problem = _REST[problem.incomplete]
    one = said.setdefault(key, _Said(problem))
    one.chunks += 1
    one.varies = one.varies or problem != one.problem


@dataclass
class _Fold:
    """The states of all chunks, added up."""

    worst_number: int
    sample_number: int
    segments: int = 0
    documents: int = 0
    words: int = 0
    flagged: int = 0
    counts: Counter[Count] = field(default_factory=Counter)
    outcomes: dict[str, Counter[CheckItem]] = field(default_factory=dict)
    failed: dict[str, int] = field(default_factory=dict)
    unjudged: dict[str, dict[str | None, Unjudged]] = field(default_factory=dict)
    metrics: dict[str, Gathered] = field(default_factory=dict)
    not_run: dict[str, MetricItem] = field(default_factory=dict)
    problems: dict[str, _Said] = field(default_factory=dict)
    notes: dict[str, _Said] = field(default_factory=dict)
    worst: tuple[Shown, ...] = ()
    sample: tuple[Shown, ...] = ()

    def add(self, state: State) -> None:
        """Add the next state."""
        self.segments += state.segments
        self.documents += state.documents
        self.words += state.words
        self.flagged += state.flagged
        for count in state.counts:
            self.counts[msgspec.structs.replace(count, number=0)] += count.number
        for item in state.checks:
            self.outcomes.setdefault(item.id, Counter())[item] += 1
            if item.state == "failed":
                self.failed.setdefault(item.id, state.place)
        for check, groups in state.unjudged.items():
            known = self.unjudged.setdefault(check, {})
            for group in groups:
                before = known.get(group.why)
                number = group.number + (before.number if before else 0)
                known[group.why] = Unjudged(group.why, number, before.first if before else group.first)
        gather(self.metrics, state)
        self.not_run |= {item.id: item for item in state.metrics if item.state == "not run"}
        for problem in state.problems:
            if problem.incomplete and problem.what.startswith(("metric ", "check ")):
                continue  # made anew from the outcomes
            _say(self.problems, f"{problem.what}: {problem.why}", problem)
        for note in state.notes:
            _say(self.notes, note, Problem("", note))
        self.worst = lowest((*self.worst, *state.worst), self.worst_number)
        self.sample = lowest((*self.sample, *state.sample), self.sample_number)


def summary(folder: Folder, digests: Sequence[str], seconds: float) -> Scan:
    """The summary of a scan all of whose chunks are done.

    Raises:
        InputError: A state cannot be read, or is that of other segments.
        ConfigError: The chunks ran checks that are not installed here.
    """
    settings = folder.settings
    config = settings.config
    context = Context(canonical(config.source_lang), canonical(config.target_lang), config, settings.glossary)
    fold = _Fold(settings.worst, settings.sample)
    for state in folder.states(digests):
        fold.add(state)
    checks = tuple(_checks(fold, context))
    scored = corpus_scores(fold.metrics, lambda: folder.states(digests), context)
    table = check_table.checks_of(config)
    failed = (Problem(f"check {item.id} {item.name}", item.why or "") for item in checks if item.state == "failed")
    corpus = [item.name for item in checks if item.state == "ran" and table[item.id].scope == "corpus"]
    notes = [said.why for said in fold.notes.values()]
    if corpus and len(digests) > 1:
        judges = "judges" if len(corpus) == 1 else "judge"
        notes.append(f"{', '.join(corpus)} {judges} the whole text, and here each chunk by itself")
    counts = tuple(
        msgspec.structs.replace(count, number=number)
        for count, number in sorted(fold.counts.items(), key=lambda item: (-item[1], item[0]))
    )
    problems = (msgspec.structs.replace(said.problem, why=said.why) for said in fold.problems.values())
    return storable(
        Scan(
            schema=KIND,
            version=VERSION,
            created=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
            seconds=seconds,
            input=settings.name,
            source_lang=context.source_lang,
            target_lang=context.target_lang,
            chunks=len(digests),
            segments=fold.segments,
            documents=fold.documents,
            source_words=fold.words,
            flagged=fold.flagged,
            findings=counts,
            mqm=mqm.of_numbers(mqm_counts(counts), fold.words) if checks else None,
            scores=tuple(scored.scores),
            guarded=scored.guarded,
            checks=checks,
            metrics=(*fold.not_run.values(), *scored.items),
            coverage=coverage(table, checks) if checks else (),
            problems=(*problems, *scored.problems, *failed),
            notes=tuple(notes),
            worst_by=settings.worst_by,
            worst=fold.worst,
            sample=tuple(sorted(fold.sample, key=lambda one: one.number)),
        )
    )


def encode(scan: Scan) -> bytes:
    """The summary as JSON."""
    return msgspec.json.format(msgspec.json.encode(scan), indent=2) + b"\n"


def _checks(fold: _Fold, context: Context) -> Iterator[CheckItem]:
    """The outcome of each check for the whole input."""
    table = check_table.checks_of(context.config)
    for check, outcomes in fold.outcomes.items():
        if check not in table:
            raise ConfigError(f"check {check} is installed only where chunks were judged", "install its plugin here")
        unjudged = tuple(fold.unjudged.get(check, {}).values())
        item = runner.settled(table[check], outcomes, unjudged, context, "chunk")
        failed = sum(number for outcome, number in outcomes.items() if outcome.state == "failed")
        if failed:
            where = f"in {failed:,} of {sum(outcomes.values()):,} chunks, first in chunk {fold.failed[check]:,}"
            item = msgspec.structs.replace(item, why=f"{item.why} ({where})")
        yield item
