"""The configuration: one frozen tree with a section for each table of `mtqe.toml`."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from mtqe.model import Severity
from mtqe.policy import GateConfig

NOT_NEGATIVE, POSITIVE = msgspec.Meta(ge=0), msgspec.Meta(ge=1)


class ChecksConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[checks]`: which checks run.

    Args:
        select: Ids, names or families; empty means every stable check.
        ignore: Ids, names or families to leave out.
        preview: Also run checks whose status is preview.
        severity: Severity by check id or name, in place of the default.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    preview: bool = False
    severity: dict[str, Severity] = {}


class MetricsConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[metrics]`: which metrics run and how.

    Args:
        use: Names; empty means BLEU, chrF and TER where there is a reference, `learned` always, and COMET where its
            model is at hand.
        intervals: Whether corpus scores get bootstrap confidence intervals.
        resamples: Bootstrap resamples.
        seed: Seed of the resampling.
        tokenize: Tokenizer of BLEU; empty lets sacreBLEU choose by target language.
        cache: Whether scores of the neural metrics are taken from the user's cache folder and kept there.
    """

    use: tuple[str, ...] = ()
    intervals: bool = True
    resamples: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 1000
    seed: Annotated[int, msgspec.Meta(ge=0, lt=2**32)] = 12345
    tokenize: str = ""
    cache: bool = True


class CometConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[comet]`: the COMET model.

    Args:
        model: Hub name, folder or `.ckpt` file.
        batch_size: Greatest number of texts a batch; long texts make smaller ones.
        threads: CPU threads; 0 takes torch's choice, but no more cores than the process may use.
        dtype: Precision of the encoder: `fp32`, `bf16`, `int8` (linear layers only, on the CPU); `auto` is `bf16` on a
            CPU that computes in it (AMX or AVX512-BF16), else `fp32`.
    """

    model: str = "Unbabel/wmt22-comet-da"
    batch_size: Annotated[int, POSITIVE] = 64
    threads: Annotated[int, NOT_NEGATIVE] = 0
    dtype: Literal["auto", "fp32", "bf16", "int8"] = "auto"


class AlignConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[align]`: how two documents become segments.

    Args:
        mode: `auto` takes files whose lines pair off one to one as they are and aligns the others; `lines` and
            `document` decide it.
        aligner: `encoder` compares sentences by meaning and by what can be recognised in them, `lexical` by the latter
            alone, which takes a tenth of the time.
    """

    mode: Literal["auto", "lines", "document"] = "auto"
    aligner: Literal["encoder", "lexical"] = "encoder"


class PairsConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[pairs]`: which files `mtqe evaluate` pairs when it is given none.

    Args:
        source: Pattern of the sources, such as `docs/en/**/*.md`; one in a configuration file is relative to it.
        target: Pattern of the translations, with the same wildcards, such as `docs/de/**/*.md`. In both
            `{source_lang}` and `{target_lang}` stand for the languages.
        missing: Whether a file without its counterpart makes the run incomplete, or is told as a remark only.
    """

    source: str = ""
    target: str = ""
    missing: Literal["fail", "note"] = "fail"


class HistoryConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[history]`: what a run leaves behind.

    Args:
        path: File that every run appends a line to; empty keeps no history.
    """

    path: str = ""


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole configuration.

    Args:
        source_lang: BCP 47 tag of the source.
        target_lang: BCP 47 tag of the translation.
        glossary: Glossary files; those in a configuration file are relative to it.
        checks: `[checks]`.
        metrics: `[metrics]`.
        comet: `[comet]`.
        align: `[align]`.
        gate: `[gate]`, see `mtqe.policy`.
        history: `[history]`.
        suppressions: File of accepted findings; where none is named, `mtqe-suppressions.toml` beside the configuration
            file, or in the current folder, is read if it is there.
        baseline: Folder, or one `.json` file, of the reports that runs are compared with.
        domains: Patterns of paths by name of a domain; see `mtqe.policy.path_fits`.
        pairs: `[pairs]`.
    """

    source_lang: str = ""
    target_lang: str = ""
    glossary: tuple[str, ...] = ()
    checks: ChecksConfig = ChecksConfig()
    metrics: MetricsConfig = MetricsConfig()
    comet: CometConfig = CometConfig()
    align: AlignConfig = AlignConfig()
    gate: GateConfig = GateConfig()
    history: HistoryConfig = HistoryConfig()
    suppressions: str = ""
    baseline: str = ".mtqe"
    domains: dict[str, tuple[str, ...]] = {}
    pairs: PairsConfig = PairsConfig()
