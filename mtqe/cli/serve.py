"""`mtqe serve`: reports over HTTP."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Any

import click
from msgspec import structs

from mtqe.cli import brief, options
from mtqe.cli.wrap import say
from mtqe.serve.bounds import Bounds
from mtqe.settings.config import JudgeConfig
from mtqe.settings.sources import SERVE_TOKEN

BOUNDS = Bounds()
PACKAGES = ("starlette", "uvicorn")


@click.command(
    "serve",
    cls=brief.Command,
    common="--host --port --allow-remote --workers --max-body --source-lang --target-lang --glossary --config",
    short_help="serve reports over HTTP, on this machine",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address on which to listen.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0: any free port.")
@click.option(
    "--allow-remote", is_flag=True, help="Accept requests from other machines without a token; needs another --host."
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=BOUNDS.workers,
    show_default=True,
    help="Processes that compute; each holds the models.",
)
@click.option(
    "--spare",
    type=click.IntRange(0, 64),
    default=BOUNDS.spare,
    show_default=True,
    help="Spare processes with loaded models; they replace workers that end.",
)
@click.option(
    "--queue",
    type=click.IntRange(1, 10_000),
    default=BOUNDS.queue,
    show_default=True,
    help="Requests that may wait while all workers are busy.",
)
@click.option(
    "--timeout",
    "seconds",
    type=click.FloatRange(0.1, 86_400),
    default=BOUNDS.seconds,
    show_default=True,
    help="Seconds that a report may take, and that a request may wait.",
)
@click.option(
    "--client-timeout",
    "patience",
    type=click.FloatRange(0.1, 3_600),
    default=BOUNDS.patience,
    show_default=True,
    help="Seconds in which a client must send a request, and take the answer.",
)
@click.option(
    "--max-body",
    "body",
    type=click.IntRange(1, 2**30),
    default=BOUNDS.body,
    show_default=True,
    help="Maximum size of a request in bytes.",
)
@click.option(
    "--max-segments",
    "segments",
    type=click.IntRange(1, 1_000_000),
    default=BOUNDS.segments,
    show_default=True,
    help="Maximum number of segments in a request.",
)
@click.option(
    "--max-characters",
    "characters",
    type=click.IntRange(1, 100_000),
    default=BOUNDS.characters,
    show_default=True,
    help="Maximum number of characters in a text.",
)
@click.option("-q", "--quiet", is_flag=True, help="Write no log lines.")
@options.language_options
@options.metric_options
@options.check_options
@options.device_option
@options.config_options
def command(
    host: str,
    port: int,
    allow_remote: bool,
    workers: int,
    spare: int,
    queue: int,
    seconds: float,
    patience: float,
    body: int,
    segments: int,
    characters: int,
    quiet: bool,
    config_file: Path | None,
    show_config: bool,
    **given: Any,
) -> None:
    """Serve reports over HTTP: POST pairs to /v1/evaluate, /v1/check or /v1/score; see /openapi.json.

    Needs the extra: pip install "mtqe[serve]", or "mtqe-slim[serve]". Options and mtqe.toml set the defaults for
    requests.

    \b
    mtqe serve --source-lang en --target-lang de
    curl http://127.0.0.1:8000/v1/evaluate -H 'Content-Type: application/json' \\
      -d '{"source": "9 people came.", "translation": "6 Leute kamen."}'

    Without a token, only this machine can send requests. Set MTQE_SERVE_TOKEN to listen on another --host; clients then
    send it in the header Authorization: Bearer TOKEN.

    SIGTERM and Ctrl-C stop the server after the reports that are being computed; it then exits with 0.
    """
    config = options.load_config(config_file, options.check_keys(given), show_config, rules=True)
    config = options.without_memory(config, "mtqe serve")
    if config.source_lang and config.target_lang:
        config = options.with_languages(config, "", "")
    config = structs.replace(config, judge=JudgeConfig())  # whoever may ask must not spend the operator's money
    from mtqe.serve.access import Access

    access = Access(host, os.environ.get(SERVE_TOKEN, ""), allow_remote)
    options.refuse_without(PACKAGES, "serve")
    from mtqe.serve import server

    bounds = Bounds(body, segments, characters, queue, workers, seconds, patience, spare)
    server.run(host, port, access, config, bounds, _unheard if quiet else _log)


def _log(line: str) -> None:
    with contextlib.suppress(OSError):  # who closes the log wants the server to go on
        say(f"mtqe: {line}", err=True)


def _unheard(line: str) -> None:
    """Take no note."""
