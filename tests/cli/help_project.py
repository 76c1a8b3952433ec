"""A folder with the files that the examples in the help of the commands name."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
from git_fixture import commit, git, repository

from mtqe.cli import run
from mtqe.model import Score
from mtqe.model.ratings import Rating, line
from mtqe.report import json as reports
from mtqe.review.collection import SCHEMA
from mtqe.review.sheet import open_report

SOURCE = [
    "The ferry to the island leaves at 7:30 every morning.",
    "The harbour was closed on Friday.",
    "They paid 250 pounds for the old boat.",
    "The mayor thanked all of the volunteers.",
    "A storm is expected in the evening.",
    "The lighthouse was built in 1888.",
    "Visitors can climb the tower.",
    "The old town has three museums.",
    "Most shops close at noon.",
    "“The beach is open to dogs,” he said.",
    "Fishing is not allowed here.",
    "“It [Switzerland] never asked,” said the envoy.",
]
GOOD = [
    "Die Fähre zur Insel fährt jeden Morgen um 7:30 Uhr.",
    "Der Hafen war am Freitag geschlossen.",
    "Sie zahlten 250 Pfund für das alte Boot.",
    "Der Bürgermeister dankte allen Freiwilligen.",
    "Für den Abend wird ein Sturm erwartet.",
    "Der Leuchtturm wurde 1888 gebaut.",
    "Besucher können auf den Turm steigen.",
    "Die Altstadt hat drei Museen.",
    "Die meisten Läden schließen mittags.",
    "„Der Strand ist für Hunde offen“, sagte er.",
    "Angeln ist hier nicht erlaubt.",
    "„Sie [die Schweiz] hat nie gefragt“, sagte der Gesandte.",
]
WEAK = [
    *GOOD[:2],
    "Sie zahlten 205 Pfund für das alte Boot.",
    *GOOD[3:8],
    "Die meisten  Läden schließen mittags .",
    "“Der Strand ist für Hunde offen”, sagte er.",
    GOOD[10],
    "„Sie [Switzerland] hat nie gefragt“, sagte der Gesandte.",
]
LANGUAGES = ("--source-lang", "en", "--target-lang", "de")
CONFIG = """\
source_lang = "en"
target_lang = "de"

[pairs]
source = "docs/en/**/*.md"
target = "docs/de/**/*.md"

[[rules]]
id = "no-filler"
kind = "phrases"
phrases = { "zum jetzigen Zeitpunkt" = "jetzt" }
message = "write “{suggestion}” in place of “{match}”"
why = "Our texts are short."
"""
XLIFF = """\
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="app" source-language="en"
target-language="de" datatype="plaintext"><body><trans-unit id="a"><source>{source}</source><target>{target}</target>
</trans-unit></body></file></xliff>
"""
PO = """\
msgid ""
msgstr "Language: de\\nContent-Type: text/plain; charset=UTF-8\\n"

