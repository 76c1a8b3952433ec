"""Measures by language what the encoder reads and what its checks find: retrieval, recall, false alarms.

    python -m bench.encoder_languages FOLDER [--langs ar he] [--with fr] [--most N] [--planted N] [--held]
        [--tail]

FOLDER has files of `training/parallel.py`, one a language, with English texts and their translations. Short and long
texts are mixed; verses are left out, as their translations are free. Each language is measured from and into English,
and with `--with` from and into that language instead, on texts that both have. Measured are the tokens for each
character, the share of unknown tokens, the share of texts whose nearest neighbour is their translation, and the alarms
of partial-omission, partial-addition and meaning-mismatch together (`found`), and of detached-translation. Errors are
planted: a part is cut out of one side, a sentence is dropped, the translation is that of another text. `--tail` prints
the values that 3 texts in 100 reach without the caution of the language files, which was set from such values.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bench.critic import Pair, spoilt
from bench.retrieval import accuracies
from mtqe import encoder
from mtqe.checks.meaning import detached_translation, disagreements
from mtqe.checks.shared import encoder_pairs
from mtqe.encoder import judgement_cache
from mtqe.encoder.pieces import sentence_spans
from mtqe.encoder.tokenizer import Tokenizer
from mtqe.encoder.weight_files import FOLDER
from mtqe.model import Segment, Side
from mtqe.registry.contracts import Context

FREE = ("verses", "rights")
"""Origins that are left out: verses are translated freely, and some declarations of human rights are garbled."""
SHORTEST, LONGEST = 40, 240
FEWEST_WORDS = 5
UNKNOWN = 3
TAIL = 0.97
PROSE = 0.6
"""Share of running prose where there is enough; messages of programs are the others."""
KINDS = ("omission", "addition", "sentence dropped", "sentence added", "other text")


class Result(NamedTuple):
    """What the checks say of a pair: log-odds of a disagreement, and chance that it is detached; without caution."""

    disagreement: float
    detached: float


def texts(folder: Path, lang: str, held: bool) -> dict[str, tuple[str, bool]]:
    """The translation of each English text of usual length, and whether it is prose."""
    found: dict[str, tuple[str, bool]] = {}
    with gzip.open(folder / f"{lang}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            usual = SHORTEST <= len(row["en"]) <= LONGEST and len(row["en"].split()) > FEWEST_WORDS
            if usual and row["held"] is held and row["origin"] not in FREE and "^" not in row["en"]:
                found.setdefault(row["en"], (row["text"], row["origin"] != "catalogue"))
    return found


def pairs(folder: Path, langs: tuple[str, str], held: bool, most: int) -> list[Pair]:
    """Pairs of two languages, one of which may be English, prose and messages mixed."""
    sides = [texts(folder, lang, held) for lang in langs if lang != "en"]
    common = [english for english in sides[0] if all(english in side for side in sides)]
    random.Random(1).shuffle(common)
    prose = [english for english in common if sides[0][english][1]][: round(PROSE * most)]
    messages = [english for english in common if not sides[0][english][1]][: most - len(prose)]

    def text(english: str, lang: str) -> str:
        return english if lang == "en" else sides[-1 if lang == langs[1] else 0][english][0]

    return [Pair(text(english, langs[0]), text(english, langs[1]), langs) for english in prose + messages]


def planted(clean: list[Pair], most: int) -> Iterator[tuple[str, Pair]]:
    """Pairs with an error, with its kind."""
    rng = random.Random(5)
    few = clean[:: max(1, len(clean) // most)][:most]
    for title, pair in spoilt("", few, rng):
        if (kind := title.removeprefix(", planted ")) in KINDS:
            yield kind, pair
    for number, pair in enumerate(few):
        yield "other text", pair._replace(target=few[number - 1].target)
    count = 0
    for pair in clean:
        source, target = sentence_spans(pair.source, pair.langs[0]), sentence_spans(pair.target, pair.langs[1])
        if len(source) == len(target) >= 2 and count < most:
            count += 1
            number = rng.randrange(len(target))
            places: tuple[tuple[str, Side, str, tuple[int, int]], ...] = (
                ("sentence dropped", "target", pair.target, target[number]),
                ("sentence added", "source", pair.source, source[number]),
            )
            for kind, side, text, (start, end) in places:
                yield kind, pair.changed(side, (text[:start] + text[end:]).strip())


def judged(members: list[Pair], langs: tuple[str, str]) -> list[Result]:
    """The results of pairs of two languages, in order."""
    segments = [Segment(str(n), pair.source, pair.target, doc=str(n)) for n, pair in enumerate(members)]
    context = Context(*langs)
    odds = dict.fromkeys(range(len(members)), -math.inf)
    for segment, criticism, gaps in disagreements.with_criticism(segments, context, "bench"):
        odds[int(segment.id)] = disagreements.weighed(disagreements.evidence(criticism, gaps))
    risks = judgement_cache.risks(segments, context, "bench")
    long = [min(len(pair.source), len(pair.target)) >= detached_translation.FEWEST for pair in members]
    chances = [risk.detached if risk and judged else 0.0 for risk, judged in zip(risks, long, strict=True)]
    return [Result(odds[n], chance) for n, chance in enumerate(chances)]


def share(results: list[Result], langs: tuple[str, str], major: bool = False) -> str:
    """The share of pairs with a finding of the critic's three checks; major by the limit of omissions."""
    least = (disagreements.MAJOR["omission"] if major else disagreements.LEAST) + encoder_pairs.caution(langs)
    return _percent([result.disagreement >= least for result in results])


