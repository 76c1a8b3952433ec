"""Words that a team allows: `[checks] allow_words` in `mtqe.toml`.

    [checks]
    allow_words = ["root", "help", "Golden Lounge"]

A finding is accepted if an allowed word is its whole reason: the check judges words, and each word that it marks on one
side is allowed; of a name or an identifier, each word that it marks. The finding stays in the report, marked as
accepted, and never counts. The verdict says how many these are and of which words.

Checks of untranslated text, terms, spelling, names and identifiers judge words. Those of numbers, negation, omission,
additions and everything else do not, whatever they mark.

Words of the code of a document are allowed by themselves in its texts that were left untranslated: a word that stands
alone in a code span of the source (`root`, `true`, `help`), if it is none of the most frequent words of the language.
Critical findings are not accepted for them.

A word in small letters is also allowed with a capital at its beginning. Otherwise capitals must be the same.
"""

from __future__ import annotations

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import msgspec

from mtqe.errors import ConfigError
from mtqe.language import lang
from mtqe.language.late_patterns import late
from mtqe.model import Finding, Report, Severity
from mtqe.project.policy_file import PolicyFile
from mtqe.prose import count

ALLOWED = "allow_words: "
"""Beginning of the reason for which a finding is accepted for allowed words; the marked words follow."""
CODE = "code of the source: "
"""The same for words of the code of its document."""
RELAXED = {ALLOWED: "checks.allow_words accepts ", CODE: "words of the source's own code accept "}
"""Beginning of what the report says is switched off or lowered, by that of the reason."""
REASONS = (ALLOWED, CODE)
UNTRANSLATED = ("accuracy/untranslated",)
CATEGORIES = (*UNTRANSLATED, "terminology", "linguistic-conventions/spelling")
"""Categories of findings about words."""
CHECKS = frozenset({"ACC114", "MRK106", "MRK109"})
"""Checks whose findings are about words although their category has others: names, handles, identifiers."""
NAMED = 5
"""Words: so many at most are named in the sentence on what is accepted."""
LONGEST = 40
"""Characters: of the longest word that the review offers to allow."""


def allowing(report: Report, words: Sequence[str]) -> Report:
    """The report in which the findings are marked as accepted whose whole reason are allowed words.

    A finding that something else accepted keeps its reason. Without words, so do those of a stored report.
    """
    codes = _code_words(report) if any(map(_is_untranslated, report.findings)) else {}
    docs = {(one.system, one.id): (one.system, one.doc) for one in report.segments} if codes else {}
    findings = []
    for finding in report.findings:
        kept = finding.suppressed
        of_code = codes.get(docs.get((finding.system, finding.segment), _NOWHERE), ())
        if kept is None or (words and kept.startswith(REASONS)):
            excuse = _excuse(finding, ALLOWED, tuple(words)) or _excuse_of_code(finding, of_code)
            finding = finding if excuse == kept else msgspec.structs.replace(finding, suppressed=excuse)
        findings.append(finding)
    others = [text for text in report.run.relaxed if not text.startswith(tuple(RELAXED.values()))]
    run = msgspec.structs.replace(report.run, relaxed=(*others, *_relaxed(findings)))
    return msgspec.structs.replace(report, findings=tuple(findings), run=run)


def is_about_words(finding: Finding) -> bool:
    """Whether words may be the whole reason of a finding."""
    path = finding.category
    return finding.check in CHECKS or any(path == start or path.startswith(f"{start}/") for start in CATEGORIES)


def offered(finding: Finding) -> str:
    """The word that a reader can allow so that a finding is accepted; empty if there is none."""
    if not is_about_words(finding):
        return ""
    of_side = [text.strip(_AROUND) for side in ("target", "source") for text in _marks(finding, side)]
    word = of_side[0] if of_side else ""
    fits = 0 < len(word) <= LONGEST and _LETTER.search(word) is not None
    return word if fits and _excuse(finding, ALLOWED, (word,)) else ""


