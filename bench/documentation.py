"""Measures the share of translated documentation that the default checks flag, for other languages with English.

    python -m bench.documentation FILE [--langs fr pl] [--origins gnome handbook] [--most N] [--encoder]
        [--show CHECK ...] [--seen] [--planted]

The file, `prose.jsonl.gz`, is written by `training/prose.py` from the help of LibreOffice and GNOME and from the Debian
handbook, which people translated. Instead of it, a folder of `training/parallel.py` may be given, which has manuals and
messages of programs in some fifty languages, a file each. Both directions are measured. Only pages that were not used
in training are read; `--seen` reads the other pages, on which rules may be improved. Many translations are free and
some are wrong, so the shares are upper bounds of false-alarm rates: `--show` prints the findings of a check, so that
they can be judged one by one. Checks that need the encoder run only with `--encoder`. `--planted` puts an error of each
kind of `KINDS` into every paragraph that allows it, and prints the share that its check finds and did not find before.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections import Counter
from pathlib import Path
from typing import Any

from bench.flagged import findings
from mtqe.language.lang import language
from mtqe.registry import check_table

SPACELESS = ("ja", "zh", "th")
STOPS = {"ja": "。", "zh": "。", "hi": "।", "bn": "।", "ur": "۔"}
LANGS = ("de", "fr", "es", "it", "pt", "nl", "pl", "cs", "ru", "ja", "zh")
ORIGINS = ("office", "gnome", "handbook")
ALL_ORIGINS = (*ORIGINS, "catalogue", "kde", "guide", "game")
SHORTEST = 40
"""Characters of the shortest English text of a folder that is read."""
FOREIGN = ("Le bac ne part plus avant le matin.", "Die Fähre fährt erst am Morgen wieder ab, sagt der Kapitän.")
"""Sentences in two languages, a short one and a long one; neither is English."""


def paragraphs(path: Path, langs: list[str], origins: list[str], in_training: bool) -> list[dict[str, Any]]:
    """The paragraphs that training may use (`in_training`), or the held-out ones, of a file or of a folder."""
    rows = []
    for file in [path / f"{lang}.jsonl.gz" for lang in langs] if path.is_dir() else [path]:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if path.is_dir():
                    row["texts"] = {"en": row["en"], file.name.split(".")[0]: row["text"]}
                    if len(row["en"]) < SHORTEST or "^" in row["en"]:
                        continue
                if row["held"] is not in_training and row["origin"] in origins:
                    rows.append(row)
    return rows


def _two_stops(source: str, target: str, lang: str, rng: random.Random) -> str | None:
    stop = STOPS.get(lang, ".")
    return target + stop if target.endswith(stop) else None


def _said_twice(source: str, target: str, lang: str, rng: random.Random) -> str | None:
    return target + ("" if lang in SPACELESS else " ") + target


def _doubled_word(source: str, target: str, lang: str, rng: random.Random) -> str | None:
    places = list(re.finditer(r"[^\W\d_]{4,}", target)) if lang not in SPACELESS else []
    if not places:
        return None
    at = rng.choice(places)
    return f"{target[: at.end()]} {target[at.start() :]}"


def _other_script(source: str, target: str, lang: str, rng: random.Random) -> str | None:
    new = {"zh": "のように", "ja": "这个时候", "ru": "但是"}.get(
        lang, "这个时候" if "cyrillic" in language(lang).scripts else "но также"
    )
    at = rng.choice([match.end() for match in re.finditer(r"\S(?=.)" if lang in SPACELESS else r"\s", target)] or [0])
    return f"{target[:at]}{new}{'' if lang in SPACELESS else ' '}{target[at:]}" if at else None


def _wide_comma(source: str, target: str, lang: str, rng: random.Random) -> str | None:
    return target.replace(", ", "，", 1) if lang not in SPACELESS and ", " in target else None


def _source_kept(source: str, target: str, lang: str, rng: random.Random) -> str | None:
    return source


def _foreign_text(source: str, target: str, lang: str, rng: random.Random) -> str | None:
    return rng.choice(FOREIGN) if lang not in ("fr", "de") else None


def _digit(source: str, target: str, lang: str, rng: random.Random) -> str | None:
    match = re.search(r"\d", target)
    return target[: match.start()] + str((int(match[0]) + 3) % 10) + target[match.end() :] if match else None


KINDS = {
    "digit changed": ("ACC101", _digit),
    "source in place of the translation": ("ACC102", _source_kept),
    "words of another script": ("ACC121", _other_script),
    "text in another language": ("ACC104", _foreign_text),
    "two full stops": ("ART114", _two_stops),
    "text repeated": ("HAL101", _said_twice),
    "word doubled": ("HAL101", _doubled_word),
    "full-width comma": ("LOC111", _wide_comma),
}


def planted(rows: list[dict[str, Any]], langs: list[str]) -> None:
    """Print the numbers of found errors of each kind, one row per language pair."""
    print(f"| pair | {' | '.join(f'{kind} ({check})' for kind, (check, _) in KINDS.items())} |")
    print("|---" * (len(KINDS) + 1) + "|")
    for lang in langs:
        for pair in (("en", lang), (lang, "en")):
            texts = [(row["texts"][pair[0]], row["texts"][pair[1]]) for row in rows if lang in row["texts"]][:300]
            cells = []
            for check, spoil in KINDS.values():
                rng = random.Random(4)
                spoilt_pairs = [(pair_texts, spoil(*pair_texts, pair[1], rng)) for pair_texts in texts]
                both = [(pair_texts, (pair_texts[0], new)) for pair_texts, new in spoilt_pairs if new is not None]
                chosen = check_table.select([check])
                before, after = (
                    findings(chosen, [two[k] for two in both], pair, list(map(str, range(len(both))))) for k in (0, 1)
                )
                hits = sum(bool(new) and len(new) > len(old) for old, new in zip(before, after, strict=True))
                cells.append(f"{hits / len(both):.0%} of {len(both)}" if both else "-")
            print(f"| {'-'.join(pair)} | {' | '.join(cells)} |", flush=True)


def main() -> None:
    """Print a table with one row per language pair, with the checks that flag most."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--langs", nargs="+", default=LANGS)
    parser.add_argument("--origins", nargs="+", default=ALL_ORIGINS, choices=ALL_ORIGINS)
    parser.add_argument("--most", type=int, default=1000, help="paragraphs per pair")
    parser.add_argument("--encoder", action="store_true", help="also run the checks that need the encoder")
    parser.add_argument("--seen", action="store_true", help="read the pages that are not held out")
    parser.add_argument("--planted", action="store_true", help="print the numbers of found planted errors instead")
    parser.add_argument("--show", nargs="+", default=(), help="ids of checks whose findings are printed")
    options = parser.parse_args()
    rows = paragraphs(options.file, options.langs, options.origins, options.seen)
    if options.planted:
        random.Random(3).shuffle(rows)
        planted(rows, options.langs)
        return
    chosen = [item for item in check_table.select() if options.encoder or "encoder" not in item.needs]
    print("| pair | paragraphs | flagged | major or worse | most often |\n|---|---|---|---|---|")
    for lang in options.langs:
        translated = [row for row in rows if lang in row["texts"]]
        translated = translated[:: -(-len(translated) // options.most)]
        for pair in (("en", lang), (lang, "en")):
            texts = [(row["texts"][pair[0]], row["texts"][pair[1]]) for row in translated]
            results = findings(chosen, texts, pair, [row["page"] for row in translated])
            major = sum(any(item.severity.rank >= 2 for item in of) for of in results)
            often = Counter(check for of in results for check in {item.check for item in of})
            shares = (f"{sum(map(bool, results)) / len(texts):.2%}", f"{major / len(texts):.2%}")
            shown = ", ".join(f"{check} {count}" for check, count in often.most_common(8))
            print(f"| {'-'.join(pair)} | {len(texts)} | {shares[0]} | {shares[1]} | {shown} |", flush=True)
            for (source, target), of in zip(texts, results, strict=True):
                for item in of:
                    if item.check in options.show:
                        print(
                            f"\n{item.check} {item.severity.name} {item.message} {item.marked}\n  {source}\n  {target}"
                        )


if __name__ == "__main__":
    main()
