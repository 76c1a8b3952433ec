"""The wording of README, guides, help, manuals and messages: a small linter with a table of rules.

Each rule has a wording that reads like a translation, what to write in its place, and an example of both.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click
import pytest

from mtqe.cli import group
from mtqe.registry import check_table

ROOT = Path(__file__).parent.parent
APART = {"changes-0.1.0.md", "checks.md"}
"""Pages that are not read here: one that stays as it was published, and that of the manuals with examples of errors."""
HIDDEN = re.compile(r"^(```+|~~~+).*?^\1|(?<!`)(`+)(?!`).*?(?<!`)\2(?!`)|\]\([^)]*\)", re.MULTILINE | re.DOTALL)
"""What is not prose in Markdown: blocks of code, code in a line, targets of links."""

SCRIPT_TEXT = re.compile(r"\"[^\"]*\"|`[^`]*`")
"""A text in a line of JavaScript."""


class Rule(NamedTuple):
    """A wording to avoid.

    Attributes:
        pattern: Finds it, in capitals or not, in a text with single spaces.
        wrong: A sentence that it finds.
        right: The same as a native writer would say it.
    """

    pattern: str
    wrong: str
    right: str


RULES = (
    Rule(
        r"(?<!there )\b(is|are|was|were) (no|none)\b(?! (of|longer|more|less|better|worse|later|need)\b)",
        "5 is no score.",
        "5 is not a valid score.",
    ),
    Rule(r"\bof no\b", "It is of no use.", "It does not help."),
    Rule(
        r"\b(says?|said|tells?) nothing\b",
        "A pass says nothing of a translation that stayed as it was.",
        "A pass does not clear staleness if only the source changed.",
    ),
    Rule(r"\bnothing is said\b", "Nothing is said of checks.", "No figures for checks are reported."),
    Rule(r"\bnone (that|of which)\b", "It takes none that is empty.", "It takes only those with text."),
    Rule(r"\bgoes no further\b", "It goes no further.", "It stops there."),
    Rule(
        r"\b(names?|looks? at|asks?|wants?|knows?|judges|loads?|reads?|states?|covers?|asked) no\b",
        "It looks at no dates.",
        "It ignores file dates.",
    ),
    Rule(
        r"\bwants? [^.]*\bto have been\b",
        "It wants the errors to have been looked for.",
        "It requires that they were checked.",
    ),
    Rule(r"\bonly tells\b", "By default the command only tells.", "By default it only reports."),
    Rule(r"\bends with [0-3]\b", "It ends with 0.", "It exits with 0."),
    Rule(
        r"\b(stays?|turns?|keeps?) green\b",
        "An edit of English alone stays green.",
        "Changing only the source does not fail CI.",
    ),
    Rule(r"\btwo runs at once\b", "Two runs at once write one after the other.", "Concurrent runs take turns."),
    Rule(r"\bgo(es)? on with (it|the)\b", "The same command goes on with it.", "The same command resumes it."),
    Rule(r"\bstands? beside (it|them|a translation)\b", "Its source stands beside it.", "Its source is beside it."),
    Rule(r"\bfitted together\b", "They fitted together.", "They matched."),
    Rule(r"\b(greatest|least) (number|share|size)\b", "The greatest number of rows.", "The maximum number of rows."),
    Rule(r"\bevery other (?!day|week)", "Every other byte stays.", "All other bytes stay."),
    Rule(r"\banew\b", "The scores are made anew.", "The scores are computed again."),
    Rule(r"\bwhoever\b", "Whoever records it vouches for it.", "The person who records it vouches for it."),
    Rule(r"\bsurely\b", "It is surely right.", "It is certainly right."),
    Rule(r"\bnobody (knows|ever)\b", "Nobody knows whether it changed.", "It may have changed."),
    Rule(r"\bno model is asked\b", "No model is asked.", "No model is used."),
    Rule(r"\bbut for\b", "Each passes, but for those that may fail.", "All pass, except those that may fail."),
    Rule(r"\band likewise\b", "Give it alone, and likewise a table.", "Give it alone. The same applies to a table."),
    Rule(r"\bmend(s|ed|ing)?\b", "It mends the findings.", "It corrects the findings."),
    Rule(r"\b(correction|meaning|gloss) is sure\b", "Its correction is sure.", "It has one certain correction."),
    Rule(r"\bsure (correction|meaning|gloss|words?)\b", "It has a sure meaning.", "It has one certain meaning."),
    Rule(
        r"(?<!as it )\bstands? (in|inside|at|near|beside|next|below|under|behind|where|alone|anywhere|as it)\b",
        "Its source stands in the file.",
        "Its source is in the file.",
    ),
    Rule(r"\bas (it|they) stands?(,|\.|$)", "It is quoted as it stands.", "It is quoted unchanged."),
    Rule(r"[,;:] else\b(?! (if|is|has)\b)", "The given language, else English.", "The given one, otherwise English."),
    Rule(r"\bor else by\b", "By its id, or else by its texts.", "By its id, otherwise by its texts."),
    Rule(r"(?<=\w )some \d", "It takes some 40 seconds.", "It takes about 40 seconds."),
    Rule(r"\bcounts? nowhere\b", "A tie counts nowhere.", "A tie does not count."),
    Rule(
        r"\b(white space|spaces|case|capitals) aside\b", "White space aside, they agree.", "They differ in spaces only."
    ),
    Rule(
        r"\bonly if [^.,;]* (has|have|is|are|does|do) (it|they)\b",
        "Only if all are rated has it no width.",
        "It has no width only if all are rated.",
    ),
    Rule(
        r"\b(all|each|every|nothing|none|no \w+)( \w+)? but (the|a|an|its|neutral|X)\b",
        "Each key but X is optional.",
        "Every key except `lang` is optional.",
    ),
    Rule(
        r"\b(is|are) known by (its|their|name|what)\b",
        "A segment is known by its id.",
        "A segment is identified by its id.",
    ),
    Rule(
        r"\bneeds? no (\w+, )+no\b|\bneeds? no \w+ and no\b",
        "It needs no GPU and no key.",
        "It needs neither GPU nor key.",
    ),
    Rule(
        r"\bbroken off goes on\b|\bgoes on where\b",
        "A run goes on where it stopped.",
        "A run resumes where it stopped.",
    ),
    Rule(r"\bwritten over\b", "It is never written over.", "It is never overwritten."),
    Rule(r"\b(is|are) (rightly )?told(,|\.|$)| % are told\b", "98 % are told.", "98 % are identified."),
    Rule(r"\bno (judge?ment|measure) of\b", "A difference, no judgement of one.", "It does not judge one by itself."),
    Rule(r"\bto say it yourself\b", "To say it yourself, write them down.", "To set it yourself, write them down."),
)


def faults(text: str) -> Iterator[str]:
    """The wordings of a text that a rule finds, with what to write."""
    line = " ".join(text.split())
    for rule in RULES:
        for match in re.finditer(rule.pattern, line, re.IGNORECASE):
            around = line[max(0, match.start() - 40) : match.end() + 30]
            yield f"…{around}…: write, for instance: {rule.right}"


def prose(markdown: str) -> str:
    """The text of a page without code and without targets of links."""
    return HIDDEN.sub(" X ", markdown)


def pages() -> list[Path]:
    """The pages at the root and in docs/, and the model card."""
    own = [ROOT / f"{name}.md" for name in ("README", "CONTRIBUTING", "RELEASING", "SECURITY")]
    docs = [path for path in sorted((ROOT / "docs").glob("*.md")) if path.name not in APART]
    return [*own, *docs, ROOT / "mtqe" / "data" / "encoder" / "MODEL_CARD.md"]


def help_texts(command: click.Command, name: str) -> Iterator[tuple[str, str]]:
    """The help of a command, its options and its subcommands, each with a name."""
    yield name, f"{command.help or ''}\n{command.short_help or ''}"
    for option in command.params:
        if isinstance(option, click.Option):
            yield f"{name} {option.opts[0]}", option.help or ""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for below in command.list_commands(context):
            found = command.get_command(context, below)
            assert found is not None
            yield from help_texts(found, f"{name} {below}")


def messages(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The texts in a module that are no docstrings and no examples of a check, each with its line."""
    apart: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Example":
            apart |= {id(part) for part in ast.walk(node)}
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            apart.add(id(node.value))
        elif isinstance(node, ast.JoinedStr):
            apart |= {id(part) for part in node.values}
    for node in ast.walk(tree):
        if id(node) in apart:
            continue
        if isinstance(node, ast.JoinedStr):
            parts = (part.value if isinstance(part, ast.Constant) else "{x}" for part in node.values)
            yield node.lineno, "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def texts_of_script(script: str) -> Iterator[tuple[int, str]]:
    """The texts of several words in a script of a page, each with its line; values in them are left out."""
    for number, line in enumerate(script.splitlines(), 1):
        if not line.lstrip().startswith("//"):
            texts = (re.sub(r"\$\{[^}]*\}", "X", match[0]) for match in SCRIPT_TEXT.finditer(line))
            yield from ((number, text) for text in texts if " " in text)


