"""How often the language of a few words is told, and told rightly: `mtqe.language.identify.guess`, by number of words.

    python -m bench.guesses FOLDER [--limit N]

FOLDER is that of `bench.langid`. Texts without spaces are cut to three characters for each word. Languages that
the identifier does not know can only be told wrongly, or not at all.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from bench.langid import texts
from mtqe.language import identify

WORDS = (1, 2, 3, 5, 8, 15)


def cut(text: str, count: int) -> str:
    """The first words of a text."""
    words = text.split()
    return " ".join(words[:count]) if len(words) > 3 else text[: 3 * count]


def main() -> None:
    """Print a line for each number of words."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, default=500, help="texts a set, 0 = all")
    args = parser.parse_args()
    sets = texts(args.folder, args.limit)
    print(f"{sum(map(len, sets.values())):,} texts in {', '.join(sorted({lang for _, lang in sets}))}")
    for count in WORDS:
        told = [(identify.guess(cut(text, count)), lang) for (_, lang), rows in sets.items() for text in rows]
        named = [(guess, lang) for guess, lang in told if guess]
        right = sum(guess == lang for guess, lang in named)
        print(f"{count:3} words: told {len(named) / len(told):6.1%}, of these rightly {right / len(named):6.1%}")


if __name__ == "__main__":
    main()
