"""`python -m mtqe`."""

from __future__ import annotations

from mtqe.cli import main

main()
