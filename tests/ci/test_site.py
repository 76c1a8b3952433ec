"""The site builds strictly, without network, and needs nothing from elsewhere when it is read."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import groups
import pytest
import yaml

ROOT = Path(__file__).parents[2]
NOWHERE = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")


def build(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(folder), *options]
    env = os.environ | NOWHERE | {"NO_MKDOCS_2_WARNING": "true"}
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


@groups.needed("site")
def test_every_page_is_there_and_in_the_navigation(site: Path) -> None:
    start = (site / "index.html").read_text(encoding="utf-8")
    for path in (ROOT / "docs").glob("*.md"):
        assert (site / f"{path.stem}.html").is_file(), path
        assert f'href="{path.stem}.html"' in start or path.stem == "index", path
    for name in ("CONTRIBUTING", "CHANGELOG", "SECURITY", "RELEASING", "mtqe/data/encoder/MODEL_CARD"):
        assert f'href="outside/{name}.html"' in start


@groups.needed("site")
def test_nothing_comes_from_elsewhere(site: Path) -> None:
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        loaded = re.findall(r"<(?:script|img|iframe|source)[^>]*\ssrc=\"?(https?:|//)", text)
        loaded += [tag for tag in re.findall(r"<link[^>]*>", text) if "http" in tag and "canonical" not in tag]
        assert loaded == [], path
    for path in site.rglob("*.css"):
        assert not re.search(r"url\(\s*[\"']?(https?:|//)|@import", path.read_text(encoding="utf-8")), path


@groups.needed("site")
def test_the_search_knows_the_pages(site: Path) -> None:
    index = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))
    places = {entry["location"].partition("#")[0] for entry in index["docs"]}
    assert {"tutorial.html", "cannot.html", "report.html", "api.html", "judge.html"} <= places
    boosts = {entry["location"].partition("#")[0]: entry.get("boost", 1) for entry in index["docs"]}
    assert max(boosts["changes-0.1.0.html"], boosts["outside/CHANGELOG.html"]) < 1 == boosts["gate.html"]


def test_no_page_is_added_to_the_navigation_without_a_place() -> None:
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert [path.name for path in (ROOT / "docs").glob("*.md") if f": {path.name}\n" not in settings] == []


@groups.needed("site")
def test_links_out_of_the_folder_lead_to_pages_of_the_site(site: Path) -> None:
    text = (site / "ci.html").read_text(encoding="utf-8")
    assert 'href="outside/examples/docs-repo.html"' in text and 'href="outside/action.yml.html"' in text
    assert "mtqe evaluate" in (site / "outside" / "examples" / "docs-repo.html").read_text(encoding="utf-8")


@groups.needed("site")
@pytest.mark.parametrize("bad", ["[a](missing.md)", "[a](#no-such-heading)", "[a](index.md#no)", "[a](/absolute.md)"])
def test_a_broken_link_stops_the_build(bad: str, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text(f"# Page\n\n{bad}\n", encoding="utf-8")
    settings = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    kept = {"site_name": "x", "docs_dir": str(tmp_path / "docs"), "validation": settings["validation"]}
    (tmp_path / "mkdocs.yml").write_text(yaml.safe_dump(kept), encoding="utf-8")
    done = build(tmp_path / "out", "-f", str(tmp_path / "mkdocs.yml"))
    assert done.returncode != 0 and "strict mode" in done.stderr + done.stdout
