"""Measures model-response (ART116) and model-chatter (ART102): language models that reply instead of translating.

    python -m bench.model_failures [FOLDER] [--parallel FOLDER] [--held] [--most 150] [--show] [--miss]

Recall: `model_failures.tsv` beside this script has invented sources in 13 languages, each with a good translation and
the reply of a language model in one of 30 languages: it refuses, answers, obeys, sums up or asks for the text. No
sentence of it is an example of the rules. The rows are halved by hash of the source; the thresholds were set on half 0.

False alarms: FOLDER has `dev/human_translations.en-de.jsonl.gz` and `train/wmt2*_da.*-en.jsonl.gz`, of which the
references are read. `--parallel` is a folder of `training/parallel.py`, of which at most `--most` rows of each language
are read in each direction: pages for development or, with `--held`, those for the final figure. Rows with a question
come first. `--show` prints the false alarms, `--miss` the missed replies of half 0.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.flagged import findings
from bench.flags import FAR_PARAPHRASE, odd, rows, serious
from mtqe.model import Finding
from mtqe.registry import check_table

OURS = ("ART116", "ART102")
LEFT_OUT = ("rights", "verses")
"""Origins of parallel text that are no translations of the English text, or not well encoded."""
Pair = tuple[str, str]
Langs = tuple[str, str]


def replies() -> list[dict[str, str]]:
    """The invented sources with their good translations and replies."""
    with Path(__file__).with_suffix(".tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def judged(pairs: Sequence[Pair], langs: Langs, every: bool = False) -> list[list[Finding]]:
    """The findings of our checks, or of all default checks; each pair is a document of its own."""
    chosen = check_table.select(() if every else OURS)
    return findings(chosen, pairs, langs, [str(n) for n in range(len(pairs))])


def recall(miss: bool) -> None:
    """Print the share of replies that are found, by kind and half, and the false alarms on the good translations."""
    by_langs: dict[Langs, list[dict[str, str]]] = defaultdict(list)
    for row in replies():
        by_langs[row["source_lang"], row["target_lang"]].append(row)
    counts: Counter[tuple[str, int, str]] = Counter()
    for langs, group in by_langs.items():
        bad = [(row["source"], row["failure"]) for row in group]
        good = judged([(row["source"], row["translation"]) for row in group], langs)
        for row, ours, every, right in zip(
            group, judged(bad, langs), judged(bad, langs, every=True), good, strict=True
        ):
            place = row["kind"], int(odd(row["source"]))
            found = {finding.check for finding in ours}
            counts.update((*place, name) for name in ("rows", *found, *(["either"] if found else [])))
            counts[*place, "any major"] += serious(every)
            counts[*place, "good"] += bool(right)
            if miss and not found and place[1] == 0:
                print(f"{'-'.join(langs)} {row['kind']}: {row['source']} | {row['failure']}")
    columns = ("rows", *OURS, "either", "any major", "good")
    print("\n| reply | half | rows | ART116 | ART102 | either | any check, major | good translations flagged |")
    print("|---|---|---|---|---|---|---|---|")
    for kind in dict.fromkeys(row["kind"] for row in replies()):
        for half in (0, 1):
            print(f"| {kind} | {half} | {' | '.join(str(counts[kind, half, name]) for name in columns)} |")


def clean(folder: Path | None, parallel: Path | None, most: int, held: bool) -> Iterator[tuple[str, Langs, list[Pair]]]:
    """The clean sets: name, languages, pairs."""
    if folder:
        people = list(rows(folder / "dev" / "human_translations.en-de.jsonl.gz"))
        usual_rows = [row for row in people if not row["system"].startswith(FAR_PARAPHRASE)]
        yield "professional", ("en", "de"), [(row["src"], row["mt"]) for row in usual_rows]
        for path in sorted(folder.glob("train/wmt2*_da.*-en.jsonl.gz")):
            langs = path.name.split(".")[1].split("-")
            pairs = [(row["src"], text) for row in rows(path) for text in row["refs"].values()]
            yield path.name.split(".")[0], (langs[0], langs[1]), chosen(pairs, most)
    for path in sorted(parallel.glob("*.jsonl.gz")) if parallel else ():
        kept_rows = [row for row in rows(path) if row["held"] is held and row["origin"] not in LEFT_OUT]
        lang = path.name.split(".")[0]
        yield "parallel", ("en", lang), chosen([(row["en"], row["text"]) for row in kept_rows], most)
        yield "parallel", (lang, "en"), chosen([(row["text"], row["en"]) for row in kept_rows], most)


def chosen(pairs: list[Pair], most: int) -> list[Pair]:
    """At most about `most` different pairs, of which up to half are questions; both parts are evenly sampled."""
    different = [pair for pair in dict.fromkeys(pairs) if all(map(str.strip, pair))]
    questions = [pair for pair in different if pair[0].rstrip().endswith(("?", "？", "؟"))]
    others = [pair for pair in different if pair not in set(questions)]
    asked = questions[:: max(1, 2 * len(questions) // most)][: most // 2]
    return asked + others[:: max(1, len(others) // (most - len(asked)))][: most - len(asked)]


def main() -> None:
    """Print recall and false alarms."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", help="folder of dev and train")
    parser.add_argument("--parallel", type=Path, help="folder of LANG.jsonl.gz")
    parser.add_argument("--held", action="store_true", help="read the held-out pages of --parallel")
    parser.add_argument("--most", type=int, default=150, help="rows of each language pair")
    parser.add_argument("--show", action="store_true", help="print the false alarms")
    parser.add_argument("--miss", action="store_true", help="print the missed replies of half 0")
    args = parser.parse_args()
    recall(args.miss)
    print("\n| clean text | pair | rows | ART116 | ART102 |\n|---|---|---|---|---|", flush=True)
    total: Counter[str] = Counter()
    for name, langs, pairs in clean(args.folder, args.parallel, args.most, args.held):
        results = judged(pairs, langs)
        flagged = Counter(check for found in results for check in {finding.check for finding in found})
        total.update({"rows": len(pairs), **flagged})
        print(f"| {name} | {'-'.join(langs)} | {len(pairs)} | {flagged['ART116']} | {flagged['ART102']} |", flush=True)
        for pair, found in zip(pairs, results, strict=True):
            for finding in found if args.show else ():
                print(f"    {finding.check} {finding.message}\n      {pair[0]}\n      {pair[1]}")
    print(f"| all | | {total['rows']} | {total['ART116']} | {total['ART102']} |")


if __name__ == "__main__":
    main()
