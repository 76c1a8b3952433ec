"""mtqe decides whether a machine translation is good enough to publish.

The flow, and the rooms it passes through:

    formats -> align -> metrics + checks -> Report -> report | gate

- The nouns: `model`, with those of the gate in `verdict`, those of comparisons in `comparison` and, with people, in
  `agreement_report`, facts of metrics in `metric_facts`, runs in `run`, areas of errors in `areas`, tags and variables
  of segments in `inline_codes`, terms in `glossaries`, what people said in `ratings`, a team's rules in `team_rules`
  (`rule_tables` reads them), identities of findings in `fingerprints`. `errors` has the exit codes, `config` the
  settings (`config_sources` reads them), `policy` those of the gate, `version` the version.
- Against hostile input: `prose` makes texts of outside harmless in messages, `bounded_read` reads files that may have
  no end.
- `contracts` says what a check, format, metric and reporter is. `registry` has the tables of them and chooses the
  metrics and checks of a run.
- `lang` is what logic knows of each language, one file a language.
- `text` reads text without judging it, `stats` computes, `project` remembers from run to run.
- `encoder` is the neural model inside the package, the shared ground under `alignment`, `metrics` and `checks`.
- `formats` reads files, `alignment` makes segments, `metrics` gives scores, `checks` finds errors. `report` writes
  views of a report, and `gate` decides pass or fail.
- `expenses` says what a run would cost or send to another machine, before it does.
- `overlong` leaves out segments that are too long to be judged; `approvals` asks translation memories.
- `corpus` decides how paths become segments, `text_pairs` how texts do, and `divisions` has what they make; `pipeline`
  is the whole flow on one screen. `work` is where the results of a run come from. `rewriting` changes texts in the
  files, `mending` mends findings. `shards` is what a part of a run keeps, `merging` makes one report of all parts.
- `scan` judges a corpus of any length, part by part, in constant memory.
- `comparing` sets stored reports side by side, `raters` reports and ratings; `ranking` orders candidates of a source.
- `triage` says each finding in one English sentence; `sampling` chooses segments for people to rate, and estimates.
- `api` is the flow for Python and notebooks: it takes texts, tables and paths, and gives typed reports.
- `freshness` finds translations that are older than their source; `staleness` has its nouns.
- `cli` is the command line, `serve` the same over HTTP, `review` a page for people. `data` ships in the wheel.

Imports point inward, from `cli` down to the nouns. Rooms never import each other.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from mtqe import version

if TYPE_CHECKING:
    from mtqe.api.calls import align, check, compare, evaluate, read_report, score
    from mtqe.api.results import AlignedTexts, Evaluation, SystemComparison
    from mtqe.config import Config
    from mtqe.errors import MtqeError
    from mtqe.gate.verdicts import judge
    from mtqe.model import Finding, Report, Score, Segment, Severity

_PUBLIC = {
    **dict.fromkeys(("align", "check", "compare", "evaluate", "read_report", "score"), "mtqe.api.calls"),
    **dict.fromkeys(("AlignedTexts", "Evaluation", "SystemComparison"), "mtqe.api.results"),
    **dict.fromkeys(("Finding", "Report", "Score", "Segment", "Severity"), "mtqe.model"),
    "Config": "mtqe.config",
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
