"""Markup that would fill the memory, read other files or overflow the stack: refused with one line, or read."""

from __future__ import annotations

import functools
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping
from typing import NamedTuple

import pytest

SECRET = "the content of another file"
DEEP = 100_000
MEMORY = 2 * 2**30
"""Bytes that the process that reads may use."""
SECONDS = 15.0


def xliff(inner: str, head: str) -> str:
    return (
        f'<?xml version="1.0"?>{head}<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
        '<file source-language="en" target-language="de" original="x" datatype="plaintext"><body><trans-unit id="1">'
        f"<source>One {inner}</source><target>Eins</target></trans-unit></body></file></xliff>"
    )


def xliff2(inner: str, head: str) -> str:
    return (
        f'<?xml version="1.0"?>{head}<xliff version="2.0" srcLang="en" trgLang="de" '
        'xmlns="urn:oasis:names:tc:xliff:document:2.0"><file id="f"><unit id="1"><segment>'
        f"<source>One {inner}</source><target>Eins</target></segment></unit></file></xliff>"
    )


def tmx(inner: str, head: str) -> str:
    return (
        f'<?xml version="1.0"?>{head}<tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en">'
        f'<seg>One {inner}</seg></tuv><tuv xml:lang="de"><seg>Eins</seg></tuv></tu></body></tmx>'
    )


def tbx(inner: str, head: str) -> str:
    terms = "".join(
        f'<langSec xml:lang="{lang}"><termSec><term>{term}</term></termSec></langSec>'
        for lang, term in (("en", f"One {inner}"), ("de", "Eins"))
    )
    return (
        f'<?xml version="1.0"?>{head}<tbx type="TBX-Basic" style="dca" xml:lang="en" '
        'xmlns="urn:iso:std:iso:30042:ed-2"><text><body>'
        f'<conceptEntry id="1">{terms}</conceptEntry></body></text></tbx>'
    )


XML = {"1.xlf": xliff, "2.xlf": xliff2, "a.sdlxliff": xliff, "a.mqxliff": xliff, "a.tmx": tmx, "a.tbx": tbx}


SAME = ("a.sdlxliff", "a.mqxliff")
"""Files that the reader of `1.xlf` parses, with other facts: 12 megabytes of text are read once by it."""


def entities(*declarations: str) -> str:
    return f"<!DOCTYPE a [{''.join(f'<!ENTITY {item}>' for item in declarations)}]>"


