"""Rules come from the configuration, from files and from packages; a mistake is one line with its place."""

from __future__ import annotations

import hashlib
import shutil
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from mtqe.cli import run
from mtqe.errors import ConfigError
from mtqe.registry import plugins, rule_files
from mtqe.settings.config import Config
from mtqe.settings.sources import load

PACK = Path(__file__).parents[2] / "examples" / "style-pack"
RULE = '[[rules]]\nid = "no-x"\nkind = "phrases"\nphrases = ["x"]\n'


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The package of the examples as if it were installed."""
    site = tmp_path / "site"
    shutil.copytree(PACK / "acme_style", site / "acme_style")
    project = tomllib.loads((PACK / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    facts = site / f"acme_style-{project['version']}.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n")
    entries = "\n".join(f"{name} = {value}" for name, value in project["entry-points"]["mtqe.rules"].items())
    (facts / "entry_points.txt").write_text(f"[mtqe.rules]\n{entries}\n")
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.delitem(sys.modules, "acme_style", raising=False)
    monkeypatch.delenv("MTQE_NO_PLUGINS", raising=False)
    plugins._installed.cache_clear()
    yield site
    plugins._installed.cache_clear()


def names(config: Config) -> list[str]:
    loaded = rule_files.with_rule_sets(config).rule_sets
    return [f"{one.name}/{rule.id}" for one in loaded or () for rule in one.rules]


def test_a_package_brings_its_files(pack: Path) -> None:
    assert names(Config(rule_files=("package:acme",))) == [
        "acme/formal",
        "acme/product-names",
        "acme-legal/no-guarantee",
    ]
    assert names(Config(rule_files=("package:acme-legal",))) == ["acme-legal/no-guarantee"]
    one, two = rule_files.of_package("acme")
    assert (one.path, one.version) == ("package:acme/acme.rules.toml", "1.2")
    assert two.sha256 == hashlib.sha256((PACK / "acme_style" / "legal.rules.toml").read_bytes()).hexdigest()


def test_the_examples_of_the_package_pass(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "test", "package:acme"]) == 0
    assert "3 rules: 7 examples passed, 0 failed" in capsys.readouterr().out


def test_no_plugins_means_no_packages_of_rules(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MTQE_NO_PLUGINS", "1")
    with pytest.raises(ConfigError, match=r"package:acme: no installed package provides rules; .*MTQE_NO_PLUGINS"):
        rule_files.of_package("acme")


def test_the_closest_package_is_named(pack: Path) -> None:
    with pytest.raises(ConfigError, match="unknown package of rules 'acm'; did you mean 'acme'"):
        rule_files.of_package("acm")


def test_a_package_without_its_file_is_an_error(pack: Path) -> None:
    (pack / "acme_style" / "legal.rules.toml").unlink()
    with pytest.raises(ConfigError, match="cannot be read"):
        rule_files.of_package("acme-legal")


def test_files_are_relative_to_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "style.rules.toml").write_text(RULE)
    (tmp_path / "mtqe.toml").write_text(f'rule_files = ["rules/style.rules.toml"]\n{RULE}')
    assert names(load(tmp_path).config) == ["team/no-x", "style/no-x"]


def test_rules_are_read_once(tmp_path: Path) -> None:
    path = tmp_path / "a.rules.toml"
    path.write_text(RULE)
    config = rule_files.with_rule_sets(Config(rule_files=(str(path),)))
    path.unlink()
    assert rule_files.with_rule_sets(config) is config


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[rules]]\nid = 'x'\n", "rule x: it has no kind; write kind = one of forbidden, required"),
        ("[[rules]]\nid = 'x'\nkind = 'forbid'\n", "rule x: unknown kind 'forbid'; did you mean 'forbidden'"),
        ("[[rules]]\nkind = 'phrases'\nphrase = ['x']\n", "rule 1: unknown key 'phrase'; did you mean 'phrases'"),
        ("[[rules]]\nkind = 'phrases'\nphrases = ['x']\n", "rule 1: it has no id"),
        ("[[rules]]\nid = 'a b'\nkind = 'phrases'\nphrases = ['x']\n", "'a b' is not a valid id"),
        ("[[rules]]\nid = 'x'\nkind = 'phrases'\nphrases = []\n", "no phrases"),
        ("[[rules]]\nid = 'x'\nkind = 'phrases'\nphrases = [' ']\n", "an empty one"),
        ("[[rules]]\nid = 'x'\nkind = 'pairs'\npairs = { a = [] }\n", "an empty phrase"),
        ("[[rules]]\nid = 'x'\nkind = 'length'\n", "limits nothing"),
        ("[[rules]]\nid = 'x'\nkind = 'length'\nmax = 0\n", "max: Expected int >= 1"),
        ("[[rules]]\nid = 'x'\nkind = 'same'\nsource = 'a'\ncompare = 'map'\n", "needs a table map"),
        ("[[rules]]\nid = 'x'\nkind = 'same'\nsource = 'a'\nmap = { a = 'b' }\n", "map is not used"),
        ("[[rules]]\nid = 'x'\nkind = 'forbidden'\npattern = ''\n", "a pattern is empty"),
        (RULE + "severity = 'bad'\n", "severity: Invalid value 'bad'"),
        (RULE + "category = 'Style Guide'\n", "is not an MQM category"),
        (RULE + "examples = [{ sorce = 'a' }]\n", "in an example, unknown key 'sorce'; did you mean 'source'"),
        (RULE + "examples = [{ langs = 'de' }]\n", "'de' is not a language pair"),
        (RULE + RULE, "two rules have the id 'no-x'"),
        ("rule = 1\n", "unknown key 'rule'; did you mean 'rules'"),
        ("rules = 1\n", "rules must be tables"),
        ("name = 'a b'\n", "'a b' is not a valid name for a set"),
        ("version = 1\n", "version must be a text"),
        ("[[rules]\n", "not valid TOML"),
    ],
)
def test_a_mistake_is_one_line_with_file_and_rule(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "style.rules.toml"
    path.write_text(text)
    with pytest.raises(ConfigError) as caught:
        rule_files.of_file(path)
    assert str(caught.value).startswith(str(path)) and said in str(caught.value) and "\n" not in str(caught.value)


def test_mistakes_in_the_configuration_name_it(tmp_path: Path) -> None:
    (tmp_path / "mtqe.toml").write_text("[[rules]]\nid = 'x'\nkind = 'phrases'\nphrses = ['x']\n")
    with pytest.raises(ConfigError, match=r"mtqe.toml, rule x: unknown key 'phrses'; did you mean 'phrases'"):
        load(tmp_path)
    (tmp_path / "mtqe.toml").write_text("rule_sets = []\n")
    with pytest.raises(ConfigError, match="unknown key 'rule_sets'; did you mean 'rule"):
        load(tmp_path)


def test_two_rules_of_one_id_name_both_files(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.rules.toml").write_text('name = "house"\n' + RULE)
    files = tuple(str(tmp_path / f"{name}.rules.toml") for name in ("a", "b"))
    with pytest.raises(ConfigError, match=r"house/no-x: in .*a.rules.toml and in .*b.rules.toml"):
        names(Config(rule_files=files))


def test_a_missing_or_binary_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        rule_files.of_file(tmp_path / "none.toml")
    (tmp_path / "x.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="not UTF-8"):
        rule_files.of_file(tmp_path / "x.toml")
