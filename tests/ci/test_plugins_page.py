"""docs/plugins.md: what it shows is the plugin that the tests use."""

from __future__ import annotations

import configparser
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PLUGIN = ROOT / "tests" / "registry" / "plugin"
PAGE = (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_the_code_is_that_of_the_plugin() -> None:
    rows, *parts = blocks("python")
    assert rows == (PLUGIN / "acme_rows.py").read_text(encoding="utf-8")
    code = (PLUGIN / "acme_mtqe.py").read_text(encoding="utf-8")
    assert len(parts) == 4
    assert [part for part in parts if part not in code] == []


def test_the_entry_points_are_those_of_the_plugin() -> None:
    (block,) = blocks("toml")
    installed = configparser.ConfigParser(delimiters="=")
    installed.read(PLUGIN / "acme_mtqe-1.0.dist-info" / "entry_points.txt", encoding="utf-8")
    shown = tomllib.loads(block)["project"]["entry-points"]
    assert shown == {group: dict(installed[group]) for group in installed.sections()}


def test_links_lead_somewhere() -> None:
    assert [link for link in re.findall(r"\]\(([^)#]+)\)", PAGE) if not (ROOT / "docs" / link).exists()] == []
