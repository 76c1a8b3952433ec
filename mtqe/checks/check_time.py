"""The time that a check may take in a part of the text, so that no file can stop a run."""

from __future__ import annotations

from collections.abc import Sequence

from mtqe.machine.time_limit import Watch
from mtqe.model import Segment
from mtqe.registry.contracts import Context


class CheckWatch(Watch):
    """Measures checks that read parts of the text; each has the time that the configuration allows for a part.

    Args:
        context: The context with the configuration.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._limits = context.config.limits
        self._allowed = 0.0

    def begin(self, size: int) -> None:
        """Begin the time of a check in a part of a size (`size_of`); it ends the time of the check before."""
        self._allowed = self._limits.allowed(size)
        self.allow(self._allowed)

    def reason(self, segments: Sequence[Segment]) -> str:
        """Why a check that took too long has failed; the segments are those that it was reading."""
        names = list(dict.fromkeys(segment.doc or "" for segment in segments))
        where = f"segment {segments[0].id}" if len(segments) == 1 else "the text"
        of_file = f" of {names[0]}" if names[0] and not segments[0].id.startswith(f"{names[0]}:") else ""
        more = f" or of {len(names) - 1} other files" if len(names) > 1 else ""
        return (
            f"it took more than {self._allowed:,.3g} seconds of CPU time in {where}{of_file}{more}; "
            "divide the text, or raise seconds or seconds_per_kilobyte of [limits] in mtqe.toml"
        )


def size_of(segments: Sequence[Segment]) -> int:
    """The number of characters of both sides."""
    return sum([len(segment.source) + len(segment.target) for segment in segments])
