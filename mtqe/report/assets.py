"""The style, the scripts and the content security policy of the HTML page, and its compiled template."""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from mtqe.report.manual import inline

if TYPE_CHECKING:
    import jinja2
    from markupsafe import Markup

BOOT = 'document.documentElement.classList.add("js")'
"""Runs first: what needs the script is shown only where scripts run."""
PARTS = ("base", "rows", "filter", "go", "tip", "compare", "keys")
"""The page's own script, in the order in which the parts build on each other."""
LIBRARIES = {"diff": "diff-9.0.0.min.js"}
"""What stands unchanged in `page/vendor`, by name; its licence is `NAME-LICENSE` beside it."""


@dataclass(frozen=True)
class Assets:
    """What stands in the page beside its text.

    Args:
        style: The style sheet.
        scripts: Libraries, then the page's own script.
        policy: The content security policy: nothing but these, by their hashes.
    """

    style: Markup
    scripts: tuple[Markup, ...]
    policy: str


@functools.cache
def assets(*libraries: str) -> Assets:
    """The page's style and scripts.

    Args:
        libraries: Names in `LIBRARIES` that this page needs.
    """
    from markupsafe import Markup

    style = _read("page.css")
    own = '(() => {\n"use strict";\n' + "\n".join(_read(f"{part}.js") for part in PARTS) + "})();"
    scripts = [*map(_library, libraries), own]
    return Assets(Markup(style), tuple(map(Markup, scripts)), _policy(style, [BOOT, *scripts]))


@functools.cache
def template() -> jinja2.Template:
    """The compiled template."""
    import jinja2
    from markupsafe import Markup

    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["grouped"] = "{:,}".format
    environment.filters["coded"] = inline
    environment.globals["boot"] = Markup(BOOT)
    return environment.from_string(_read("page.html.j2"))


def _policy(style: str, scripts: Iterable[str]) -> str:
    """The content security policy. Only the page's own script may make elements from text: its rows, once."""
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src {_hash(style)}",
            f"script-src {' '.join(map(_hash, scripts))}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types mtqe-rows",
        )
    )


def _library(name: str) -> str:
    """A library under its licence. Control characters in its strings, which HTML may not hold, become escapes."""
    code = re.sub(
        "[\x00-\x08\x0b-\x1f\x7f]", lambda found: f"\\x{ord(found[0]):02x}", _read(f"vendor/{LIBRARIES[name]}")
    )
    return f"/*! {LIBRARIES[name]}\n{_read(f'vendor/{name}-LICENSE').strip()}\n*/\n{code}"


def _read(name: str) -> str:
    return (resources.files("mtqe.report") / "page" / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """The hash source of a style or script for the content security policy."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
