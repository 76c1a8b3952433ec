"""`mtqe models`: the COMET models on this machine, and how to get one."""

from __future__ import annotations

from pathlib import Path

import click

from mtqe.errors import ConfigError


@click.group("models", short_help="list the COMET models on this machine, or fetch one")
def command() -> None:
    """COMET models on this machine.

    The learned metric is part of mtqe and needs none of them.
    """


@command.command("list")
@click.argument("places", type=click.Path(path_type=Path), metavar="[FOLDER]...", nargs=-1)
def list_(places: tuple[Path, ...]) -> None:
    """List the models in the cache of the hub and in the given folders: name, licence, size, hash, place."""
    from mtqe.metrics.comet import metric, model_files
    from mtqe.project.cache import Store

    rows = [(name, licence, Path(place)) for name, licence, place in metric.models() if place]
    for place in places:
        checkpoint = metric.locate(str(place))
        if checkpoint is None:
            raise ConfigError(f"{place}: holds no COMET model", "name the folder of one, or a .ckpt file")
        rows.append((str(place), model_files.terms(str(place), checkpoint), checkpoint))
    if not rows:
        click.echo("no COMET model is on this machine; get one with: mtqe models fetch NAME --to FOLDER", err=True)
    store = Store()
    cells = [
        (name, licence, f"{place.stat().st_size / 1e9:.2f} GB", model_files.digest(place, store)[:12], str(place))
        for name, licence, place in rows
    ]
    widths = [max((len(row[column]) for row in cells), default=0) for column in range(5)]
    for row in cells:
        click.echo("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip())


@command.command("fetch")
@click.argument("model", metavar="NAME")
@click.option(
    "--to",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Make this folder, to be copied anywhere, in place of filling the hub's cache.",
)
def fetch(model: str, to: Path | None) -> None:
    """Get a COMET model with its encoder's configuration and tokenizer; this alone uses the network.

    NAME is a model of the hub such as Unbabel/wmt22-comet-da, with @REVISION for one of its versions. A folder or
    .ckpt file gets what it lacks.
    """
    from mtqe.metrics.comet import download, metric, model_files

    terms = model_files.licence(model)
    if terms:
        click.echo(f"{model} is licensed {terms}: no commercial use", err=True)
    checkpoint = download.fetch(model, to)
    name = str(to) if to else model
    lack = metric.missing(name)
    if lack:
        raise ConfigError(lack)
    found = model_files.licence_note(name)
    if found and not terms:
        click.echo(found, err=True)
    digest = model_files.digest(checkpoint)
    click.echo(f"{checkpoint}  {checkpoint.stat().st_size / 1e9:.2f} GB  {digest[:12]}")
    click.echo(f"use it with: mtqe score -m comet --model {name} ...", err=True)
