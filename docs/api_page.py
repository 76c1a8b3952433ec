"""The page about the Python functions and types that mtqe exports, from their docstrings."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

import msgspec

import mtqe

INTRODUCTION = """\
# Python

What `import mtqe` offers. Everything else in the package may change without notice. `import mtqe` itself loads
nothing; each name loads its part of the package when it is first used.

```python
import mtqe

report = mtqe.evaluate("article.en.txt", "article.de.txt", config=mtqe.Config(source_lang="en", target_lang="de"))
print(report.verdict.passed, [finding.message for finding in report.findings])
```

Errors are `MtqeError`: `message` says what is wrong, `hint` what to do about it. The fields of a report are also in
[The report](report.md), those of the configuration in the [policy guide](gate.md) and in `mtqe evaluate --show-config`.
"""
SECTION = re.compile(r"^(Args|Attributes|Returns|Yields|Raises|Examples?):$", re.MULTILINE)
ENTRY = re.compile(r"^    (\*{0,2}\w[\w., ]*): ", re.MULTILINE)
TITLES = {"Args": "Arguments", "Attributes": "Attributes", "Returns": "Returns", "Yields": "Yields", "Raises": "Raises"}


def page() -> str:
    """The page, in the order in which mtqe exports its names."""
    parts = [INTRODUCTION]
    for name in mtqe.__all__:
        item = getattr(mtqe, name)
        if inspect.isroutine(item) or inspect.isclass(item):
            parts += _described(name, item)
    return "\n".join(parts) + "\n"


def _described(name: str, item: Any) -> Iterator[str]:
    yield f"## {name}\n"
    yield f"```python\n{_declared(name, item)}\n```\n"
    yield from _told(inspect.getdoc(item) or "")


def _declared(name: str, item: Any) -> str:
    """The signature of a function, an argument on each line if it is long; the fields of a struct; else the name."""
    if inspect.isclass(item) and issubclass(item, msgspec.Struct):
        types = {field: kind for base in reversed(item.__mro__) for field, kind in _annotations(base).items()}
        fields = (f"    {field.name}: {types[field.name]}{_default(field)}" for field in msgspec.structs.fields(item))
        return "\n".join([f"class mtqe.{name}:", *fields])
    if inspect.isclass(item) and not issubclass(item, Exception):
        return f"class mtqe.{name}"
    signature = inspect.signature(item)
    arguments = [_argument(argument) for argument in signature.parameters.values()]
    empty = signature.return_annotation is inspect.Signature.empty
    returns = "" if empty or inspect.isclass(item) else f" -> {signature.return_annotation}"
    start = f"class mtqe.{name}" if inspect.isclass(item) else f"mtqe.{name}"
    whole = f"{start}({', '.join(arguments)}){returns}"
    if len(whole) < 90:
        return whole
    return f"{start}(\n" + "".join(f"    {argument},\n" for argument in arguments) + f"){returns}"


def _annotations(base: type) -> dict[str, str]:
    return {name: str(kind) for name, kind in inspect.get_annotations(base).items()}


def _argument(argument: inspect.Parameter) -> str:
    """An argument as it is written; a default that is a function has its name."""
    annotation = "" if argument.annotation is inspect.Parameter.empty else f": {argument.annotation}"
    if argument.default is inspect.Parameter.empty:
        return str(argument.replace(annotation=inspect.Parameter.empty)) + annotation
    return f"{argument.name}{annotation} = {getattr(argument.default, '__name__', None) or repr(argument.default)}"


def _default(field: Any) -> str:
    """The default of a field, if it is a simple value."""
    if isinstance(field.default, (str, int, float, bool, tuple, type(None))):
        return f" = {field.default!r}"
    return "" if field.required else " = ..."


def _told(docstring: str) -> Iterator[str]:
    """A docstring as Markdown."""
    pieces = SECTION.split(docstring)
    yield pieces[0].strip() + "\n"
    for title, text in zip(pieces[1::2], pieces[2::2], strict=True):
        if title.startswith("Example"):
            yield f"```python\n{inspect.cleandoc(text)}\n```\n"
            continue
        yield f"**{TITLES[title]}**\n"
        entries = ENTRY.split(text)
        if len(entries) < 3:
            yield " ".join(text.split()) + "\n"
            continue
        for entry, meaning in zip(entries[1::2], entries[2::2], strict=True):
            yield f"- `{entry}`: {' '.join(meaning.split())}"
        yield ""