def detached(results: list[Result], langs: tuple[str, str]) -> str:
    """The share of pairs that detached-translation reports."""
    caution = encoder_pairs.caution_detached(langs)
    least = detached_translation.LEAST
    return _percent([detached_translation.lowered(result.detached, caution) >= least for result in results])


def _percent(reported: list[bool]) -> str:
    return f"{sum(reported) / len(reported):.1%}" if reported else "-"


def tail(results: list[Result]) -> str:
    """The log-odds of both that few texts exceed."""
    chances = np.array([result.detached for result in results]).clip(1e-9, 1 - 1e-9)
    odds = (np.array([result.disagreement for result in results]), np.log(chances / (1 - chances)))
    return " / ".join(f"{float(np.quantile(values, TAIL)):.2f}" for values in odds)


def reading(clean: list[Pair]) -> str:
    """Tokens for each character of the target, share of unknown ones, share of texts that find their translation."""
    tokenizer = Tokenizer(FOLDER / "tokenizer.model")
    encoded = [tokenizer.encode(pair.target).ids for pair in clean]
    count = sum(map(len, encoded))
    unknown = sum(int((ids == UNKNOWN).sum()) for ids in encoded)
    model = encoder.load()
    sources, targets = [pair.source for pair in clean], [pair.target for pair in clean]
    vectors = [np.asarray(model.embed(texts), dtype=np.float32) for texts in (sources, targets)]
    right = accuracies(vectors[0], vectors[1], list(zip(sources, targets, strict=True)))["cosine"].mean(1)
    characters = sum(len(pair.target) for pair in clean)
    return f"{count / characters:.2f} | {unknown / count:.2%} | {right[0]:.1%} / {right[1]:.1%}"


def main() -> None:
    """Print a row for each direction."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--langs", nargs="+", help="tags of languages (default: all)")
    parser.add_argument("--with", dest="opposite", default="en", help="tag of the other side (default: en)")
    parser.add_argument("--most", type=int, default=240, help="unchanged texts for each direction")
    parser.add_argument("--planted", type=int, default=30, help="texts with an error of each kind")
    parser.add_argument("--held", action="store_true", help="read the held-out pages")
    parser.add_argument("--tail", action="store_true", help="print the tails of the unchanged texts as well")
    args = parser.parse_args()
    head = "pair | texts | tokens for a character | unknown | nearest is right, out / back | found, major | detached"
    head += " | " + " | ".join((*KINDS, "other text: detached"))
    print(f"| {head} |\n{'|---' * (head.count('|') + 1)}|")
    for lang in args.langs or sorted(path.name.split(".")[0] for path in args.folder.glob("*.jsonl.gz")):
        clean = pairs(args.folder, (args.opposite, lang), args.held, args.most)
        if len(clean) < 2:
            continue
        known = reading(clean)
        for langs in ((args.opposite, lang), (lang, args.opposite)):
            here = clean if langs[1] == lang else [Pair(pair.target, pair.source, langs) for pair in clean]
            errors = list(planted(here, args.planted))
            results = judged([*here, *(pair for _, pair in errors)], langs)
            unchanged, by_kind = results[: len(here)], defaultdict[str, list[Result]](list)
            for (kind, _), result in zip(errors, results[len(here) :], strict=True):
                by_kind[kind].append(result)
            cells = [f"{share(unchanged, langs)}, {share(unchanged, langs, major=True)}", detached(unchanged, langs)]
            cells += [share(by_kind[kind], langs) for kind in KINDS]
            cells.append(detached(by_kind["other text"], langs))
            print(f"| {'-'.join(langs)} | {len(here)} | {known} | {' | '.join(cells)} |", flush=True)
            if args.tail:
                print(f"{'-'.join(langs)} tail {tail(unchanged)}", flush=True)


if __name__ == "__main__":
    main()
