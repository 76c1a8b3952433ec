"""Mends the findings whose correction is sure, in the files of the translations.

In each round the checks that can mend run. The worst findings come first, and of two that overlap one waits for the
next round. A finding whose place in its file is not known exactly is left. A changed file is read again before it is
written: its reader must find the mended texts in it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

import msgspec

from mtqe.errors import ConfigError, InputError
from mtqe.flow import pipeline
from mtqe.intake.corpus import Corpus
from mtqe.mending import identifiers
from mtqe.mending.files import steps
from mtqe.mending.files.patch import NoPlace
from mtqe.mending.files.places import File, Key, key_of
from mtqe.mending.files.steps import Ranges, Step, Steps
from mtqe.mending.translations import LOCKED, Texts
from mtqe.model import Finding, Glossary, Problem, Report, Severity
from mtqe.registry import check_table
from mtqe.registry.contracts import Check, Progress, no_progress
from mtqe.settings.config import Config

ROUNDS = 6
"""Entries: how often the checks run again on what was mended, at most. Nothing needed more than three."""
NOT_SURE = "it has no certain correction"
PREVIEW = "the check is a preview; name it with --select"
ACCEPTED = "it was accepted"
IDENTIFIER = "it is a part of an identifier, an address or code"


class Change(msgspec.Struct, frozen=True):
    """A replaced text of a translation; `before` may be empty, where something is inserted."""

    before: str
    after: str


class Mended(msgspec.Struct, frozen=True):
    """A finding that was mended, and what was changed in the translation; `line` is that of the text in the file."""

    check: str
    name: str
    severity: Severity
    path: str
    line: int | None
    segment: str
    message: str
    fingerprint: str
    changes: tuple[Change, ...]
    system: str | None = None


class Left(msgspec.Struct, frozen=True):
    """A finding of a check that mends, with the reason why it was left."""

    check: str
    name: str
    severity: Severity
    path: str
    line: int | None
    segment: str
    message: str
    fingerprint: str
    why: str
    system: str | None = None


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What was mended and what was left.

    Args:
        files: The files that change.
        mended: The findings that are mended in them.
        left: The other findings of the checks that mend.
        problems: Checks that could not run, and files that could not be read.
    """

    files: tuple[File, ...]
    mended: tuple[Mended, ...]
    left: tuple[Left, ...]
    problems: tuple[Problem, ...]


def checks_of(config: Config) -> list[Check]:
    """The selected checks that can mend.

    Raises:
        ConfigError: None of the selected checks can mend, or a name is unknown.
    """
    table = check_table.checks_of(config)
    chosen = check_table.select(config.checks.select, config.checks.ignore, config.checks.preview, table)
    if mending := [check for check in chosen if check.mends]:
        return mending
    raise ConfigError("none of the selected checks corrects anything", "docs/checks.md says which checks do")


def mend(
    texts: Corpus,
    config: Config,
    glossary: Glossary | None = None,
    form: str | None = None,
    progress: Progress = no_progress,
) -> Outcome:
    """Mend a corpus. Nothing is written; see `Outcome.files`.

    Args:
        texts: The segments, as they were read from files.
        config: The configuration; its languages must be set.
        glossary: Terms to check.
        form: Name of the input format; `None` means by file ending.
        progress: Called as `progress(stage, done, total)`.

    Raises:
        ConfigError: None of the selected checks can mend.
    """
    named = {word.lower() for word in config.checks.select}
    checks = checks_of(config)
    wanted = {check.id for check in checks if check.status == "stable" or {check.id.lower(), check.name} & named}
    chosen = msgspec.structs.replace(config.checks, select=tuple(check.id for check in checks), ignore=())
    config = msgspec.structs.replace(config, checks=chosen)
    work = _Work(texts, wanted, form, (config.source_lang, config.target_lang))
    report = _assessed(work.texts, config, glossary, progress)
    work.remember(report)
    for _ in range(ROUNDS):
        if not work.round(report):
            break
        report = _assessed(work.texts, config, glossary, progress)
    return work.outcome(report)


def _assessed(texts: Corpus, config: Config, glossary: Glossary | None, progress: Progress) -> Report:
    stages = pipeline.Stages(metrics=False, gate=False, risk=False)
    return pipeline.assess(texts, config, glossary, stages=stages, progress=progress)


