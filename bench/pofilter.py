"""The strings of programs that the tests of pofilter call failures, and those that they let pass.

    python -m bench.pofilter TEST_FILE [--as po|jsonl|pairs] [--show] [--name NAME ...]

TEST_FILE is `tests/translate/filters/test_checks.py` of the Translate Toolkit, which its source packages have up to
version 3.12 (`pip download --no-deps --no-binary :all: translate-toolkit==3.12.2`). It is only read, never run, and
nothing of it is stored here. Each call of `passes`, `fails` and `fails_serious` there with a source and a translation
is a pair. Its name is that of the test of pofilter. The translations are in Afrikaans and other languages, or in none;
a pair whose test names no language is judged as English and Afrikaans.

Each pair is judged by itself, as a unit of a file in PO between two units that are numbers; with `--as jsonl` as a line
of JSON with a key, with `--as pairs` as one without. Prints for
each test of pofilter how many failures are found, at any severity and at major, how many passes have a finding at
major, and how many have any.

Not every failure is an error to a reader: some tests look for other capitals, or for a word that a team has listed.
`pofilter_judgements.jsonl`, beside this script, names those by a hash, with the reason; they are counted apart. It
also names the passes that a reader would call errors, although the one test that the pair is for lets them pass.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import json
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from mtqe.errors import InputError
from mtqe.flow.pipeline import STAGES, assess
from mtqe.intake import inputs, reading
from mtqe.intake.corpus import Corpus
from mtqe.model import Document, Finding
from mtqe.registry import check_table
from mtqe.settings.config import Config

JUDGEMENTS = Path(__file__).parent / "pofilter_judgements.jsonl"
CALLS = {"passes": False, "fails": True, "fails_serious": True}
"""Functions of the test file, and whether they call a pair a failure."""
GRAVE = ("major", "critical")


@dataclass(frozen=True)
class Pair:
    """A pair of the test file.

    Args:
        name: The test of pofilter.
        source: Source text.
        target: Translation.
        lang: Its language.
        fails: Whether the test calls it a failure.
    """

    name: str
    source: str
    target: str
    lang: str
    fails: bool

    @property
    def key(self) -> str:
        """What names the pair in the judgements."""
        text = "\0".join((self.name, self.source, self.target, str(self.fails)))
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("test_file", type=Path)
    parser.add_argument("--as", dest="form", choices=("po", "jsonl", "pairs"), default="po", help="their format")
    parser.add_argument("--name", action="append", default=[], help="only this test of pofilter; repeatable")
    parser.add_argument("--show", action="store_true", help="print failures that are not found, and passes with alarms")
    given = parser.parse_args(arguments)
    found = pairs(given.test_file)
    chosen = [pair for pair in found if not given.name or pair.name in given.name]
    outcomes = judge(chosen, given.form)
    judged = judgements()
    if given.show:
        show(outcomes, judged)
    print_table(outcomes, judged)
    return 0


def pairs(test_file: Path) -> list[Pair]:
    """The pairs of a test file, each once, in order."""
    tree = ast.parse(test_file.read_text(encoding="utf-8"))
    found = [pair for node in tree.body if isinstance(node, ast.FunctionDef) for pair in _of_function(node)]
    return list(dict.fromkeys(found))


def _of_function(function: ast.FunctionDef) -> Iterator[Pair]:
    """The pairs of a function of the test file; its checkers say the languages."""
    langs: dict[str, str] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            langs[f"{node.targets[0].id} {node.lineno}"] = _language(node.value)
    for node in ast.walk(function):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS):
            continue
        texts = [argument.value for argument in node.args[1:3] if isinstance(argument, ast.Constant)]
        test = node.args[0]
        if len(texts) == 2 and isinstance(test, ast.Attribute) and isinstance(test.value, ast.Name):
            source, target = map(str, texts)
            lang = _last(langs, test.value.id, node.lineno)
            yield Pair(test.attr, source, target, lang, CALLS[node.func.id])


def _language(value: ast.expr) -> str:
    """The target language of a checker; empty if it names none."""
    for node in ast.walk(value):
        if isinstance(node, ast.keyword) and node.arg == "targetlanguage" and isinstance(node.value, ast.Constant):
            return str(node.value.value).replace("_", "-")
    return ""


def _last(langs: dict[str, str], name: str, line: int) -> str:
    """The language of the checker of a name, by the last assignment before a line."""
    before = [
        (int(key.split()[1]), lang)
        for key, lang in langs.items()
        if key.split()[0] == name and int(key.split()[1]) < line
    ]
    return (max(before)[1] if before else "") or "af"


def judge(chosen: Sequence[Pair], form: str) -> list[tuple[Pair, list[Finding]]]:
    """The findings of each pair, each as the only unit of a file. Checks that compare files do not count."""
    outcomes: list[tuple[Pair, list[Finding]]] = []
    checks = check_table.checks()
    for lang in dict.fromkeys(pair.lang for pair in chosen):
        of_lang = [pair for pair in chosen if pair.lang == lang]
        documents = [_document(number, pair, form) for number, pair in enumerate(of_lang)]
        corpus = Corpus(tuple(document for document in documents if document), "pairs")
        config = Config(source_lang="en", target_lang=lang)
        report = assess(corpus, config, stages=STAGES["check"])
        found: dict[str, list[Finding]] = defaultdict(list)
        for finding in report.findings:
            if finding.counts and checks[finding.check].scope != "corpus":
                found[finding.segment].append(finding)
        outcomes += [(pair, found[str(number)]) for number, pair in enumerate(of_lang)]
    return outcomes


def _document(number: int, pair: Pair, form: str) -> Document | None:
    """A pair between two numbers, in a file; `None` if the format cannot hold it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (f"{number}.po" if form == "po" else f"{number}.jsonl")
        path.write_text(_po(pair) if form == "po" else _jsonl(pair, form == "jsonl"), encoding="utf-8")
        config = Config(source_lang="en", target_lang=pair.lang)
        try:
            corpus = reading.read(inputs.of_paths(path, None, (), languages=("en", pair.lang)), config)
        except InputError:
            return None
    document = corpus.documents[0]
    segments = tuple(
        replace(segment, id=f"{number}.{place}" if place != 1 else str(number), doc=str(number))
        for place, segment in enumerate(document.segments)
    )
    return replace(document, id=str(number), segments=segments)


