"""Writes findings into PO files as comments of translators, and removes them again.

A comment is a line `# mtqe: ...` before the other comments of its message. Removing these lines leaves every byte as it
was.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from mtqe.formats.programs import po_syntax
from mtqe.language.late_patterns import late
from mtqe.mending.files.annotated_places import Issue, Offsets
from mtqe.model import Finding

_COMMENT = late(r"^# mtqe: [^\n]*\n", re.MULTILINE)

_PLAIN = {"→": "->", "…": "...", "“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-"}
"""What stands for the marks of messages in encodings without them."""


def bare(content: str) -> str:
    """The content without the comments that `annotated` wrote."""
    return _COMMENT.sub("", content)


def annotated(content: str, path: Path, issues: Sequence[Issue], encoding: str = "utf-8") -> tuple[str, list[Issue]]:
    """The content with comments in place of those that it has, and the issues whose message was not found.

    Args:
        content: The content of the file, as it was evaluated.
        path: The file, for messages.
        issues: Segments with their findings.
        encoding: The encoding of the file; what it lacks is written as `<U+2192>`, or plainly if that is possible.

    Raises:
        InputError: The content is not PO.
    """
    offsets, evaluated = Offsets(content), list(po_syntax.places(content, path))
    content = bare(content)
    messages = list(po_syntax.places(content, path))
    end = "\r\n" if "\r\n" in content else "\n"
    added: dict[int, list[str]] = {}
    lost: list[Issue] = []
    for segment, findings in issues:
        number = offsets.find(segment, evaluated)
        if number is None:
            lost.append((segment, findings))
        else:
            form = f"{segment.unit.form}: " if segment.unit.form else ""
            added.setdefault(messages[number][0], []).extend(
                f"# mtqe: {_held(form + _line(item), encoding)}{end}" for item in findings
            )
    done, parts = 0, []
    for at in sorted(added):
        parts += [content[done:at], *added[at]]
        done = at
    return "".join(parts) + content[done:], lost


def _line(finding: Finding) -> str:
    marked = f" [{' … '.join(finding.marked)}]" if any(finding.marked) else ""
    suggestion = f" → {finding.suggestion}" if finding.suggestion else ""
    return f"{finding.severity.value} {finding.check} {finding.name}: {finding.message}{suggestion}{marked}"


def _held(text: str, encoding: str) -> str:
    """The text on one line with the characters that an encoding has."""
    return "".join(
        char if char.isprintable() and _has(encoding, char) else _PLAIN.get(char, f"<U+{ord(char):04X}>")
        for char in text
    )


def _has(encoding: str, char: str) -> bool:
    try:
        return bool(char.encode(encoding))
    except UnicodeEncodeError:
        return False
