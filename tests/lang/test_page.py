"""What a language file lacks is said on the page of languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mtqe import lang
from mtqe.lang.facts import SECTIONS

PAGE = (Path(__file__).parents[2] / "docs" / "languages.md").read_text(encoding="utf-8")


def row(tag: str) -> tuple[str, set[str]]:
    """The head of the table that a language is in, and what its row names."""
    before, _, rest = PAGE.partition(f" | {tag} | ")
    heads = re.findall(r"^\| language \| tag \| (\w+) \|$", before, re.MULTILINE)
    assert rest and heads, f"{tag}.toml has no row in docs/languages.md: run make docs"
    return heads[-1], set(re.split(r", | \|", rest.partition("\n")[0]))


@pytest.mark.parametrize("tag", lang.tags())
def test_the_page_says_what_a_file_lacks(tag: str) -> None:
    missing = {section for section in SECTIONS if tag not in lang.known(section)}
    head, named = row(tag)
    said = named & set(SECTIONS) if head == "lacks" else set(SECTIONS) - named
    unsaid, untrue = missing - said, said - missing
    assert not unsaid, f"{tag}.toml lacks {', '.join(sorted(unsaid))}, and docs/languages.md does not say so"
    assert not untrue, f"{tag}.toml has {', '.join(sorted(untrue))}, and docs/languages.md says that it does not"