def _po(pair: Pair) -> str:
    header = f'msgid ""\nmsgstr "Language: {pair.lang}\\n"\n\n'
    units = (("1", "1"), (pair.source, pair.target), ("2", "2"))
    return header + "\n".join(f"msgid {_quoted(source)}\nmsgstr {_quoted(target)}\n" for source, target in units)


def _quoted(text: str) -> str:
    """A string of a PO file."""
    for sign, escape in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r")):
        text = text.replace(sign, escape)
    return f'"{text}"'


def _jsonl(pair: Pair, keys: bool) -> str:
    units = (("1", "1"), (pair.source, pair.target), ("2", "2"))
    rows = [
        {"source": source, "target": target, "meta": {"unit": f"key.{number}"} if keys else {}}
        for number, (source, target) in enumerate(units)
    ]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def judgements() -> dict[str, str]:
    """Why a reader would not agree with the tests, by the hash of the pair."""
    if not JUDGEMENTS.exists():
        return {}
    rows = [json.loads(line) for line in JUDGEMENTS.read_text(encoding="utf-8").splitlines()]
    return {row["pair"]: row["reason"] for row in rows}


def show(outcomes: Sequence[tuple[Pair, list[Finding]]], judged: dict[str, str]) -> None:
    """Print failures that are not found, and passes with a finding."""
    for pair, findings in outcomes:
        grave = any(finding.severity in GRAVE for finding in findings)
        if pair.fails == bool(findings):
            continue
        label = "MISSED" if pair.fails else ("MAJOR" if grave else "MINOR")
        reason = f" ({judged[pair.key]})" if pair.key in judged else ""
        print(f"{label} {pair.name} {pair.lang} {pair.key}{reason}\n    {pair.source!r}\n    {pair.target!r}")
        for finding in findings:
            print(f"    {finding.check} {finding.severity}: {finding.message} {list(finding.marked)}")


def print_table(outcomes: Sequence[tuple[Pair, list[Finding]]], judged: dict[str, str]) -> None:
    """A row for each test of pofilter."""
    counts: dict[str, Counter[str]] = {}
    for pair, findings in outcomes:
        grave = any(finding.severity in GRAVE for finding in findings)
        for name in (pair.name, "all"):
            row = counts.setdefault(name, Counter())
            group = "fail" if pair.fails else "pass"
            if pair.key in judged:
                group += " not agreed"
            row[group] += 1
            row[f"{group} found"] += bool(findings)
            row[f"{group} major"] += grave
    counts["all"] = counts.pop("all")
    print(
        f"{'test of pofilter':<24}{'failures':>9}{'found':>7}{'major':>7}{'not agreed':>12}{'found':>7}"
        f"{'passes':>9}{'major':>7}{'any':>6}{'not agreed':>12}{'major':>7}"
    )
    for name, row in counts.items():
        print(
            f"{name:<24}{row['fail']:>9}{row['fail found']:>7}{row['fail major']:>7}{row['fail not agreed']:>12}"
            f"{row['fail not agreed found']:>7}{row['pass']:>9}{row['pass major']:>7}{row['pass found']:>6}"
            f"{row['pass not agreed']:>12}{row['pass not agreed major']:>7}"
        )


if __name__ == "__main__":
    sys.exit(main())
