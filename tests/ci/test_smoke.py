"""The judgements of `make smoke` on small wheels; the whole of it takes minutes and runs in .ci/run."""

from __future__ import annotations

import re
import sys
import tomllib
import zipfile
from pathlib import Path

import installed_imports
import pytest
import smoke

FILES = {
    "mtqe/__init__.py": "",
    "mtqe/data/types.toml": "a = 1",
    "mtqe/page/page.css": "p {}",
    "references/demo/a.txt": "a",
}
INSIDE = ["mtqe/__init__.py", "mtqe/data/types.toml", "mtqe/page/page.css", "mtqe/data/references/demo/a.txt"]
RECORD = "mtqe-0.1.0.dist-info/RECORD"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A checkout, with files that no wheel should have."""
    for name, text in {**FILES, "mtqe/__pycache__/a.pyc": "", "mtqe/.mypy_cache/a.json": "", "tests/a.py": ""}.items():
        path = tmp_path / "checkout" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "checkout"


def wheel(folder: Path, files: dict[str, int]) -> Path:
    """A wheel of files of so many bytes, stored as they are."""
    path = folder / "mtqe-0.1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, size in files.items():
            archive.writestr(name, b"x" * size)
    return path


def test_a_whole_wheel_has_no_differences(root: Path, tmp_path: Path) -> None:
    assert smoke.differences(wheel(tmp_path, dict.fromkeys([*INSIDE, RECORD], 1)), root) == []


@pytest.mark.parametrize("name", INSIDE)
def test_a_file_that_is_not_in_the_wheel(root: Path, tmp_path: Path, name: str) -> None:
    files = dict.fromkeys([*INSIDE, RECORD], 1)
    del files[name]
    assert smoke.differences(wheel(tmp_path, files), root) == [f"the wheel lacks {name}"]


@pytest.mark.parametrize("name", ["tests/a.py", "mtqe/__pycache__/a.pyc", "mtqe/old.py"])
def test_a_file_that_is_in_the_wheel_by_mistake(root: Path, tmp_path: Path, name: str) -> None:
    (line,) = smoke.differences(wheel(tmp_path, dict.fromkeys([*INSIDE, name], 1)), root)
    assert line == f"the wheel has {name}, which is not in the checkout"


def test_the_message_on_the_size_names_the_largest_files_first(tmp_path: Path) -> None:
    path = wheel(tmp_path, {f"mtqe/{n}.onnx": n * 100_000 for n in range(1, 8)})
    size = path.stat().st_size
    assert smoke.too_large(path, budget=size) is None
    message = smoke.too_large(path, budget=size - 1)
    assert message
    assert message.splitlines()[0].startswith("mtqe-0.1.0-py3-none-any.whl has 2.8 MB; the budget is 2.8 MB.")
    assert [line.split()[-1] for line in message.splitlines()[1:]] == [f"mtqe/{n}.onnx" for n in (7, 6, 5, 4, 3)]
    assert "  0.7 MB  mtqe/7.onnx" in message


def test_contributing_states_the_budget() -> None:
    page = (smoke.ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert re.findall(r"(\d+) MB", page) == [str(smoke.BUDGET // 10**6)]


def test_a_command_must_end_with_0(tmp_path: Path) -> None:
    assert smoke.run([sys.executable, "-c", "print('good')"], tmp_path, {}) == "good\n"
    with pytest.raises(smoke.Failure, match=r"(?s)`.*` ended with 3, not with 0:\nout\n.*no module") as caught:
        smoke.run(
            [sys.executable, "-c", "print('out'); import sys; sys.stderr.write('no module'); sys.exit(3)"], tmp_path, {}
        )
    assert str(caught.value).endswith("no module")


def test_every_import_is_tried_also_inside_functions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "thing"
    package.mkdir()
    (package / "__init__.py").write_text("import json\nfrom .inner import a\n", encoding="utf-8")
    (package / "__main__.py").write_text("raise SystemExit(9)\n", encoding="utf-8")
    (package / "inner.py").write_text(
        "import importlib\na = 1\ndef f():\n    import only_in_dev.part\n    from absent import b\n"
        "    importlib.import_module('by_string')\n    importlib.import_module(a)\n", encoding="utf-8",
    )  # fmt: skip
    (package / "broken.py").write_text("from thing.inner import missing_name\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    assert set(installed_imports.needed("thing", package)) == {
        "only_in_dev.part", "absent", "by_string", "thing.inner", "thing.broken",
    }  # fmt: skip
    lines = installed_imports.failures("thing", package)
    assert [line.partition(", which")[0] for line in lines] == [
        "thing/inner.py needs only_in_dev.part", "thing/inner.py needs absent", "thing/inner.py needs by_string",
        "the package needs thing.broken",
    ]  # fmt: skip
    lines = installed_imports.failures("thing", package, {"only_in_dev", "by_string"})
    assert [line.partition(", which")[0] for line in lines] == [
        "thing/inner.py needs absent", "the package needs thing.broken",
    ]  # fmt: skip


def test_only_extras_for_users_may_be_absent() -> None:
    users, dev = 'Some-Server[fast]<2,>=1; extra == "serve"', "pytest>=8; extra == 'dev'"
    assert installed_imports.of_extras(["click>=8", 'x; python_version > "3"', users, dev]) == {"some_server"}
    always = ["datasets>=4", "datasets>=4; extra == 'datasets'", "click<9; extra == 'test'"]
    assert installed_imports.of_extras(always) == set(), "an extra that repeats a dependency makes nothing optional"


def test_what_the_slim_wheel_lacks_is_what_comet_and_data_sets_need() -> None:
    extras = tomllib.loads((smoke.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [line for extra in ("comet", "datasets") for line in extras["optional-dependencies"][extra]]
    assert smoke.SLIM.without >= {re.split("[<>=]", line)[0] for line in lines}
    assert smoke.FULL.without == frozenset()