msgid "{source}"
msgstr "{target}"
"""


def make(folder: Path) -> None:
    """Write all files into a folder, which is the current one."""
    _texts()
    _pairs()
    _reports()
    _ratings()
    repository(folder)
    git(folder, "update-ref", "refs/remotes/origin/main", "HEAD")
    write("docs/de/pump.md", [*WEAK, "Neu."])
    commit(folder)


def make_for(command: str) -> None:
    """Change the files for the examples of a command that needs another one under the same name."""
    if command == "mtqe report":  # only findings of a file for translators can be written into one
        _made("evaluate", "app.xliff", "-q", "--json", "report.json")
        for lang in ("de", "fr"):
            languages = ("--source-lang", "en", "--target-lang", lang)
            _made("check", "pairs.tsv", *languages, "--select", "ACC101", "-q", "--json", f"report.{lang}.json")


def write(name: str, lines: list[str]) -> None:
    """Write a file of lines, and its folder."""
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text("".join(f"{text}\n" for text in lines), encoding="utf-8")


def _texts() -> None:
    for name in ("article.en.txt", "source.en.txt", "src.en.txt", "sentences.en.txt", "en.txt", "en/text.txt"):
        write(name, SOURCE)
    for name in ("article.de.txt", "mt.de.txt", "mt-a.de.txt", "sentences.de.txt", "de.txt", "de/text.txt"):
        write(name, WEAK)
    for name in ("reference.de.txt", "ref.de.txt", "ref.txt", "mt-b.de.txt"):
        write(name, GOOD)
    write("en/more.txt", SOURCE[:6])
    write("de/more.txt", GOOD[:6])
    write("samples.de.txt", [text for pair in zip(GOOD, WEAK, strict=True) for text in pair * 4])
    write("docs/en/pump.md", SOURCE)
    write("docs/de/pump.md", GOOD)
    write("terms.csv", ["source,target,status", "harbour,Hafen,preferred"])
    write("mtqe.toml", CONFIG.splitlines())
    write("release.toml", ["[gate.max]", "critical = 0"])


def _pairs() -> None:
    pairs = list(zip(SOURCE, WEAK, strict=True))
    write("pairs.tsv", ["\t".join(pair) for pair in pairs])
    systems = zip(SOURCE, WEAK, GOOD, strict=True)
    write("mt.tsv", ["en\tsysA\tsysB", *("\t".join(row) for row in systems)])
    rows = [json.dumps({"source": source, "target": target}) for source, target in pairs]
    write("corpus.jsonl", rows)
    _parquet(pairs)
    candidates = zip(SOURCE, GOOD, WEAK, strict=True)
    write("samples.jsonl", [json.dumps({"source": text, "candidates": both}) for text, *both in candidates])
    write("en.json", [json.dumps({"ferry": SOURCE[0], "harbour": SOURCE[1]})])
    write("de.json", [json.dumps({"ferry": GOOD[0], "harbour": GOOD[1]})])
    write("app.xliff", XLIFF.format(source=SOURCE[8], target=WEAK[8]).splitlines())
    write("locale/de/LC_MESSAGES/app.po", PO.format(source=SOURCE[8], target=WEAK[8]).splitlines())


def _parquet(pairs: list[tuple[str, str]]) -> None:
    import pyarrow
    from pyarrow import parquet

    columns = {"source": [pair[0] for pair in pairs], "target": [pair[1] for pair in pairs]}
    parquet.write_table(pyarrow.table(columns), "corpus.parquet")


def _reports() -> None:
    own = ("-s", "source.en.txt", *LANGUAGES, "-q")
    history = ("--history", ".mtqe/history.jsonl")
    evaluate = ("evaluate", "source.en.txt", "mt.de.txt", "-r", "ref.de.txt", "--lines", "-q", *history)
    _made(*evaluate, "--json", "report.json")
    for name in ("last-release", "old", "release"):
        Path(f"{name}.json").write_bytes(Path("report.json").read_bytes())
    _made("evaluate", "source.en.txt", "ref.de.txt", "-r", "ref.de.txt", "--lines", "-q", "--json", "new.json")
    Path("candidate.json").write_bytes(Path("new.json").read_bytes())
    Path("shipped").mkdir()
    for number in range(2):
        Path(f"shipped/{number}.json").write_bytes(Path("new.json").read_bytes())
    _made("check", *own, "-t", "mt.de.txt", "--select", "ACC", "--json", "acc.json")
    for name, lines in (("a", WEAK), ("b", GOOD[:6] + WEAK[6:]), ("c", WEAK[:6] + GOOD[6:])):
        write(f"{name}.de.txt", lines)
        _made("check", *own, "-t", f"{name}.de.txt", "--select", "ACC101,ART", "--json", f"{name}.json")
    for name, lines in (("d", GOOD), ("e", GOOD[:3] + WEAK[3:])):
        write(f"{name}.de.txt", lines)
    systems = [word for name in "abcde" for word in ("-t", f"{name}.de.txt")]
    _made("score", *own, *systems, "-r", "ref.de.txt", "-m", "chrf", "--json", "five-systems.json")
    _with_comet(Path("five-systems.json"))
    for part in ("1/2", "2/2"):
        shard = f"shard-{part[0]}.json"
        _made("evaluate", "en/", "de/", *LANGUAGES, "--shard", part, "--json", shard, "-q", "--exit-zero")


def _with_comet(path: Path) -> None:
    """Add the scores of COMET, whose model is not here, to a report."""
    report = reports.read(path)
    facts = msgspec.structs.replace(report.run.metrics[0], name="comet")
    scores = [
        Score("comet", score.level, 0.8, segment=score.segment, system=score.system, doc=score.doc, n=score.n)
        for score in report.scores
    ]
    run_ = msgspec.structs.replace(report.run, metrics=(*report.run.metrics, facts))
    with path.open("w", encoding="utf-8") as out:
        reports.render(msgspec.structs.replace(report, run=run_, scores=(*report.scores, *scores)), out)


def _ratings() -> None:
    _made("sample", "report.json", "--budget", "100", "-o", "sample.json", "-q")
    matter = open_report(Path("report.json"))
    for rater in ("ana", "ben"):
        rows = [
            Rating(rater=rater, segment=one.id, source=one.source, target=one.target, score=80.0, errors=())
            for one in reports.read(Path("report.json")).segments
        ]
        write(f"{rater}.ratings.jsonl", [line(row) for row in rows])
    export = {"schema": SCHEMA, "report": matter.id, "rater": "ana", "exported": "2027-01-01T00:00:00Z"}
    write("report.ana.review.json", [json.dumps(export | {"entries": {"0": {"looked": True, "score": 90}}})])
    write("report.review/ana.ratings.jsonl", Path("ana.ratings.jsonl").read_text(encoding="utf-8").splitlines())
    _made("report", "a.json", "-f", "marot", "-o", "mqm.tsv")
    table = Path("mqm.tsv").read_text(encoding="utf-8")
    Path("mqm.tsv").write_text(table.replace("\tmtqe\t", "\tana\t"), encoding="utf-8")


def _made(*words: str) -> None:
    assert run(list(words)) in (0, 1), words
