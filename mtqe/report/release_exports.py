"""A release for other programs: the files of its languages as one file, in each format that can hold several languages.

- SARIF: the runs of all languages, whose categories name the pair of languages. The log has the verdict as a property.
- JUnit: a suite with a case for each language, then the suites of each, whose names begin with the language.
- GitLab Code Quality: the entries of all languages, whose descriptions begin with the language.
- GitHub: the verdict, then the commands of all languages, within the number that GitHub shows.
- CSV: the rows of all languages, with a column for the language.

A language that may fail has no failing case and no error, because a CI service fails a job for it.
"""

from __future__ import annotations

from typing import TextIO
from xml.etree import ElementTree

import msgspec

from mtqe.model.release import Release
from mtqe.report import csv, github, gitlab, junit, sarif


def as_sarif(release: Release, out: TextIO) -> None:
    """Write one SARIF log."""
    runs = [run for one in release.languages for run in sarif.runs(one.report)]
    sarif.write(runs, out, {"verdict": msgspec.to_builtins(release.verdict)} if release.verdict else None)


def as_junit(release: Release, out: TextIO) -> None:
    """Write one `testsuites` element."""
    root = ElementTree.Element("testsuites", name="mtqe")
    head = ElementTree.SubElement(root, "testsuite", name="mtqe release")
    if release.verdict:
        case = ElementTree.SubElement(head, "testcase", classname="mtqe", name="verdict")
        junit.verdict(case, release.verdict.passed, release.verdict.reasons, release.verdict.tolerated)
    for one in release.languages:
        if found := one.report.verdict:
            case = ElementTree.SubElement(head, "testcase", classname="mtqe", name=f"verdict {one.name}")
            junit.verdict(case, found.passed or not one.required, found.reasons, found.tolerated)
        junit.add(root, one.report, f"{one.name}: ", one.required)
    junit.write(root, out)


def as_gitlab(release: Release, out: TextIO) -> None:
    """Write one array."""
    found = []
    for one in release.languages:
        for entry in gitlab.entries(one.report):
            seed = "\x1f".join((one.name, entry["fingerprint"]))
            found.append(entry | {"description": f"{one.name}: {entry['description']}", "fingerprint": seed})
    gitlab.write(found, out)


def as_github(release: Release, out: TextIO) -> None:
    """Write the commands, the verdict first."""
    commands = []
    if release.verdict and not release.verdict.passed:
        title = {"title": f"{release.verdict.label} release"}
        commands.append(github.Command("error", title, "\n".join(release.verdict.reasons)))
    commands += [command for one in release.languages for command in github.commands(one.report, one.required)]
    github.write(commands, out)


def as_csv(release: Release, out: TextIO) -> None:
    """Write one table."""
    rows = ([*line, csv.guard(one.name)] for one in release.languages for line in csv.lines(one.report))
    csv.write([(*csv.COLUMNS, "language"), *rows], out)
