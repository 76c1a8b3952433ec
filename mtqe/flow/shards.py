"""What the report of a shard carries for `mtqe merge`, besides the report itself.

Most results of a run are those of its segments and documents, put together. A shard keeps what is needed to do so: the
rows of the metrics, the findings that were dropped because of others, the number of segments that each check left out.
What depends on the whole text is done again by `mtqe.flow.merging`.
"""

from __future__ import annotations

import hashlib
import re
import zlib

import msgspec

from mtqe.errors import ConfigError
from mtqe.model import Glossary, Measures, MemoryUse, MetricItem, Problem, Report, Shard
from mtqe.model.check_results import CheckResults
from mtqe.project.suppressions import Suppression
from mtqe.prose import storable
from mtqe.settings.config import Config

LIMIT = 1 << 30
"""Greatest size in bytes of what a report carries, unpacked: as that of an input."""
OF_MACHINE = frozenset(
    {"glossary", "memory", "rule_files", "suppressions", "baseline", "history.path", "status.lock"}
    | {"pairs.source", "pairs.target"}
    | {"metrics.cache", "comet.model", "comet.batch_size", "comet.threads", "device"}
)
"""Settings that may differ from machine to machine: paths, whose contents are compared, and what moves no result."""


class SystemResults(msgspec.Struct, frozen=True):
    """What a shard keeps of a system: the measures of each metric that ran, and what the checks found.

    `checks` is `None` if no checks were asked for, or if no segment could be judged.
    """

    system: str | None
    measures: dict[str, Measures] = {}
    checks: CheckResults | None = None


class PieceFacts(msgspec.Struct, frozen=True):
    """A piece of the corpus (`mtqe.intake.corpus.Piece`) without its documents.

    Args:
        place: Its place in the whole input.
        segments: The number of segments of each of its documents, which follow each other in the report.
        aligner: The origin of its segments.
        notes: Notes on it.
        problems: Problems with it.
    """

    place: int
    segments: tuple[int, ...]
    aligner: str
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


class MetricChoice(msgspec.Struct, frozen=True):
    """Which metrics a shard chose, and from what: whether any segment has a reference, whether any has a source."""

    has_references: bool
    has_sources: bool
    names: tuple[str, ...]
    not_run: tuple[MetricItem, ...] = ()
    notes: tuple[str, ...] = ()


class Keep(msgspec.Struct, frozen=True):
    """Everything that a shard keeps for `mtqe merge`.

    Args:
        config: The configuration.
        stages: Which stages the command runs, by name.
        glossary: The terms.
        accepted: The entries of the suppressions file.
        memories: The translation memories, and what they said of the shard.
        choice: The metrics; `None` if the shard has no text.
        pieces: The pieces of the corpus.
        notes: Notes on the whole input.
        problems: Problems with the whole input.
        remarks: Notes on the machine that ran it.
        systems: The results of each system.
        seal: The hash of what the report itself has (`seal`).
    """

    config: Config
    stages: dict[str, bool]
    glossary: Glossary | None = None
    accepted: tuple[Suppression, ...] = ()
    choice: MetricChoice | None = None
    pieces: tuple[PieceFacts, ...] = ()
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    remarks: tuple[str, ...] = ()
    systems: tuple[SystemResults, ...] = ()
    seal: str = ""
    memories: tuple[MemoryUse, ...] = ()


class ShardReport(Report, frozen=True):
    """The report of a shard.

    Args:
        keep: What `mtqe merge` needs besides (`Keep`), packed: MessagePack, deflated.
    """

    keep: bytes = b""


def seal(report: Report) -> str:
    """A hash of what a merge takes from the report itself: scores of other texts would not be theirs."""
    run = report.run
    parts = (run.version, run.shard, report.documents, report.segments, report.findings)
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()


def packed(keep: Keep) -> bytes:
    """What a shard keeps, for its report."""
    return zlib.compress(msgspec.msgpack.encode(storable(keep)))


def unpacked(data: bytes) -> Keep:
    """What a shard kept.

    Raises:
        ValueError: The data are damaged.
    """
    inflate = zlib.decompressobj()
    try:
        content = inflate.decompress(data, LIMIT)
        if not inflate.eof:
            raise ValueError("it ends too early, or is too large")
        return msgspec.msgpack.decode(content, type=Keep)
    except (zlib.error, msgspec.DecodeError) as error:
        raise ValueError(str(error)) from error


def parse(text: str) -> Shard:
    """The shard that `--shard` names, such as `2/8`.

    Raises:
        ConfigError: The text does not name one.
    """
    numbers = re.fullmatch(r"([0-9]{1,9})/([0-9]{1,9})", text)
    if numbers is None or not 1 <= int(numbers[1]) <= int(numbers[2]):
        raise ConfigError(f"invalid --shard {text}", "write i/n with i from 1 to n, such as --shard 2/8")
    return Shard(int(numbers[1]), int(numbers[2]))
