"""Measures the markup, locale and casing checks: recall on planted errors, and alarms on the unchanged text.

    python -m bench.markup human_translations.en-de.jsonl.gz [--rows 1000] [--show CHECK]

The same markup is put into both sides of professional translations, between words at about the same place; then one
piece of it in the translation is removed, misspelt or doubled. Numbers, dates and names are changed where they are:
decimals and dates of the translation get the separators and the order of the source, and names of the source with
capitals inside lose them. A row counts as found if the check marks anything, and as an alarm if it does so in the
unchanged text.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections.abc import Callable
from pathlib import Path

from mtqe.model import Segment
from mtqe.registry.check_table import checks
from mtqe.registry.contracts import Check, Context

Pair = tuple[str, str]
PIECES = {
    "MRK103": [("<b>", "</b>"), ('<a href="/x">', "</a>"), ('<g id="1">', "</g>"), ("<br/>", ""), ('<x id="7"/>', "")],
    "MRK104": [
        ("%s", ""),
        ("%1$d", ""),
        ("{name}", ""),
        ("{{ user }}", ""),
        ("${count}", ""),
        ("%(total)d", ""),
        ("{0}", ""),
    ],
    "MRK105": [("https://harbour.example/tides?day=3", ""), ("www.harbour.example", ""), ("pilot@harbour.example", "")],
    "MRK106": [("@harbour_news", ""), ("#HighTide", "")],
    "MRK107": [("\\n", ""), ("\\t", "")],
    "MRK109": [("`tide low`", ""), ("--dry-run", ""), ("/etc/tides/low.yaml", ""), ("tide.json", "")],
}


def put(text: str, where: float, before: str, after: str) -> str:
    """The text with markup around the word at a share of its length."""
    words = text.split(" ")
    at = min(int(where * len(words)), len(words) - 1)
    words[at] = f"{before}{words[at]}{after}" if after else f"{before} {words[at]}"
    return " ".join(words)


def harm(text: str, piece: Pair, draw: random.Random) -> str:
    """The text with one piece of the markup removed, misspelt or doubled."""
    part = draw.choice([part for part in piece if part])
    letters = [n for n, char in enumerate(part) if char.isalnum()]
    at = draw.choice(letters)
    replacement = "7" if part[at] != "7" and part[at].isdigit() else "x" if part[at] != "x" else "y"
    misspelt = part[:at] + replacement + part[at + 1 :]
    # Hashtags may be translated, so a misspelt one is not an error; repeated code is harmless.
    ways = ["", part + " " + part] if part[0] in "#\\" else ["", misspelt, part + " " + part]
    if part in {first for first, _ in PIECES["MRK109"]}:
        ways = ["", misspelt]
    return text.replace(part, draw.choice(ways), 1)


def planted(name: str, pair: Pair, draw: random.Random) -> tuple[Pair, Pair] | None:
    """The pair with markup, and the same pair with an error."""
    piece = draw.choice(PIECES[name])
    where = draw.random()
    source, target = (put(text, where, *piece) for text in pair)
    return (source, target), (source, harm(target, piece, draw))


def numbers(name: str, pair: Pair, draw: random.Random) -> tuple[Pair, Pair] | None:
    """Replace a decimal or grouped number of the translation by its form in the source."""
    for match in re.finditer(r"(?<![\w.,])(\d+\.\d{1,2}|\d{1,3},\d{3})(?![\w.,]\d|\w)", pair[0]):
        localized = match[0].translate({44: 46, 46: 44})
        if pair[1].count(localized) == 1:
            return pair, (pair[0], pair[1].replace(localized, match[0]))
    return None


def dates(name: str, pair: Pair, draw: random.Random) -> tuple[Pair, Pair] | None:
    """Put the day of a German date after the month."""
    match = re.search(r"(\d{1,2})\. (\w{3,9}) (\d{4})\b", pair[1])
    return (pair, (pair[0], pair[1].replace(match[0], f"{match[2]} {match[1]}, {match[3]}"))) if match else None


def names(name: str, pair: Pair, draw: random.Random) -> tuple[Pair, Pair] | None:
    """Write a name with a capital inside with only its first letter capitalised."""
    match = re.search(r"(?<![\w#@/.=])(?:[A-Z]+[a-z]+|[a-z]+)[A-Z]\w*\b", pair[0])
    if not match or not re.search(rf"\b{match[0]}\b", pair[1]):
        return None
    return pair, (pair[0], pair[1].replace(match[0], match[0].capitalize()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--show", help="id of a check whose misses and alarms are listed")
    options = parser.parse_args()
    with gzip.open(options.path, "rt", encoding="utf-8") as lines:
        rows = [(row["src"], row["mt"]) for row in map(json.loads, lines) if row["src"].strip() and row["mt"].strip()]
    draw = random.Random(1)
    draw.shuffle(rows)
    kinds: dict[str, Callable[[str, Pair, random.Random], tuple[Pair, Pair] | None]] = dict.fromkeys(PIECES, planted)
    kinds |= {"LOC102": numbers, "LOC103": dates, "TRM105": names}
    context = Context("en", "de")
    print("| check | planted | found | alarms on unchanged text |\n|---|---|---|---|")
    for name, plant in kinds.items():
        item: Check = checks()[name]
        spoilt = [spoilt for pair in rows if (spoilt := plant(name, pair, draw))][: options.rows]
        flags = [any(True for _ in item.run(Segment("1", *bad), context)) for _, bad in spoilt]
        alarms = [any(True for _ in item.run(Segment("1", *good), context)) for good, _ in spoilt]
        print(f"| {name} | {len(spoilt)} | {sum(flags) / len(spoilt):.1%} | {sum(alarms) / len(spoilt):.2%} |")
        for pair, hit, alarm in zip(spoilt, flags, alarms, strict=True):
            if name == options.show and (alarm or not hit):
                print("", "ALARM" if alarm else "MISSED", *(pair[0] if alarm else pair[1]), sep="\n  ")


if __name__ == "__main__":
    main()
