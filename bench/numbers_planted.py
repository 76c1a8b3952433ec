"""Measures which wrong, lost and added numbers are found in correct translations, by kind and language pair.

    python -m bench.numbers_planted [DATA] [--manuals prose.jsonl.gz] [--parallel FOLDER] [--held]
        [--pairs en-de ...] [--rows N] [--most 300] [--encoder] [--show KIND ...]

DATA has `dev/human_translations.en-de` (read without the free paraphrase), `train/wmt2*_news_mqm.zh-en` (references)
and `train/mlqe_pe_da.{ru,ro,et}-en` (post-edits), all as `.jsonl.gz`. The manuals are those of `training/prose.py`,
only pages that are not held out. FOLDER has the `LANG.jsonl.gz` of `training/parallel.py`, read with `--held` for the
pages that are held out, and without old religious texts, which are no translations of the English.

The first rows of the table are the shares of unchanged rows that are flagged, by all checks and by each. These rows
are left out below. One error of each kind is put into every translation that allows it, at most `--most` per language
pair. numbers-swapped runs with `--encoder`. `--show` prints missed errors, and for `clean` the findings in unchanged
rows.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

from bench.documentation import LANGS, ORIGINS, paragraphs
from bench.flagged import findings
from bench.flags import FAR_PARAPHRASE, rows
from bench.number_errors import KINDS, Langs, Texts
from mtqe.checks.numbers.vocabulary import known
from mtqe.model import Severity
from mtqe.registry import check_table

CHECKS = ("ACC101", "ACC115", "ACC116", "ACC118", "LOC102")


def sets(
    data: Path | None, manuals: Path | None, parallel: Path | None, held: bool
) -> Iterator[tuple[str, Langs, list[Texts]]]:
    """Name, languages and pairs of each set."""
    for path in sorted(parallel.glob("*.jsonl.gz")) if parallel else ():
        lang = path.name.partition(".")[0]
        texts_of_lang = [
            (row["en"], row["text"]) for row in rows(path) if row["held"] is held and row["origin"] != "verses"
        ]
        yield "parallel", ("en", lang), texts_of_lang
        yield "parallel", (lang, "en"), [(text, source) for source, text in texts_of_lang]
    if data is not None:
        every = rows(data / "dev" / "human_translations.en-de.jsonl.gz")
        yield (
            "news",
            ("en", "de"),
            [(row["src"], row["mt"]) for row in every if not row["system"].startswith(FAR_PARAPHRASE)],
        )
        news = [row for year in ("20", "21") for row in rows(data / "train" / f"wmt{year}_news_mqm.zh-en.jsonl.gz")]
        yield "news", ("zh", "en"), [(row["src"], text) for row in news for text in row["refs"].values()]
        for lang in ("ru", "ro", "et"):
            edited = rows(data / "train" / f"mlqe_pe_da.{lang}-en.jsonl.gz")
            yield "edited", (lang, "en"), [(row["src"], row["pe"]) for row in edited if row.get("pe")]
    if manuals is None:
        return
    texts = [row["texts"] for row in paragraphs(manuals, list(LANGS), list(ORIGINS), in_training=True)]
    for lang in LANGS:
        both = [(texts_of_row["en"], texts_of_row[lang]) for texts_of_row in texts if lang in texts_of_row]
        yield "manuals", ("en", lang), both
        yield "manuals", (lang, "en"), [(text, source) for source, text in both]


def main() -> None:
    """Print the table with one row per kind of error."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="?")
    parser.add_argument("--manuals", type=Path)
    parser.add_argument("--parallel", type=Path)
    parser.add_argument("--held", action="store_true", help="of FOLDER, use the pages that are held out")
    parser.add_argument("--rows", type=int, help="use only so many rows of each set, drawn at random")
    parser.add_argument("--pairs", nargs="+", help="use only these, such as en-de")
    parser.add_argument("--most", type=int, default=300, help="greatest number of planted errors per kind and set")
    parser.add_argument("--encoder", action="store_true", help="also run numbers-swapped")
    parser.add_argument("--show", nargs="+", default=(), help="print the missed errors of these kinds")
    args = parser.parse_args()
    chosen = check_table.select([*CHECKS, *(["ACC117"] if args.encoder else [])])
    table: dict[str, list[str]] = {kind: [] for kind in ("set", "rows", "clean", *CHECKS, *KINDS)}
    for name, langs, pairs in sets(args.data, args.manuals, args.parallel, args.held):
        if not known().issuperset(langs) or (args.pairs and "-".join(langs) not in args.pairs):
            continue
        pairs = list(dict.fromkeys(pairs))
        if args.rows:
            pairs = random.Random(7).sample(pairs, min(args.rows, len(pairs)))
        marked = findings(chosen, pairs, langs)
        table["set"].append(f"{name} {'-'.join(langs)}")
        table["rows"].append(str(len(pairs)))
        table["clean"].append(f"{sum(map(bool, marked))} ({sum(map(bool, marked)) / len(pairs):.2%})")
        for check in CHECKS:
            findings_of = [[finding for finding in of if finding.check == check] for of in marked]
            majors = sum(any(finding.severity.rank > Severity.MINOR.rank for finding in of) for of in findings_of)
            table[check].append(f"{sum(map(bool, findings_of)) / len(pairs):.2%} (major {majors / len(pairs):.2%})")
        clean = [pair for pair, of in zip(pairs, marked, strict=True) if not of]
        random.Random(5).shuffle(clean)
        for pair, of in zip(pairs, marked, strict=True):
            if of and "clean" in args.show:
                messages = [(finding.check, finding.message) for finding in of]
                print(f"\nclean {'-'.join(langs)} {messages}\n  {pair[0]}\n  {pair[1]}")
        for kind, spoil in KINDS.items():
            spoilt: list[Texts] = []
            for source, target in clean:
                if len(spoilt) < args.most and (edits := list(spoil(source, target, langs))):
                    start, end, new = random.Random(source + target).choice(edits)
                    spoilt.append((source, target[:start] + new + target[end:]))
            results = findings(chosen, spoilt, langs)
            table[kind].append(
                f"{sum(map(bool, results)) / len(spoilt):.0%} of {len(spoilt)}" if len(spoilt) > 4 else "-"
            )
            for pair, of in zip(spoilt, results, strict=True):
                if kind in args.show and not of:
                    print(f"\n{kind} {'-'.join(langs)}\n  {pair[0]}\n  {pair[1]}")
    for kind, cells in table.items():
        print(f"| {kind} | {' | '.join(cells)} |" + ("\n" + "|---" * (len(cells) + 1) + "|" if kind == "set" else ""))


if __name__ == "__main__":
    main()