def added(text: str, words: Sequence[str], pyproject: bool = False) -> tuple[str, int]:
    """The text of a configuration file with more allowed words, and how many of them it did not have.

    Raises:
        ConfigError: `checks.allow_words` is not a list there.
    """
    file = PolicyFile(text, pyproject)
    there = file.find("checks", "allow_words")
    if there is not None and not isinstance(there, list):
        raise ConfigError("checks.allow_words is not a list", 'write allow_words = ["a word", "another word"]')
    new = [word for word in dict.fromkeys(words) if word not in (there or ())]
    if new:
        file.table("checks")["allow_words"] = [*(there or ()), *new]
    return file.text(), len(new)


_LETTER = late(r"[^\W\d_]")
_AROUND = " \u00a0\"'“”„«»‘’‚`()[]（）［］【】.,:;!?…。、，：；！？"
"""Marks around a word that are not part of it."""


_NOWHERE = ("", "")
_SPAN = late(r"`([^`\s]+)`")
"""A code span of a text whose format does not know inline codes."""
_CODE_WORD = late(r"-{0,2}([^\W\d_]{3,})")
"""A word of code, or an option: `root`, `--help`."""


def _code_words(report: Report) -> dict[tuple[str | None, str | None], tuple[str, ...]]:
    """The words that stand alone in code spans of the source, by system and document."""
    language = report.run.source_lang.split("-")[0].lower() if report.run.source_lang else ""
    known = lang.frequent(language)
    found: dict[tuple[str | None, str | None], set[str]] = defaultdict(set)
    for segment in report.segments:
        texts = _SPAN.findall(segment.source) if "`" in segment.source else []
        texts += [code.value for code in segment.codes if code.side == "source" and code.kind == "literal"]
        words = (match[1] for text in texts if (match := _CODE_WORD.fullmatch(text)))
        found[segment.system, segment.doc].update(word for word in words if word.lower() not in known)
    return {key: tuple(sorted(words)) for key, words in found.items() if words}


def _is_untranslated(finding: Finding) -> bool:
    """Whether a finding says that words were left untranslated; a whole text is not left for its code."""
    return finding.category in UNTRANSLATED and finding.severity is not Severity.CRITICAL


def _excuse_of_code(finding: Finding, words: tuple[str, ...]) -> str | None:
    return _excuse(finding, CODE, words) if words and _is_untranslated(finding) else None


def _excuse(finding: Finding, start: str, words: tuple[str, ...]) -> str | None:
    """Why a finding is accepted, if these words are its whole reason."""
    if not (words and is_about_words(finding)):
        return None
    sides = [_marks(finding, side) for side in ("target", "source")]
    for marks in [[*sides[0], *sides[1]]] if finding.check in CHECKS else sides:
        if marks and all(_is_allowed(text, words) for text in marks):
            return start + ", ".join(dict.fromkeys(text.strip(_AROUND) for text in marks))
    return None


def _marks(finding: Finding, side: str) -> list[str]:
    """The marked texts of a side."""
    pairs = zip(finding.spans, finding.marked, strict=True)
    return [text for span, text in pairs if span.side == side and text.strip()]


@functools.lru_cache(maxsize=10_000)
def _is_allowed(text: str, words: tuple[str, ...]) -> bool:
    """Whether a marked text is made of allowed words alone."""
    rest, number = _pattern(words).subn(" ", text)
    return number > 0 and not any(map(str.isalnum, rest))


@functools.lru_cache(maxsize=8)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the words, the longest first."""
    forms = {form for word in words for form in (word.strip(), word.strip()[:1].upper() + word.strip()[1:])}
    texts = sorted(filter(None, forms), key=lambda form: (-len(form), form))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, texts))})(?!\w)")


def _relaxed(findings: Sequence[Finding]) -> Iterator[str]:
    """What the report says of the findings that are accepted for their words."""
    for start, sentence in RELAXED.items():
        reasons = Counter(
            finding.suppressed.removeprefix(start)
            for finding in findings
            if finding.suppressed is not None and finding.suppressed.startswith(start)
        )
        if reasons:
            named = [f"“{word}”" + (f" ({n})" if n > 1 else "") for word, n in reasons.most_common(NAMED)]
            more = f" and {len(reasons) - NAMED} more" if len(reasons) > NAMED else ""
            yield f"{sentence}{count(reasons.total(), 'finding')}: {', '.join(named)}{more}"
