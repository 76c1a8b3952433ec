"""The page of languages says what each language file lacks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mtqe.language import lang
from mtqe.language.facts import SECTIONS

PAGE = (Path(__file__).parents[2] / "docs" / "languages.md").read_text(encoding="utf-8")


def row(tag: str) -> tuple[str, set[str]]:
    """The heading of the last column in the table with a language, and the sections in its row."""
    before, _, after = PAGE.partition(f" | {tag} | ")
    heads = re.findall(r"^\| language \| tag \| (\w+) \|$", before, re.MULTILINE)
    assert after and heads, f"{tag}.toml has no row in docs/languages.md: run make docs"
    return heads[-1], set(re.split(r", | \|", after.partition("\n")[0]))


@pytest.mark.parametrize("tag", lang.tags())
def test_the_page_says_what_a_file_lacks(tag: str) -> None:
    missing = {section for section in SECTIONS if tag not in lang.tags_with(section)}
    head, named = row(tag)
    listed = named & set(SECTIONS) if head == "lacks" else set(SECTIONS) - named
    unlisted, wrong = missing - listed, listed - missing
    assert not unlisted, f"{tag}.toml lacks {', '.join(sorted(unlisted))}, and docs/languages.md does not say so"
    assert not wrong, f"{tag}.toml has {', '.join(sorted(wrong))}, and docs/languages.md says that it does not"