LAUGHS = entities('a0 "ha"', *(f'a{n} "{f"&a{n - 1};" * 10}"' for n in range(1, 11)))
LONG = entities(f'a "{"x" * 50_000}"')
REFUSED = {
    "laughs": ("&a10;", LAUGHS),
    "laughs in an attribute": ('<g id="&a10;"/>', LAUGHS),
    "long entity, often": ("&a;" * 50_000, LONG),
    "long entity in an attribute": (f'<g id="{"&a;" * 20_000}"/>', LONG),
    "loop": ("&a;", entities('a "&b;"', 'b "&a;"')),
    "other file": ("&a;", entities('a SYSTEM "secret.txt"')),
    "depth": ("<g>" * DEEP + "x" + "</g>" * DEEP, ""),
    "depth of annotations": ("<mrk>" * DEEP + "x" + "</mrk>" * DEEP, ""),
    "not closed": ("<g>" * DEEP, ""),
    "NUL": ("\0", ""),
    "number of NUL": ("&#0;", ""),
    "surrogate": ("&#xD800;", ""),
    "control character": ("\x01", ""),
}
"""Text inside a segment and what stands before the root."""
HARMLESS = {
    "parameter entity of another file": ("", '<!DOCTYPE a [<!ENTITY % x SYSTEM "secret.txt"> %x;]>'),
    "document type elsewhere": ("", '<!DOCTYPE a SYSTEM "secret.txt">'),
    "long attribute": (f'<g id="{"x" * 12_000_000}"/>', ""),
    "many attributes": ("<g " + " ".join(f'a{n}="x"' for n in range(50_000)) + "/>", ""),
    "long name": (f"<{'n' * 200_000}/>", ""),
    "long comment": (f"<!--{'x' * 12_000_000}-->", ""),
    "long instruction": (f"<?x {'x' * 12_000_000}?>", ""),
    "long section": (f"<![CDATA[{'x' * 12_000_000}]]>", ""),
    "long text": ("x" * 12_000_000, ""),
    "200 levels": ("<g>" * 200 + "x" + "</g>" * 200, ""),
    "many names": ("".join(f'<g xmlns:n{n}="u{n}"/>' for n in range(20_000)), ""),
}
PAGES = {
    f"{name} {depth}": f"<html><body><article><p>The ferry stays in the harbour.</p>{start * depth}The boat sails."
    f"{end * depth}</article></body></html>"
    for depth in (200, 1_000, DEEP)
    for name, start, end in (
        ("div", "<div>", "</div>"),
        ("bold", "<b>", "</b>"),
        ("list", "<ul><li>", "</li></ul>"),
        ("quote", "<blockquote>", "</blockquote>"),
        ("table", "<table><tr><td>", "</td></tr></table>"),
        ("template", "<template>", "</template>"),
    )
}
TEXTS = {
    f"{name} {depth}": f"The ferry stays in the harbour.\n\n{start * depth}The boat sails.{end * depth}\n"
    for depth in (200, 1_000, 5_000)
    for name, start, end in (
        ("quote", "> ", ""),
        ("list", "- ", ""),
        ("numbers", "1. ", ""),
        ("both", "> - ", ""),
        ("emphasis", "*a ", " b*"),
        ("strong", "**a ", " b**"),
        ("link", "[", "](b)"),
        ("image", "![", "](b)"),
        ("tag", "<b>", "</b>"),
    )
}
FILES: dict[str, Callable[[], str]] = {
    **{
        f"{name} in {end}": functools.partial(make, *case)
        for end, make in XML.items()
        for name, case in (REFUSED | HARMLESS).items()
        if not (name in HARMLESS and name.startswith("long") and end in SAME)
    },
    **{f"{name} in a.html": functools.partial(str, page) for name, page in PAGES.items()},
    **{f"{name} in a.md": functools.partial(str, text) for name, text in TEXTS.items()},
}
"""What makes each file: together they would take 300 megabytes of each process that only collects the tests."""
READ = """
import json, sys, time
from pathlib import Path
from mtqe.errors import InputError
from mtqe.formats import dispatch
from mtqe.formats.termbases import glossary
for folder in sorted(Path(sys.argv[1]).iterdir(), key=lambda path: int(path.name)):
    (path,) = [path for path in folder.iterdir() if path.name != "secret.txt"]
    begin = time.process_time()
    try:
        if path.suffix == ".tbx":
            read = glossary.read([str(path)], source_lang="en", target_lang="de")
        else:
            read = dispatch.read_pairs(path) if not path.suffix in (".md", ".html") else dispatch.read_text(path)
        result = ["read", repr(read)[:1_000_000].count("another file")]
    except InputError as error:
        result = ["refused", str(error)]
    except BaseException as error:
        result = ["failed", repr(error)[:300]]
    print(json.dumps([folder.name, *result, time.process_time() - begin]), flush=True)
"""


class Result(NamedTuple):
    outcome: str
    detail: str | int
    seconds: float


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Result]:
    """How each file is read, in a process of its own that may not use much memory."""
    folder = tmp_path_factory.mktemp("hostile")
    for number, (name, make) in enumerate(FILES.items()):
        (folder / str(number)).mkdir()
        (folder / str(number) / name.rpartition(" ")[2]).write_text(make(), encoding="utf-8")
        (folder / str(number) / "secret.txt").write_text(SECRET, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", READ, str(folder)],
        stdout=subprocess.PIPE,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
        check=False,
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    names = list(FILES)
    return {names[int(number)]: Result(*rest) for number, *rest in rows}


pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name != "posix", reason="sets a limit on memory")]


@pytest.mark.parametrize("name", FILES)
def test_hostile_markup(results: Mapping[str, Result], name: str) -> None:
    assert name in results, "the process that read it has died"
    result = results[name]
    assert result.outcome in ("read", "refused"), result
    if name.partition(" in ")[0] in REFUSED:
        assert result.outcome == "refused", result
    if result.outcome == "refused":
        line = str(result.detail)
        assert name.rpartition(" ")[2] in line and "\n" not in line and "↵" not in line, line
        assert "XML_PARSE" not in line and SECRET not in line, line
        assert len(line) < 600
    else:
        assert result.detail == 0, "another file was read"
    assert result.seconds < SECONDS, result
