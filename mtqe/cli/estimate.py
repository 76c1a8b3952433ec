"""`--estimate`: what a run would cost, before it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtqe.cli.ending import Done
from mtqe.cli.wrap import say

if TYPE_CHECKING:
    from mtqe.intake.corpus import Corpus
    from mtqe.settings.config import Config


def announce(texts: Corpus, config: Config, command: str, estimate: bool, quiet: bool) -> None:
    """Say what a run would cost; with `--estimate` that is all.

    Raises:
        Done: `--estimate` was given.
    """
    from mtqe.flow import costs, pipeline

    lines = costs.expected(texts, config, pipeline.STAGES[command])
    for line in lines if estimate or not quiet else ():
        say(line, err=not estimate)
    if estimate:
        if not lines:
            say("no data would be sent to another machine, and there are no costs")
        raise Done
