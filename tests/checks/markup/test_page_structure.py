"""Pages from file to finding: no finding on code, and one on all that a translation lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtqe.flow.pipeline import evaluate
from mtqe.model import Finding, Report
from mtqe.settings.config import AlignConfig, ChecksConfig, Config, MetricsConfig

SOURCE = """---
title: Harbour guide
---
# Harbour guide

Run `tide init` before you open port 7. The [manual](https://harbour.example/en/manual.html) has all of the steps.

## Depth in 1910

```sh
tide depth --port 7 # in metres
tide stop
```

| Port | Depth |
|---|---|
| Kiel | 12 metres |
| Bremen | 14 metres |

![The port of Kiel](kiel.png)

- Press <kbd>Ctrl</kbd> to stop it.
"""
TARGET = """---
title: Hafenhandbuch
---
# Hafenhandbuch

Führen Sie `tide init` aus, bevor Sie Hafen 7 öffnen. Das
[Handbuch](https://harbour.example/de/manual.html) enthält alle Schritte.

## Tiefe im Jahr 1910

```sh
tide depth --port 7 # in Metern
tide stop
```

| Hafen | Tiefe |
|---|---|
| Kiel | 12 Meter |
| Bremen | 14 Meter |

![Der Hafen von Kiel](kiel.png)

- Drücken Sie <kbd>Strg</kbd>, um es anzuhalten.
"""
PAGE = """<html lang="en"><head><title>Harbour guide</title></head><body><main><h1>Harbour guide</h1>
<p>Run <code>tide init</code> before you open port 7. The <a href="/en/manual.html">manual</a> has all of the steps.</p>
<pre>tide depth --port 7</pre>
<p>The port of Kiel is 12 metres deep, and the port of Bremen is 14 metres deep.</p>
<img src="kiel.png" alt="The port of Kiel">
</main></body></html>
"""
SEITE = """<html lang="de"><head><title>Hafenhandbuch</title></head><body><main><h1>Hafenhandbuch</h1>
<p>Führen Sie <code>tide init</code> aus, bevor Sie Hafen 7 öffnen. Das <a href="/de/manual.html">Handbuch</a> enthält
alle Schritte.</p>
<pre>tide depth --port 7</pre>
<p>Der Hafen von Kiel ist 12 Meter tief, und der Hafen von Bremen ist 14 Meter tief.</p>
<img src="kiel.png" alt="Der Hafen von Kiel">
</main></body></html>
"""


def run(folder: Path, source: str, target: str, ending: str) -> Report:
    paths = folder / f"a.en{ending}", folder / f"a.de{ending}"
    for path, content in zip(paths, (source, target), strict=True):
        path.write_text(content, encoding="utf-8")
    config = Config(
        source_lang="en",
        target_lang="de",
        align=AlignConfig(aligner="lexical"),
        metrics=MetricsConfig(use=("bleu",)),
        checks=ChecksConfig(select=("MRK", "ACC", "ART", "LOC")),
    )
    return evaluate(*paths, config=config)


def markup(report: Report) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(finding.check, finding.severity.value, finding.marked) for finding in report.findings]


@pytest.mark.parametrize(("source", "target", "ending"), [(SOURCE, TARGET, ".md"), (PAGE, SEITE, ".html")])
def test_a_good_translation_has_no_finding(source: str, target: str, ending: str, tmp_path: Path) -> None:
    report = run(tmp_path, source, target, ending)
    assert markup(report) == []
    assert report.documents[0].left_out == ()


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("`tide init`", "`tide iniz`", ("MRK109", "major", ("`tide init`", "`tide iniz`"))),
        ("/de/manual", "/de/manuell", ("MRK105", "minor", ("](https://harbour.example/en/manual.html)",))),
        ("[Handbuch](https://harbour.example/de/manual.html)", "Handbuch", ("MRK103", "major", ("[",))),
        ("## Tiefe", "Tiefe", ("MRK115", "minor", ("Tiefe im Jahr 1910",))),
        ("--port 7 # in", "--hafen 7 # in", ("MRK115", "major", ("port", "hafen"))),
        ("alle Schritte", "~~alle~~ Schritte", ("MRK103", "major", ("~~", "~~"))),
        ("alle Schritte", "<s>alle</s> Schritte", ("MRK103", "major", ("<s>", "</s>"))),
        ("tide stop\n", "tide halt\n", ("MRK115", "minor", ("stop", "halt"))),
        ("kiel.png", "keil.png", ("MRK105", "major", ("](kiel.png)", "](keil.png)"))),
        ("<kbd>Strg</kbd>", "Strg", ("MRK103", "major", ("<kbd>Ctrl</kbd>",))),
    ],
)
def test_an_error_in_markdown(old: str, new: str, finding: tuple[str, str, tuple[str, ...]], tmp_path: Path) -> None:
    assert old in TARGET
    found = [item for item in markup(run(tmp_path, SOURCE, TARGET.replace(old, new), ".md")) if item[0][:3] == "MRK"]
    assert [(check, severity, marked[: len(finding[2])]) for check, severity, marked in found] == [finding]


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("<code>tide init</code>", "das Werkzeug", ("MRK109", "minor", ("<code>tide init</code>",))),
        ("<pre>tide depth --port 7</pre>", "", ("MRK115", "major", ("tide depth --port 7",))),
        ('lang="de"', 'lang="en"', ("MRK115", "minor", ('<html lang="en">',))),
        (' lang="de"', "", ("MRK115", "minor", ('<html lang="en">',))),
        ("<h1>Hafenhandbuch</h1>", "<h3>Hafenhandbuch</h3>", None),
    ],
)
def test_an_error_in_a_page(
    old: str, new: str, finding: tuple[str, str, tuple[str, ...]] | None, tmp_path: Path
) -> None:
    assert old in SEITE
    found = [item for item in markup(run(tmp_path, PAGE, SEITE.replace(old, new), ".html")) if item[0][:3] == "MRK"]
    assert found == ([finding] if finding else []), "a single heading of another level is no error"


def test_a_lost_table_row_and_a_lost_block_of_code(tmp_path: Path) -> None:
    target = TARGET.replace("| Bremen | 14 Meter |\n", "")
    found: list[Finding] = [item for item in run(tmp_path, SOURCE, target, ".md").findings if item.check == "MRK115"]
    assert [item.message for item in found] == ["the table has 2 rows, in the source 3 rows"]
    target = TARGET[: TARGET.index("```sh")] + TARGET[TARGET.index("| Hafen") :]
    found = [item for item in run(tmp_path, SOURCE, target, ".md").findings if item.check == "MRK115"]
    assert [(item.message, item.severity.value) for item in found] == [("the block of code is missing", "major")]
    found = [item for item in run(tmp_path, target, TARGET, ".md").findings if item.check == "MRK115"]
    assert [item.message for item in found if "code" in item.message] == ["the source has no such block of code"]


def test_the_message_about_code_names_the_words_that_differ(tmp_path: Path) -> None:
    source = '# Harbour 1\n\n```python\nx = 5  # depth\nprint("deep")\ny = old(7)\n```\n\nIn 1910.\n'
    target = '# Hafen 1\n\n```python\nx = 6  # Tiefe\nprint("tief")\ny = new(7)\n```\n\nIm Jahr 1910.\n'
    found = [item for item in run(tmp_path, source, target, ".md").findings if item.check == "MRK115"]
    assert [(item.message, item.marked) for item in found] == [
        ("the code differs from that of the source: 5 became 6, and 1 more", ("5", "old", "6", "new"))
    ]


@pytest.mark.parametrize(
    ("before", "after", "severity"),
    [
        ("valve --max 16 --safe", "valve --max 61 --safe", "major"),
        ("valve --max 16 --safe", "valve --max 16 --unsafe; rm -rf /", "major"),
        ("valve --max 16\nvalve --close", "rm -rf / ; dd if=/dev/zero of=/dev/sda", "major"),
        ("valve --name valve_name", "valve --name ventil_name", "minor"),
        ("valve # the name", "valve # der Name", None),
        ("The valve is open since Monday", "Das Ventil ist seit Montag offen", None),
    ],
)
def test_changed_code_is_major_unless_names_or_comments_were_translated(
    before: str, after: str, severity: str | None, tmp_path: Path
) -> None:
    source = f"# Harbour 1\n\nRun it in 1910:\n\n```\n{before}\n```\n"
    target = f"# Hafen 1\n\nIm Jahr 1910 starten:\n\n```\n{after}\n```\n"
    found = [item for item in run(tmp_path, source, target, ".md").findings if item.check == "MRK115"]
    assert [item.severity.value for item in found] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("{#depth}", "{#depth}", []),
        ("{#depth}", "{#tiefe}", [("MRK103", "major", ("{#depth}", "{#tiefe}"))]),
        ("{#depth}", "", [("MRK103", "major", ("{#depth}",))]),
        ("", "{#depth}", []),
    ],
)
def test_ids_of_headings(
    source: str, target: str, expected: list[tuple[str, str, tuple[str, ...]]], tmp_path: Path
) -> None:
    contents = f"## Depth in 1910 {source}\n\nIn 1911.\n", f"## Tiefe im Jahr 1910 {target}\n\nIm Jahr 1911.\n"
    assert [item for item in markup(run(tmp_path, *contents, ".md")) if item[0][:3] == "MRK"] == expected
