"""`mtqe demo`: the main job on the article that comes with mtqe."""

from __future__ import annotations

from pathlib import Path

import click

from mtqe.cli import deliver
from mtqe.cli.progress import progress
from mtqe.cli.wrap import say
from mtqe.settings.config import Config


@click.command("demo", short_help="evaluate the demo article that comes with mtqe")
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("reports"),
    show_default=True,
    help="Folder for demo.html and demo.json.",
)
def command(folder: Path) -> int:
    """Evaluate an English article and its German machine translation, and show what a report looks like.

    Always exits with 0; the last line shows the exit code that `mtqe evaluate` would have returned.
    """
    from mtqe.cli.atomic_write import refuse_unwritable
    from mtqe.flow import pipeline
    from mtqe.formats.termbases.glossary import read

    for name in ("html", "json"):
        refuse_unwritable(folder / f"demo.{name}")
    place = demo_folder()
    config = Config(source_lang="en", target_lang="de")
    terms = read([place / "glossary.en-de.csv"], source_lang="en", target_lang="de")
    with progress() as callback:
        report = pipeline.evaluate(
            place / "article.en.txt", place / "mt.de.txt", [place / "reference.de.txt"], config, terms, callback
        )
    deliver.write(report, "console", Path("-"), terminal=deliver.Terminal(stored=folder / "demo.json"))
    for name in ("html", "json"):
        path = folder / f"demo.{name}"
        deliver.write(report, name, path)
        say(f"wrote {path}", err=True)
    code = deliver.exit_code(report)
    click.echo(f"mtqe evaluate would have ended with exit code {int(code)}.")
    return 0


def demo_folder() -> Path:
    """The folder of the demo article in the package or in a checkout; relative if below the current folder."""
    package = Path(__file__).parent.parent
    installed = package / "data" / "references" / "demo"
    folder = installed if installed.is_dir() else package.parent / "references" / "demo"
    return folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder
