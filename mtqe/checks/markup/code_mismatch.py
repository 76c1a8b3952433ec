"""A path, file name, option or piece of code of the source is not in the translation, or was translated.

## What it does

Looks in the source for code in backticks, options (`--rebase`), paths (`C:\\tides\\old.txt`, `/etc/tides`) and names
of files with a usual ending, and for the same in the translation. One that is not there is marked in the source; where
another of its kind stands in its place, that is marked, too, which is major; a file that has another name and the same
ending and number, as examples do, is minor.

## Why it is bad

The reader types a command that does not work, or looks for a file that is not there.

## Known problems

Folders and files that bear another name in the other language are reported, and so is code that the translator told in
words. Code that only the translation has is nobody's loss.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe.checks.shared import addresses, kept_tokens
from mtqe.checks.shared.kept_tokens import Token
from mtqe.contracts import Context, Example, check
from mtqe.model import Hit, Segment, Severity
from mtqe.text import words

_ENDINGS = (
    "txt|pdf|docx?|xlsx?|pptx?|od[tsp]|csv|tsv|json|ya?ml|toml|ini|conf|cfg|xml|html?|css|ts|py|rb|rs|java|exe|dll|msi|dmg|zip|gz|"
    "tar|7z|png|jpe?g|gif|svg|mp[34]|log|sh|bat|ps1|md|sql|po|xliff?|tmx|tbx"
)
_CODE = re.compile(
    r"(?P<code>(?<![\w`])`(?![%{$][^\s`]*`)(?! [^`]* `)[^`'\n]{1,80}`(?![\w`]))"
    r"|(?P<option>(?<![^\s`(\[,/=|])--[a-z][a-z0-9]*(?:-[a-z0-9]+)*)"
    r"|(?P<path>(?<![A-Za-z])[A-Za-z]:\\[^\s\"'<>|,;)»”“]*[A-Za-z0-9_*]|(?<![\w./:<~}])~?/(?:[A-Za-z0-9_.+-]+/)+[A-Za-z0-9_.+-]*[A-Za-z0-9_])"
    rf"|(?P<inner_path>(?<![\w./\\:<~}}-])(?:[A-Za-z0-9_.-]+[/\\])+[A-Za-z0-9_-]+\.(?:{_ENDINGS})(?![\w/-]|\.\w))"
    rf"|(?P<file>(?<![\w./\\-])[A-Za-z0-9_-]*[A-Za-z0-9]\.(?:{_ENDINGS})(?![\w/-]|\.\w))"
)
_MAYBE = re.compile(rf"[`/\\]|--[a-z]|\.(?:{_ENDINGS})(?!\w)")
"""What a text with code has, to save looking."""
_ENDING = re.compile(rf"\.(?:{_ENDINGS})$", re.IGNORECASE)
_HOME = re.compile(r"/home/|[A-Za-z]:\\Users\\", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


@check(
    "MRK109",
    "code-mismatch",
    "design-and-markup/markup",
    Severity.MINOR,
    examples=[
        Example("Run `tide --low` on log.txt", "Führen Sie `tide --low` mit log.txt aus"),
        Example("See /usr/share/tides, 24/7 and and/or.", "Siehe /usr/share/tides, rund um die Uhr."),
        Example("Open C:\\tides\\low.", "打开C:\\tides\\low。", langs=("en", "zh")),
        Example("Open the file.", "Öffnen Sie tide.txt."),
        Example("The port (old)--the new one is dry--closed.", "Der alte Hafen schloss."),
        Example("Run `tide low`.", "Führen Sie `Ebbe niedrig` aus.", ("`tide low`", "`Ebbe niedrig`")),
        Example("Use --low here.", "Utilisez --basse ici.", ("--low", "--basse"), ("en", "fr")),
        Example("Edit /etc/tides.yaml and tide.txt", "Ändern Sie /etc/tides.yaml", ("tide.txt",)),
        Example("Edit /etc/app/tides.yaml", "Modifiez-le", ("/etc/app/tides.yaml",), ("en", "fr")),
    ],
)
def code_mismatch(segment: Segment, context: Context) -> Iterator[Hit]:
    """Look for the source's code in the translation."""
    if not _MAYBE.search(segment.source) or not segment.target.strip():
        return
    langs = (context.source_base, context.target_base)
    source = _read(segment.source, langs)
    if not source:
        return
    for fault in kept_tokens.compare(source, _read(segment.target, langs)):
        if fault.source and (fault.target or fault.source.text not in segment.target):
            severity = Severity.MAJOR if fault.target and not _is_renamed(fault.source, fault.target) else None
            yield from kept_tokens.hits([fault], fault.source.make, severity)


def _is_renamed(one: Token, other: Token) -> bool:
    """Whether a file got another name and kept its ending, or a user another name, as examples do."""
    if one.make not in ("file", "path"):
        return False
    endings = [_ENDING.search(token.text) for token in (one, other)]
    if endings[0] and endings[1]:
        digits = [re.findall(r"\d+", token.text) for token in (one, other)]
        return endings[0][0].lower() == endings[1][0].lower() and digits[0] == digits[1]
    return all(_HOME.match(token.text) for token in (one, other))


def _read(text: str, langs: tuple[str, str]) -> list[Token]:
    free = words.blanked(addresses.without(text), _TAG)
    return [
        Token(match[0], *match.span(), addresses.page(match[0], langs), (match.lastgroup or "").removeprefix("inner_"))
        for match in _CODE.finditer(free)
    ]
