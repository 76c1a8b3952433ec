"""`make release-check` sees what must not be released."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import release_check

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
