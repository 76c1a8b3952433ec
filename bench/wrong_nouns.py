"""Nouns exchanged for similar nouns in professional translations: does `wrong-noun` (ACC130) find them?

    python -m bench.wrong_nouns DATA/dev/ntrex_articles.jsonl.gz [--documents N] [--odd] [--lang XX ...] [--show]

The file is that of `bench.wrong_words`, which says how nouns are recognized: the lists of the check are not used. In
each sentence of a translation, the word that faces an English noun is exchanged for a word of another sentence that
faces a similar English noun: the cosine of the two English words lies between LEAST and MOST. Each sentence with an
exchanged noun is judged in its document, whose other sentences stay as they are.

Prints for each language the sentences and the findings in them, the exchanged nouns, the share of them that is found,
and how many have both nouns on the lists. `--show` prints the findings in good translations.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bench.wrong_words import TRIES, articles, english_nouns, facing, options
from mtqe import encoder
from mtqe.checks.meaning import nouns, wrong_noun
from mtqe.encoder.network import Model
from mtqe.model import Hit, Segment
from mtqe.registry.contracts import Context

LEAST, MOST = 0.45, 0.85
"""Cosine: of two English nouns that are exchanged."""
Pairs = Sequence[tuple[str, str]]


class Planted(NamedTuple):
    """An exchanged noun: number of the document and of the sentence, the new sentence, both English nouns."""

    document: int
    sentence: int
    target: str
    noun: str
    other: str


def main() -> None:
    """Print the table."""
    given = options(__doc__).parse_args()
    rows = articles(given)
    model = encoder.load()
    english = english_nouns(model, [pair for row in rows for pair in zip(row["src"], row["tgt"]["de"], strict=True)])
    for lang in given.lang or rows[0]["tgt"]:
        documents = [list(zip(row["src"], row["tgt"][lang], strict=True)) for row in rows]
        measure(lang, documents, list(planted(model, documents, english, lang)), given.show)


def planted(model: Model, documents: Sequence[Pairs], english: set[str], lang: str) -> Iterator[Planted]:
    """Each sentence with a noun that is exchanged for a similar one of another sentence."""
    rng = random.Random(lang)
    places = [(number, at) for number, document in enumerate(documents) for at in range(len(document))]
    pairs = [documents[number][at] for number, at in places]
    known = [one for one in facing(model, pairs) if one[1] in english]
    written = sorted({noun for _, noun, _ in known})
    vectors = dict(zip(written, model.embed(written), strict=True))
    for number, (source, target) in enumerate(pairs):
        here = [(noun, place) for n, noun, place in known if n == number]
        if not here:
            continue
        noun, (start, end) = rng.choice(here)
        for other_number, other, (first, last) in rng.choices(known, k=10 * TRIES):
            new = pairs[other_number][1][first:last]
            if (
                other not in source
                and new.casefold() not in target.casefold()
                and LEAST < float(vectors[noun] @ vectors[other]) < MOST
            ):
                yield Planted(*places[number], target[:start] + new + target[end:], noun, other)
                break


def measure(lang: str, documents: Sequence[Pairs], wrong: Sequence[Planted], shown: bool) -> None:
    """Print the row of a language."""
    good = [found for document in documents for found in judged(document, lang)]
    found = listed = 0
    for one in wrong:
        document = list(documents[one.document])
        document[one.sentence] = document[one.sentence][0], one.target
        found += any(segment.id == str(one.sentence) for segment, _ in judged(document, lang))
        listed += all(any(m.clear for of in nouns.mentions(word, "en").values() for m in of) for word in one[3:])
    share = found / max(1, len(wrong))
    sentences = sum(map(len, documents))
    print(f"{lang}: {sentences} sentences, {len(good)} marked; {len(wrong)} nouns, {share:.2f} found, {listed} listed")
    for segment, hit in good if shown else ():
        print(f"  {hit.message}: {segment.source} | {segment.target}")


def judged(document: Pairs, lang: str) -> list[tuple[Segment, Hit]]:
    """The findings in a document."""
    segments = [Segment(str(n), *pair) for n, pair in enumerate(document)]
    return list(wrong_noun.wrong_noun.run(segments, Context("en", lang)))


if __name__ == "__main__":
    main()
