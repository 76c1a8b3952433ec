"""Measures the checks of numbers in language pairs whose number words are partly unknown: false alarms and recall.

    python -m bench.figures FOLDER [--langs ar fa ...] [--most 2000] [--held] [--into-english] [--encoder]
        [--show KIND ...]

FOLDER has a file LANG.jsonl.gz for each language: clean parallel texts with English, with the fields `en`, `text` and
`held`, as `training/parallel.py` writes them; or post-edits with `src` and `pe`, named mlqe_pe_da.LANG-en.jsonl.gz.
`--held` takes the texts that are kept for the final figure, otherwise they are left out. A row of the table is a pair:
the texts, those with a digit in the source, the share of flagged ones of both, of those with a finding that is not
minor, and which share of the errors of each kind is found in the others. `--show` prints the flagged texts (`clean`) or
the missed errors of a kind.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from babel import Locale

from bench.flagged import findings
from bench.flags import rows
from mtqe.model import Severity
from mtqe.registry import check_table

Pair = tuple[str, str]
Edit = tuple[int, int, str]
CHECKS = ("ACC101", "ACC115", "ACC116", "ACC118")
_FIGURE = re.compile(r"(?<![\w.,:/#&@_%-])\d+(?:[.,٫٬]\d+)*(?![\w:/@_-]|[.,]\d)")
_CLOCK = re.compile(r"(?<![\d:])([01]?\d|2[0-3]):([0-5]\d)(?![\d:])")
_SEVERE = (Severity.MAJOR, Severity.CRITICAL)


def _digits(text: str) -> str:
    return "".join(str(int(char)) for char in text if char.isdecimal())


def _figures(source: str, target: str) -> Iterator[re.Match[str]]:
    """The figures of the translation whose digits the source has exactly once."""
    of_source = [_digits(match[0]) for match in _FIGURE.finditer(source)]
    of_target = [_digits(match[0]) for match in _FIGURE.finditer(target)]
    for match in _FIGURE.finditer(target):
        figure = _digits(match[0])
        if of_source.count(figure) == 1 == of_target.count(figure) and not figure.startswith("0"):
            yield match


def _changed(digit: str, amount: int) -> str:
    zero = ord(digit) - int(digit)
    return chr(zero + (int(digit) - 1 + amount) % 9 + 1)


def one_digit(source: str, target: str, lang: str) -> Iterator[Edit]:
    """Another digit in a figure of several."""
    for match in _figures(source, target):
        if len(_digits(match[0])) > 1:
            places = [place for place in range(*match.span()) if target[place].isdecimal()]
            place = random.Random(target).choice(places)
            yield place, place + 1, _changed(target[place], random.Random(source).randint(1, 8))


def small(source: str, target: str, lang: str) -> Iterator[Edit]:
    """Another digit in place of a single one."""
    for match in _figures(source, target):
        if len(match[0]) == 1:
            yield *match.span(), _changed(match[0], random.Random(source).randint(1, 8))


def tenfold(source: str, target: str, lang: str) -> Iterator[Edit]:
    """A figure with a zero more."""
    for match in _figures(source, target):
        if match[0].isdecimal() and len(match[0]) < 4:
            zero = chr(ord(match[0][0]) - int(match[0][0]))
            yield match.end(), match.end(), zero


def magnitude(source: str, target: str, lang: str) -> Iterator[Edit]:
    """Million for billion, and other words for a magnitude after a figure."""
    patterns = Locale(lang).compact_decimal_formats["long"]["other"]
    words = {
        key: str(patterns[key].pattern).strip("0 \u200f").replace("'", "") for key in ("1000", "1000000", "1000000000")
    }
    for key, other in (("1000", "1000000"), ("1000000", "1000000000"), ("1000000000", "1000000")):
        word = words[key]
        if word and words[other] and word != words[other]:
            for match in re.finditer(rf"(?<=\d )\u200f?{re.escape(word)}(?!\w)", target):
                yield *match.span(), words[other]


def percent_lost(source: str, target: str, lang: str) -> Iterator[Edit]:
    """A figure without its percent sign."""
    for match in re.finditer(r"(?<=\d)[ \u00a0]?[%٪]", target):
        if target.count("%") + target.count("٪") == 1 and "%" in source:
            yield *match.span(), ""


def clock(source: str, target: str, lang: str) -> Iterator[Edit]:
    """Another hour or minute."""
    for match in _CLOCK.finditer(target):
        if match[0] in source and source.count(match[0]) == 1:
            yield match.start(2), match.start(2) + 1, str((int(match[2][0]) + random.Random(source).randint(1, 5)) % 6)


def month(source: str, target: str, lang: str) -> Iterator[Edit]:
    """Another month."""
    yield from _renamed(source, target, [Locale(tag).months["format"]["wide"] for tag in ("en", lang)])


def weekday(source: str, target: str, lang: str) -> Iterator[Edit]:
    """Another weekday."""
    yield from _renamed(source, target, [Locale(tag).days["format"]["wide"] for tag in ("en", lang)])


def _renamed(source: str, target: str, tables: list[Mapping[int, str]]) -> Iterator[Edit]:
    """Another name in place of one whose English name the opposite side has."""
    english, names = tables
    for number, name in names.items():
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", target):
            if english[number] in source or english[number] in target:
                other = random.Random(target).choice([other for other in names.values() if other != name])
                yield *match.span(), other


KINDS: dict[str, Callable[[str, str, str], Iterator[Edit]]] = {
    "one digit": one_digit,
    "small": small,
    "tenfold": tenfold,
    "magnitude": magnitude,
    "percent lost": percent_lost,
    "clock": clock,
    "month": month,
    "weekday": weekday,
}


def swapped(source: str, target: str, lang: str) -> Iterator[Edit]:
    """Two figures that changed places."""
    figures = list(_figures(source, target))
    if len(figures) == 2 and _digits(figures[0][0]) != _digits(figures[1][0]):
        first, second = figures
        yield first.start(), second.end(), second[0] + target[first.end() : second.start()] + first[0]


MOST_PLANTED = 200
"""Texts: with an error of one kind, at most, in a language pair."""


def texts(path: Path, held: bool) -> list[Pair]:
    """English and the other language. Verses are not translated from the English ones beside them."""
    pairs = []
    for number, row in enumerate(rows(path)):
        if "pe" in row:
            if row["pe"] and (number % 2 == 1) is held:
                pairs.append((row["pe"], row["src"]))
        elif row.get("held") is held and row["origin"] != "verses":
            pairs.append((row["en"], row["text"]))
    pairs = list(dict.fromkeys(pairs))
    random.Random(3).shuffle(pairs)
    return pairs


def measure(pairs: list[Pair], langs: tuple[str, str], show: list[str], encoder: bool) -> list[str]:
    """The cells of a row."""
    chosen = check_table.select(("ACC117",) if encoder else CHECKS)
    if encoder:
        pairs = [pair for pair in pairs if len(list(_figures(*pair))) > 1]
    marked = findings(chosen, pairs, langs)
    flagged = sum(map(bool, marked))
    severe = sum(any(finding.severity in _SEVERE for finding in of) for of in marked)
    with_digits = sum(any(map(str.isdecimal, source)) for source, _ in pairs)
    cells = [str(len(pairs)), str(with_digits)]
    cells += [
        f"{flagged} ({flagged / len(pairs):.2%})",
        f"{flagged / max(1, with_digits):.1%}",
        f"{severe / len(pairs):.2%}",
    ]
    for pair, of in zip(pairs, marked, strict=True):
        if of and "clean" in show:
            print(
                f"\nclean {'-'.join(langs)}",
                *(f"{finding.severity.name} {finding.message}" for finding in of),
                sep="\n * ",
            )
            print(f"  {pair[0]}\n  {pair[1]}")
    clean = [pair for pair, of in zip(pairs, marked, strict=True) if not of]
    for kind, spoil in ({"swapped": swapped} if encoder else KINDS).items():
        spoilt: list[tuple[str, str]] = []
        for source, target in clean:
            if len(spoilt) < MOST_PLANTED and (edits := list(spoil(source, target, langs[1]))):
                start, end, new = random.Random(source + target).choice(edits)
                if (changed := target[:start] + new + target[end:]) != target:
                    spoilt.append((source, changed))
        results = findings(chosen, spoilt, langs)
        for pair, of in zip(spoilt, results, strict=True):
            if kind in show and not of:
                print(f"\n{kind} {'-'.join(langs)}\n  {pair[0]}\n  {pair[1]}")
        cells.append(f"{sum(map(bool, results)) / len(spoilt):.0%} of {len(spoilt)}" if spoilt else "-")
    return cells


def main() -> None:
    """Print the table with one row per language pair."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--langs", nargs="+", help="only these; by default all with a file")
    parser.add_argument("--most", type=int, default=2000, help="greatest number of texts with a digit per language")
    parser.add_argument("--held", action="store_true", help="the texts kept for the final figure")
    parser.add_argument("--into-english", action="store_true", help="take English as the target language")
    parser.add_argument("--encoder", action="store_true", help="measure numbers-swapped on texts with two figures")
    parser.add_argument("--show", nargs="+", default=[], help="print flagged texts (clean) or missed errors of a kind")
    args = parser.parse_args()
    print("| pair | texts | with digits | flagged | of those with digits | major |", " | ".join(KINDS), "|")
    print("|---" * (6 + len(KINDS)) + "|")
    for path in sorted(args.folder.glob("*.jsonl.gz")):
        lang = path.name.partition(".jsonl")[0].removeprefix("mlqe_pe_da.").removesuffix("-en")
        if args.langs and lang not in args.langs:
            continue
        pairs = texts(path, args.held)
        if args.into_english:
            pairs, langs = [(text, english) for english, text in pairs], (lang, "en")
        else:
            langs = ("en", lang)
        print(
            f"| {'-'.join(langs)} |",
            " | ".join(measure(pairs[: args.most], langs, args.show, args.encoder)),
            "|",
            flush=True,
        )


if __name__ == "__main__":
    main()
