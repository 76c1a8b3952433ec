from __future__ import annotations

from pathlib import Path

import pytest

from mtqe.errors import ConfigError
from mtqe.model import Severity
from mtqe.settings import sources
from mtqe.settings.config import Config


def write(folder: Path, text: str, name: str = "mtqe.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_defaults_without_any_file(tmp_path: Path) -> None:
    loaded = sources.load(tmp_path)
    assert loaded.config == Config()
    assert set(loaded.origins.values()) == {"default"}


def test_precedence_and_origins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, 'source_lang = "en"\ntarget_lang = "de"\n[metrics]\nseed = 1\nresamples = 10\n')
    monkeypatch.setenv("MTQE_METRICS_SEED", "2")
    monkeypatch.setenv("MTQE_TARGET_LANG", "fr")
    loaded = sources.load(tmp_path, options={"target_lang": "it"})
    assert loaded.config.source_lang == "en"
    assert loaded.config.target_lang == "it"
    assert (loaded.config.metrics.seed, loaded.config.metrics.resamples) == (2, 10)
    origins = loaded.origins
    assert origins["source_lang"] == origins["metrics.resamples"] == str(path)
    assert origins["metrics.seed"] == "$MTQE_METRICS_SEED"
    assert origins["target_lang"] == "option"
    assert origins["gate.incomplete"] == "default"


def test_mtqe_toml_wins_over_pyproject_and_is_found_from_below(tmp_path: Path) -> None:
    write(tmp_path, '[tool.mtqe]\nsource_lang = "en"\n', "pyproject.toml")
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    assert sources.load(below).config.source_lang == "en"
    write(tmp_path, 'source_lang = "cs"\n')
    assert sources.load(below).config.source_lang == "cs"


def test_glossary_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    write(tmp_path, 'glossary = ["terms.csv"]\n')
    assert sources.load(tmp_path).config.glossary == (str(tmp_path / "terms.csv"),)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("sorce_lang = 'en'\n", "unknown key 'sorce_lang'", "did you mean 'source_lang'?"),
        ("[gate]\nincomplet = 'pass'\n", "unknown key 'gate.incomplet'", "did you mean 'gate.incomplete'?"),
        ("[gaet]\n", "unknown key 'gaet'", "did you mean 'gate'?"),
        ("zzz = 1\n", "unknown key 'zzz'", "known keys: "),
        ("gate = 3\n", "'gate' must be a table", "write [gate]"),
        ("[gate]\nincomplete = 'maybe'\n", "gate.incomplete: Invalid value 'maybe'", "write fail or pass"),
        (
            "[gate.max]\ncritcal = 0\n",
            "gate.max: Invalid value 'critcal'",
            "write neutral or minor or major or critical",
        ),
        ("[gate.max]\ncritical = -1\n", "gate.max: Expected `int` >= 0", ""),
        ("[checks.severity]\nACC101 = 'bad'\n", "checks.severity: Invalid value 'bad'", "or critical"),
        ("[metrics]\nseed = 'x'\n", "metrics.seed: Expected `int`, got `str`", ""),
        ("[metrics]\nseed = -1\n", "metrics.seed: Expected `int` >= 0", ""),
        ("[metrics]\nresamples = -3\n", "metrics.resamples: Expected `int` >= 1", ""),
        ("[comet]\nbatch_size = 0\n", "comet.batch_size: Expected `int` >= 1", ""),
        ("[comet]\nmodel = ''\n", "comet.model is empty", "hub model"),
        ("[gate.min]\nbleu = nan\n", "gate.min.bleu: nan is not a limit", "give a number"),
        (
            "[gate]\nmin_segment = 0.3\n",
            "'gate.min_segment' must be a table, not 0.3",
            "write min_segment = { METRIC = 0.3 }, with the name of a metric for METRIC",
        ),
        ("[gate]\nmax = 3\n", "'gate.max' must be a table, not 3", "write max = { major = 3 }, or another severity"),
        ("[gate]\nmin = 'x'\n", "'gate.min' must be a table, not 'x'", "write min = { METRIC = NUMBER }"),
        ("[[gate.rules]]\nmax_drop = 2\n", "'gate.rules.max_drop' must be a table", "write max_drop = { METRIC = 2 }"),
        ("[gate]\ncategory = 3\n", "'gate.category' must be a table", "write [gate.category] and the entries below"),
        ("domains = 3\n", "'domains' must be a table, not 3", "write [domains] and the entries below it"),
        (
            "[[gate.rules]]\nmin_segment_by = 'interval'\n",
            "unknown key 'gate.rules.min_segment_by'",
            "write it under [gate], where it holds for all documents; a rule has no min_segment_by",
        ),
        ("a = = 1\n", "not valid TOML", "correct"),
    ],
)
def test_faults_are_one_line_with_the_file(tmp_path: Path, text: str, message: str, hint: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(ConfigError) as error:
        sources.load(tmp_path)
    assert str(path) in error.value.message
    assert message in error.value.message
    assert hint in error.value.hint
    assert "\n" not in str(error.value)


def test_missing_config_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        sources.load(file=tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("variable", "value", "key", "expected"),
    [
        ("MTQE_METRICS_USE", "bleu, chrf", "use", ("bleu", "chrf")),
        ("MTQE_METRICS_INTERVALS", "false", "intervals", False),
        ("MTQE_METRICS_RESAMPLES", "50", "resamples", 50),
    ],
)
def test_variables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, key: str, expected: object
) -> None:
    monkeypatch.setenv(variable, value)
    assert getattr(sources.load(tmp_path).config.metrics, key) == expected


def test_variables_for_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MTQE_GATE_MAX", "critical=0,major=3")
    monkeypatch.setenv("MTQE_GATE_MIN", '{"bleu": 30.5}')
    gate = sources.load(tmp_path).config.gate
    assert gate.max == {Severity.CRITICAL: 0, Severity.MAJOR: 3}
    assert gate.min == {"bleu": 30.5}


def test_unknown_variable_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MTQE_GATE_INCOMPLET", "pass")
    with pytest.raises(ConfigError) as error:
        sources.load(tmp_path)
    assert "MTQE_GATE_INCOMPLETE" in error.value.hint


def test_bad_variable_value(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MTQE_METRICS_SEED", "many")
    with pytest.raises(ConfigError, match="MTQE_METRICS_SEED: 'many'"):
        sources.load(tmp_path)
    monkeypatch.delenv("MTQE_METRICS_SEED")
    monkeypatch.setenv("MTQE_GATE_MIN_SEGMENT", "0.3")
    with pytest.raises(ConfigError, match=r"MTQE_GATE_MIN_SEGMENT: '0\.3' must be a table; write NAME=VALUE"):
        sources.load(tmp_path)
