"""`mtqe explain`: the manual of a check."""

from __future__ import annotations

import click

from mtqe import registry


@click.command("explain", short_help="print the manual of a check")
@click.argument("word", metavar="ID")
def command(word: str) -> None:
    """Print what a check does, why it matters, what it cannot see, and its examples. ID is an id or a name."""
    table = registry.checks()
    by_word = {key.lower(): check for check in table.values() for key in (check.id, check.name)}
    check = by_word[registry.lookup(word.lower(), by_word, "check")]
    click.echo(click.style(f"{check.id} {check.name}", bold=True))
    click.echo(f"{check.category}, {check.severity}, {check.status}, {check.scope} scope", nl=False)
    click.echo(f", needs {', '.join(check.needs)}" if check.needs else "")
    click.echo(f"\n{check.manual}\n\n## Examples\n")
    for example in check.examples:
        marked = ", ".join(f"«{text}»" for text in example.marks)
        source, target = (text.replace("\n", " / ") or "(nothing)" for text in (example.source, example.target))
        click.echo(f"{'-'.join(example.langs)}  {source}\n    →  {target}")
        for source, target, status in example.glossary:
            click.echo(f"       glossary: {source} = {target} ({status})")
        click.echo(f"       {'marks ' + marked if marked else 'silent'}\n")
