"""Measures the checks for broken words, torn sentences, stray marks and invented months.

    python -m bench.broken FOLDER [--show CHECK]

It prints the share of planted errors that are found, and false alarms. FOLDER has
`dev/human_translations.en-de.jsonl.gz` and `train/` with the CED and WMT20/21 files. Sources are halved by SHA-1; the
rules were developed on the even half. German errors are planted in the translations, English errors in the sources of
the same rows, which are then read as translations from German. `--show` prints the alarms in the even half.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.flagged import findings
from bench.flags import FAR_PARAPHRASE, odd, rows
from mtqe.language import words
from mtqe.registry import check_table

Pair = tuple[str, str]
Fault = Callable[[str, random.Random], str | None]
CHECKS = ("ART112", "ART113", "ART114", "ACC116")


def _inner(text: str, rng: random.Random, least: int) -> words.Word | None:
    """A long lower-case word in the middle of the text."""
    candidates = [word for word in words.words(text)[1:-1] if len(word.text) >= least and word.text.islower()]
    return rng.choice(candidates) if candidates else None


def space(text: str, rng: random.Random) -> str | None:
    """Put a space inside a word."""
    if (word := _inner(text, rng, 6)) is None:
        return None
    at = word.start + rng.randrange(1, len(word.text))
    return f"{text[:at]} {text[at:]}"


def letter(text: str, rng: random.Random) -> str | None:
    """Put a single letter after a word."""
    word = _inner(text, rng, 3)
    return f"{text[: word.end]} {rng.choice('bcdefghklmnprstv')}{text[word.end :]}" if word else None


def stump(text: str, rng: random.Random) -> str | None:
    """Keep only four to six letters of the last word."""
    word = _inner(text, rng, 8)
    return text[: word.start + rng.randrange(4, 7)] + text[word.end :] if word else None


def beheaded(text: str, rng: random.Random) -> str | None:
    """Drop the first words."""
    word = _inner(text, rng, 2)
    return text[word.start :] if word else None


def stopped(text: str, rng: random.Random) -> str | None:
    """Put a full stop in the middle of the sentence."""
    word = _inner(text, rng, 5)
    return f"{text[: word.end]}.{text[word.end :]}" if word and text[word.end : word.end + 1] == " " else None


def marked(text: str, rng: random.Random) -> str | None:
    """Put a question or exclamation mark in the middle of the sentence."""
    word = _inner(text, rng, 5)
    return f"{text[: word.end]}{rng.choice('!?')}{text[word.end :]}" if word else None


FAULTS: dict[str, tuple[str, Fault]] = {
    "a space inside a word": ("ART112", space),
    "a letter left over": ("ART112", letter),
    "a word cut short": ("ART112", stump),
    "the first words gone": ("ART113", beheaded),
    "a full stop in mid-sentence": ("ART113", stopped),
    "a question or exclamation mark in mid-sentence": ("ART114", marked),
}


def sets(folder: Path) -> Iterator[tuple[str, tuple[str, str], list[Pair]]]:
    """The sets of correct translations: name, languages, pairs."""
    every = rows(folder / "dev" / "human_translations.en-de.jsonl.gz")
    humans = [(row["src"], row["mt"]) for row in every if not row["system"].startswith(FAR_PARAPHRASE)]
    yield "professional translations", ("en", "de"), humans
    yield "professional translations, sides exchanged", ("de", "en"), [(mt, src) for src, mt in humans]
    ced = rows(folder / "train" / "ced_wmt22_planted.en-de.jsonl.gz")
    yield "clean rows of CED", ("en", "de"), [(row["src"], row["mt"]) for row in ced if not row["critical"]]
    yield "critical rows of CED", ("en", "de"), [(row["src"], row["mt"]) for row in ced if row["critical"]]
    for year in (20, 21):
        news = rows(folder / "train" / f"wmt{year}_news_mqm.zh-en.jsonl.gz")
        people = [(row["src"], row["mt"]) for row in news if row.get("is_human")]
        yield f"professional, WMT{year}", ("zh", "en"), people


def report(name: str, langs: tuple[str, str], pairs: list[Pair], show: str | None) -> None:
    """Print a row of the table of alarms."""
    pairs = list(dict.fromkeys(pairs))
    results = findings(check_table.select(CHECKS), pairs, langs, [str(n) for n in range(len(pairs))])
    cells = [name, "-".join(langs)]
    for half_number in (0, 1):
        half_results = [
            pair_findings
            for (source, _), pair_findings in zip(pairs, results, strict=True)
            if odd(source) == half_number
        ]
        counts = [
            sum(any(f.check == check for f in pair_findings) for pair_findings in half_results) for check in CHECKS
        ]
        cells += [str(len(half_results)), *(f"{count} ({count / max(1, len(half_results)):.2%})" for count in counts)]
    print(f"| {' | '.join(cells)} |")
    for (source, target), pair_findings in zip(pairs, results, strict=True):
        if not odd(source) and any(f.check == show for f in pair_findings):
            print(f"\n{[f.marked for f in pair_findings if f.check == show]}\n  {source}\n  {target}")


def planted(pairs: list[Pair], langs: tuple[str, str]) -> None:
    """Print a row of the table of planted errors for each kind."""
    rng = random.Random(5)
    for name, (check, fault) in FAULTS.items():
        broken = [(source, bad) for source, target in pairs[::8] if (bad := fault(target, rng)) is not None]
        results = findings(check_table.select([check]), broken, langs, [str(n) for n in range(len(broken))])
        cells = []
        for half_number in (0, 1):
            half_hits = [
                bool(pair_findings)
                for (source, _), pair_findings in zip(broken, results, strict=True)
                if odd(source) == half_number
            ]
            cells.append(f"{sum(half_hits) / max(1, len(half_hits)):.0%} of {len(half_hits)}")
        print(f"| {name} | {'-'.join(langs)} | {check} | {' | '.join(cells)} |")


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", help="id of a check whose alarms in the even half are listed")
    args = parser.parse_args()
    head = " | ".join(f"{check}" for check in CHECKS)
    print(f"| set | pair | rows, even | {head} | rows, odd | {head} |\n|{'---|' * 12}")
    sound = list(sets(args.folder))
    for name, langs, pairs in sound:
        report(name, langs, pairs, args.show)
    print("\n| planted | pair | check | even | odd |\n|---|---|---|---|---|")
    for _, langs, pairs in sound[:2]:
        planted(list(dict.fromkeys(pairs)), langs)


if __name__ == "__main__":
    main()
