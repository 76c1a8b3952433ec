"""`mtqe align`: align two documents into beads."""

from __future__ import annotations

from pathlib import Path

import click

from mtqe.cli import deliver, options
from mtqe.cli.progress import progress
from mtqe.cli.wrap import say

FORMS = ("jsonl", "tsv", "tmx")


@click.command("align", short_help="align two documents and write the beads")
@click.argument("source", type=options.FILE)
@click.argument("target", type=options.FILE)
@click.option("--pre-split", is_flag=True, help="Treat every line as one sentence; no line is dropped.")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(FORMS),
    help="Output format.  [default: by the ending of the output file, otherwise jsonl]",
)
@click.option("-o", "--output", type=options.FILE, help="Write to this file instead of stdout.")
@click.option("-q", "--quiet", is_flag=True, help="Show no progress.")
@options.aligner_option
@options.language_options
@options.device_option
@options.config_options
def command(
    source: Path,
    target: Path,
    pre_split: bool,
    form: str | None,
    output: Path | None,
    quiet: bool,
    config_file: Path | None,
    show_config: bool,
    source_lang: str | None,
    target_lang: str | None,
    aligner: str | None,
    device: str | None,
) -> None:
    """Align SOURCE and TARGET by sentence. Every sentence of both is in exactly one bead, in order.

    \b
    mtqe align article.en.txt article.de.txt -o beads.tmx
    mtqe align sentences.en.txt sentences.de.txt --pre-split > beads.jsonl
    """
    keys = {"source_lang": source_lang, "target_lang": target_lang, "align.aligner": aligner, "device": device}
    config = options.load_config(config_file, keys, show_config)
    config = options.with_languages(config, source, target)
    from mtqe.cli.atomic_write import refuse_unwritable
    from mtqe.flow.results import placed
    from mtqe.formats.exchange.beads import write_beads
    from mtqe.intake import inputs, reading
    from mtqe.registry.contracts import Context

    if output is not None and str(output) != "-":
        refuse_unwritable(output)
    ending = output.suffix.lower().lstrip(".") if output else ""
    form = form or (ending if ending in FORMS else FORMS[0])
    with progress(quiet) as callback:
        alignment, note = reading.align(inputs.Documents(source, target), config, pre_split, callback)
    context = Context(config.source_lang, config.target_lang, config)
    on_devices = () if quiet else placed((), (), config.align.aligner, context)
    for remark in (*([note] if note else ()), *on_devices):
        say(f"mtqe: {remark}", err=True)
    deliver.put(lambda out: write_beads(alignment.beads, out, form, config.source_lang, config.target_lang), output)
