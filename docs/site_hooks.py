"""Hooks of MkDocs: pages of the repository that are outside docs/, and pages that the navigation does not name yet.

A link such as `../CONTRIBUTING.md` leads to a page of the site that the hook makes: a Markdown file as it is, another
file as a block of code, a folder as all files in it. So the site needs no server of the repository. A page of docs/
that `nav` does not name is added to the guides.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files, InclusionLevel

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
GUIDES = "How-to guides"
OUTSIDE = "outside"
PAST = ("changes-0.1.0.md", "outside/CHANGELOG.md", "outside/bench/log.md")
"""Pages of the past, which have every word of the others."""
LESS = 0.01
"""Weight in the search of these pages and of pages that show code; that of others is 1."""
LINK = re.compile(r"(\]\()([^)#\s:]+)((?:#[^)\s]*)?\))")
"""A link or image to a file, with an anchor or without."""
FENCE = re.compile(r"^(```+|~~~+).*?^\1", re.MULTILINE | re.DOTALL)
LANGUAGES = {".py": "python", ".toml": "toml", ".yml": "yaml", ".yaml": "yaml", ".md": "markdown", ".json": "json"}


def on_config(config: Any) -> Any:
    """Add pages that `nav` does not name to the guides."""
    guides = next(item[GUIDES] for item in config.nav if GUIDES in item)
    named = set(_named(config.nav))
    guides += [path.name for path in sorted(DOCS.glob("*.md")) if path.name not in named]
    return config


def _named(nav: Any) -> Iterator[str]:
    for item in nav:
        for value in item.values() if isinstance(item, dict) else [item]:
            yield from [value] if isinstance(value, str) else _named(value)


def on_files(files: Files, config: Any) -> Files:
    """Add a page for each file outside docs/ that a page or `nav` names."""
    left = [path.removeprefix(f"{OUTSIDE}/") for path in _named(config.nav) if path.startswith(f"{OUTSIDE}/")]
    for path in DOCS.glob("*.md"):
        left += outside(path.read_text(encoding="utf-8"), "docs")
    made: set[str] = set()
    while left:
        target = left.pop()
        if target in made:
            continue
        made.add(target)
        place = ROOT / target
        if place.suffix in (".png", ".jpg", ".svg"):
            files.append(File.generated(config, f"{OUTSIDE}/{target}", abs_src_path=str(place)))
            continue
        text = page(place, target)
        left += outside(text, posixpath.dirname(target)) if place.suffix == ".md" else []
        files.append(File.generated(config, source(target), content=text, inclusion=InclusionLevel.NOT_IN_NAV))
    return files


def outside(text: str, folder: str) -> list[str]:
    """The paths below the root, but not in docs/, that a Markdown text in a folder links."""
    found = [_resolved(match[2], folder) for match in LINK.finditer(FENCE.sub("", text))]
    return [path for path in found if path and not path.startswith("docs/") and (ROOT / path).exists()]


def source(target: str) -> str:
    """The page of a path outside docs/."""
    return f"{OUTSIDE}/{target}" if target.endswith(".md") else f"{OUTSIDE}/{target}.md"


def page(place: Path, target: str) -> str:
    """The text of such a page."""
    if place.suffix == ".md":
        return place.read_text(encoding="utf-8")
    paths = sorted(path for path in place.rglob("*") if path.is_file()) if place.is_dir() else [place]
    parts = [f"# {target}\n"]
    for path in paths:
        if "__pycache__" in path.parts:
            continue
        name = path.relative_to(place).as_posix() if place.is_dir() else ""
        language = LANGUAGES.get(path.suffix, "text")
        parts += [f"## {name}\n"] if name else []
        parts += [f"~~~~{language}\n{path.read_text(encoding='utf-8').rstrip()}\n~~~~\n"]
    return "\n".join(parts)


def on_page_markdown(markdown: str, page: Any, config: Any, files: Files) -> str:
    """Let links to files outside docs/ lead to their pages; in the search, the past and code stand below guides."""
    here = page.file.src_uri
    own = here.removeprefix(f"{OUTSIDE}/") if here.startswith(f"{OUTSIDE}/") else f"docs/{here}"
    if here in PAST or not (ROOT / own).is_file():
        page.meta["search"] = {"boost": LESS}

    def renewed(match: re.Match[str]) -> str:
        path = _resolved(match[2], posixpath.dirname(own))
        if not path or not (ROOT / path).exists():
            return match[0]
        to = path.removeprefix("docs/") if path.startswith("docs/") else source(path)
        if path.endswith((".png", ".jpg", ".svg")) and not path.startswith("docs/"):
            to = f"{OUTSIDE}/{path}"
        return f"{match[1]}{posixpath.relpath(to, posixpath.dirname(here) or '.')}{match[3]}"

    ends = [(match.start(), match.end()) for match in FENCE.finditer(markdown)]
    return LINK.sub(lambda match: match[0] if _within(match.start(), ends) else renewed(match), markdown)


def _within(place: int, ranges: list[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in ranges)


def _resolved(link: str, folder: str) -> str:
    """A link in a file of a folder as a path below the root; empty if it leads out of it."""
    path = posixpath.normpath(posixpath.join(folder, link))
    return "" if path.startswith(("..", "/")) or path == "." else path
