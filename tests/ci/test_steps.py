"""The scripts of action.yml, of the GitLab template and of the hooks, run as the services run them, on the example."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml
from forked_mtqe import forked_mtqe
from git_fixture import QUIET, commit, git, repository

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parent.parent.parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
QUICK = "--aligner\nlexical\n-m\nlearned\n--select\nnumber-mismatch"


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """The example in a repository of its own."""
    folder = tmp_path / "repo"
    shutil.copytree(ROOT / "examples" / "docs-repo", folder)
    return repository(folder)


@pytest.fixture(scope="module")
def mtqe(tmp_path_factory: pytest.TempPathFactory, caches: Path) -> Iterator[Path]:
    """A program `mtqe` of this checkout, for all tests."""
    place, program = tmp_path_factory.mktemp("first") / "repo", tmp_path_factory.mktemp("tools") / "mtqe"
    shutil.copytree(ROOT / "examples" / "docs-repo", place)
    outputs = "--json r.json -o r.html -o r.sarif -o r.xml"
    with forked_mtqe(program, place, [f"evaluate --aligner lexical -m chrf --select number-mismatch -q {outputs}"]):
        yield program


@pytest.fixture
def env(tmp_path: Path, judged_cache: Path, mtqe: Path) -> dict[str, str]:
    """An environment with an `mtqe` of this checkout, and a `python` that notes what it is asked to do."""
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "mtqe").symlink_to(mtqe)
    (tools / "python").write_text(f'#!/bin/sh\necho "$@" >> "{tmp_path}/python.log"\n', encoding="utf-8")
    (tools / "python").chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MTQE_", "GIT_"))}
    kept |= {"MTQE_PREPARED_DIR": os.environ["MTQE_PREPARED_DIR"], "MTQE_CACHE_DIR": str(judged_cache)}
    own = {"PATH": f"{tools}:{os.environ['PATH']}", "HF_HOME": str(tmp_path / "hub"), "RUNNER_TEMP": str(tmp_path)}
    return kept | QUIET | own


@dataclass
class Job:
    """A run of the action: what its steps wrote."""

    code: int = 0
    outputs: dict[str, str] = field(default_factory=dict)
    cache: dict[str, str] = field(default_factory=dict)
    log: str = ""
    summary: str = ""


def act(folder: Path, env: dict[str, str], **inputs: str) -> Job:
    """Run the steps of action.yml that are scripts, as a runner does; the action keeps no cache if none is given."""
    given = {name: "" if "${{" in item["default"] else item["default"] for name, item in ACTION["inputs"].items()}
    given |= {"arguments": QUICK, "package": "none", "cache": "0"} | {
        name.replace("_", "-"): value for name, value in inputs.items()
    }
    files = {name: folder.parent / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    job, outputs = Job(), {"status": {}}
    for file in files.values():
        file.write_text("", encoding="utf-8")
    for step in ACTION["runs"]["steps"]:
        known = {f"inputs.{name}": value for name, value in given.items()} | {"github.action_path": str(ROOT)}
        known |= {f"steps.{step}.outputs.{name}": value for step in outputs for name, value in outputs[step].items()}
        known.setdefault("steps.status.outputs.exit-code", "")
        if "run" not in step or not condition(step.get("if"), known):
            continue
        values = {name: expression(str(value), known) for name, value in step.get("env", {}).items()}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=folder, env=env | values | {name: str(file) for name, file in files.items()},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        job.log += done.stdout
        if "id" in step:
            written = files["GITHUB_OUTPUT"].read_text("utf-8").splitlines()
            outputs[step["id"]] = dict(line.split("=", 1) for line in written)
            files["GITHUB_OUTPUT"].write_text("", encoding="utf-8")
        if done.returncode:
            job.code = done.returncode
            break
    job.cache = outputs.get("cache", {})
    job.outputs, job.summary = outputs.get("evaluate", {}), files["GITHUB_STEP_SUMMARY"].read_text("utf-8")
    return job


def expression(text: str, known: dict[str, str]) -> str:
    """The value of `${{ a || b }}`; a text without an expression is itself."""

    def value(match: re.Match[str]) -> str:
        return next((known[name.strip()] for name in match[1].split("||") if known[name.strip()]), "")

    return re.sub(r"\$\{\{(.*?)\}\}", value, text)


def condition(text: str | None, known: dict[str, str]) -> bool:
    if text is None:
        return True
    parts = re.fullmatch(r"([\w.-]+) (==|!=) '(.*)'", text)
    assert parts, text
    name, operator, word = parts.groups()
    return (known[name] == word) is (operator == "==")


def spoil(repo: Path) -> None:
    page = repo / "docs" / "de" / "guide" / "start.md"
    page.write_text(page.read_text("utf-8").replace("2 Liter", "5 Liter"), encoding="utf-8")


def test_the_cache_is_kept_between_runs_if_it_changed(repo: Path, env: dict[str, str], tmp_path: Path) -> None:
    steps = {step["name"]: step for step in ACTION["runs"]["steps"]}
    restore, save = steps["Results of earlier runs"], steps["Keep the cache"]
    assert restore["with"]["path"] == save["with"]["path"] == "${{ runner.temp }}/mtqe-cache"
    assert restore["with"]["key"] == save["with"]["key"]
    assert all(save["with"]["key"].startswith(start) for start in restore["with"]["restore-keys"].splitlines())
    assert save["if"] == "steps.cache.outputs.changed == 'true'"
    alone = {"summary": "false", "annotations": "false", "status": "false"}
    given = {"cache": ACTION["inputs"]["cache"]["default"], **alone}
    assert act(repo, env, **given).cache == {"changed": "true"}
    assert (tmp_path / "mtqe-cache" / "scores.db").is_file()
    assert act(repo, env, **given).cache == {"changed": ""}
    shutil.rmtree(tmp_path / "mtqe-cache")
    assert act(repo, env, cache="0", **alone).cache == {}
    assert not (tmp_path / "mtqe-cache").exists()


def test_pass(repo: Path, env: dict[str, str]) -> None:
    job = act(repo, env, cache=ACTION["inputs"]["cache"]["default"])
    assert job.code == 0, job.log
    assert job.outputs == {
        "exit-code": "0", "verdict": "pass", "report": "reports/report.json", "sarif": "reports/report.sarif",
    }  # fmt: skip
    assert job.summary.startswith("## ✅ PASS (short text: limits per 1,000 words not applied): 3 documents")
    assert sorted(path.name for path in (repo / "reports").iterdir()) == [
        "report.html", "report.json", "report.sarif", "report.xml",
    ]  # fmt: skip


def test_fail_on_a_pull_request(repo: Path, env: dict[str, str]) -> None:
    base = git(repo, "rev-parse", "HEAD")
    spoil(repo)
    commit(repo)
    job = act(repo, env, changed_since=base)
    assert (job.code, job.outputs["verdict"]) == (1, "fail"), job.log
    assert "::error file=docs/de/guide/start.md,line=5," in job.log
    assert "❌ FAIL: docs/de/guide/start.md" in job.summary
    assert (repo / "reports" / "report.sarif").is_file()


@pytest.mark.parametrize("stale", ["note", "fail"])
def test_an_edit_of_the_source_alone(repo: Path, env: dict[str, str], stale: str) -> None:
    subprocess.run(["mtqe", "status", "--update", "-q"], cwd=repo, env=env, check=True)
    with (repo / "mtqe.toml").open("a", encoding="utf-8") as policy:
        policy.write(f'\n[status]\nstale = "{stale}"\n')
    base = commit(repo)
    page = repo / "docs" / "en" / "guide" / "start.md"
    page.write_text(page.read_text("utf-8").replace("2 litres", "5 litres"), encoding="utf-8")
    commit(repo)
    job = act(repo, env, changed_since=base)
    assert job.code == (stale == "fail"), job.log
    assert (
        f"::{'error' if stale == 'fail' else 'notice'} file=docs/de/guide/start.md,title=translation stale::" in job.log
    )
    assert "### Translations: 1 of 3 translations is stale" in job.summary
    assert (repo / "reports" / "status.json").is_file()
    (repo / "mtqe.lock").rename(repo / "lost.lock")
    lost = act(repo, env, changed_since=base, summary="false")
    assert lost.code == (stale == "fail"), "a project that loses its lock file does not turn green"
    assert ("nothing is known of 3 translations" in lost.log) is (stale == "fail"), lost.log
    (repo / "lost.lock").rename(repo / "mtqe.lock")
    assert "translation stale" not in act(repo, env, changed_since=base, status="false", summary="false").log


def test_gentle(repo: Path, env: dict[str, str]) -> None:
    spoil(repo)
    job = act(repo, env, fail="false", summary="false", annotations="false", reports="out/of the way")
    assert (job.code, job.outputs["verdict"], job.summary) == (0, "fail", "")
    assert "::error" not in job.log
    assert job.outputs["report"] == "out/of the way/report.json"


def test_incomplete(repo: Path, env: dict[str, str]) -> None:
    job = act(repo, env, arguments=f"{QUICK}\n-m\ncomet", summary="false")
    assert (job.code, job.outputs["verdict"]) == (3, "incomplete"), job.log
    assert "could not run" in job.log


def test_error_leaves_no_report_of_an_earlier_run(repo: Path, env: dict[str, str]) -> None:
    (repo / "reports").mkdir()
    (repo / "reports" / "report.json").write_text("{}", encoding="utf-8")
    job = act(repo, env, changed_since="0123456")
    assert (job.code, job.outputs["verdict"], job.outputs["report"]) == (2, "error", "")
    assert "fetch-depth: 0" in job.log and "::error title=mtqe::nothing was evaluated" in job.log


def test_inputs_are_words_whatever_they_hold(repo: Path, env: dict[str, str]) -> None:
    job = act(repo, env, source="$(touch pwned); --help", translation="`touch pwned`")
    assert (job.code, job.outputs["verdict"]) == (2, "error")
    assert not list(repo.rglob("pwned"))
    assert "$(touch pwned); --help: no such file" in job.log


def test_files_by_name(repo: Path, env: dict[str, str]) -> None:
    pages = {"source": "docs/en/index.md", "translation": "docs/de/index.md"}
    job = act(repo, env, **pages, changed_since="ignored with files", summary="false", annotations="false")
    assert job.code == 0, job.log


CPU = "https://download.pytorch.org/whl/cpu"
TORCH = f"-m pip install --quiet --index-url {CPU} torch"
SLIM = f"-m pip install --quiet {ROOT}/slim"


@pytest.mark.parametrize(
    ("policy", "inputs", "wanted"),
    [
        ("", {}, [SLIM]),
        ("", {"arguments": f"{QUICK}\n-m\nCOMET"}, [SLIM, TORCH, f"{SLIM}[comet]"]),
        ("", {"arguments": "--select\nACC119", "torch_index": ""}, [SLIM, f"{SLIM}[comet]"]),
        ('[metrics]\nuse = ["chrf", "comet"]\n', {"arguments": ""}, [SLIM, TORCH, f"{SLIM}[comet]"]),
        ("[gate]\nmin = { comet = 0.7 }\n", {"arguments": ""}, [SLIM, TORCH, f"{SLIM}[comet]"]),
        ('[comet]\nmodel = "models/own"\n', {"arguments": ""}, [SLIM, TORCH, f"{SLIM}[comet]"]),
        ("[gate]\nmin = { chrf = 50.0 }\n", {"arguments": ""}, [SLIM]),
        ("", {"arguments": "--dataset\nnews"}, [SLIM, f"{SLIM}[datasets]"]),
        ("", {"arguments": "--dataset\nnews\n-m\ncomet"}, [SLIM, TORCH, f"{SLIM}[comet,datasets]"]),
        ("", {"package": "mtqe==1"}, [TORCH, "-m pip install --quiet mtqe==1"]),
        ("", {"package": "mtqe==1", "torch_index": ""}, ["-m pip install --quiet mtqe==1"]),
        ("", {"package": "mtqe-slim==1"}, ["-m pip install --quiet mtqe-slim==1"]),
        ("", {"package": "none", "arguments": f"{QUICK}\n-m\ncomet"}, []),
    ],
)
def test_install(
    repo: Path, env: dict[str, str], tmp_path: Path, policy: str, inputs: dict[str, str], wanted: list[str]
) -> None:
    if policy:
        (repo / "mtqe.toml").write_text(policy, encoding="utf-8")
    act(repo, env, **({"package": "", "changed_since": "no-commit"} | inputs))
    log = tmp_path / "python.log"
    assert (log.read_text("utf-8").splitlines() if log.exists() else []) == wanted


@pytest.mark.parametrize("comet", [True, False])
def test_gitlab_installs_comet_if_the_policy_names_it(
    repo: Path, env: dict[str, str], tmp_path: Path, comet: bool
) -> None:
    template = yaml.safe_load((ROOT / "examples" / "gitlab" / "mtqe.gitlab-ci.yml").read_text("utf-8"))[".mtqe"]
    if comet:
        with (repo / "mtqe.toml").open("a", encoding="utf-8") as policy:
            policy.write('\n[metrics]\nuse = ["comet"]\n')
    script = "\n".join(template["before_script"])
    subprocess.run(["sh", "-e", "-c", script], cwd=repo, env=env | template["variables"], check=True)
    lines = (tmp_path / "python.log").read_text("utf-8").splitlines()
    place = template["variables"]["INSTALL_MTQE"]
    assert place.endswith("#subdirectory=slim")
    assert lines[0] == f"-m pip install --quiet mtqe-slim @ {place}"
    assert lines[1:] == ([TORCH, f"-m pip install --quiet mtqe-slim[comet] @ {place}"] if comet else [])


@pytest.mark.parametrize("merge_request", [True, False])
def test_gitlab(repo: Path, env: dict[str, str], merge_request: bool) -> None:
    template = yaml.safe_load((ROOT / "examples" / "gitlab" / "mtqe.gitlab-ci.yml").read_text("utf-8"))[".mtqe"]
    base = git(repo, "rev-parse", "HEAD")
    spoil(repo)
    commit(repo)
    variables = template["variables"] | ({"CI_MERGE_REQUEST_DIFF_BASE_SHA": base} if merge_request else {})
    variables |= {"MTQE_METRICS_USE": "learned", "MTQE_ALIGN_ALIGNER": "lexical", "MTQE_CHECKS_SELECT": "ACC101"}
    done = subprocess.run(
        ["sh", "-e", "-c", "\n".join(template["script"])],
        cwd=repo, env=env | variables, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    (path,) = template["cache"]["paths"]
    assert (repo / path / "scores.db").is_file()
    (after,) = template["after_script"]
    pruned = subprocess.run(
        ["sh", "-e", "-c", after], cwd=repo, env=env | variables, capture_output=True, text=True, check=True
    )
    assert pruned.stdout == "deleted 0 entries not used for 90 days, or above 100 MB\n"
    assert ("docs/de/guide/start.md" if merge_request else "3 documents") in done.stdout.splitlines()[0]
    for path in template["artifacts"]["reports"].values():
        assert (repo / path.replace("$REPORTS", "reports")).is_file()


@pytest.mark.parametrize("code", [0, 1])
def test_hook(repo: Path, env: dict[str, str], code: int) -> None:
    """As git runs it before a commit, when the index is locked and named in the environment."""
    (hook,) = [
        item for item in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")) if item["id"] == "mtqe"
    ]
    script = repo / ".git" / "hooks" / "pre-commit"
    script.write_text(f"#!/bin/sh\nexec {shlex.join(shlex.split(hook['entry']))} {shlex.join(QUICK.split())}\n")
    script.chmod(0o755)
    (repo / "docs" / "en" / "new.md").write_text("# New\n", encoding="utf-8")
    if code:
        spoil(repo)
    git(repo, "add", "--all")
    done = subprocess.run(
        ["git", "commit", "--all", "--message", "step"], cwd=repo, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == code
    said = done.stdout + done.stderr
    assert ("number-mismatch" if code else "its translation docs/de/new.md is missing") in " ".join(said.split())
