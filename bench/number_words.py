"""Number words that CLDR spells out: the share that `number-mismatch` reads with their value.

    python3 bench/number_words.py --spell words.tsv     (needs PyICU: Debian's python3-icu, or `pip install pyicu`)
    python -m bench.number_words words.tsv [--lang XX ...] [--show]

The first command writes the words of 0 to 200 and of some larger numbers in 31 languages, in every gender and case that
the spellout rules of CLDR have (a row: language, set of rules, value, words). The second command reads them. A number
counts as read if its words are one number with that value. CLDR has some words that nobody writes (Norwegian
*énhundrede*, Croatian *st prvi*), so no language needs to reach 100 %.

Prints for each language the share of cardinals and of ordinals that are read; with `--show` the first words of each set
of rules that are not.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

LANGS = (
    *("ar", "bg", "cs", "da", "de", "el", "en", "es", "fa", "fi", "fr", "he", "hi", "hr", "hu", "id", "it", "ja"),
    *("ko", "nb", "nl", "pl", "pt", "ro", "ru", "sv", "th", "tr", "uk", "vi", "zh"),
)
LARGER = (
    *(202, 211, 250, 300, 345, 400, 500, 600, 700, 800, 900, 999, 1000, 1001, 1100, 1200, 1500, 2000, 2500, 3400),
    *(10_000, 12_500, 15_000, 20_000, 25_000, 100_000, 150_000, 200_000, 1_000_000, 2_000_000),
)
LEFT_OUT = ("year", "verbose", "financial")
"""Parts of the names of sets of rules for years, for words that repeat *and*, and for cheques."""
SHOWN = 5
Row = tuple[str, str, int, str]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the words, or print the shares that are read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", type=Path, help="tab-separated words")
    parser.add_argument("--spell", action="store_true", help="write the words with PyICU")
    parser.add_argument("--lang", action="append", default=[], help="only this language; repeatable")
    parser.add_argument("--show", action="store_true", help="print words that are not read")
    given = parser.parse_args(arguments)
    langs = given.lang or LANGS
    if given.spell:
        lines = (f"{lang}\t{rules}\t{value}\t{words}\n" for lang, rules, value, words in spelled(langs))
        given.words.write_text("".join(lines), encoding="utf-8")
        return 0
    print_shares([row for row in rows(given.words) if row[0] in langs], given.show)
    return 0


def spelled(langs: Iterable[str]) -> Iterator[Row]:
    """The words of each number in each set of rules of each language."""
    import icu

    for lang in langs:
        form = icu.RuleBasedNumberFormat(icu.URBNFRuleSetTag.SPELLOUT, icu.Locale(lang))
        names = [form.getRuleSetName(number) for number in range(form.getNumberOfRuleSetNames())]
        for name in names:
            if not name.startswith("%spellout-") or any(part in name for part in LEFT_OUT):
                continue
            for value in (*range(201), *LARGER):
                words = form.format(value, name).replace("\u00ad", "").replace("\u200b", "")
                if not any(map(str.isdigit, words)):
                    yield lang, name.removeprefix("%spellout-"), value, words


def rows(path: Path) -> Iterator[Row]:
    """The rows of a file of words."""
    for line in path.read_text(encoding="utf-8").splitlines():
        lang, rules, value, words = line.split("\t")
        yield lang, rules, int(value), words


def print_shares(words: Iterable[Row], show: bool) -> None:
    """Print the share of words that are read, by language; 1 to 4 are also articles and are left out."""
    from mtqe.checks.numbers.finder import numbers

    total: Counter[tuple[str, bool]] = Counter()
    read: Counter[tuple[str, bool]] = Counter()
    missed: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for lang, rules, value, text in words:
        if value <= 4:
            continue
        kind = lang, "ordinal" in rules
        total[kind] += 1
        found = numbers(text, lang)
        if len(found) == 1 and value in found[0].values:
            read[kind] += 1
        else:
            missed[lang, rules].append(f"{value} {text}")
    print("lang  cardinals read    ordinals read")
    for lang in sorted({lang for lang, _ in total}):
        cells = [f"{read[lang, kind]:6,} of {total[lang, kind]:6,}" for kind in (False, True)]
        print(f"{lang:4}  {cells[0]}  {cells[1]}")
    if show:
        for (lang, rules), texts in sorted(missed.items()):
            print(f"{lang} {rules}: {len(texts)}: {'; '.join(texts[:SHOWN])}")


if __name__ == "__main__":
    raise SystemExit(main())
