"""The outcome of each document: which files may ship, and why the others may not.

A document *fails* if a limit that judges it by itself fails. It asks for a *check* if only a limit on several documents
together fails that concerns it, so that nobody can say which of them is to blame; if it would fail alone, but the
policy judges it together with others that outweigh it; and if it has no text. It is *incomplete* if it breaks no limit,
but a check or metric could not run or a needed area was not looked for. Otherwise it passes.

A limit on several documents concerns each of them if it limits a score; those with missing texts, if it limits
completeness; those too short for a rate of their own, if it limits a rate; and those with findings, if the policy
judges findings only for all documents together.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from mtqe.gate import limits
from mtqe.gate.parts import Part, split
from mtqe.language import codes
from mtqe.model import FILE, DocumentVerdict, Report, Ruling
from mtqe.settings.policy import GateConfig

NO_TEXT = "the file has no text, so nothing was judged"
ALONE = "would fail alone: "
"""Beginning of a reason that a document fails only where it is not judged with others."""

Key = tuple[str | None, str | None]
"""A system and a document of it."""

Failed = tuple[Ruling, str]
"""A broken rule, and the sentence about it."""
TOGETHER = "all files together"


class _Facts:
    """What says whether a limit on several documents concerns one of them."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._doc_of = {(segment.system, segment.id): segment.doc for segment in report.segments}
        self._words: dict[str | None, dict[str | None, int]] = {}

    def concerns(self, ruling: Ruling, part: Part, key: Key) -> bool:
        """Whether a broken rule of a part leaves the document in doubt."""
        system, doc = key
        if ruling.rule == "completeness":
            return key in self._missing
        if not any(word in ruling.rule for word in ("max.", "max_new.", "_per_1000", "never_spared")):
            return True
        if "_per_1000" in ruling.rule:
            if system not in self._words:
                self._words[system] = codes.words_of_documents(self._report, system)
            if self._words[system].get(doc, 0) < part.policy.min_words:
                return True
        return part.policy.each == "corpus" and key in self._found

    @functools.cached_property
    def _missing(self) -> set[Key]:
        return {(segment.system, segment.doc) for segment in self._report.segments if segment.is_missing}

    @functools.cached_property
    def _found(self) -> set[Key]:
        """The documents with findings that count."""
        keys = ((finding.system, finding.segment) for finding in self._report.findings if finding.counts)
        return {(system, self._doc_of.get((system, segment))) for system, segment in keys}


def verdicts(
    report: Report,
    policy: GateConfig,
    baseline: Report | None,
    failed: Sequence[tuple[Part, Sequence[Failed]]],
    general: Sequence[str],
) -> Iterator[DocumentVerdict]:
    """The outcome of each document of each system, in the order of the report.

    Args:
        report: What was judged.
        policy: The limits.
        baseline: The report that it was compared with, if any.
        failed: The parts, each with its broken rules.
        general: One sentence for each reason that concerns all documents.
    """
    own: dict[Key, list[str]] = {}
    joint: dict[Key, list[str]] = {}
    keys = _documents(report)
    outweighed = _outweighed(report, policy, baseline)
    facts = _Facts(report)
    for part, broken_rules in failed:
        held = _held(part, keys) if broken_rules else []
        for ruling, sentence in broken_rules:
            for key in held:
                if len(held) == 1:
                    own.setdefault(key, []).append(sentence)
                elif facts.concerns(ruling, part, key):
                    joint.setdefault(key, []).append(f"{part.label or TOGETHER}: {sentence}")
    broken = _unread(report) if policy.incomplete == "fail" else {}
    for key, has_text in keys.items():
        alone = outweighed.get(key, [])
        if own.get(key) or (alone and joint.get(key)):
            found = DocumentVerdict(key[1], "fail", (*own.get(key, ()), *alone), key[0])
        elif alone or joint.get(key):
            found = DocumentVerdict(key[1], "check", (*(ALONE + text for text in alone), *joint.get(key, ())), key[0])
        elif general or broken.get(key[1]):
            found = DocumentVerdict(key[1], "incomplete", (*broken.get(key[1], ()), *general), key[0])
        else:
            found = DocumentVerdict(key[1], "pass" if has_text else "check", () if has_text else (NO_TEXT,), key[0])
        yield found


def alone(report: Report, policy: GateConfig, baseline: Report | None) -> Iterator[tuple[Part, list[Ruling]]]:
    """The documents one by one, by the limits on findings of those that are judged together, with what fails."""
    rules = tuple(msgspec.structs.replace(rule, each="document") for rule in policy.rules)
    single = msgspec.structs.replace(
        policy, each="document", rules=rules, min={}, max_score={}, min_segment={}, max_drop={}
    )
    for part in split(report, single, baseline):
        failing = [ruling for ruling in limits.rulings(part, baseline) if limits.fails(ruling, policy)]
        if part.label and failing:
            yield part, failing


def _outweighed(report: Report, policy: GateConfig, baseline: Report | None) -> Mapping[Key, list[str]]:
    """What fails in each document that is judged only together with others."""
    parts = split(report, policy, baseline)
    together = [part for part in parts if part.policy.each == "corpus"]
    if not together or len({segment.doc for segment in report.segments}) < 2:
        return {}
    return {
        (part.system, doc): [ruling.text for ruling in rulings]
        for part, rulings in alone(report, policy, baseline)
        for doc in part.documents or ()
        if any(joint.system == part.system and joint.holds(doc) for joint in together)
    }


def _held(part: Part, keys: Mapping[Key, bool]) -> list[Key]:
    if part.documents is None:
        return [key for key in keys if key[0] == part.system]
    return [(part.system, doc) for doc in part.documents]


def _documents(report: Report) -> dict[Key, bool]:
    """The documents of each system, and whether they have text."""
    keys = dict.fromkeys(((segment.system, segment.doc) for segment in report.segments), True)
    systems = dict.fromkeys(system for system, _ in keys) or {None: None}
    named = {doc for _, doc in keys}
    for document in report.documents:
        if document.id not in named and not (None in named and len(report.documents) == 1):
            keys |= {(system, document.id): False for system in systems}
    return keys


def _unread(report: Report) -> Mapping[str | None, list[str]]:
    """What could not be read or judged, by the document whose file a problem names."""
    ids = {path: document.id for document in report.documents for path in (document.path, document.source_path) if path}
    found: dict[str | None, list[str]] = {}
    for problem in report.failures:
        name = problem.what.removeprefix(FILE)
        if problem.what.startswith(FILE) and name in ids:
            found.setdefault(ids[name], []).append(problem.why)
    return found