def page_texts() -> Iterator[tuple[Path, int, str]]:
    """The texts of scripts and templates of pages, and of the data that views show."""
    for path in sorted((ROOT / "mtqe").rglob("page/*.js")):
        yield from ((path, line, text) for line, text in texts_of_script(path.read_text(encoding="utf-8")))
    shown = [ROOT / "mtqe" / "data" / name for name in ("mqm.toml", "triage.toml")]
    for path in [*sorted((ROOT / "mtqe").rglob("page/*.j2")), *shown]:
        for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            yield path, number, text


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.wrong)
def test_a_rule_tells_wrong_from_right(rule: Rule) -> None:
    assert re.search(rule.pattern, rule.wrong, re.IGNORECASE)
    assert not list(faults(rule.right))


@pytest.mark.parametrize("page", pages(), ids=lambda path: path.name)
def test_pages(page: Path) -> None:
    assert not list(faults(prose(page.read_text(encoding="utf-8"))))


def test_help() -> None:
    found = [f"{name}: {fault}" for name, text in help_texts(group, "mtqe") for fault in faults(text)]
    assert not found, "\n".join(found)


def test_manuals() -> None:
    found = [
        f"{check.name}: {fault}" for check in check_table.checks().values() for fault in faults(prose(check.manual))
    ]
    assert not found, "\n".join(found)


