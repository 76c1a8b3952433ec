"""The parts of a report that are judged: for each system the whole report, or the documents of each rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import msgspec

from mtqe.gate import wording
from mtqe.gate.wording import Key
from mtqe.language import codes
from mtqe.model import Document, Finding, Report
from mtqe.model.areas import Area
from mtqe.settings.policy import GateConfig, Rule, describe, governed, rule_of

Role = Literal["all", "document", "corpus"]


@dataclass(frozen=True)
class Part:
    """A part of a report that one set of limits judges.

    Args:
        label: Name of the part in reasons; empty for the whole report of one system.
        system: The system.
        policy: The limits: those of a rule override those of `[gate]`.
        findings: The findings that count, worst first, then in the order of the text.
        new: Those of them that the baseline does not have; all of them if there is no baseline.
        words: Words of the source text.
        documents: Ids of the documents; `None` if the part is everything of the system.
        areas: The area of each check, by id.
        texts: How many sources there are.
        missing: How many of them have no translation yet (`Segment.is_missing`).
        unsure: Ids of the checks whose single findings may be spared.
        places: The places of the findings in words, by system and segment.
        role: `corpus` if its documents were judged one by one before it, `document` if such a part follows, else `all`.
    """

    label: str
    system: str | None
    policy: GateConfig
    findings: tuple[Finding, ...]
    new: tuple[Finding, ...]
    words: int
    documents: frozenset[str | None] | None = None
    areas: Mapping[str, Area | None] = field(default_factory=dict)
    role: Role = "all"
    texts: int = 0
    missing: int = 0
    unsure: frozenset[str] = frozenset()
    places: Mapping[Key, str] = field(default_factory=dict)

    def holds(self, document: str | None) -> bool:
        """Whether a document belongs to this part."""
        return self.documents is None or document in self.documents


def split(report: Report, policy: GateConfig, baseline: Report | None = None) -> list[Part]:
    """The parts in the order of systems, rules and documents; together they have every finding that counts.

    If a rule judges its documents one by one and together, the part for all of them has their findings again.

    A report without text has no parts; a run in which no file had changed gives such a report.
    """
    if not (report.segments or report.scores or report.findings):
        return []
    places = tuple(wording.places(report, with_files=with_files) for with_files in (False, True))
    return [part for system in _systems(report) for part in _parts(report, system, policy, baseline, places)]


def baseline_system(report: Report, system: str | None, baseline: Report) -> str | None:
    """The system of the baseline to compare with: the one with the same name, or its only one."""
    names = _systems(baseline)
    return names[0] if len(names) == 1 and len(_systems(report)) == 1 else system


def _systems(report: Report) -> list[str | None]:
    """The systems of the run, and those that only findings name, so that no finding is missed."""
    return list(dict.fromkeys([*report.run.systems, *(finding.system for finding in report.findings)])) or [None]


def _parts(
    report: Report,
    system: str | None,
    policy: GateConfig,
    baseline: Report | None,
    places: Sequence[Mapping[Key, str]],
) -> Iterator[Part]:
    counted = _counted(report, system, policy)
    fresh = _fresh(report, system, counted, baseline)
    doc_of = {segment.id: segment.doc for segment in report.segments if segment.system == system}
    places_of: dict[str | None, list[int]] = {doc: [] for doc in doc_of.values()}
    for place, finding in enumerate(counted):
        places_of.setdefault(doc_of.get(finding.segment), []).append(place)
    groups = list(_groups(report, list(places_of), policy))
    words = codes.words_of_documents(report, system) if len(groups) > 1 else {}
    areas = {item.id: item.area for item in report.run.checks}
    unsure = frozenset(item.id for item in report.run.checks if item.unsure)
    own = [segment for segment in report.segments if segment.system == system and segment.source.strip()]
    texts = Counter(segment.doc for segment in own)
    missing = Counter(segment.doc for segment in own if segment.is_missing)
    for label, limits, group, role in groups:
        everything = len(group) == len(places_of)
        inside = sorted(place for doc in group for place in places_of[doc])
        new = tuple(counted[place] for place in inside if place in fresh)
        yield Part(
            label=": ".join(word for word in (system, label) if word),
            system=system,
            policy=limits,
            findings=new if policy.new_only and baseline is not None else tuple(counted[place] for place in inside),
            new=new,
            words=report.run.source_words if everything else sum(words.get(doc, 0) for doc in group),
            documents=None if everything else frozenset(group),
            areas=areas,
            role=role,
            texts=sum(texts[doc] for doc in group),
            missing=sum(missing[doc] for doc in group),
            unsure=unsure,
            places=places[len(group) > 1],
        )


def _groups(
    report: Report, docs: Sequence[str | None], policy: GateConfig
) -> Iterator[tuple[str, GateConfig, list[str | None], Role]]:
    """Label, limits, documents and role of each part.

    The parts of rules come first, then those of all other documents.
    """
    known = {document.id: document for document in report.documents}
    governing = {doc: _rule(known.get(doc or ""), report, policy) for doc in docs}
    for rule in (*policy.rules, None):
        docs_of_rule = [doc for doc in docs if governing[doc] is rule]
        limits = governed(policy, rule) if rule else governed(policy, Rule())
        label = describe(rule) if rule else ""
        single = limits.each != "corpus" and len(docs) > 1
        both = limits.each == "both" and len(docs_of_rule) > 1
        for doc in docs_of_rule if single else ():
            part = ": ".join(word for word in (label, _name(known.get(doc or ""), doc)) if word)
            yield part, _of_one_document(limits) if both else limits, [doc], "document" if both else "all"
        if single and both:
            every = "all documents" if len(docs_of_rule) == len(docs) else "other documents"
            yield label or every, _of_all_documents(limits), docs_of_rule, "corpus"
        elif not single and (docs_of_rule or (rule is None and not docs)):
            fallback = "other documents" if policy.rules and len(docs_of_rule) < len(docs) else ""
            yield label or fallback, limits, docs_of_rule, "all"


def _of_one_document(limits: GateConfig) -> GateConfig:
    """The limits that apply to every document if the corpus is judged beside it: not those on scores."""
    return msgspec.structs.replace(limits, min={}, max_score={}, min_segment={}, max_drop={})


def _of_all_documents(limits: GateConfig) -> GateConfig:
    """The limits that apply to the corpus beside its documents: not those on numbers of findings."""
    category = {path: msgspec.structs.replace(of_path, max={}) for path, of_path in limits.category.items()}
    return msgspec.structs.replace(limits, max={}, max_new={}, never_spared=(), category=category)


def _rule(document: Document | None, report: Report, policy: GateConfig) -> Rule | None:
    return rule_of(document or Document(""), report, policy.rules)


def _name(document: Document | None, doc: str | None) -> str:
    return (document.path if document else None) or doc or "no document"


def _counted(report: Report, system: str | None, policy: GateConfig) -> list[Finding]:
    counted = [
        finding
        for finding in report.findings
        if finding.system == system
        and finding.counts
        and (finding.confidence is None or finding.confidence >= policy.min_confidence)
    ]
    return sorted(counted, key=lambda finding: -finding.severity.rank)


def _fresh(report: Report, system: str | None, counted: Sequence[Finding], baseline: Report | None) -> set[int]:
    """Positions of the findings that the baseline does not have, compared by fingerprint as multisets."""
    if baseline is None:
        return set(range(len(counted)))
    earlier_system = baseline_system(report, system, baseline)
    known = Counter(finding.fingerprint for finding in baseline.findings if finding.system == earlier_system)
    places = set()
    for place, finding in enumerate(counted):
        if known[finding.fingerprint]:
            known[finding.fingerprint] -= 1
        else:
            places.add(place)
    return places
