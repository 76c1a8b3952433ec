"""`mtqe explain`: the manual of a check."""

from __future__ import annotations

from pathlib import Path

import click

from mtqe.cli import options
from mtqe.cli.wrap import columns, fold, say
from mtqe.registry import check_table
from mtqe.registry.suggest import lookup


@click.command("explain", short_help="print the manual of a check")
@click.argument("word", metavar="ID")
@click.option("--config", "config_file", type=options.FILE, help="Read the rules of this file instead of mtqe.toml.")
def command(word: str, config_file: Path | None) -> None:
    """Print what a check does, why it matters, its known problems and its examples. ID is an id or a name.

    \b
    mtqe explain ACC101
    mtqe explain bracketed-residue

    A rule of your team is found if it is in the configuration.
    """
    table = check_table.checks_of(options.load_config(config_file, {}, rules=True))
    by_word = {key.lower(): check for check in table.values() for key in (check.id, check.name)}
    check = by_word[lookup(word.lower(), by_word, "check", word)]
    click.echo(click.style(f"{check.id} {check.name}", bold=True))
    needs = f", needs {', '.join(check.needs)}" if check.needs else ""
    area = f"area {check.area}, " if check.area else ""
    say(f"{area}{check.category}, {check.severity}, {check.status}, {check.scope} scope{needs}", 2)
    click.echo(f"\n{_flowed(check.manual)}\n\n## Examples\n")
    if any(example.codes for example in check.examples):
        click.echo("Texts in ⟦…⟧ are inline codes.\n")
    for example in check.examples:
        marked = ", ".join(f"«{text}»" for text in example.marks)
        source, target = (text.replace("\n", " / ") or "(nothing)" for text in (example.source, example.target))
        say(f"{'-'.join(example.langs)}  {source}", 7)
        say(f"    →  {target}", 3)
        for source, target, status in example.glossary:
            say(f"       glossary: {source} = {target} ({status})", 2)
        for facts in example.meta:
            say(f"       {'; '.join(f'{name}: {value}' for name, value in facts.items())}", 2)
        say(f"       {'marks ' + marked if marked else 'silent'}", 2)
        click.echo()


def _flowed(manual: str) -> str:
    """The manual; on a terminal its paragraphs and list items are re-wrapped."""
    if columns() is None:
        return manual
    blocks: list[str] = []
    fresh = True
    for line in manual.splitlines():
        if fresh or not line.strip() or line.startswith(("#", "- ", "|", "    ")):
            blocks.append(line)
        else:
            blocks[-1] += f" {line.strip()}"
        fresh = not line.strip() or line.startswith("#")
    return "\n".join(fold(block, 2 if block.startswith("- ") else 0) for block in blocks)
