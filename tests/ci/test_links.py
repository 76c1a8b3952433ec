"""Every link between the Markdown files of the repository leads to a file and a heading that exist."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in ("*.md", "docs/*.md", "bench/*.md", "references/**/*.md", "mtqe/data/**/*.md")
    for path in ROOT.glob(pattern)
)
FENCE = re.compile(r"^(```+|~~~+).*?^\1", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)")
LINK = re.compile(r"(?<!\\)\]\(([^)\s]+)\)")


def anchors(text: str) -> set[str]:
    """The anchors of the headings, as GitHub and the site make them."""
    seen: Counter[str] = Counter()
    found = set()
    for heading in re.findall(r"^#{1,6} +(.*?) *#*$", FENCE.sub("", text), re.MULTILINE):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").lower()
        slug = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        found.add(f"{slug}-{seen[slug]}" if seen[slug] else slug)
        seen[slug] += 1
    return found


def faults(page: str, text: str, root: Path = ROOT) -> Iterator[str]:
    """The links of a page that lead nowhere."""
    for match in LINK.finditer(CODE.sub("", FENCE.sub("", text))):
        link = match[1]
        if re.match(r"[a-z]+:", link):
            continue
        target, _, anchor = link.partition("#")
        place = posixpath.normpath(posixpath.join(posixpath.dirname(page), target)) if target else page
        if place.startswith("..") or (place != page and not (root / place).exists()):
            yield f"{page}: {link}: there is no {place}"
        elif anchor and place.endswith(".md"):
            linked = text if place == page else (root / place).read_text(encoding="utf-8")
            if anchor not in anchors(linked):
                yield f"{page}: {link}: there is no heading #{anchor}"


@pytest.mark.parametrize("page", PAGES)
def test_links(page: str) -> None:
    assert list(faults(page, (ROOT / page).read_text(encoding="utf-8"))) == []


def test_planted_faults_are_seen(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "other.md").write_text(
        "# Other\n\n## A `thing`, twice!\n\n## A thing, twice\n", encoding="utf-8"
    )
    text = (
        "# Page\n[a](other.md) [b](other.md#a-thing-twice) [c](other.md#a-thing-twice-1) [d](#page) [e](https://x.y)\n"
        "```text\n[f](nowhere.md)\n```\n[g](missing.md) [h](other.md#no) [i](#no) [j](../../etc)\n"
    )
    assert [fault.split(": ")[1] for fault in faults("docs/page.md", text, tmp_path)] == [
        "missing.md", "other.md#no", "#no", "../../etc",
    ]  # fmt: skip
