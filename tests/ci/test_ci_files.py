"""The files that CI services read, held against the schemas these publish (they come with check-jsonschema)."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
import yaml
from check_jsonschema import main as check
from click.testing import CliRunner

from mtqe.cli import COMMANDS, group
from mtqe.settings.sources import load

ROOT = Path(__file__).parent.parent.parent
EXAMPLE = ROOT / "examples" / "docs-repo"
GITLAB = ROOT / "examples" / "gitlab" / "mtqe.gitlab-ci.yml"
SCHEMAS = {
    ROOT / "action.yml": "github-actions",
    EXAMPLE / ".github" / "workflows" / "translations.yml": "github-workflows",
    EXAMPLE / ".gitlab-ci.yml": "gitlab-ci",
    GITLAB: "gitlab-ci",
}


def valid(path: Path, schema: str) -> bool:
    return CliRunner().invoke(check, ["--builtin-schema", f"vendor.{schema}", str(path)]).exit_code == 0


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_schemas(path: Path, tmp_path: Path) -> None:
    assert valid(path, SCHEMAS[path])
    broken = tmp_path / "broken.yml"
    broken.write_text("on: 1\nruns: 1\nstages: 1\n", encoding="utf-8")
    assert not valid(broken, SCHEMAS[path]), "the schema is one"


def test_inputs_reach_scripts_through_the_environment_only() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    for step in action["runs"]["steps"]:
        assert "${{" not in step.get("run", ""), "an expression in a script runs whatever a branch is called"
        assert not re.search(r"\$\{\{[^}]*\}\}", step.get("if", ""))
    named = set(re.findall(r"inputs\.([\w-]+)", (ROOT / "action.yml").read_text("utf-8")))
    assert named == set(action["inputs"]), "an input that nothing reads, or one that is not declared"


def test_hooks_call_commands_that_exist() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert [hook["id"] for hook in hooks] == ["mtqe", "mtqe-system"]
    for hook in hooks:
        assert set(hook) <= {
            "id", "name", "description", "entry", "language", "pass_filenames", "require_serial", "files", "types_or",
        }  # fmt: skip
        program, command, *options = shlex.split(hook["entry"])
        assert program == "mtqe" and command in COMMANDS
        called = group.get_command(click.Context(group), command)
        assert called
        known = {name for item in called.params for name in item.opts}
        assert {option for option in options if option.startswith("--")} <= known
    config = yaml.safe_load((EXAMPLE / ".pre-commit-config.yaml").read_text("utf-8"))
    (local,) = [hook for repo in config["repos"] for hook in repo["hooks"]]
    (same,) = [hook for hook in hooks if hook["id"] == local["id"]]
    for key in ("name", "entry", "language", "pass_filenames", "require_serial"):
        assert local[key] == same[key], "the local hook differs in what is installed, only"
    assert re.fullmatch(r"mtqe-slim @ git\+https://.*#subdirectory=slim", local["additional_dependencies"][0])


def test_the_image_copies_what_the_build_needs_and_nothing_ignored() -> None:
    copied = re.findall(r"^COPY (.+) \S+$", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE)
    names = {name for line in copied for name in line.split()}
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")}
    assert names == kept
    assert all((ROOT / name).exists() for name in names)
    assert {"mtqe", "references", "pyproject.toml", "README.md", "LICENSE"} <= names


def test_the_policy_of_the_example_is_valid() -> None:
    config = load(EXAMPLE, env=False).config
    assert (config.pairs.missing, config.gate.max) == ("note", {"critical": 0, "major": 0})
