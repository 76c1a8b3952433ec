"""The configuration: one frozen tree with a section for each table of `mtqe.toml`."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from mtqe.model import Severity
from mtqe.settings.policy import GateConfig
from mtqe.settings.team_rules import Rule, RuleSet

DEVICE = r"^(auto|cpu|cuda(:[0-9]{1,3})?)\Z"
"""The values of `device`: `cuda:1` is the second GPU."""
KEY_VARIABLE = r"^(MTQE_JUDGE_KEY|[A-Z][A-Z0-9_]*_API_KEY)?\Z"
"""The values of `judge.key_env`: no configuration can send out the secret in any other variable."""
WORD = r"[^\W\d_]"
"""What each of `checks.allow_words` has: a letter, so that no number is allowed."""
NOT_NEGATIVE, POSITIVE = msgspec.Meta(ge=0), msgspec.Meta(ge=1)


class ChecksConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[checks]`: which checks run.

    Args:
        select: Ids, names or families; empty means every stable check.
        ignore: Ids, names or families to leave out.
        preview: Also run checks whose status is preview.
        severity: Severity by check id or name, in place of the default.
        allow_words: Words and phrases that may stay as they are, such as `root`. A finding whose whole reason they are
            is accepted: of untranslated text, terms, spelling, names and identifiers.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    preview: bool = False
    severity: dict[str, Severity] = {}
    allow_words: tuple[Annotated[str, msgspec.Meta(pattern=WORD)], ...] = ()


class MetricsConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[metrics]`: which metrics run and how.

    Args:
        use: Names; empty means `learned`, with a reference also BLEU, chrF and TER, and COMET if its model is on this
            machine.
        intervals: Whether corpus scores get bootstrap confidence intervals.
        resamples: Number of bootstrap resamples.
        seed: Seed of the resampling.
        tokenize: Tokenizer of BLEU; empty lets sacreBLEU choose by target language.
        cache: Whether results of neural metrics and of checks are read from and stored in the user's cache folder.
        consensus: Whether `mtqe score` and `mtqe rank` let `learned` compare three or more different translations of
            the same source with each other if it uses no reference.
    """

    use: tuple[str, ...] = ()
    intervals: bool = True
    resamples: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 1000
    seed: Annotated[int, msgspec.Meta(ge=0, lt=2**32)] = 12345
    tokenize: str = ""
    cache: bool = True
    consensus: bool = True


class CometConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[comet]`: the COMET model.

    Args:
        model: Hub name, folder or `.ckpt` file.
        batch_size: Greatest number of texts in a batch; batches of long texts are smaller.
        threads: CPU threads; 0 means torch's default, limited to the cores that the process may use.
        dtype: Precision of the encoder: `fp32`, `bf16`, `int8` (linear layers only, on the CPU); `auto` is `bf16` on a
            CPU with bf16 instructions (AMX or AVX512-BF16), else `fp32`.
    """

    model: str = "Unbabel/wmt22-comet-da"
    batch_size: Annotated[int, POSITIVE] = 64
    threads: Annotated[int, NOT_NEGATIVE] = 0
    dtype: Literal["auto", "fp32", "bf16", "int8"] = "auto"


class AlignConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[align]`: how two documents become segments.

    Args:
        mode: `auto` compares line N with line N where files correspond line by line, and aligns all others; `lines` and
            `document` force one of the two.
        aligner: `encoder` compares sentences by meaning and by recognisable tokens; `lexical` uses tokens only and
            takes a tenth of the time.
    """

    mode: Literal["auto", "lines", "document"] = "auto"
    aligner: Literal["encoder", "lexical"] = "encoder"


class LimitsConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[limits]`: how long a file may take, so that no file can stop a run. What takes longer makes the run incomplete.

    The time is CPU time. It limits the reading and alignment of a file with its translation, and each check in a part
    of the text: 64 segments, or a document. Metrics are not limited.

    Args:
        seconds: For a file or part of any size.
        seconds_per_kilobyte: In addition, for each 1,000 bytes of the files, or characters of both sides of a part.
    """

    seconds: Annotated[float, msgspec.Meta(gt=0, le=86_400)] = 60.0
    seconds_per_kilobyte: Annotated[float, msgspec.Meta(ge=0, le=3_600)] = 5.0

    def allowed(self, size: int) -> float:
        """The seconds of CPU time for a number of bytes or characters."""
        return self.seconds + self.seconds_per_kilobyte * size / 1_000


class PairsConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[pairs]`: which files `mtqe evaluate` pairs if none are given.

    Args:
        source: Pattern of the sources, such as `docs/en/**/*.md`; in a configuration file it is relative to that file.
        target: Pattern of the translations, with the same wildcards, such as `docs/de/**/*.md`. Both may
            use `{source_lang}` and `{target_lang}`, which are replaced by the languages.
        missing: Whether a file without its counterpart makes the run incomplete, or only adds a note.
    """

    source: str = ""
    target: str = ""
    missing: Literal["fail", "note"] = "fail"


class Target(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[[targets]]`: a language of a release that `mtqe evaluate` judges if no files are given.

    Args:
        lang: BCP 47 tag of the translation.
        source: As in `[pairs]`, for this language; empty means that of `[pairs]`.
        target: Likewise.
        glossary: Glossary files for this language, besides those of all languages.
    """

    lang: str
    source: str = ""
    target: str = ""
    glossary: tuple[str, ...] = ()


class JudgeConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[judge]`: a language model of your own as metric and span finder; see `docs/judge.md`.

    Args:
        url: Address of an endpoint that speaks the OpenAI protocol, such as `https://api.example.com/v1`.
        model: Name of the model.
        key_env: Name of the environment variable with the key: `MTQE_JUDGE_KEY`, or a name that ends with `_API_KEY`;
            empty if the endpoint needs none. An endpoint on this machine needs none either.
        temperature: Temperature of the model.
        answer_tokens: Greatest number of tokens of an answer.
        response_format: `schema` asks the server to hold the model to a JSON schema, `plain` does not; `auto` asks, and
            goes on without if the server cannot.
        budget_tokens: Greatest number of tokens of a run, of requests and answers together.
        budget_cost: Greatest cost of a run, in the currency of the prices; 0 means no such limit.
        price_input: Price of a million tokens of requests.
        price_output: Price of a million tokens of answers.
        requests_per_minute: Greatest number of requests in a minute; 0 means no limit.
        concurrency: Greatest number of requests at once.
        timeout: Seconds until a request counts as lost.
        retries: How often a request that failed is sent again.
        allow_http: Whether texts may be sent without encryption to another machine.
    """

    url: str = ""
    model: str = ""
    key_env: Annotated[str, msgspec.Meta(pattern=KEY_VARIABLE)] = "MTQE_JUDGE_KEY"
    temperature: Annotated[float, msgspec.Meta(ge=0, le=2)] = 0.0
    answer_tokens: Annotated[int, msgspec.Meta(ge=64, le=100_000)] = 1024
    response_format: Literal["auto", "schema", "plain"] = "auto"
    budget_tokens: Annotated[int, msgspec.Meta(ge=1, le=1_000_000_000_000)] = 1_000_000
    budget_cost: Annotated[float, msgspec.Meta(ge=0, le=1e9)] = 0.0
    price_input: Annotated[float, msgspec.Meta(ge=0, le=1e9)] = 0.0
    price_output: Annotated[float, msgspec.Meta(ge=0, le=1e9)] = 0.0
    requests_per_minute: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] = 0
    concurrency: Annotated[int, msgspec.Meta(ge=1, le=64)] = 4
    timeout: Annotated[float, msgspec.Meta(gt=0, le=3600)] = 60.0
    retries: Annotated[int, msgspec.Meta(ge=0, le=20)] = 4
    allow_http: bool = False


class StatusConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[status]`: translations that are older than their source.

    Args:
        stale: Whether `mtqe status` only tells of them (`note`), or ends with 1 unless every translation is as recorded
            (`fail`). With `note`, `mtqe evaluate --changed-since` does not judge a pair in which only the source has
            changed.
        lock: The lock file; in a configuration file it is relative to that file.
    """

    stale: Literal["note", "fail"] = "note"
    lock: str = "mtqe.lock"


class HistoryConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[history]`: the history of runs.

    Args:
        path: File to which every run appends a line; empty means no history.
    """

    path: str = ""


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole configuration.

    Args:
        source_lang: BCP 47 tag of the source.
        target_lang: BCP 47 tag of the translation.
        glossary: Glossary files; in a configuration file they are relative to that file.
        memory: Files with approved translations: translation memories, or any files with both sides; in a configuration
            file they are relative to that file.
        checks: `[checks]`.
        metrics: `[metrics]`.
        comet: `[comet]`.
        align: `[align]`.
        gate: `[gate]`, see `mtqe.settings.policy`.
        history: `[history]`.
        judge: `[judge]`.
        suppressions: File of accepted findings; default: `mtqe-suppressions.toml` next to the configuration file, or in
            the current folder, if it exists.
        baseline: Folder of the reports that runs are compared with, or one `.json` file.
        domains: Path patterns by name of the domain; see `mtqe.settings.policy.path_fits`.
        limits: `[limits]`.
        pairs: `[pairs]`.
        targets: `[[targets]]`.
        status: `[status]`.
        device: Where models compute: `cpu`, `cuda`, or `cuda:N` for a certain GPU; `auto` takes the GPU if it can be
            used, otherwise the CPU. What was used is in the report.
        rules: The team's own rules, see `mtqe.settings.team_rules`.
        rule_files: Files of rules, relative to the configuration file, and `package:NAME` for those of a package.
        rule_sets: The rules of all these, as they were read. No configuration file may have this key.
    """

    source_lang: str = ""
    target_lang: str = ""
    glossary: tuple[str, ...] = ()
    memory: tuple[str, ...] = ()
    checks: ChecksConfig = ChecksConfig()
    metrics: MetricsConfig = MetricsConfig()
    comet: CometConfig = CometConfig()
    align: AlignConfig = AlignConfig()
    gate: GateConfig = GateConfig()
    history: HistoryConfig = HistoryConfig()
    judge: JudgeConfig = JudgeConfig()
    suppressions: str = ""
    baseline: str = ".mtqe"
    domains: dict[str, tuple[str, ...]] = {}
    limits: LimitsConfig = LimitsConfig()
    pairs: PairsConfig = PairsConfig()
    targets: tuple[Target, ...] = ()
    status: StatusConfig = StatusConfig()
    device: Annotated[str, msgspec.Meta(pattern=DEVICE)] = "auto"
    rules: tuple[Rule, ...] = ()
    rule_files: tuple[str, ...] = ()
    rule_sets: tuple[RuleSet, ...] | None = None
