"""`make release-check` sees what must not be released."""

from __future__ import annotations

import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import release_check

ROOT = Path(__file__).parents[2]
PROJECT = '[project]\nversion = "1.2.3"\n'
CODE = 'VERSION = "1.2.3"\n'


def test_versions_that_agree() -> None:
    assert (
        list(release_check.versions(PROJECT, CODE, "# Changelog\n\n## 1.2.3 - 2026-12-01\n\n## 1.2.2 - 2026-01-01\n"))
        == []
    )


@pytest.mark.parametrize(
    ("code", "changelog", "word"),
    [
        ('VERSION = "1.2.4"\n', "## 1.2.3 - 2026-12-01\n", "another version"),
        (CODE, "## Unreleased\n\n## 1.2.3 - 2026-12-01\n", "Unreleased"),
        (CODE, "## 1.2.3 (unreleased)\n", "unreleased"),
        (CODE, "# Changelog\n", "no heading"),
    ],
)
def test_versions_that_do_not(code: str, changelog: str, word: str) -> None:
    (fault,) = release_check.versions(PROJECT, code, changelog)
    assert word in fault


def wheel(folder: Path, **files: bytes) -> Path:
    path = folder / "x.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in {"mtqe/data/encoder/NOTICE": b"", "mtqe.dist-info/licenses/LICENSE": b"", **files}.items():
            archive.writestr(name, data)
    return path


def test_contents(tmp_path: Path) -> None:
    assert list(release_check.contents(wheel(tmp_path, **{"mtqe/a.py": b"x = 1"}))) == []
    key = b"-----BEGIN " + b"PRIVATE KEY-----"
    bad = {"tests/test_a.py": b"", "mtqe/b.py": b"open('/home/" + b"ana/x')", "mtqe/c.pem": key, "mtqe/mtqe.toml": b""}
    found = list(release_check.contents(wheel(tmp_path, **bad)))
    assert len(found) == 4 and "tests/test_a.py" in found[0] and "/home/" in found[1]
    empty = tmp_path / "empty.whl"
    zipfile.ZipFile(empty, "w").close()
    assert list(release_check.contents(empty)) == ["the wheel has no NOTICE", "the wheel has no LICENSE"]


def test_the_source_archive_has_what_git_knows(tmp_path: Path) -> None:
    path = tmp_path / "x.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        for name in ("x-1/PKG-INFO", "x-1/mtqe/a.py", "x-1/mtqe.toml"):
            tar.addfile(tarfile.TarInfo(name))
    assert list(release_check.source_differences(path, ["mtqe/a.py", "mkdocs.yml"])) == [
        "the source archive lacks mkdocs.yml",
        "the source archive has mtqe.toml, which git does not know",
    ]


def test_the_source_archive_takes_every_folder_and_file_at_the_top() -> None:
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    listed = listed["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    tops = {name if name.startswith("reports/") else name.partition("/")[0] for name in release_check.tracked_files()}
    known = {*listed, "pyproject.toml", ".gitignore"}  # hatchling takes these two in any case
    assert [name for name in tops if name not in known and not name.startswith("reports/sample/")] == []


def test_tags_of_another_version_are_named(tmp_path: Path) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert list(release_check.pins(ROOT, version)) == []
    found = [line.split()[0] for line in release_check.pins(ROOT, "9.9.9")]
    assert len(found) == 5 and "docs/ci.md" in found and "examples/gitlab/mtqe.gitlab-ci.yml" in found
