"""Which lines of a log CI services obey, for tests."""

from __future__ import annotations

import re


def obeyed(log: str) -> list[str]:
    """The lines that a CI service takes for commands; GitHub takes `::name::` where a line begins, after any spaces."""
    at_start = re.compile(r"::\s*[A-Za-z][^:]*.*::")
    anywhere = re.compile(r"##(\[|vso\[|teamcity\[)", re.IGNORECASE)
    return [line for line in log.split("\n") if at_start.match(line.lstrip()) or anywhere.search(line)]
