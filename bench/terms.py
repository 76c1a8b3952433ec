"""Measures quality and speed of the terminology checks.

    python -m bench.terms term_wmt25.en-de.jsonl.gz [--show ours|exact|lemma|unseen] [--seconds]

The file has rows of the WMT25 terminology task: `src`, `mt`, `system`, `mode`, `terms` (renderings). Each term of each
row is looked up in three ways: by mtqe; as an exact substring without regard to case; as a sequence of lemmas
(simplemma) between spaces. The translations of system REFERENCE were made with these terms, so a term that mtqe misses
there is a false alarm. A second table compares mtqe's success rate of each system with that of the task's own rule (an
exact substring or a sequence of lemmas; the task uses lemmas of stanza) for the same terms. `--show` prints the terms
that one way finds and mtqe does not, or (`ours`) that mtqe finds and lemmas do not; `unseen` prints terms that mtqe
does not find in the source. `--seconds` measures CPU time and memory with synthetic glossaries of up to a million terms
(`--terms`) with wrong renderings, the slowest case; any file with `src` and `mt` can be used.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import resource
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import simplemma

from mtqe.checks.terms import glossary_terms
from mtqe.formats.termbases import glossary
from mtqe.model import Glossary, Segment, Term
from mtqe.registry.check_table import checks
from mtqe.registry.contracts import Context


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        yield from map(json.loads, stream)


def lemmas(text: str) -> str:
    return " ".join(["", *(simplemma.lemmatize(word, "de").lower() for word in re.findall(r"\w+", text)), ""])


def has_by_rule(target: str, rendering: str) -> bool:
    """Whether the rule of the task finds a rendering."""
    return rendering.lower() in target.lower() or lemmas(rendering) in lemmas(target)


def look_up(source: str, target: str, term: str, rendering: str) -> dict[str, bool | None]:
    context = Context("en", "de", glossary=Glossary((Term(term, rendering),)))
    hits = list(glossary_terms.judge(Segment("1", source, target), context))
    return {
        "ours": hits[0].state == "rendered" if hits else None,
        "exact": rendering.lower() in target.lower(),
        "lemma": lemmas(rendering) in lemmas(target),
    }


def quality(path: Path, show: str | None) -> None:
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    rates: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    shown: Counter[tuple[str, ...]] = Counter()
    for row in rows(path):
        for key in ("terms", "terms_random"):
            mode = row["mode"] if key == "terms" else f"{row['mode']}, random terms"
            for term, rendering in row[key].items():
                outcomes = look_up(row["src"], row["mt"], term, rendering)
                count = counts["REFERENCE" if row["system"] == "REFERENCE" else "systems", mode]
                count["terms"] += 1
                if outcomes["ours"] is None:
                    count["unseen"] += 1
                else:
                    count["seen"] += 1
                    rate = rates[row["system"], mode]
                    rate.update(seen=1, ours=bool(outcomes["ours"]), rule=bool(outcomes["exact"] or outcomes["lemma"]))
                    for way, outcome in outcomes.items():
                        count[way] += bool(outcome)
                    count["ours, not lemma"] += bool(outcomes["ours"] and not outcomes["lemma"])
                    count["lemma, not ours"] += bool(outcomes["lemma"] and not outcomes["ours"])
                    count["exact, not ours"] += bool(outcomes["exact"] and not outcomes["ours"])
                expected = {
                    "ours": bool(outcomes["ours"]) and not outcomes["lemma"],
                    "unseen": outcomes["ours"] is None,
                    "exact": outcomes["ours"] is False and bool(outcomes["exact"]),
                    "lemma": outcomes["ours"] is False and bool(outcomes["lemma"]),
                }
                if show and expected[show]:
                    shown[row["system"], mode, f"{term} = {rendering}", row["src"], row["mt"]] += 1
    columns = ("terms", "unseen", "seen", "ours", "exact", "lemma")
    differences = ("ours, not lemma", "lemma, not ours", "exact, not ours")
    print(f"{'':36}{''.join(f'{name:>9}' for name in columns)}   {'   '.join(differences)}")
    for (who, mode), count in sorted(counts.items()):
        shares = [f"{100 * count[way] / max(1, count['seen']):8.1f}%" for way in ("ours", "exact", "lemma")]
        numbers = "".join(f"{count[name]:>9}" for name in columns[:3]) + "".join(shares)
        print(f"{who + ' ' + mode:36}{numbers}   {'   '.join(f'{count[name]:>15}' for name in differences)}")
    for line in shown:
        print("", *line, sep="\n  ")
    print(f"\n{'system and mode':48}{'terms':>6}{'mtqe':>8}{'rule':>8}{'gap':>8}")
    gaps = []
    for (system, mode), rate in sorted(rates.items()):
        mtqe_rate, rule = rate["ours"] / rate["seen"], rate["rule"] / rate["seen"]
        gaps.append(mtqe_rate - rule)
        print(f"{system + ' ' + mode:48}{rate['seen']:6}{mtqe_rate:8.3f}{rule:8.3f}{mtqe_rate - rule:+8.3f}")
    print(f"mean gap {sum(gaps) / len(gaps):+.3f}, largest {max(gaps, key=abs):+.3f}")
    for name in dict.fromkeys(mode for system, mode in rates if system != "REFERENCE"):
        pooled = sum((rate for (system, mode), rate in rates.items() if mode == name), Counter[str]())
        mtqe_rate, rule = pooled["ours"] / pooled["seen"], pooled["rule"] / pooled["seen"]
        print(f"{'all systems ' + name:48}{pooled['seen']:6}{mtqe_rate:8.4f}{rule:8.4f}{mtqe_rate - rule:+8.4f}")


def speed(path: Path, sizes: list[int]) -> None:
    segments = [Segment(str(n), row["src"], row["mt"]) for n, row in enumerate(rows(path))]
    sources = [re.findall(r"[a-z]{4,}", item.source) for item in segments]
    words = sorted({word for source in sources for word in source})
    pairs = sorted({f"{first} {second}" for source in sources for first, second in pairwise(source)})
    german = sorted({word for item in segments for word in re.findall(r"[A-ZÄÖÜ][a-zäöüß]{4,}", item.target)})
    print(f"{len(segments)} segments, {sum(map(len, (item.source.split() for item in segments)))} source words")
    list(
        _run(segments, Context("en", "de", glossary=Glossary((Term("harbour pilot", "Hafenlotse"),))))
    )  # load the lemma data
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "terms.csv"
            _write(file, size, words, pairs, german)
            start = time.process_time()
            loaded = glossary.read([file], "en", "de")
        read = time.process_time()
        context = Context("en", "de", glossary=loaded)
        glossary_terms.has_forbidden(context)
        indexed = time.process_time()
        print(f"{size:>9} terms: read in {read - start:.2f} s, indexed in {indexed - read:.2f} s")
        for name, rate, finding_count in _run(segments, context):
            print(f"{'':17}{name}: {rate:.0f} segments/s, {finding_count} findings")
        print(f"{'':17}peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _write(file: Path, size: int, words: list[str], pairs: list[str], german: list[str]) -> None:
    draw = random.Random(1)
    entries = dict.fromkeys([*draw.sample(words, 500), *draw.sample(pairs, 500)])
    while len(entries) < size:
        # Large glossaries have new words, and known words in combinations that do not occur in the text.
        entries[f"{draw.choice(words)} {draw.choice(words)} {len(entries) if len(entries) % 3 else ''}".strip()] = None
    with file.open("w", encoding="utf-8") as out:
        out.write("source,target,status\n")
        for n, text in enumerate(entries):
            out.write(f"{text},{draw.choice(german)},{'admitted' if n % 7 else 'forbidden'}\n")


def _run(segments: list[Segment], context: Context) -> Iterator[tuple[str, float, int]]:
    for name in ("TRM101", "TRM102", "TRM104", "TRM105"):
        start = time.process_time()
        check = checks()[name]
        groups = segments if check.scope == "segment" else [segments]
        finding_count = sum(1 for group in groups for _ in check.run(group, context))
        yield name, len(segments) / (time.process_time() - start), finding_count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--show", choices=("ours", "exact", "lemma", "unseen"))
    parser.add_argument("--seconds", action="store_true")
    parser.add_argument("--terms", type=int, nargs="+", default=[1_000, 100_000, 1_000_000])
    options = parser.parse_args()
    if options.seconds:
        speed(options.path, options.terms)
    else:
        quality(options.path, options.show)


if __name__ == "__main__":
    main()
