"""Measures how a glossary with everyday words judges whole documents.

    python -m bench.pooled_terms term_wmt25.en-de.jsonl.gz [--random] [--show] [--systems]
    python -m bench.pooled_terms term_wmt25.en-de.jsonl.gz --clean FILE [--labels FOLDER] [--langs en fr] [--held]

The first file has rows of the WMT25 terminology task: `src`, `mt`, `system`, `mode`, `terms`. The terms of all rows of
the system REFERENCE are one glossary, and its rows are one document. The table gives the share of these rows with a
finding of the terminology checks, and with a major one; `--show` prints the findings. `--random` adds the random terms
of the task, which are words of the text and no terms.

`--systems` judges the translations of each other system as one document with the same glossary: of a row's own terms
that the translation lacks by the task's rule, it counts those that have a major finding in their segment, and those
whose entry is reported once. It then prints the tables of `bench.terms`, where each term is a glossary by itself.

`--clean` judges other professional translations: rows with `src`, `mt` and `doc`, or with `en`, `text`, `page` and
`held`. `--held` takes only the rows that are held out, else they are left out. `--labels` takes a glossary of everyday
words in place of the pooled terms: the most frequent labels of programs with one or two words, from the catalogues
below a folder (`LANG/LC_MESSAGES/*.mo`). `--rows` takes only the first rows.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from bench.catalogues import messages
from bench.terms import has_by_rule, quality, rows
from mtqe.checks import runner
from mtqe.model import Finding, Glossary, Segment, Severity, Term
from mtqe.registry.check_table import checks
from mtqe.registry.contracts import Context

LABELS = 400
"""Entries of the glossary that is made of labels."""
LABEL = re.compile("[A-Za-z][a-z]{2,}(?: [A-Za-z][a-z]+)?")
RENDERED = re.compile(r"[\w’'-]+(?: [\w’'-]+){0,2}")
IDS = ("TRM101", "TRM102", "TRM104")


def pooled(path: Path, keys: Sequence[str]) -> Glossary:
    """The terms of all rows of the reference, each with each of its renderings."""
    pairs = [pair for row in rows(path) if row["system"] == "REFERENCE" for key in keys for pair in row[key].items()]
    return Glossary(tuple(Term(*pair) for pair in dict.fromkeys(pairs)))


def is_major(finding: Finding) -> bool:
    """Whether a finding is major or worse."""
    return finding.severity.rank >= Severity.MAJOR.rank


def findings(segments: Sequence[Segment], context: Context) -> tuple[Finding, ...]:
    """The findings of the terminology checks that need a glossary."""
    return runner.run([checks()[name] for name in IDS], segments, context).findings


def report(name: str, segments: Sequence[Segment], context: Context, show: bool) -> None:
    """Print the shares of segments with findings."""
    found = findings(segments, context)
    major = {item.segment for item in found if is_major(item)}
    anything = {item.segment for item in found}
    broad = sum(not is_major(item) for item in found)
    print(
        f"{name:28}{len(segments):6} segments  major {100 * len(major) / len(segments):5.2f}% ({len(major)})  "
        f"any {100 * len(anything) / len(segments):5.2f}%  reported once {broad}"
    )
    texts = {segment.id: segment for segment in segments}
    for item in found if show else ():
        print(
            f"  {item.severity.name} {item.message}\n    {texts[item.segment].source}\n    {texts[item.segment].target}"
        )


def systems(path: Path, context: Context) -> None:
    """Count how the own terms that a system's translation lacks are reported."""
    by_mode: dict[str, Counter[str]] = defaultdict(Counter)
    chosen = [row for row in rows(path) if row["system"] != "REFERENCE"]
    for (_, mode), group in groupby(chosen, key=lambda row: (row["system"], row["mode"])):
        translations = list(group)
        segments = [Segment(str(n), row["src"], row["mt"]) for n, row in enumerate(translations)]
        majors: dict[str, set[str]] = defaultdict(set)
        broad: set[str] = set()
        for item in findings(segments, context):
            # The message names the entry; the mark is its form in the source.
            (term,) = re.findall(r"(?:for|with) “([^”]*)”", item.message)
            (majors[item.segment] if is_major(item) else broad).add(term.lower())
        count = by_mode[mode]
        for segment, row in zip(segments, translations, strict=True):
            for term in (term.lower() for term, wanted in row["terms"].items() if not has_by_rule(row["mt"], wanted)):
                is_marked = term in majors[segment.id]
                count.update(lacking=1, major=is_marked, once=term in broad and not is_marked)
    for mode, count in by_mode.items():
        shares = "  ".join(f"{name} {100 * count[name] / count['lacking']:5.1f}%" for name in ("major", "once"))
        print(f"all systems {mode:16}{count['lacking']:6} lacking  {shares}")


def clean(path: Path, held: bool) -> Iterator[Segment]:
    """The segments of professional translations."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for number, row in enumerate(map(json.loads, stream)):
            if "src" in row:
                yield Segment(str(number), row["src"], row["mt"], doc=f"{row.get('system')} {row.get('doc')}")
            elif bool(row["held"]) is held:
                yield Segment(str(number), row["en"], row["text"], doc=f"{row['origin']} {row['page']}")


def labels(root: Path, lang: str) -> Glossary:
    """The most frequent labels of programs, each with its most frequent translation."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for folder in sorted(root.rglob(f"{lang}/LC_MESSAGES")):
        for pair in messages(folder):
            # Without the signs of access keys, and the ellipsis of menus.
            source, target = (re.sub(r"\([_~&]\w\)|[_~&]", "", text).strip(" .:…") for text in pair)
            if LABEL.fullmatch(source) and RENDERED.fullmatch(target) and target.lower() != source.lower():
                votes[source.lower()][target] += 1
    frequent = sorted(votes.items(), key=lambda item: -item[1].total())[:LABELS]
    return Glossary(tuple(Term(source, counts.most_common(1)[0][0]) for source, counts in frequent))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--random", action="store_true")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--systems", action="store_true")
    parser.add_argument("--clean", type=Path)
    parser.add_argument("--labels", type=Path)
    parser.add_argument("--langs", nargs=2, default=["en", "de"])
    parser.add_argument("--held", action="store_true")
    parser.add_argument("--rows", type=int, default=None)
    options = parser.parse_args()
    keys = ("terms", "terms_random") if options.random else ("terms",)
    terms = labels(options.labels, options.langs[1]) if options.labels else pooled(options.path, keys)
    source_lang, target_lang = options.langs
    context = Context(source_lang, target_lang, glossary=terms)
    print(f"{len(terms.terms)} pairs, {len({term.source for term in terms.terms})} source terms")
    if options.clean:
        segments = list(clean(options.clean, options.held))[: options.rows]
        report("professional translations", segments, context, options.show)
        return
    reference = (row for row in rows(options.path) if row["system"] == "REFERENCE")
    segments = [Segment(str(number), row["src"], row["mt"]) for number, row in enumerate(reference)]
    report("reference", segments, context, options.show)
    if options.systems:
        systems(options.path, context)
        quality(options.path, None)


if __name__ == "__main__":
    main()
