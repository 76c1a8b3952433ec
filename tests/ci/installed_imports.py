"""Imports all that an installed mtqe imports: its own modules, and every package that they name, also inside functions.

`python -I tests/ci/installed_imports.py` in the environment under test. A package that only the dev extras bring would
otherwise stay unnoticed until a user needs the function that imports it. Packages of the extras for users may be
absent, as those of COMET and data sets in mtqe-slim.
"""

from __future__ import annotations

import ast
import importlib
import importlib.metadata
import pkgutil
import re
import sys
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

DISTRIBUTIONS = frozenset({"mtqe", "mtqe-slim"})
LEFT_OUT = frozenset({"comet", "torch", "transformers", "tokenizers", "pytorch_lightning", "huggingface_hub", "tqdm"})
"""Modules that come with COMET and data sets, besides those that have the name of a package of an extra."""


def named(source: str) -> Iterator[str]:
    """The modules that a source names in import statements and in `import_module("...")`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module") and node.args:
            (name, *_) = node.args
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                yield name.value


def needed(package: str, folder: Path) -> dict[str, str]:
    """Each module to import, with the file that needs it; the standard library is left out."""
    needs: dict[str, str] = {}
    for path in sorted(folder.rglob("*.py")):
        for name in named(path.read_text(encoding="utf-8")):
            if name.partition(".")[0] not in {package, *sys.stdlib_module_names}:
                needs.setdefault(name, path.relative_to(folder.parent).as_posix())
    for module in pkgutil.walk_packages([str(folder)], f"{package}."):
        if not module.name.endswith(".__main__"):
            needs.setdefault(module.name, "the package")
    return needs


def of_extras(requirements: Iterable[str]) -> set[str]:
    """The packages that only the extras for users bring, from the requirements of a distribution."""
    found: dict[str, set[str]] = {}
    for line in requirements:
        match = re.match(r"""([\w.-]+)(?:.*;.*extra == ['"](\w+))?""", line)
        if match:
            found.setdefault(match[1].replace("-", "_").lower(), set()).add(match[2] or "")
    developers = {"dev", "build", "test", "check", "spark", "kernel", "docs", "fuzz"}
    return {name for name, extras in found.items() if "" not in extras and extras - developers}


def failures(package: str, folder: Path, optional: Collection[str] = ()) -> list[str]:
    """One line for each module that cannot be imported, unless it lacks an optional package only."""
    lines = []
    for name, user in needed(package, folder).items():
        try:
            importlib.import_module(name)
        except ImportError as error:
            if isinstance(error, ModuleNotFoundError) and (error.name or "").partition(".")[0].lower() in optional:
                continue
            lines.append(f"{user} needs {name}, which cannot be imported: {error}")
    return lines


def main() -> int:
    """Print what cannot be imported; 1 if there is anything."""
    folder = Path(importlib.import_module("mtqe").__path__[0])
    if not folder.is_relative_to(sys.prefix):
        print(f"mtqe was imported from {folder}, which is not in the environment {sys.prefix}")
        return 1
    (name,) = {one.name for one in importlib.metadata.distributions()} & DISTRIBUTIONS
    optional = of_extras(importlib.metadata.requires(name) or ()) | (LEFT_OUT if name != "mtqe" else set())
    lines = failures("mtqe", folder, optional)
    print("\n".join(lines) if lines else f"{len(needed('mtqe', folder))} modules import")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
