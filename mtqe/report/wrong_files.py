"""Files that are wrong as a whole: in another language, swapped, or the translation of another text.

Such a file has an error in most of its segments. Views tell that first and once; the errors that follow from it are
counted. The JSON report has each of them, and the gate counts each of them.

- *Another language*: half of the translations or more are marked as a whole because of their language.
- *Another text*: on both sides most sentences have no counterpart, or one that says something else. A translation that
  lacks sentences is no such file, and neither is one with an appendix.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mtqe.language import language_tags
from mtqe.model import Document, Finding, Report, Segment, Side
from mtqe.prose import count

LANGUAGE = "ACC104"
"""The check that marks a translation in another language; the kind of its finding is the tag of that language."""
APART: Mapping[Side, frozenset[str]] = {
    "source": frozenset({"ACC105", "HAL103"}),
    "target": frozenset({"ACC106", "HAL103"}),
}
"""The checks that mark a text of one side that has no counterpart, or one that says something else."""
FOREIGN = 0.5
"""Share: of the translations of a file, from which on its language is wrong as a whole."""
LOST = 0.6
"""Share: of the texts of each side of a file, from which on it is the translation of another text."""
FEWEST = 3
"""Segments: of a file of which something is said as a whole."""

Key = tuple[str | None, str | None]
"""A system and the id of a document."""


@dataclass(frozen=True)
class Wrong:
    """A file that is wrong as a whole.

    Args:
        name: Name of the fault, such as `wrong-language`.
        message: What is wrong, in one sentence.
        suggestion: What to do about it; empty if nobody knows.
        findings: The findings that show it, the worst first.
        following: The other findings in the file, which follow from it.
    """

    name: str
    message: str
    suggestion: str
    findings: tuple[Finding, ...]
    following: tuple[Finding, ...]

    @property
    def others(self) -> str:
        """How many findings follow from it: `17 other findings in the file follow from it`; empty if none does."""
        number = len(self.following)
        return (
            f"{count(number, 'other finding')} in the file follow{'s' if number == 1 else ''} from it" if number else ""
        )


def wrong_files(report: Report) -> Mapping[Key, Wrong]:
    """The files that are wrong as a whole, by system and document."""
    documents = {document.id: document for document in report.documents}
    segments: dict[Key, list[Segment]] = {}
    for segment in report.segments:
        segments.setdefault((segment.system, segment.doc), []).append(segment)
    key_of = {(segment.system, segment.id): key for key, group in segments.items() for segment in group}
    findings: dict[Key, list[Finding]] = {}
    for finding in report.findings:
        if key := key_of.get((finding.system, finding.segment)):
            findings.setdefault(key, []).append(finding)
    found: dict[Key, Wrong] = {}
    for key, group in findings.items():
        wrong = _wrong(group, segments[key], documents.get(key[1] or ""), report)
        if wrong:
            found[key] = wrong
    return found


def _wrong(
    findings: Sequence[Finding], segments: Sequence[Segment], document: Document | None, report: Report
) -> Wrong | None:
    counted = [finding for finding in findings if finding.counts]
    foreign = [finding for finding in counted if finding.check == LANGUAGE and finding.kind]
    translated = sum(bool(segment.target.strip()) for segment in segments)
    places = _places(foreign)
    if len(places) >= FEWEST and len(places) >= FOREIGN * translated:
        return _with(findings, foreign, _of_language(foreign, translated, document, report))
    if all(_is_apart(counted, segments, side) for side in APART):
        apart = [finding for finding in counted if finding.check in APART["source"] | APART["target"]]
        matching = len(segments) - len(_places(apart))
        text = f"this does not look like a translation of {_source(document)}"
        text += f": {matching:,} of {count(len(segments), 'segment')} match"
        return _with(findings, apart, ("wrong-file", text, "give the file that belongs to the source"))
    return None


def _is_apart(findings: Iterable[Finding], segments: Iterable[Segment], side: Side) -> bool:
    """Whether most texts of a side have no counterpart, or one that says something else."""
    places = _places(finding for finding in findings if finding.check in APART[side])
    texts = [segment.id for segment in segments if segment.text(side).strip()]
    return sum(name in places for name in texts) >= max(FEWEST, LOST * len(texts))


def _with(findings: Iterable[Finding], shown: Sequence[Finding], words: tuple[str, str, str]) -> Wrong:
    ids = set(map(id, shown))
    worst_first = tuple(sorted(shown, key=lambda finding: -finding.severity.rank))
    return Wrong(*words, worst_first, tuple(finding for finding in findings if id(finding) not in ids))


def _of_language(
    foreign: Sequence[Finding], translated: int, document: Document | None, report: Report
) -> tuple[str, str, str]:
    tag, _ = Counter(finding.kind or "" for finding in foreign).most_common(1)[0]
    number = len({finding.segment for finding in foreign if finding.kind == tag})
    target = (document and document.target_lang) or report.run.target_lang or ""
    source = (document and document.source_lang) or report.run.source_lang or ""
    text = f"the file is in {language_tags.name(tag)}, not in {language_tags.name(target)}"
    text += f": {number:,} of {count(translated, 'segment')}"
    if language_tags.same_language(tag, source):
        return "wrong-language", text, "that is the language of the source; give the source first, then its translation"
    return "wrong-language", text, f"did you mean --target-lang {tag}, or another file?"


def _places(findings: Iterable[Finding]) -> set[str]:
    return {finding.segment for finding in findings}


def _source(document: Document | None) -> str:
    return (document.source_path if document else None) or "its source"
