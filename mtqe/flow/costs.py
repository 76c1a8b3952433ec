"""What a run would cost or send to another machine, before it does: asked of its metrics and checks."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from functools import partial

from mtqe.errors import Unavailable
from mtqe.flow import pipeline
from mtqe.flow.pipeline import Stages
from mtqe.flow.results import marking
from mtqe.intake.corpus import Corpus
from mtqe.language.language_tags import canonical
from mtqe.machine import cache
from mtqe.model import Segment
from mtqe.registry import metric_table
from mtqe.registry.contracts import Context
from mtqe.registry.metric_capabilities import HasExpense
from mtqe.settings.config import Config


def expected(texts: Corpus, config: Config, stages: Stages) -> list[str]:
    """The expenses of a run, a line each; empty if it has none. Sends nothing.

    Args:
        texts: The segments of all systems.
        config: The configuration; its languages must be set.
        stages: Which stages run.

    Raises:
        ConfigError: A metric or check is unknown, or its settings cannot be used.
    """
    store = cache.Store() if config.metrics.cache else None
    languages = (canonical(config.source_lang), canonical(config.target_lang))
    context = Context(*languages, config, cache=store, error_spans=metric_table.error_spans)
    plain = [segment for judged in texts.judged.values() for segment in judged.bare]
    return list(_lines(context, stages, plain)) if plain else []


def _lines(context: Context, stages: Stages, plain: list[Segment]) -> Iterator[str]:
    metrics = [name.lower() for name in context.config.metrics.use] if stages.metrics else []
    checks = list(marking(pipeline.chosen_checks(context.config), context)) if stages.checks else []
    askable: list[tuple[Callable[[], object], bool]]
    askable = [(partial(metric_table.load, name), False) for name in dict.fromkeys(metrics)]
    askable += [(partial(metric_table.error_spans, check.name), True) for check in checks]
    for load, spans in askable:
        with contextlib.suppress(Unavailable):  # the run reports it
            metric = load()
            if isinstance(metric, HasExpense) and (line := metric.expense(plain, context, spans)):
                yield line
