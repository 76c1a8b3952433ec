"""How long many rules of a team take: `python -m bench.team_rules SOURCE TRANSLATION --rules 10000`.

Both are files with a segment on each line; they are repeated up to the number of segments. The rules are made of words
of the translations: most occur nowhere as they are, as in a list of banned phrases.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from mtqe.checks import runner
from mtqe.checks.team import rule_checks
from mtqe.language import words
from mtqe.machine import workers
from mtqe.model import Segment
from mtqe.registry.contracts import Context
from mtqe.settings.config import Config
from mtqe.settings.team_rules import Forbidden, Phrases, Rule, RuleSet, Same


def phrases(pairs: list[tuple[str, str]], rng: random.Random) -> Iterator[str]:
    """Two or three words that follow each other in a translation, the last one of another translation."""
    while True:
        first, second = (words.texts(rng.choice(pairs)[1]) for _ in range(2))
        if len(first) > 3 and second:
            at = rng.randrange(len(first) - 2)
            yield " ".join((*first[at : at + rng.choice([1, 2])], rng.choice(second)))


def pattern(phrase: str) -> str:
    """A pattern of the kind that teams write: words with any space between them, between edges of words."""
    return r"\b" + r"\s+".join(part.replace(".", r"\.") for part in phrase.split()) + r"\w*\b"


def made(kind: str, number: int, pairs: list[tuple[str, str]]) -> list[Rule]:
    """Rules of one kind."""
    source = phrases(pairs, random.Random(7))
    make: dict[str, Callable[[int], Rule]] = {
        "phrases, one each": lambda at: Phrases(id=f"p{at}", phrases=(next(source),)),
        "phrases, one rule": lambda at: Phrases(id=f"p{at}", phrases=tuple(next(source) for _ in range(number))),
        "patterns": lambda at: Forbidden(id=f"r{at}", pattern=pattern(next(source))),
        "captures": lambda at: Same(id=f"s{at}", source=pattern(next(source))),
    }
    return [make[kind](at) for at in range(1 if kind.endswith("one rule") else number)]


def measure(
    kind: str, number: int, pairs: list[tuple[str, str]], segments: list[Segment], langs: tuple[str, str]
) -> None:
    """Print the seconds to compile the rules, to prepare them, and to run them over the segments."""
    config = Config(rule_sets=(RuleSet("bench", tuple(made(kind, number, pairs))),))
    start = time.process_time()
    checks = rule_checks.of_config(config)
    rule_checks.compile_all(checks)
    compiled = time.process_time()
    context = Context(*langs, config)
    rule_checks.together(checks, context)
    prepared = time.process_time()
    with workers.alone():
        outcome = runner.run(checks, segments, context)
    done = time.process_time()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{kind:<18} {number:>7,} rules {len(segments):>7,} segments: compile {compiled - start:6.2f} s, "
        f"prepare {prepared - compiled:6.2f} s, run {done - prepared:7.2f} s, {len(outcome.findings):>7,} findings, "
        f"{len(outcome.problems)} problems, {memory:,.0f} MB"
    )


def main() -> None:
    """Measure each kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("translation", type=Path)
    parser.add_argument("--rules", type=int, default=10_000)
    parser.add_argument("--segments", type=int, default=10_000)
    parser.add_argument("--langs", default="en-de")
    given = parser.parse_args()
    source, translation = (path.read_text(encoding="utf-8").splitlines() for path in (given.source, given.translation))
    pairs = list(zip(source, translation, strict=True))
    segments = [Segment(str(at + 1), *pairs[at % len(pairs)]) for at in range(given.segments)]
    langs = (given.langs.partition("-")[0], given.langs.partition("-")[2])
    for kind in ("phrases, one each", "phrases, one rule", "patterns", "captures"):
        measure(kind, given.rules, pairs, segments, langs)


if __name__ == "__main__":
    main()
