"""`mtqe models`: list the COMET models on this machine, or fetch one."""

from __future__ import annotations

from pathlib import Path

import click

from mtqe.cli import options
from mtqe.cli.wrap import say
from mtqe.errors import ConfigError


@click.group("models", short_help="list the COMET models on this machine, or fetch one")
def command() -> None:
    """List or fetch COMET models.

    The learned metric is part of mtqe and needs no COMET model.
    """


@command.command("list")
@click.argument("places", type=options.FILE, metavar="[FOLDER]...", nargs=-1)
def list_(places: tuple[Path, ...]) -> None:
    """List the models in the hub cache and in the given folders: name, licence, size, hash, path."""
    from mtqe.machine.cache import Store
    from mtqe.metrics.comet import metric, model_files

    rows = [(name, licence, Path(place)) for name, licence, place in metric.models() if place]
    for place in places:
        checkpoint = metric.locate(str(place))
        if checkpoint is None:
            raise ConfigError(f"{place}: no COMET model found", "give the folder of a model, or a .ckpt file")
        rows.append((str(place), model_files.terms(str(place), checkpoint), checkpoint))
    if not rows:
        say("there is no COMET model on this machine; get one with: mtqe models fetch NAME --to FOLDER", err=True)
    store = Store()
    cells = [
        (name, licence, f"{place.stat().st_size / 1e9:.2f} GB", model_files.digest(place, store)[:12], str(place))
        for name, licence, place in rows
    ]
    widths = [max((len(row[column]) for row in cells), default=0) for column in range(5)]
    for row in cells:
        say("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip())


@command.command("fetch")
@click.argument("model", metavar="NAME")
@click.option(
    "--to",
    type=options.FILE,
    metavar="FOLDER",
    help="Create this folder, which can be copied anywhere, instead of using the hub cache.",
)
def fetch(model: str, to: Path | None) -> None:
    """Download a COMET model with its encoder's configuration and tokenizer. Only this command uses the network.

    NAME is a hub model such as Unbabel/wmt22-comet-da, optionally with @REVISION. For a folder or .ckpt file the
    missing files are downloaded.
    """
    from mtqe.metrics.comet import download, metric, model_files

    terms = model_files.licence(model)
    if terms:
        say(f"{model} is licensed {terms}: no commercial use", err=True)
    checkpoint = download.fetch(model, to)
    name = str(to) if to else model
    lack = metric.missing(name)
    if lack:
        raise ConfigError(lack)
    licence_note = model_files.licence_note(name)
    if licence_note and not terms:
        say(licence_note, err=True)
    digest = model_files.digest(checkpoint)
    say(f"{checkpoint}  {checkpoint.stat().st_size / 1e9:.2f} GB  {digest[:12]}")
    say(f"use it with: mtqe score -m comet --model {name} ...", err=True)
