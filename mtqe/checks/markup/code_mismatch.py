"""A path, file name, option or piece of code of the source is missing or was changed.

## What it does

Looks in the source for code in backticks or in tags for code, options (`--rebase`), functions (`rgb()`), paths
(`C:\\tides\\old.txt`, `/etc/tides`) and file names with a common extension. The translation must have the same. If it
lacks one, the source is marked: this is minor. If it has another of the same kind in its place, both are marked: this
is major.

In the roles of Sphinx (`:ref:`tides <low-tide>``) the text may be translated, and the target must stay: another one is
major. A term (`:term:`tide``) that is translated without its target is minor, because the glossary may be translated,
too. Roles for texts of the screen (`:guilabel:`) are not compared.

Code also has words that translators translate on purpose. These are not errors: words in angle brackets, or in `em`,
`i` or `var` inside code, which the reader replaces; names of keys (`Ctrl-D`, in German `Strg-D`); labels of several
words with a capital; parts such as `package_name` of a command or path; paths such as `/path/to/file`. Other words of
the source language that stand for something (`apt install package`) are minor, unless they are a command, an option, a
function, a folder of the system, a file name by itself or mistyped. A file with another name but the same extension and
number is minor in running text, because example files are often renamed.

A command with an option or a path that only the translation has is major, if it is marked as code and its words are not
in the source. Other code that only the translation has is not reported.

A name with an underscore (`low_tide`) is minor, and is marked only if another one is in its place. A size in CSS
(`width: 12em;`) must remain one, but its numbers may change.

## Why it is bad

The reader types a command that does not work, or looks for a file that does not exist.

## Known problems

- Folders and files that have another name in the target language are reported. So is code that the translator described
  in words.
- In a source language without lemma data, every changed word of code is major.
- A command that is a word of the language and is alone (`mount`) is minor if it is translated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mtqe.checks.markup import code_faults, roles, stand_ins
from mtqe.checks.shared import addresses, kept_tokens, program_texts
from mtqe.checks.shared.kept_tokens import Fault, Token
from mtqe.language import words
from mtqe.language.codes import SIDES
from mtqe.language.late_patterns import late
from mtqe.model import Hit, Segment, Severity, Side
from mtqe.registry.contracts import Context, Example, check

_ENDINGS = (
    "txt|pdf|docx?|xlsx?|pptx?|od[tsp]|csv|tsv|json|ya?ml|toml|ini|conf|cfg|xml|html?|css|ts|py|rb|rs|java|exe|dll|msi|dmg|zip|gz|"
    "tar|7z|png|jpe?g|gif|svg|mp[34]|log|sh|bat|ps1|md|sql|po|xliff?|tmx|tbx"
)
_CODE = late(
    r"(?P<code>(?<![\w`])`(?![%{$][^\s`]*`)(?! [^`]* `)[^`'\n]{1,80}`(?![\w`]))"
    r"|(?P<option>(?<![^\s`(\[,/=|])--[a-z][a-z0-9]*(?:-[a-z0-9]+)*(?!-|\w))"
    r"|(?P<path>(?<![A-Za-z])[A-Za-z]:\\[^\s\"'<>|,;)»”“]*[A-Za-z0-9_*]|(?<![\w./:<~}])~?/(?:[A-Za-z0-9_.+-]+/)+[A-Za-z0-9_.+-]*[A-Za-z0-9_])"
    rf"|(?P<inner_path>(?<![\w./\\:<~}}-])(?:[A-Za-z0-9_.-]+[/\\])+[A-Za-z0-9_-]+\.(?:{_ENDINGS})(?![\w/-]|\.\w))"
    r"|(?P<identifier>(?<![\w.@:/\\$%{<#&-])[A-Za-z]{2,}(?:_[A-Za-z0-9]{2,})+(?![\w(}%$/.=#-]))"
    r"|(?P<function>(?<![\w.@:/\\$%{])[A-Za-z_][\w.]*\(\)(?![\w(]))"
    rf"|(?P<file>(?<![\w./\\-])[A-Za-z0-9_-]*[A-Za-z0-9]\.(?:{_ENDINGS})(?![\w/-]|\.\w))"
)
_MAY_BE_CODE = late(rf"[`/\\]|--[a-z]|\w\(\)|[A-Za-z]_[A-Za-z]|\.(?:{_ENDINGS})(?!\w)")
"""Every text with code matches this; it is faster than `_CODE`."""
_ENDING = late(rf"\.(?:{_ENDINGS})$", re.IGNORECASE)
_SHELL = late(r"(?<!\S)-{1,2}\w|(?<!\S)[~.]{0,2}/\w|[|;&>]|\$\(|^sudo\s")
"""What a command has beside words: an option, a path or a sign of the shell."""
_HOME_FOLDER = late(r"/home/|[A-Za-z]:\\Users\\", re.IGNORECASE)
_TAG = late(r"<[^<>]*>")
_SPACES = late(r" {2,}")
"""What is left of a tag inside code."""


@check(
    "MRK109",
    "code-mismatch",
    "design-and-markup/markup",
    Severity.MINOR,
    area="markup",
    examples=[
        Example("Run `tide --low` on log.txt", "Führen Sie `tide --low` mit log.txt aus"),
        Example("See /usr/share/tides, 24/7 and and/or.", "Siehe /usr/share/tides, rund um die Uhr."),
        Example("Open C:\\tides\\low.", "打开C:\\tides\\low。", langs=("en", "zh")),
        Example("Open the file.", "Öffnen Sie tide.txt."),
        Example("Tides from low() to high()", "Gezeiten von low() bis high()"),
        Example("Tides from low()", "Gezeiten von lwo()", ("low()", "lwo()")),
        Example("The value of LOW_TIDE", "Der Wert der Ebbe"),
        Example("The key 'low_tide'", "Der Schlüssel 'niedrig_tide'", ("low_tide", "niedrig_tide")),
        Example("width: 12em;", "width: 20em;"),
        Example("width: 12em;", "Breite: 12em;", ("Breite: 12em;",)),
        Example("--low--", "--basse--", langs=("en", "fr")),
        Example("The rule `is dry`", "La règle `est sec`", ("`is dry`", "`est sec`"), ("en", "fr")),
        Example("Stop it with `Ctrl-D` or `kill <number>`.", "Mit `Strg-D` oder `kill <Nummer>` beenden."),
        Example("Run `dpkg -i package_name`.", "Lancez `dpkg -i nom_du_paquet`.", langs=("en", "fr")),
        Example(
            "Run `apt install package`.",
            "`apt install paket` ausführen.",
            ("`apt install package`", "`apt install paket`"),
        ),
        Example("The port (old)--the new one is dry--closed.", "Der alte Hafen schloss."),
        Example("Run ⟦`tide --low`⟧ on ⟦`log.txt`⟧.", "Mit ⟦`log.txt`⟧ `tide --low` ausführen.", codes=True),
        Example(
            ":ref:`low tide <tide-low>`",
            ":ref:`marée <tide-high>`",
            (":ref:`low tide <tide-low>`", ":ref:`marée <tide-high>`"),
            ("en", "fr"),
        ),
        Example("See the :term:`tide`.", "Siehe :term:`Gezeiten <tide>`."),
        Example("Run `tide low`.", "Führen Sie `Ebbe niedrig` aus.", ("`tide low`", "`Ebbe niedrig`")),
        Example("Use --low here.", "Utilisez --basse ici.", ("--low", "--basse"), ("en", "fr")),
        Example("Edit /etc/tides.yaml and tide.txt", "Ändern Sie /etc/tides.yaml", ("tide.txt",)),
        Example("Edit /etc/app/tides.yaml", "Modifiez-le", ("/etc/app/tides.yaml",), ("en", "fr")),
        Example("Run ⟦`tide low`⟧.", "⟦`Ebbe niedrig`⟧ ausführen.", ("`tide low`", "`Ebbe niedrig`"), codes=True),
        Example("Run ⟦`tide --low`⟧ twice.", "À lancer deux fois.", ("`tide --low`",), ("en", "fr"), codes=True),
        Example("Wait.", "Warten Sie. `tide --drain`", ("`tide --drain`",)),
        Example("Wait for tide --drain.", "Warten Sie auf `tide --drain`."),
    ],
)
def code_mismatch(segment: Segment, context: Context) -> Iterator[Hit]:
    """Compare the code of both sides."""
    if sizes := program_texts.css_sizes(segment.source):
        if segment.target.strip() and sizes != program_texts.css_sizes(segment.target):
            yield Hit("the size in CSS has become another text", words.whole_span("target", segment.target))
        return
    literal = any(code.kind == "literal" for code in segment.codes)
    has_code = literal or _MAY_BE_CODE.search(segment.source) or "`" in segment.target
    if not has_code or not code_faults.is_judged(segment):
        return
    langs = (context.source_base, context.target_base)
    source, target = (_code_of(segment, side, langs, literal) for side in SIDES)
    for fault in kept_tokens.compare(source, target):
        if fault.source is None and fault.target and _is_new_command(fault.target, segment, source):
            yield from kept_tokens.hits([fault], "command", Severity.MAJOR)
        if fault.source and fault.source.make == "identifier" and not fault.target:
            continue
        if fault.source and (fault.target or fault.source.text not in segment.target):
            severity = _severity_of_code(fault, langs)
            if severity:
                kind = "reference" if roles.is_role(fault.source) else fault.source.make
                yield from kept_tokens.hits([fault], kind, severity)


def _is_new_command(token: Token, segment: Segment, source: Sequence[Token]) -> bool:
    """Whether a token is a command marked as code that has a word which the source lacks."""
    command = token.text.strip("`")
    if not (token.code is not None or token.text.startswith("`")) or not _SHELL.search(command):
        return False
    parts = command.split()
    text = " ".join([segment.source, *(known.text for known in source)])
    return len(parts) > 1 and any(part not in text for part in parts)


def _severity_of_code(fault: Fault, langs: tuple[str, str]) -> Severity | None:
    """The severity of a changed piece of code; `None` for no error."""
    source, target = fault
    if source is None or target is None or source.make == "identifier" or _is_renamed(source, target):
        return Severity.MINOR
    if roles.is_role(source):
        return roles.severity(source, target)
    if source.make in ("function", "option", "protected text"):
        return Severity.MAJOR
    change = stand_ins.change(source.text.strip("`"), target.text.strip("`"), langs)
    return {"none": None, "minor": Severity.MINOR, "major": Severity.MAJOR}[change]


def _is_renamed(source: Token, target: Token) -> bool:
    """Whether a file has another name but the same extension, or a user's folder another name, as examples do."""
    if source.make not in ("file", "path"):
        return False
    source_ending, target_ending = _ENDING.search(source.text), _ENDING.search(target.text)
    if source_ending and target_ending:
        same_digits = re.findall(r"\d+", source.text) == re.findall(r"\d+", target.text)
        return source_ending[0].lower() == target_ending[0].lower() and same_digits
    return all(_HOME_FOLDER.match(token.text) for token in (source, target))


def _code_of(segment: Segment, side: Side, langs: tuple[str, str], literal: bool) -> list[Token]:
    """The code of one side: its inline codes that are code, if there are any, then that in its text."""
    text = segment.text(side)
    references, tokens = roles.tokens(text), _code_tokens(roles.without(text), langs)
    if literal:
        tokens = [
            token._replace(key=addresses.page(stand_ins.without_replaced(token.text.strip("`")), langs))
            for token in (*code_faults.literals(segment, side), *tokens)
        ]
    return [*references, *tokens]


def _code_tokens(text: str, langs: tuple[str, str]) -> list[Token]:
    visible = words.blanked(addresses.without(text), _TAG)
    return [
        Token(
            match[0],
            *match.span(),
            _SPACES.sub(" ", addresses.page(match[0], langs)),
            (match.lastgroup or "").removeprefix("inner_"),
        )
        for match in _CODE.finditer(visible)
    ]