def test_messages() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {fault}"
        for path in sorted((ROOT / "mtqe").rglob("*.py"))
        for line, text in messages(ast.parse(path.read_text(encoding="utf-8")))
        for fault in faults(text)
    ]
    assert not found, "\n".join(found)


def test_pages_in_the_browser() -> None:
    found = [f"{path.relative_to(ROOT)}:{line}: {fault}" for path, line, text in page_texts() for fault in faults(text)]
    assert not found, "\n".join(found)


def test_what_counts_as_a_text_of_a_script() -> None:
    script = 'say(`No ${word.trim()} is here`, "ok");\n// "not this text"\nif (a) b("c"); else d("It is none.");'
    assert list(texts_of_script(script)) == [(1, "`No X is here`"), (3, '"It is none."')]


def test_what_counts_as_a_message() -> None:
    code = '"""A docstring."""\nExample("5 is no score.")\nraise E(f"{x} is no score", "a hint")\n'
    assert list(messages(ast.parse(code))) == [(3, "{x} is no score"), (3, "a hint")]
    assert len(list(faults("5 is no\nscore, there is no text, and it is no longer there"))) == 1
    assert prose("a `is no` b [c](is no)\n```\nis no\n```\n").split() == ["a", "X", "b", "[c", "X", "X"]
