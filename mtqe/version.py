"""The version of mtqe, the only place in the code that has it."""

from __future__ import annotations

VERSION = "0.2.0"
