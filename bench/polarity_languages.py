"""Measures negation-mismatch in any language with English: alarms on clean text, and negations that were removed.

    python -m bench.polarity_languages FOLDER --langs tr ja [--most 4000] [--planted 200] [--held]
    python -m bench.polarity_languages FOLDER --langs tr --show alarms|misses|planted

FOLDER has `LANG.jsonl.gz`, written by `training/parallel.py`. The language may have word lists that the check does not
yet use: its limits are ignored here. Without `--held` only the rows for development are read, otherwise only the
others. Verses are left out, since their English is a different translation.

A negation is removed by rule from one side of a row that has one clear negation on each side. *English not* is the same
rows with the negation of the English side removed, so from English it is a negation gained, and into English one lost.
*not* is the other way round. Some languages negate within the verb: the rules of `PLAIN` write the verb without it, and
rows without such a verb are left out. Gained questions (ACC122) and opposites (ACC113) are counted on the same rows.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.flagged import findings
from mtqe.checks.negation import directions
from mtqe.checks.negation.direction_mismatch import direction_mismatch
from mtqe.checks.negation.lost_negations import Lost, lost
from mtqe.checks.negation.negation_words import negations
from mtqe.checks.sentences.sentence_ends import gained_question
from mtqe.model import Segment
from mtqe.registry.contracts import Context

Rules = tuple[tuple[str, str], ...]
ENGLISH: Rules = (
    (r"\bcan(?:not|[’']t)\b", "can"),
    (r"\bwon[’']t\b", "will"),
    (r"\b(\w+)n[’']t\b", r"\1"),
    (r"\bnot ", ""),
    (r"\b(?:no|never) ", ""),
)
"""How a negation is removed from English."""
PLAIN: dict[str, Rules] = {
    "tr": (
        (r" değil(?=dir|di)", ""),
        (r" değil\b", ""),
        (r"\byok\b", "var"),
        (r"([ae])m[ae]z(?=\b|l[ae]r)", r"\1bilir"),
        (r"[ae]m[ae]d([ıi])", r"d\1"),
        (r"m[ae]d([ıi])\b", r"d\1"),
        (r"(?<=[^aeıioöuü])m(?=[ıiuü]yor)", ""),
        (r"m[ae]y[ıi]n(?:[ıi]z)?\b", "in"),
    ),
    "ja": (
        (r"ませんでした", "ました"),
        (r"ません", "ます"),
        (r"(?<=[でき])きない", "きる"),
        (r"できなかっ", "できてい"),
        (r"しない", "する"),
        (r"されない", "される"),
        (r"(?<=[いら])れない", "れる"),
        (r"いない", "いる"),
        (r"(?:では|が|は)ない", "である"),
    ),
    "ko": (
        (r"수 없", "수 있"),
        (r"지 않습니다", "ㅂ니다"),
        (r"하지 않", "하"),
        (r"되지 않", "되"),
        (r"지 않", ""),
        (r"없(?=습|음|는|다)", "있"),
        (r"아닙니다", "입니다"),
        (r"하지 못했", "했"),
        (r"지 마(?:십시오|세요)", "십시오"),
    ),
    "fi": (
        (r"\bei ole\b", "on"),
        (r"\beivät ole\b", "ovat"),
        (r"\beivät voi\b", "voivat"),
        (r"\bei (?=voi|saa|enää)", ""),
        (r"\bei voitu\b", "voitiin"),
        (r"\bei (?=\w)", ""),
        (r"\bälä ", ""),
    ),
    "hu": ((r"\bnincsenek\b", "vannak"), (r"\bnincs\b", "van"), (r"\b(?:nem|ne|sem) ", "")),
    "fa": (
        (r"\bنمی", "می"),
        (r"\bنیستند\b", "هستند"),
        (r"\bنیست\b", "است"),
        (r"\bنشد", "شد"),
        (r"\bنکرد", "کرد"),
        (r"\bنکن", "کن"),
        (r"\bندار", "دار"),
        (r"\bنباید\b", "باید"),
        (r"\bنبود", "بود"),
    ),
    "he": ((r"\b(ש?)אינ(?:ו|ה|ם|ן) ", r"\1"), (r"\bאין\b", "יש"), (r"\b([שו]?)לא ", r"\1"), (r"\bאל (?=ת)", "")),
    "uk": ((r"\bнемає\b", "є"), (r"\bне ", "")),
    "bg": ((r"\bняма\b", "има"), (r"\bне (?:е|са)\b", "е"), (r"\bне ", "")),
}
"""How a negation is removed from a text, for languages in which that is more than to leave out the word."""


class Row(NamedTuple):
    """A row: the English side and the side in the language."""

    english: str
    foreign: str


class Change(NamedTuple):
    """A row with a negation removed, and whether it was removed from the English side."""

    row: Row
    in_english: bool


def rows(path: Path, held: bool) -> Iterator[Row]:
    """The rows of a language, in an order that depends on the text only."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        found = [json.loads(line) for line in file]
    chosen = {
        Row(row["en"], row["text"])
        for row in found
        if row["held"] is held and row["origin"] != "verses" and not (held and row["trained"])
    }
    yield from sorted(chosen, key=lambda row: hashlib.md5("\n".join(row).encode()).digest())


def without(text: str, rules: Rules) -> str | None:
    """The text after the first rule that fits it, once; `None` if none fits."""
    for pattern, plain in rules:
        changed, times = re.subn(pattern, plain, text, count=1, flags=re.IGNORECASE)
        if times:
            return changed
    return None


