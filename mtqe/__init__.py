"""mtqe decides whether a machine translation is good enough to publish.

The flow, and the rooms it passes through:

    formats -> align -> metrics + checks -> Report -> report | gate

- `model` has the nouns, `verdict` those of the gate and `comparison` those of a comparison, `errors` the exit codes,
  `config` the settings, `policy` those of the gate, `languages` the tags, `mqm` the weights, `registry` the tables of
  everything below, `lookup` the words for a name that is not in them.
- `words`, `folding`, `sentences`, `identify` and `furniture` know text: its words and how they sound, its sentences,
  the language it is in, and whether it is part of the article or of the page; `astray` knows which of them stand in
  the wrong segment, `literals` what a regular expression needs, so that it is not tried in vain.
- `suppressions` are findings that somebody accepted, `history` is what runs leave behind and `trend` what it says,
  `cache` keeps scores from run to run; `resample` and `intervals` say how sure a number is; `workers` spread what takes
  long over the cores.
- `formats` reads texts and pairs, one file per format.
- `align` splits two texts into sentences and aligns them into segments.
- `encoder` is the neural model inside the package, the shared ground under `align`, `metrics` and `checks`.
- `metrics` gives scores, `checks` finds errors, one file per metric family and check.
- `report` writes one view per file; `gate` decides pass or fail, a pure function.
- `ranking` orders candidate translations of one source; `compare` sets stored reports side by side; `calibrate`
  proposes limits for the gate.
- `corpus` decides how paths become segments; `pipeline` is the whole flow on one screen; `cli` is the command line, one
  file per command.
- `data` ships in the wheel.

Imports point inward: model <- config, registry <- rooms <- pipeline <- cli. Rooms never import each other.
"""

from __future__ import annotations

import importlib
from typing import Any

__version__ = "0.1.0"

_PUBLIC = {
    "evaluate": "mtqe.pipeline",
    "judge": "mtqe.gate",
    "Config": "mtqe.config",
    "Report": "mtqe.model",
    "Segment": "mtqe.model",
    "Finding": "mtqe.model",
    "Score": "mtqe.model",
    "Severity": "mtqe.model",
    "MtqeError": "mtqe.errors",
}
__all__ = ["__version__", *_PUBLIC]


def __getattr__(name: str) -> Any:
    if name in _PUBLIC:
        return getattr(importlib.import_module(_PUBLIC[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
