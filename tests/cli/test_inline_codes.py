"""Inline codes of a file in the report, and files whose texts are codes alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mtqe.cli import run

LOST = """<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="app.html" source-language="en" target-language="de" datatype="html"><body>
<trans-unit id="1">
<source>Open the <g id="1" ctype="bold">valve</g> <x id="2"/>slowly, <ph id="3">{count}</ph>!</source>
<target>Öffnen Sie langsam das Ventil!</target></trans-unit>
</body></file></xliff>
"""
ALONE = LOST.replace("Open the <g", "<g").replace(">valve<", "><").replace("slowly, ", "").replace("</ph>!", "</ph>")
ALONE = ALONE.replace("Öffnen Sie langsam das Ventil!", '<ph id="3">{count}</ph>')


def report(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert run([*arguments, "--source-lang", "en", "--target-lang", "de", "-q", "--json", "-"]) == 0
    read: dict[str, Any] = json.loads(capsys.readouterr().out)
    return read


def test_lost_codes_are_in_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("lost.xlf").write_text(LOST, encoding="utf-8")
    read = report(capsys, "check", "lost.xlf", "--select", "tag-mismatch")
    (segment,) = read["segments"]
    assert segment["source"] == 'Open the <g id="1" ctype="bold">valve</g> <x id="2"/>slowly, {count}!'
    assert [(segment["source"][code["start"] : code["end"]], code["key"]) for code in segment["codes"]] == [
        ('<g id="1" ctype="bold">', "g 1"),
        ("</g>", "/g 1"),
        ('<x id="2"/>', "x 2"),
        ("{count}", "ph 3"),
    ]
    marked = sorted(text for finding in read["findings"] for text in finding["marked"])
    assert marked == ["</g>", '<g id="1" ctype="bold">', '<x id="2"/>', "{count}"]


def test_texts_of_codes_alone_are_checked_and_not_scored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("alone.xlf").write_text(ALONE, encoding="utf-8")
    checked = report(capsys, "check", "alone.xlf")
    assert {finding["check"] for finding in checked["findings"]} == {"MRK103"}
    assert (checked["scores"], checked["problems"]) == ([], [])
    scored = report(capsys, "score", "alone.xlf")
    assert (scored["scores"], scored["problems"]) == ([], [])