class _Work:
    """The texts and files while they are mended.

    Args:
        texts: The corpus.
        wanted: Ids of the checks whose findings are mended.
        form: Name of the input format.
        languages: Tags of source and target.
    """

    def __init__(self, texts: Corpus, wanted: set[str], form: str | None, languages: tuple[str, str]) -> None:
        self.texts = texts
        self._wanted = wanted
        self._written = Texts(texts.documents, form, languages)
        self._known: dict[Key, dict[str, dict[Ranges, bool]]] = {}
        self._mended: list[Mended] = []

    def remember(self, report: Report) -> None:
        """Remember which findings of the first report were accepted, and where they are.

        A fingerprint counts the findings that are alike, so that of a finding changes when another one is mended.
        """
        for finding in report.findings:
            known = self._known.setdefault((finding.system, finding.segment), {}).setdefault(finding.check, {})
            ranges = steps.ranges(finding)
            known[ranges] = known.get(ranges, False) or finding.suppressed is not None

    def round(self, report: Report) -> bool:
        """Mend the findings of a report that do not overlap, the worst first; returns whether any was mended."""
        chosen = Steps()
        findings = [finding for finding in report.findings if finding.changes and not self._excuse(finding)]
        for finding in sorted(findings, key=lambda finding: -finding.severity.rank):
            try:
                found = self._steps(finding, chosen)
            except (NoPlace, InputError):
                continue
            for step in found:
                chosen.add(step)
            self._mended.append(self._noted(finding))
        self._written.apply(chosen)
        self._replace()
        for key, texts in chosen.texts.items():
            known = self._known.get(key, {})
            self._known[key] = {check: steps.moved(known[check], texts) for check in known}
        return bool(chosen.edits)

    def outcome(self, report: Report) -> Outcome:
        """The result, with the findings of the last report as those that are left."""
        files, lost = [], {}
        for path, file in self._written.files.items():
            if file.text != file.content.text:
                try:
                    file.encoded()
                    files.append(file)
                except InputError as error:
                    lost[path] = str(error)
        left = [self._left(finding, self._reason(finding)) for finding in report.findings]
        for item in self._mended:
            if item.path in lost:
                fields = {name: getattr(item, name) for name in Left.__struct_fields__ if name != "why"}
                left.append(Left(**fields, why=lost[item.path]))
        mended = tuple(item for item in self._mended if item.path not in lost)
        return Outcome(tuple(files), mended, tuple(left), report.problems)

    def _steps(self, finding: Finding, chosen: Steps) -> list[Step]:
        """What must be done for a finding and is not done by the chosen steps.

        Raises:
            NoPlace: The place of the finding is not known exactly, or its steps overlap the chosen ones.
            InputError: The file cannot hold the new text.
        """

        def veto(key: Key, start: int, end: int) -> None:
            known = self._known.get(key, {}).get(finding.check, {})
            if any(accepted and steps.touch(ranges, ((start, end),)) for ranges, accepted in known.items()):
                raise NoPlace("it was accepted in another form of the text, which has the same words")

        replacements = [(span.start, span.end, text) for span, text in finding.changes]
        return self._written.steps((finding.system, finding.segment), replacements, chosen, veto)

    def _excuse(self, finding: Finding) -> str:
        """The reason why a finding is not mended; empty if nothing stands against it yet."""
        key = (finding.system, finding.segment)
        if self._is_accepted(finding):
            return ACCEPTED
        if finding.check not in self._wanted:
            return PREVIEW
        if not finding.changes:
            return NOT_SURE
        segment = self._written.segments[key]
        if segment.unit.locked:
            return LOCKED
        if identifiers.holds(segment.target, finding.changes):
            return IDENTIFIER
        return self._written.why.get(self._written.paths[key], "")

    def _is_accepted(self, finding: Finding) -> bool:
        """Whether someone accepted a finding; what the first report said of its place decides."""
        ranges = steps.ranges(finding)
        known = self._known.get((finding.system, finding.segment), {}).get(finding.check, {}) if ranges else {}
        if (accepted := known.get(ranges)) is not None:
            return accepted
        near = [accepted for others, accepted in known.items() if steps.touch(ranges, others)]
        return any(near) if near else finding.suppressed is not None

    def _reason(self, finding: Finding) -> str:
        if why := self._excuse(finding):
            return why
        try:
            self._steps(finding, Steps())
        except (NoPlace, InputError) as error:
            return str(error)
        return f"it came back in each of {ROUNDS} rounds"

    def _replace(self) -> None:
        """Put the segments as they are now into the corpus."""
        now = self._written.segments
        documents = tuple(
            msgspec.structs.replace(document, segments=tuple(now[key_of(s)] for s in document.segments))
            for document in self.texts.documents
        )
        self.texts = dataclasses.replace(self.texts, documents=documents)

    def _noted(self, finding: Finding) -> Mended:
        segment = self._written.segments[finding.system, finding.segment]
        changes = tuple(Change(segment.target[span.start : span.end], text) for span, text in finding.changes)
        return Mended(*self._facts(finding), finding.message, finding.fingerprint, changes, finding.system)

    def _left(self, finding: Finding, why: str) -> Left:
        return Left(*self._facts(finding), finding.message, finding.fingerprint, why, finding.system)

    def _facts(self, finding: Finding) -> tuple[str, str, Severity, str, int | None, str]:
        key = (finding.system, finding.segment)
        line = self._written.segments[key].place("target").line
        return finding.check, finding.name, finding.severity, self._written.paths[key], line, finding.segment


def counts(items: Sequence[Mended]) -> Iterator[tuple[str, str, int]]:
    """Id and name of each check with the number of its findings, the most frequent first."""
    numbers: dict[tuple[str, str], int] = {}
    for item in items:
        numbers[item.check, item.name] = numbers.get((item.check, item.name), 0) + 1
    for (check, name), number in sorted(numbers.items(), key=lambda pair: (-pair[1], pair[0])):
        yield check, name, number


def reasons(items: Sequence[Left]) -> Iterator[tuple[str, int]]:
    """Each reason why findings were left, with their number, the most frequent first."""
    numbers: dict[str, int] = {}
    for item in items:
        numbers[item.why] = numbers.get(item.why, 0) + 1
    yield from sorted(numbers.items(), key=lambda pair: (-pair[1], pair[0]))
