"""Measures the rules of name-mismatch for exchanged names on whole articles: false alarms, and names planted.

    python -m bench.exchanged_names NTREX [--lang XX ...] [--turned] [--show]

NTREX has professional translations as `bench.articles` reads them; every second document is used. In each document,
up to three names of a segment are replaced, one at a time, by another name of the document, in the form in which the
translation has it elsewhere. Names that the rules cannot hear in the good translation are not planted, so the recall is
that of names whose rendering is known. `--turned` judges translations into English.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from mtqe.checks.names import hearing
from mtqe.checks.names.exchanged import exchanges
from mtqe.checks.names.finder import Side, read
from mtqe.checks.names.renderings import learn, words_of
from mtqe.language.lang import language

PLANTED = 3
"""Names: replaced in a document, at most."""
Pair = tuple[Side, Side]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a row for each language."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ntrex", type=Path, help="gzipped JSON Lines with professional translations")
    parser.add_argument("--lang", action="append", default=[], help="only this language; repeatable")
    parser.add_argument("--turned", action="store_true", help="exchange the sides")
    parser.add_argument("--show", action="store_true", help="print alarms and misses")
    given = parser.parse_args(arguments)
    with gzip.open(given.ntrex, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines][::2]
    for lang in given.lang or list(rows[0]["tgt"]):
        alarms, found, planted = 0, 0, 0
        for row in rows:
            pairs = [
                (read(source, "en"), read(target, lang))
                for source, target in zip(row["src"], row["tgt"][lang], strict=True)
            ]
            for at, mismatches in enumerate(judged(pairs, given.turned)):
                alarms += len(mismatches)
                if given.show and mismatches:
                    print(f"ALARM {lang} {mismatches}\n    {pairs[at][0].text}\n    {pairs[at][1].text}")
            for at, text in errors(pairs):
                wrong = [*pairs[:at], (pairs[at][0], read(text, lang)), *pairs[at + 1 :]]
                is_found = bool(judged(wrong, given.turned)[at])
                planted, found = planted + 1, found + is_found
                if given.show and not is_found:
                    print(f"MISSED {lang}\n    {pairs[at][0].text}\n    {text}")
        print(f"{lang}: {alarms} alarms, {found} of {planted} names found ({found / max(planted, 1):.2f})", flush=True)
    return 0


def judged(pairs: Sequence[Pair], is_turned: bool) -> list[list[object]]:
    """The mismatches of each pair."""
    return [list(found) for found in exchanges([pair[::-1] for pair in pairs] if is_turned else pairs)]


def errors(pairs: Sequence[Pair]) -> Iterator[tuple[int, str]]:
    """Translations of segments with a wrong name: the index of the segment, the wrong text."""
    book, chance = learn(pairs), random.Random(7)
    places = []
    for at, names in enumerate(book.names):
        anchor, opposite = pairs[at]
        for name in names:
            words = words_of(name, "en")
            is_cased = language(opposite.lang).has_capitals
            heard = [hearing.loudest(word.text, opposite.text, is_cased) for word in words]
            rendered = [word for word in heard if word and opposite.text.count(word.text) == 1]
            present = {token.text for token in anchor.tokens}
            others = [other for other in book.renderings if not book.partners[other] & present]
            if words and not name.places and len(rendered) == len(words) and others:
                places.append((at, rendered, others))
    chance.shuffle(places)
    for at, rendered, others in places[:PLANTED]:
        text, other = pairs[at][1].text, chance.choice(sorted(others))
        spans = sorted({(word.start, word.end) for word in rendered}, reverse=True)
        for n, (start, end) in enumerate(spans):
            text = (
                text[:start]
                + (form_of(other, pairs, book.renderings[other]) if n + 1 == len(spans) else "")
                + text[end:]
            )
        yield at, text


def form_of(name: str, pairs: Sequence[Pair], renderings: dict[str, set[int]]) -> str:
    """The most frequent rendering of a name, with its capitals."""
    rendering = max(sorted(renderings), key=lambda form: len(renderings[form]))
    text = pairs[min(renderings[rendering])][1].text
    return next((word.text for word in hearing.heard_words(text) if word.text.casefold() == rendering), rendering)


if __name__ == "__main__":
    sys.exit(main())
