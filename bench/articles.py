"""Whole news articles: good translations should pass, and planted errors should be found at major.

    python -m bench.articles --ntrex DATA/dev/ntrex_articles.jsonl.gz [--documents N] [--lang XX ...] [--way lines]
    python -m bench.articles --half work [--lang XX ...] [--good]
    python -m bench.articles --half held --write
    python -m bench.articles --half wide [--lang XX ...] [--good]

With `--ntrex`, the articles are professional translations: rows with `doc`, `src` (a list of sentences) and `tgt` (a
list for each language). They are read in two ways: as lines that correspond, and as two documents that are aligned.

Without it, the articles are those of `references/articles`. `--half` says which: `work` is what checks are developed
on, `held` what was set aside, and `both` is these two. `read` and `fresh` are articles that were written later, without
a look at the checks; the alarms in all of them were read. So are `wide`, short articles, each in two languages. Each
translation is judged as it is. Then, where errors are planted, it is judged in copies with up to four of them each, one
in a paragraph (`edits.jsonl`). An error is found where the copy has a finding at major or critical in the changed
paragraph, or in its source, that the good translation does not have.

Each article is a run of `evaluate` with the default checks and the default policy, without metrics. Prints for each
language: articles that fail, findings at major for each 1,000 words of the source, and with planted errors the share
found of each kind and the copies with three or more errors that pass. `--show` prints every finding at major in a good
translation, and every error that was missed. `--write` puts the counts into the package
(`mtqe/data/measured_articles.toml`, which `mtqe list checks --pair` reads), where other pairs keep theirs; `make docs`
then makes the table in docs/measurements.md of them.

Professional translations have errors, too. `article_judgements.jsonl` says of findings in them, by fingerprint, whether
a reader found them right, wrong or debatable. The column `unjustly` counts articles that fail without a finding that
was judged right.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import hashlib
import json
import multiprocessing
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import msgspec

import mtqe
from mtqe.registry.measurement_table import ArticleMeasurements, ArticlesMeasured, Recall, article_measurements

OURS = Path(__file__).parent.parent / "references" / "articles"
JUDGEMENTS = Path(__file__).parent / "article_judgements.jsonl"
PACKAGE = Path(mtqe.__file__).parent / "data" / "measured_articles.toml"
HEAD = """\
# How many planted errors of each kind are found at major in whole news articles, and how many good translations fail.
# Written by bench/articles.py; docs/measurements.md says what the figures mean.
"""
GRAVE = ("major", "critical")
ERRORS = 4
"""Planted errors in a copy, at most."""
SURFACE = (
    *("number changed", "magnitude changed", "date changed", "currency changed", "unit changed", "percentage changed"),
    *("sentence omitted", "sentence invented", "clause omitted", "sentence left untranslated"),
)
"""Kinds of error that a reader sees without understanding both sentences; all others are errors of meaning."""
JUDGED_AS = {"ACC131": "ACC124"}
"""By check, the one that its findings were judged under, before it became a check of its own."""


@dataclass(frozen=True)
class Edit:
    """A planted error: a stretch of the translation, and what stands there instead."""

    kind: str
    find: str
    replace: str


@dataclass(frozen=True)
class Article:
    """An article and its translation, by paragraph; `lines` if the paragraphs are lines that correspond."""

    name: str
    lang: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    lines: bool
    edits: tuple[Edit, ...] = ()

    @property
    def words(self) -> int:
        """Words of the source."""
        return sum(len(paragraph.split()) for paragraph in self.source)


@dataclass(frozen=True)
class Found:
    """A finding with the texts of its segment."""

    check: str
    severity: str
    source: str
    target: str
    marked: tuple[str, ...]
    message: str

    @property
    def key(self) -> tuple[str, str, tuple[str, ...]]:
        """What names it in the good translation and in a copy."""
        return self.check, self.source, self.marked

    @property
    def fingerprint(self) -> str:
        """What names it in the judgements."""
        texts = (JUDGED_AS.get(self.check, self.check), self.source, self.target, *self.marked)
        return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]

    @property
    def judgement(self) -> str:
        """`right`, `wrong` or `debatable`; `unread` without a judgement."""
        return judgements().get(self.fingerprint, "unread")


@functools.cache
def judgements() -> dict[str, str]:
    """The judgements of readers, by fingerprint."""
    rows = map(json.loads, JUDGEMENTS.read_text(encoding="utf-8").splitlines())
    return {row["fingerprint"]: row["judgement"] for row in rows}


@dataclass
class Result:
    """What was found in an article and in its copies with errors."""

    article: Article
    passed: bool = True
    reasons: tuple[str, ...] = ()
    alarms: list[Found] = field(default_factory=list)
    minor: int = 0
    found: list[tuple[Edit, list[str]]] = field(default_factory=list)
    missed: list[tuple[Edit, list[str]]] = field(default_factory=list)
    copies: list[tuple[int, bool]] = field(default_factory=list)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ntrex", type=Path, help="gzipped JSON Lines with professional translations")
    parser.add_argument("--documents", type=int, default=1000, help="documents of --ntrex, at most")
    parser.add_argument("--skip", type=int, default=0, help="documents of --ntrex to leave out at the beginning")
    parser.add_argument("--odd", action="store_true", help="every second document of --ntrex: the half set aside")
    parser.add_argument("--even", action="store_true", help="the other half: the one to work on")
    parser.add_argument("--way", choices=("lines", "aligned", "both"), default="both", help="how --ntrex is read")
    parser.add_argument(
        "--half",
        choices=("work", "held", "both", "read", "fresh", "wide"),
        default="work",
        help="which of our own articles",
    )
    parser.add_argument("--good", action="store_true", help="only the good translations, without planted errors")
    parser.add_argument("--lang", action="append", default=[], help="only this target language; repeatable")
    parser.add_argument("--kind", action="append", default=[], help="only this kind of planted error; repeatable")
    parser.add_argument("--select", action="append", default=[], help="only these checks; repeatable")
    parser.add_argument("--preview", action="store_true", help="also preview checks")
    parser.add_argument("--show", action="store_true", help="print alarms and misses")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--write", action="store_true", help="write the counts into the package")
    given = parser.parse_args(arguments)
    if given.write and (given.ntrex or given.good or given.kind or given.select or given.preview):
        parser.error("--write needs all kinds of planted errors and the default checks")
    articles = [
        article
        for article in (ntrex(given) if given.ntrex else ours(given.half))
        if not given.lang or article.lang in given.lang
    ]
    articles.sort(key=lambda article: article.lang)
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    work = partial(
        judge, good=given.good, kinds=frozenset(given.kind), select=tuple(given.select), preview=given.preview
    )
    with ProcessPoolExecutor(given.jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        results = []
        for result in pool.map(work, articles, chunksize=4):
            results.append(result)
            if given.show:
                show(result)
    print_good(results)
    if any(result.copies for result in results):
        print_planted(results)
    if given.write:
        pairs = article_measurements().pairs | counted(results)
        PACKAGE.write_text(toml(ArticleMeasurements(dict(sorted(pairs.items())))), encoding="utf-8")
    return 0


def ntrex(given: argparse.Namespace) -> Iterator[Article]:
    """Documents of professional translations, as lines and as documents."""
    with gzip.open(given.ntrex, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    if given.odd or given.even:
        rows = rows[1::2] if given.odd else rows[::2]
    for row in rows[given.skip : given.skip + given.documents]:
        for lang, target in row["tgt"].items():
            ways = {"lines": (True,), "aligned": (False,), "both": (True, False)}[given.way]
            for by_lines in ways:
                name = f"{row['doc']} {'lines' if by_lines else 'aligned'}"
                yield Article(name, lang, tuple(row["src"]), tuple(target), by_lines)


def ours(half: str) -> Iterator[Article]:
    """The articles of `references/articles` in a half, with their planted errors."""
    rows = [json.loads(line) for line in (OURS / "articles.jsonl").read_text(encoding="utf-8").splitlines()]
    edits: dict[tuple[str, str], list[Edit]] = defaultdict(list)
    for line in (OURS / "edits.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        edits[row["article"], row["lang"]].append(Edit(row["kind"], row["find"], row["replace"]))
    texts = {(row["article"], row["lang"]): (row["headline"], *row["paragraphs"]) for row in rows}
    for row in rows:
        name, lang = row["article"], row["lang"]
        if lang != "en" and row["half"] in (("work", "held") if half == "both" else (half,)):
            yield Article(name, lang, texts[name, "en"], texts[name, lang], False, tuple(edits[name, lang]))


def judge(article: Article, good: bool, kinds: frozenset[str], select: tuple[str, ...], preview: bool) -> Result:
    """Evaluate an article, and its copies with planted errors."""
    how = partial(evaluate, article, select=select, preview=preview)
    passed, reasons, found = how(article.target)
    result = Result(article, passed, reasons)
    result.alarms = [one for one in found if one.severity in GRAVE]
    result.minor = sum(one.severity == "minor" for one in found)
    if good:
        return result
    known = Counter(one.key for one in found if one.severity in GRAVE)
    wanted = [edit for edit in article.edits if not kinds or edit.kind in kinds]
    for places in copies(article, wanted):
        target = list(article.target)
        for place, edit in places.items():
            target[place] = target[place].replace(edit.find, edit.replace)
        passed, _, found = how(tuple(target))
        result.copies.append((len(places), passed))
        new = list(found)
        rest = known.copy()
        grave = []
        for one in new:
            if rest[one.key] > 0:
                rest[one.key] -= 1
            else:
                grave.append(one)
        for place, edit in places.items():
            here = [one for one in grave if belongs(one, article.source[place], target[place])]
            lines = [line_of(one) for one in here]
            (result.found if any(one.severity in GRAVE for one in here) else result.missed).append((edit, lines))
    return result


def copies(article: Article, edits: Sequence[Edit]) -> list[dict[int, Edit]]:
    """Which errors stand in which copy: each error once, in a copy one a paragraph."""
    made: list[dict[int, Edit]] = []
    for edit in edits:
        place = next(n for n, paragraph in enumerate(article.target) if edit.find in paragraph)
        for copy in made:
            if place not in copy and len(copy) < ERRORS:
                copy[place] = edit
                break
        else:
            made.append({place: edit})
    return made


def belongs(found: Found, source: str, target: str) -> bool:
    """Whether a finding is in a paragraph."""
    sides = ((found.source, source), (found.target, target))
    return any(text.strip() and " ".join(text.split()) in " ".join(paragraph.split()) for text, paragraph in sides)


def evaluate(
    article: Article, target: Sequence[str], select: tuple[str, ...], preview: bool
) -> tuple[bool, tuple[str, ...], list[Found]]:
    """Whether a translation passes, why not, and what is found."""
    from mtqe.settings.config import AlignConfig, ChecksConfig, Config
    from mtqe.settings.policy import GateConfig

    joint = "\n" if article.lines else "\n\n"
    config = Config(
        align=AlignConfig(mode="lines" if article.lines else "document"),
        checks=ChecksConfig(preview=preview),
        gate=GateConfig(incomplete="pass"),  # the metric needs a reference, and costs nothing
    )
    report = mtqe.evaluate(
        joint.join(article.source),
        joint.join(paragraph for paragraph in target if paragraph or article.lines),
        config=config,
        source_lang="en",
        target_lang=article.lang,
        metrics="chrf",
        select=select,
        progress=False,
    )
    if failed := [problem for problem in report.failures if problem.what != "metric chrf"]:
        raise RuntimeError(f"{article.lang} {article.name}: {failed[0].what}: {failed[0].why}")
    texts = {segment.id: (segment.source, segment.target) for segment in report.segments}
    found = []
    for one in report.findings:
        source, translation = texts.get(one.segment or "", ("", ""))
        found.append(Found(one.check, str(one.severity), source, translation, tuple(one.marked), one.message))
    verdict = report.verdict
    assert verdict is not None
    return verdict.passed, tuple(map(str, verdict.reasons)), found


def line_of(found: Found) -> str:
    """A finding in one line, with its texts."""
    marked = " | ".join(found.marked)
    return f"{found.check} {found.severity}: {found.message} [{marked}]\n      {found.source}\n      {found.target}"


def show(result: Result) -> None:
    """Print the alarms and misses of an article."""
    for alarm in result.alarms:
        where = f"{result.article.lang} {result.article.name}"
        print(f"ALARM {where} {alarm.fingerprint} {alarm.judgement} {line_of(alarm)}")
    if not result.passed:
        print(f"FAILS {result.article.lang} {result.article.name} {'; '.join(result.reasons)}")
    for edit, lines in result.missed:
        print(f"MISSED {result.article.lang} {result.article.name} {edit.kind}: {edit.find} -> {edit.replace}")
        for line in lines:
            print(f"    only {line}")
    sys.stdout.flush()


def print_good(results: Sequence[Result]) -> None:
    """A row for each language and way of reading: good articles that fail, and alarms."""
    groups: dict[tuple[str, str], list[Result]] = defaultdict(list)
    for result in results:
        way = "lines" if result.article.lines else "aligned"
        for lang in (result.article.lang, "all"):
            groups[lang, way].append(result)
    heads = f"{'good':<6}{'read':<9}{'articles':>9}{'fail':>6}{'unjustly':>10}{'words':>9}"
    print(heads + f"{'majors':>8}{'right':>7}{'per 1,000':>11}{'minors':>8}")
    for (lang, way), group in sorted(groups.items(), key=lambda item: (item[0][0] == "all", item[0])):
        words, majors = sum(one.article.words for one in group), sum(len(one.alarms) for one in group)
        print(
            f"{lang:<6}{way:<9}{len(group):>9}{sum(not one.passed for one in group):>6}"
            f"{sum(map(is_unjust, group)):>10}{words:>9,}{majors:>8}"
            f"{sum(alarm.judgement == 'right' for one in group for alarm in one.alarms):>7}"
            f"{1000 * majors / words:>11.2f}{sum(one.minor for one in group):>8}"
        )
    checks = Counter(alarm.check for result in results for alarm in result.alarms)
    print("majors by check: " + ", ".join(f"{check} {number}" for check, number in checks.most_common()))


def is_unjust(result: Result) -> bool:
    """Whether a good article fails without a finding that was judged right."""
    return not result.passed and not any(alarm.judgement == "right" for alarm in result.alarms)


def print_planted(results: Sequence[Result]) -> None:
    """Recall by kind and language, and copies that pass."""
    langs = sorted({result.article.lang for result in results})
    cells: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for result in results:
        for kept, edits in ((True, result.found), (False, result.missed)):
            for edit, _ in edits:
                group = "surface" if edit.kind in SURFACE else "meaning"
                for kind in (edit.kind, f"all {group}"):
                    for lang in (result.article.lang, "all"):
                        cells[kind, lang].append(kept)
    kinds = list(dict.fromkeys(kind for kind, _ in cells))
    kinds.sort(key=lambda kind: kind.startswith("all"))
    print(f"\n{'found of planted':<28}" + "".join(f"{lang:>6}" for lang in (*langs, "all")) + f"{'share':>7}")
    for kind in kinds:
        row = [cells[kind, lang] for lang in (*langs, "all")]
        print(
            f"{kind:<28}"
            + "".join(f"{f'{sum(c)}/{len(c)}' if c else '-':>6}" for c in row)
            + f"{sum(row[-1]) / len(row[-1]):>7.2f}"
        )
    many = [passed for result in results for errors, passed in result.copies if errors >= ERRORS - 1]
    print(f"copies with {ERRORS - 1} or {ERRORS} errors that pass: {sum(many)} of {len(many)}")


def counted(results: Sequence[Result]) -> dict[str, ArticlesMeasured]:
    """The counts of each pair, for the package."""
    pairs = {}
    for lang in sorted({result.article.lang for result in results}):
        group = [result for result in results if result.article.lang == lang]
        found, missed = (
            Counter(edit.kind for result in group for edit, _ in getattr(result, name)) for name in ("found", "missed")
        )
        pairs[f"en-{lang}"] = ArticlesMeasured(
            articles=len(group),
            failed=sum(not result.passed for result in group),
            words=sum(result.article.words for result in group),
            majors=sum(len(result.alarms) for result in group),
            kinds={kind: Recall(found[kind] + missed[kind], found[kind]) for kind in sorted(found | missed)},
        )
    return pairs


def toml(of: ArticleMeasurements) -> str:
    """The file of the package."""
    parts = [HEAD]
    for pair, counts in of.pairs.items():
        numbers = msgspec.structs.asdict(counts)
        kinds = numbers.pop("kinds")
        parts.append(f"[pairs.{pair}]")
        parts += [f"{key} = {value}" for key, value in numbers.items()]
        parts.append(f"[pairs.{pair}.kinds]")
        parts += [f'"{name}" = {{ planted = {kind.planted}, found = {kind.found} }}' for name, kind in kinds.items()]
        parts.append("")
    return "\n".join(parts).rstrip() + "\n"


if __name__ == "__main__":
    sys.exit(main())
