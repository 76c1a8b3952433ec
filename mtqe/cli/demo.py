"""`mtqe demo`: the main job on the article that comes with mtqe."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import click

from mtqe.cli import deliver, options
from mtqe.cli.progress import progress
from mtqe.cli.wrap import say
from mtqe.errors import InputError
from mtqe.settings.config import Config

USUAL = "de"
"""The language of the demo without options."""
ARTICLE = "science"
"""Unit: name of an article. Use: the article of `references/articles` that other languages than German show."""
PLANTED = ("number changed", "negation lost", "opposite direction", "sentence omitted", "name changed")
"""Unit: kinds of planted errors. Use: the errors that the demo's translation has, each in a paragraph of its own."""


@dataclass(frozen=True)
class Demo:
    """The files of a demo; `terms` is a glossary."""

    source: Path
    target: Path
    reference: Path
    terms: Path | None = None


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
@click.option(
    "--target-lang",
    "lang",
    metavar="TAG",
    multiple=True,
    callback=options.single,
    default=(USUAL,),
    show_default=True,
    help="Language of the translation. Except for de, the article has planted errors; its texts go to the folder.",
)
def command(folder: Path, lang: str) -> int:
    """Evaluate an English article and its translation, and show what a report looks like.

    Always exits with 0; the last line shows the exit code that `mtqe evaluate` would have returned.
    """
    from mtqe.cli.atomic_write import refuse_unwritable
    from mtqe.flow import pipeline
    from mtqe.formats.termbases.glossary import read

    for name in ("html", "json"):
        refuse_unwritable(folder / f"demo.{name}")
    demo = with_glossary(lang) if with_glossary_file(lang).is_file() else planted(lang, folder)
    config = Config(source_lang="en", target_lang=lang)
    terms = read([demo.terms], source_lang="en", target_lang=lang) if demo.terms else None
    with progress() as callback:
        report = pipeline.evaluate(demo.source, demo.target, [demo.reference], config, terms, callback)
    deliver.write(report, "console", Path("-"), terminal=deliver.Terminal(stored=folder / "demo.json"))
    for name in ("html", "json"):
        path = folder / f"demo.{name}"
        deliver.write(report, name, path)
        say(f"wrote {path}", err=True)
    code = deliver.exit_code(report)
    click.echo(f"mtqe evaluate would have ended with exit code {int(code)}.")
    return 0


def with_glossary_file(lang: str) -> Path:
    """The glossary of the demo in a language; only the machine translation of the first demo has one."""
    return references("demo") / f"glossary.en-{lang}.csv"


def with_glossary(lang: str) -> Demo:
    """The first demo: a machine translation with a glossary."""
    place = references("demo")
    translation, reference = place / f"mt.{lang}.txt", place / f"reference.{lang}.txt"
    return Demo(place / "article.en.txt", translation, reference, with_glossary_file(lang))


def planted(lang: str, folder: Path) -> Demo:
    """A good translation of a news article, with planted errors; the texts are written to the folder.

    Raises:
        InputError: There is no article in this language.
    """
    from mtqe.cli.atomic_write import write_files

    place = references("articles")
    rows = [json.loads(line) for line in (place / "articles.jsonl").read_text(encoding="utf-8").splitlines()]
    texts = {row["lang"]: [row["headline"], *row["paragraphs"]] for row in rows if row["article"] == ARTICLE}
    source = texts.pop("en")
    if lang not in texts:
        known = ", ".join(sorted(texts))
        raise InputError(f"--target-lang {lang}: there is no demo article in this language", f"use one of {known}")
    edits = [json.loads(line) for line in (place / "edits.jsonl").read_text(encoding="utf-8").splitlines()]
    wrong = list(texts[lang])
    for kind in PLANTED:
        for edit in edits:
            if (edit["article"], edit["lang"], edit["kind"]) == (ARTICLE, lang, kind):
                where = next(n for n, paragraph in enumerate(texts[lang]) if edit["find"] in paragraph)
                if wrong[where] == texts[lang][where]:
                    wrong[where] = wrong[where].replace(edit["find"], edit["replace"])
    demo = Demo(*(folder / f"demo.{name}.txt" for name in ("en", f"{lang}.mt", f"{lang}.reference")))
    written = {demo.source: source, demo.target: wrong, demo.reference: texts[lang]}
    write_files({path: ("\n\n".join(paragraphs) + "\n").encode() for path, paragraphs in written.items()})
    return demo


def references(name: str) -> Path:
    """A folder of `references` in the package or in a checkout; relative if below the current folder."""
    package = Path(__file__).parent.parent
    installed = package / "data" / "references" / name
    folder = installed if installed.is_dir() else package.parent / "references" / name
    return folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder
