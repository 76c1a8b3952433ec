"""Measures which negations negation-mismatch takes for a free rendering, on whole articles, and fits the weights.

    python -m bench.negation_literal [--half HALF ...] [--lang XX ...] [--fit] [--show]

Reads the articles of `references/articles` (those of the halves `read`, `fresh`, `work` and `wide` by default), each as
it is and in copies where one negation was lost. Of all negations of the source whose evidence is
strong it prints how many are kept, because their clause is rendered word for word: planted ones should be, those of a
good translation should not. `--fit` prints the weights of `mtqe.checks.negation.literal` that a logistic regression
finds, in which good and planted ones weigh the same; those in the package were fitted on the NTREX articles, too.
`--show` prints the good ones that are kept.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench import articles
from mtqe import encoder
from mtqe.checks.negation import literal
from mtqe.checks.negation.lost_negations import Lost, candidates
from mtqe.model import Segment
from mtqe.registry.contracts import Context

HALVES = ("read", "fresh", "work", "wide")
KIND = "negation lost"
STEPS, RIDGE = 50, 1e-4
"""Of the fit: Newton steps, and the penalty of the weights."""


class Row(NamedTuple):
    """A negation with strong evidence, and whether it was planted."""

    lang: str
    loss: Lost
    planted: bool
    values: dict[str, float]

    @property
    def is_kept(self) -> bool:
        """Whether its clause counts as rendered word for word."""
        return literal.odds(self.values) >= literal.LEAST


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table, or the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", action="append", default=[], help="these articles; repeatable")
    parser.add_argument("--lang", action="append", default=[], help="only this target language; repeatable")
    parser.add_argument("--fit", action="store_true", help="print weights")
    parser.add_argument("--show", action="store_true", help="print the good ones that are kept")
    given = parser.parse_args(arguments)
    wanted = [article for half in given.half or HALVES for article in articles.ours(half)]
    rows = [row for article in wanted if not given.lang or article.lang in given.lang for row in rows_of(article)]
    for name, planted in (("planted", True), ("good", False)):
        group = [row for row in rows if row.planted is planted]
        print(f"{name}: {sum(row.is_kept for row in group)} of {len(group)} kept")
    for row in rows:
        if given.show and row.is_kept and not row.planted:
            segment = row.loss.negation.segment
            print(f"  {row.lang} {segment.source}\n     {segment.target}")
    if given.fit:
        names = list(literal.WEIGHTS)
        table = np.array([[row.values[name] for name in names] + [1.0] for row in rows])
        fitted = regression(table, np.array([row.planted for row in rows]))
        print(", ".join(f"{name} {weight:.2f}" for name, weight in zip([*names, "constant"], fitted, strict=True)))


def rows_of(article: articles.Article) -> Iterator[Row]:
    """The negations with strong evidence in an article and in its copies."""
    good = {(segment.source, segment.target) for segment in segments_of(article, article.target)}
    yield from rows_in(article, good, planted=False)
    for edit in article.edits:
        if edit.kind == KIND:
            target = [text.replace(edit.find, edit.replace) for text in article.target]
            changed = {(segment.source, segment.target) for segment in segments_of(article, target)} - good
            yield from rows_in(article, changed, planted=True)


def rows_in(article: articles.Article, texts: set[tuple[str, str]], planted: bool) -> Iterator[Row]:
    """The negations of the source with strong evidence in some segments."""
    segments = [Segment(str(number), *text) for number, text in enumerate(sorted(texts))]
    langs = "en", article.lang
    for loss in candidates(segments, Context(*langs), "negation"):
        if not (loss.sure and loss.negation.side == "source"):
            continue
        if values := literal.source_values(loss.negation, loss.relief, encoder.load("cpu"), langs):
            yield Row(article.lang, loss, planted, values)


def segments_of(article: articles.Article, target: Sequence[str]) -> list[Segment]:
    """The segments of an aligned article that have both sides."""
    import mtqe
    from mtqe.settings.config import AlignConfig, Config
    from mtqe.settings.policy import GateConfig

    report = mtqe.evaluate(
        "\n\n".join(article.source),
        "\n\n".join(filter(None, target)),
        config=Config(align=AlignConfig(mode="document"), gate=GateConfig(incomplete="pass")),
        source_lang="en",
        target_lang=article.lang,
        metrics="chrf",
        select="ACC112",
        progress=False,
    )
    return [Segment(one.id, one.source, one.target) for one in report.segments if one.source and one.target]


def regression(table: NDArray[np.float64], answers: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The weights of a logistic regression in which both answers weigh the same."""
    share = np.where(answers, 0.5 / answers.mean(), 0.5 / (1 - answers.mean()))
    weights = np.zeros(table.shape[1])
    for _ in range(STEPS):
        chances = 1 / (1 + np.exp(-table @ weights))
        gradient = table.T @ (share * (answers - chances)) - RIDGE * weights
        curvature = (table * (share * chances * (1 - chances))[:, None]).T @ table
        weights += np.linalg.solve(curvature + RIDGE * np.eye(len(weights)), gradient)
    return weights


if __name__ == "__main__":
    main()
