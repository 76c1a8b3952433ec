"""Measures negation-mismatch and direction-mismatch, each set in two halves by a hash of the source.

    python -m bench.polarity FOLDER [--show SET CHECK] [--half 0|1]
    python -m bench.polarity FOLDER --twice

It prints false alarms and recall. FOLDER has `dev/human_translations.en-de.jsonl.gz`, `dev/demetr.*-en.jsonl.gz`,
`dev/distil_lingeval.en-de.jsonl.gz`, `train/ced_wmt22_planted.en-de.jsonl.gz` and
`train/wmt2*_news_mqm.zh-en.jsonl.gz`. The rules were developed on half 0. No row of half 1 was read before, but the
thresholds of ACC112 were chosen with some of its counts in view, so it is not completely unseen. The encoder's critic,
which ACC112 uses, was trained on the professional translations of WMT20 and WMT21 and on part of the CED rows: only the
alarms on the sets "new to the critic" count. For sets without annotated errors, errors are planted here by rule.
`--show` lists the alarms of a set (for planted errors, the misses). `--twice` counts the negations of DEMETR that the
critic's own checks also report.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bench.flagged import findings
from bench.flags import FAR_PARAPHRASE, UNSEEN, odd, rows
from mtqe.checks.negation import directions
from mtqe.checks.negation.direction_mismatch import direction_mismatch
from mtqe.checks.negation.negation_mismatch import negation_mismatch
from mtqe.checks.negation.negation_words import negations
from mtqe.language import sentences
from mtqe.model import Finding, Severity
from mtqe.registry import check_table

CHECKS = (negation_mismatch, direction_mismatch)


class Pair(NamedTuple):
    """A translation pair of a set; `planted` if the check should find an error in it."""

    source: str
    target: str
    langs: tuple[str, str]
    planted: bool = False

    @property
    def half(self) -> int:
        """0 or 1, by the source."""
        return hashlib.md5(self.source.encode()).digest()[0] % 2


def sets(folder: Path) -> Iterator[tuple[str, list[Pair]]]:
    """The sets by name."""
    en_de = ("en", "de")
    human = list(rows(folder / "dev" / "human_translations.en-de.jsonl.gz"))
    usual_rows = [row for row in human if not row["system"].startswith(FAR_PARAPHRASE)]
    yield "human en-de, rated clean", [Pair(row["src"], row["mt"], en_de) for row in usual_rows if row.get("mqm_clean")]
    yield "human en-de, all", [Pair(row["src"], row["mt"], en_de) for row in usual_rows]
    new = [row for row in usual_rows if row["origin"] in UNSEEN]
    yield "human en-de, new to the critic", [Pair(row["src"], row["mt"], en_de) for row in new]
    yield (
        "human en-de, negations removed",
        [pair for row in usual_rows for pair in without_negation(row["src"], row["mt"])],
    )
    yield (
        "human en-de, one of several negations removed",
        [pair for row in usual_rows for pair in without_one_negation(row["src"], row["mt"])],
    )
    yield (
        "human en-de, a listed word replaced by its opposite",
        [pair for row in usual_rows for pair in turned(row["src"], row["mt"])],
    )
    far = [row for row in human if row["system"].startswith(FAR_PARAPHRASE)]
    yield "human en-de, free paraphrase", [Pair(row["src"], row["mt"], en_de) for row in far]
    for year in ("20", "21"):
        news = list(rows(folder / "train" / f"wmt{year}_news_mqm.zh-en.jsonl.gz"))
        yield f"human zh-en, WMT{year}", [Pair(row["src"], row["mt"], ("zh", "en")) for row in news if row["is_human"]]
    planted = [row for row in rows(folder / "train" / "ced_wmt22_planted.en-de.jsonl.gz") if odd(row["src"])]
    names = ("CED clean rows, new to the critic", False), ("CED planted (of any kind), new to the critic", True)
    for name, is_critical in names:
        part = [row for row in planted if row["critical"] is is_critical]
        yield name, [Pair(row["src"], row["mt"], en_de, is_critical) for row in part]
    lingeval = list(rows(folder / "dev" / "distil_lingeval.en-de.jsonl.gz"))
    yield "LingEval good", [Pair(row["src"], row["good"], en_de) for row in lingeval]
    for kind in ("particle_nicht_del", "particle_kein_del", "affix_del"):
        part = [row for row in lingeval if row["phenomenon"] == f"polarity_{kind}"]
        yield f"LingEval {kind}", [Pair(row["src"], row["bad"], en_de, True) for row in part]
    for path in sorted((folder / "dev").glob("demetr.*.jsonl.gz")):
        langs = (path.name.split(".")[1].split("-")[0], "en")
        demetr = list(rows(path))
        originals = {(row["src"], row[key]) for row in demetr for key in ("mt_unperturbed", "ref") if row.get(key)}
        yield f"DEMETR {langs[0]}-en originals", [Pair(*pair, langs) for pair in sorted(originals)]
        for kind in ("critical_id8_negation", "critical_id7_antonym"):
            part = [row for row in demetr if row["pert_name"] == kind]
            yield f"DEMETR {langs[0]}-en {kind}", [Pair(row["src"], row["mt"], langs, True) for row in part]


def without_negation(source: str, target: str) -> Iterator[Pair]:
    """The pair without the only clear negation of the translation, or of the source."""
    left, right = negations(source, "en").clear, negations(target, "de").clear
    if len(left) == len(right) == 1:
        yield Pair(source, target[: right[0][0]] + target[right[0][1] :].lstrip(), ("en", "de"), True)
        yield Pair(source[: left[0][0]] + source[left[0][1] :].lstrip(), target, ("en", "de"), True)


def without_one_negation(source: str, target: str) -> Iterator[Pair]:
    """A pair of several sentences, several of them negated, without the negation of one sentence."""
    left, right = sentences.places(source, "en"), sentences.places(target, "de")
    if len(left) != len(right) or len(negations(target, "de").clear) < 2:
        return
    for source_span, target_span in zip(left, right, strict=True):
        source_negations, target_negations = (
            negations(source[slice(*source_span)], "en").clear,
            negations(target[slice(*target_span)], "de").clear,
        )
        if len(left) > 1 and len(source_negations) == len(target_negations) == 1:
            start, end = (target_span[0] + place for place in target_negations[0])
            yield Pair(source, target[:start] + target[end:].lstrip(), ("en", "de"), True)


def turned(source: str, target: str) -> Iterator[Pair]:
    """The pair with a word of the source replaced by its opposite, if the translation has its counterpart."""
    left, right = directions.load("en"), directions.load("de")
    position = right.find(target)
    for pole, [named, *more] in left.find(source).items():
        opposites = left.clear[pole[0], 1 - pole[1]]
        if more or not named.clear or not opposites:
            continue
        if any(answer.clear for answer in position.get(pole, ())):
            start, end = named.places[0]
            opposite = opposites[0]
            yield Pair(source[:start] + opposite + source[end:], target, ("en", "de"), True)


def flagged(pairs: list[Pair]) -> tuple[list[list[Finding]], float]:
    """The findings by pair, and the seconds of CPU time."""
    by_pair: list[list[Finding]] = [[] for _ in pairs]
    started = time.process_time()
    for langs in dict.fromkeys(pair.langs for pair in pairs):
        places = [n for n, pair in enumerate(pairs) if pair.langs == langs]
        for place, pair_findings in zip(places, findings(CHECKS, [pairs[n][:2] for n in places], langs), strict=True):
            by_pair[place] = pair_findings
    return by_pair, time.process_time() - started


def serious(finding: Finding) -> bool:
    """Whether a finding is a major finding of ACC112."""
    return finding.check == negation_mismatch.id and finding.severity is Severity.MAJOR


def twice(folder: Path) -> None:
    """Print the numbers of lost negations that ACC112, the critic's other checks, either and both report."""
    critic_checks = check_table.select(["ACC110", "ACC111", "ACC120"])
    print("| set | rows | ACC112 | ACC110, ACC111, ACC120 | either | both |\n|---|---|---|---|---|---|")
    for name, pairs in sets(folder):
        if not name.endswith("id8_negation"):
            continue
        results = findings([negation_mismatch, *critic_checks], [pair[:2] for pair in pairs], pairs[0].langs)
        flagged_by = [{finding.check == negation_mismatch.id for finding in checks_hit} for checks_hit in results]
        counts = (
            sum(True in checks_hit for checks_hit in flagged_by),
            sum(False in checks_hit for checks_hit in flagged_by),
            sum(map(bool, flagged_by)),
        )
        both = sum(len(checks_hit) == 2 for checks_hit in flagged_by)
        print(f"| {name} | {len(flagged_by)} | {' | '.join(map(str, counts))} | {both} |")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", nargs=2, default=("", ""), metavar=("SET", "CHECK"))
    parser.add_argument("--half", type=int, default=0)
    parser.add_argument("--twice", action="store_true", help="what ACC112 and the critic's own checks both report")
    args = parser.parse_args()
    if args.twice:
        twice(args.folder)
        return
    titles = [f"{title} {half}" for half in (0, 1) for title in ("rows", "ACC112", "of these major", "ACC113")]
    print(f"| set | {' | '.join(titles)} |\n{'|---' * 9}|")
    total, seconds = 0, 0.0
    for name, pairs in sets(args.folder):
        if args.show[0] and args.show[0] not in name:
            continue
        pairs = list(dict.fromkeys(pairs))
        results, took = flagged(pairs)
        total, seconds = total + len(pairs), seconds + took
        cells = []
        for half in (0, 1):
            part = [pair_findings for pair, pair_findings in zip(pairs, results, strict=True) if pair.half == half]
            cells.append(str(len(part)))
            for item in CHECKS:
                count = sum(any(finding.check == item.id for finding in pair_findings) for pair_findings in part)
                cells.append(f"{count} ({count / max(1, len(part)):.2%})")
                if item is negation_mismatch:
                    cells.append(str(sum(any(map(serious, pair_findings_of_half)) for pair_findings_of_half in part)))
        print(f"| {name} | {' | '.join(cells)} |")
        for pair, pair_findings in zip(pairs, results, strict=True):
            hits = [finding for finding in pair_findings if finding.check == args.show[1]]
            if args.show[1] and pair.half == args.half and bool(hits) is not pair.planted:
                print(f"\n{[finding.marked for finding in hits]}\n  {pair.source}\n  {pair.target}")
    print(f"\n{total / seconds:.0f} segments per second of CPU time")


if __name__ == "__main__":
    main()
