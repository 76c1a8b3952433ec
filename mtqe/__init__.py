"""mtqe decides whether a machine translation is good enough to publish.

The flow, and the rooms it passes through:

    intake (formats, alignment) -> flow (metrics, checks) -> Report -> report | gate

From the ground up:

- `errors` has the exit codes, `prose` makes texts of outside harmless in messages, `version` is the version.
- `model` has the nouns, which all rooms read and none changes.
- `machine` has what is asked of the machine: files that may have no end, the cache of scores, work on several cores.
- `language` is what logic knows of each language, one file a language, and reads text without judging it.
- `stats` computes.
- `settings` has the configuration, the policy of the gate and a team's own rules, and reads them.
- `registry` says what a check, format, metric and reporter is, has the tables of them, and chooses the
  metrics and checks of a run.
- `encoder` is the neural model inside the package, the shared ground under `alignment`, `metrics` and `checks`.
- `formats` reads files.
- `project` remembers from run to run.
- `alignment` makes segments, `metrics` gives scores, `checks` finds errors. `report` writes views of a report, and
  `gate` decides pass or fail.
- `intake` makes segments of what somebody gives: paths, texts, translation memories.
- `comparing` sets stored reports side by side, and orders candidates of a source.
- `people` has what people say of translations and what is said to them: ratings, samples, findings in one sentence.
- `flow` is a run, from segments to a report, in one part or several.
- `mending` changes translations in their files, where findings are sure or people say so.
- `scan` judges a corpus of any length, part by part, in constant memory.
- `api` is the flow for Python and notebooks: it takes texts, tables and paths, and gives typed reports.
- `cli` is the command line, `serve` the same over HTTP, `review` a page for people. `data` ships in the wheel.

Imports point inward, from `cli` down to the nouns. Rooms of one floor never import each other.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from mtqe import version

if TYPE_CHECKING:
    from mtqe.api.calls import align, check, compare, evaluate, read_report, score
    from mtqe.api.results import AlignedTexts, Evaluation, SystemComparison
    from mtqe.errors import MtqeError
    from mtqe.gate.verdicts import judge
    from mtqe.model import Finding, Report, Score, Segment, Severity
    from mtqe.settings.config import Config

_PUBLIC = {
    **dict.fromkeys(("align", "check", "compare", "evaluate", "read_report", "score"), "mtqe.api.calls"),
    **dict.fromkeys(("AlignedTexts", "Evaluation", "SystemComparison"), "mtqe.api.results"),
    **dict.fromkeys(("Finding", "Report", "Score", "Segment", "Severity"), "mtqe.model"),
    "Config": "mtqe.settings.config",
    "MtqeError": "mtqe.errors",
    "judge": "mtqe.gate.verdicts",
}
"""The public names and their modules; each is imported when it is used."""
__version__ = version.VERSION
__all__ = ["AlignedTexts", "Config", "Evaluation", "Finding", "MtqeError", "Report", "Score", "Segment", "Severity"]
__all__ += ["SystemComparison", "__version__", "align", "check", "compare", "evaluate", "judge", "read_report", "score"]

if not TYPE_CHECKING:  # so that a type checker reports names that do not exist

    def __getattr__(name: str) -> object:
        if name in _PUBLIC:
            return getattr(importlib.import_module(_PUBLIC[name]), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
