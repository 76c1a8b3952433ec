"""Write the generated docs: checks, commands, languages, areas, report, API. With --check only compare, and fail."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from mtqe.registry.contracts import Check, Example

os.environ["MTQE_NO_PLUGINS"] = "1"

import api_page
import areas as area_tables
import click
import languages as language_page
import report_page
import report_schema

from mtqe.cli import brief, group
from mtqe.registry import check_table

DOCS = Path(__file__).parent
HEAD = "<!-- Written by docs/generate.py; change the source and run `make docs`. -->\n\n"


def checks_page() -> str:
    """The catalogue: a table of all checks, then the manual and examples of each."""
    lines = [HEAD + "# Checks\n", "In the examples, texts in ⟦…⟧ are inline codes.\n"]
    lines += ["| id | name | area | category | severity | status | fix |", "|---|---|---|---|---|---|---|"]
    table = check_table.checks()
    lines += [
        f"| [{item.id}](#{item.id.lower()}-{item.name}) | " + " | ".join(cells(item)) + " |" for item in table.values()
    ]
    for item in table.values():
        lines += [f"\n## {item.id} {item.name}\n", item.manual.replace("\n## ", "\n### "), "\n### Examples\n"]
        lines += [example_row(example) for example in item.examples]
    return "\n".join(lines) + "\n"


def cells(item: Check) -> tuple[str, ...]:
    """The columns of the table after the id."""
    return item.name, item.area or "", item.category, item.severity.value, item.status, "fix" if item.mends else ""


def example_row(example: Example) -> str:
    """One list item: the pair, and what is marked."""
    marks = ", ".join(f"`{text}`" for text in example.marks)
    terms = "".join(f"; glossary: {source} = {target} ({status})" for source, target, status in example.glossary)
    facts = "".join(f"; {name}: {value}" for meta in example.meta for name, value in meta.items())
    pair = f"{escape(example.source) or '(nothing)'} → {escape(example.target) or '(nothing)'}"
    return f"- {'-'.join(example.langs)}: {pair}{terms}{escape(facts)}\n  **{'marks ' + marks if marks else 'silent'}**"


def escape(text: str) -> str:
    """Text that Markdown shows as it is."""
    for char in "\\`*_[]<>#|":
        text = text.replace(char, "\\" + char)
    return " ".join(text.replace("\n", " / ").split())


def commands_page() -> str:
    """The `--help-all` of every command and subcommand."""
    lines = [HEAD + "# Commands\n"]
    for context in with_subcommands(context_of(group, "mtqe", None)):
        depth = "##" if context.parent is None or context.parent.parent is None else "###"
        lines += [f"{depth} {context.command_path}\n", "```text", brief.whole(context), "```\n"]
    return "\n".join(lines)


def with_subcommands(context: click.Context) -> Iterator[click.Context]:
    """The context of a command, then those of its subcommands, in their order."""
    yield context
    if isinstance(context.command, click.Group):
        for name in context.command.list_commands(context):
            command = context.command.get_command(context, name)
            assert command is not None
            yield from with_subcommands(context_of(command, name, context))


def context_of(command: click.Command, name: str, parent: click.Context | None) -> click.Context:
    """A context that prints help 100 columns wide."""
    return click.Context(command, info_name=name, parent=parent, terminal_width=100, max_content_width=100)


def languages_page() -> str:
    """What is known of each language, and which check runs in which pair."""
    return HEAD + language_page.page()


def measurements_page() -> str:
    """The handwritten page of measurements, with the tables by area renewed."""
    return area_tables.renewed((DOCS / "measurements.md").read_text(encoding="utf-8"))


PAGES = {
    "api.md": lambda: HEAD + api_page.page(),
    "checks.md": checks_page,
    "commands.md": commands_page,
    "languages.md": languages_page,
    "measurements.md": measurements_page,
    "report.md": lambda: HEAD + report_page.page(),
    "report.schema.json": report_schema.page,
    "agreement.schema.json": report_schema.agreement_page,
    "release.schema.json": report_schema.release_page,
}


def main() -> int:
    """Write or compare; returns the exit code."""
    stale = []
    for name, make in PAGES.items():
        path, text = DOCS / name, make()
        if "--check" in sys.argv:
            stale += [name] if not path.exists() or path.read_text(encoding="utf-8") != text else []
        else:
            path.write_text(text, encoding="utf-8")
    if stale:
        print(f"docs are stale: {', '.join(stale)}; run make docs", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