def changes(row: Row, lang: str) -> Iterator[Change]:
    """The row without its only negation of either side."""
    left, right = negations(row.english, "en"), negations(row.foreign, lang)
    if len(left.clear) != 1 or len(right.clear) != 1:
        return
    start, end = right.clear[0]
    if english := without(row.english, ENGLISH):
        yield Change(Row(english, row.foreign), True)
    cut = row.foreign[:start] + row.foreign[end:].lstrip()
    foreign = without(row.foreign, PLAIN[lang]) if lang in PLAIN else cut
    if foreign and not negations(foreign, lang).clear:
        yield Change(Row(row.english, foreign), False)


def judged(pairs: Sequence[Row], langs: tuple[str, str]) -> dict[int, Lost]:
    """The lost and gained negations by the number of the pair."""
    segments = [Segment(str(number), *(pair if langs[0] == "en" else pair[::-1])) for number, pair in enumerate(pairs)]
    return {int(loss.negation.segment.id): loss for loss in lost(segments, Context(*langs), "negation-mismatch")}


def others(pairs: Sequence[Row], langs: tuple[str, str]) -> tuple[int | None, int | None]:
    """The number of gained questions and of opposites, or `None` where the language has no list."""
    texts = [tuple(pair if langs[0] == "en" else pair[::-1]) for pair in pairs]
    counts: list[int | None] = []
    for item in (gained_question, direction_mismatch):
        if item.limits is not None and item.limits(Context(*langs)):
            counts.append(None)
        else:
            counts.append(sum(map(bool, findings([item], [(text[0], text[1]) for text in texts], langs))))
    return counts[0], counts[1]


def turned(row: Row, lang: str) -> Row | None:
    """The row with an English word replaced by its opposite, if the other side has its counterpart."""
    left, right = directions.load("en"), directions.load(lang)
    position = right.find(row.foreign)
    for pole, [named, *more] in left.find(row.english).items():
        opposites = left.clear[pole[0], 1 - pole[1]]
        if more or not named.clear or not opposites:
            continue
        if any(answer.clear for answer in position.get(pole, ())):
            start, end = named.places[0]
            return Row(row.english[:start] + opposites[0] + row.english[end:], row.foreign)
    return None


def share(part: int, total: int) -> str:
    """A share in per cent, with the total."""
    return f"{part / total:.0%} of {total}" if total else "-"


def show(pairs: Sequence[Row], chosen: Sequence[int], losses: dict[int, Lost], title: str) -> None:
    """Print pairs, with what was marked."""
    for number in chosen:
        loss = losses.get(number)
        negated = loss.negation.segment.text(loss.negation.side) if loss else ""
        marked = [negated[start:end] for start, end in loss.negation.places] if loss else []
        severity = ("MAJOR" if loss.sure else "minor") if loss else ""
        print(f"\n{title} {severity} {marked}\n  {pairs[number].english}\n  {pairs[number].foreign}")


def measure(lang: str, options: argparse.Namespace) -> None:
    """Print the figures of a language, a line for each direction."""
    everything = list(rows(options.folder / f"{lang}.jsonl.gz", options.held))
    clean = everything[options.skip :][: options.most]
    negated = sum(bool(negations(row.foreign, lang).clear) for row in clean)
    planted = [change for row in everything for change in changes(row, lang)]
    english = [change.row for change in planted if change.in_english][: options.planted]
    foreign = [change.row for change in planted if not change.in_english][: options.planted]
    opposites = [row for row in (turned(row, lang) for row in everything) if row] if lang in directions.known() else []
    for langs in (("en", lang), (lang, "en")):
        alarms = judged(clean, langs)
        found_english, found_foreign = judged(english, langs), judged(foreign, langs)
        questions, reversals = others(clean, langs) if options.all else (None, None)
        turned_found = others(opposites[: options.planted], langs)[1] if options.all and opposites else None
        print(
            f"| {'-'.join(langs)} | {len(clean)} | {negated} | {len(alarms)} ({len(alarms) / max(1, len(clean)):.2%}) |"
            f" {sum(loss.sure for loss in alarms.values())} | {share(len(found_english), len(english))} |"
            f" {share(len(found_foreign), len(foreign))} | {'-' if questions is None else questions} |"
            f" {'-' if reversals is None else reversals} |"
            f" {'-' if turned_found is None else share(turned_found, len(opposites[: options.planted]))} |",
            flush=True,
        )
        if options.show == "alarms":
            show(clean, sorted(alarms), alarms, "alarm")
        elif options.show == "misses":
            for pairs, found in ((english, found_english), (foreign, found_foreign)):
                show(pairs, [number for number in range(len(pairs)) if number not in found][:30], {}, "miss")
        elif options.show == "planted":
            show(foreign, range(min(30, len(foreign))), {}, "planted")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--langs", nargs="+", required=True)
    parser.add_argument("--most", type=int, default=4000, help="clean rows of a language at most")
    parser.add_argument("--skip", type=int, default=0, help="clean rows to leave out, as they were read before")
    parser.add_argument("--planted", type=int, default=200, help="rows of each kind of planted error at most")
    parser.add_argument("--held", action="store_true", help="read the rows for the final figure")
    parser.add_argument("--all", action="store_true", help="count gained questions and opposites too")
    parser.add_argument("--show", choices=("alarms", "misses", "planted"))
    options = parser.parse_args()
    print(
        "| pair | rows | negated | alarms | major | English *not* removed | *not* removed | ACC122 | ACC113 | turned |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    for lang in options.langs:
        measure(lang, options)


if __name__ == "__main__":
    main()
