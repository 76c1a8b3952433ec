"""The version of mtqe, the only place in the code that has it, and the distribution that brought the code.

Two distributions have the same modules: `mtqe` brings all packages, `mtqe-slim` leaves out those that only COMET and
data sets need, and has extras for them.
"""

from __future__ import annotations

VERSION = "0.2.0"
FULL, SLIM = "mtqe", "mtqe-slim"


def distributions() -> tuple[str, ...]:
    """Which of the two are installed. A checkout that is not installed has none."""
    from importlib import metadata  # a program that asks for neither need not load it

    def installed(name: str) -> bool:
        try:
            metadata.distribution(name)
        except metadata.PackageNotFoundError:
            return False
        return True

    return tuple(name for name in (FULL, SLIM) if installed(name))


def distribution() -> str:
    """The name under which mtqe is installed."""
    return SLIM if distributions() == (SLIM,) else FULL


def adding(extra: str) -> str:
    """The command that adds the packages of an extra to this installation."""
    return f'pip install "{distribution()}[{extra}]"'


def said() -> str:
    """Name and version for people, and what to do if both distributions are installed."""
    line = f"{distribution()}, version {VERSION}"
    if distributions() != (FULL, SLIM):
        return line
    return f"{line}\nmtqe and mtqe-slim have the same files: pip uninstall mtqe mtqe-slim, then install one of them"
