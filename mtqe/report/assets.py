"""The style, the scripts and the content security policy of the HTML page, and its compiled template."""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any, TextIO

from mtqe.language.late_patterns import late
from mtqe.report.check_manual import inline

if TYPE_CHECKING:
    import jinja2
    from markupsafe import Markup

BOOT = 'document.documentElement.classList.add("js")'
"""Runs first, so that controls which need the script are shown only where scripts run."""
PARTS = ("elements", "base", "rows", "filter", "files", "go", "tip", "words", "compare", "keys")
"""The page's own script, in the order in which the parts build on each other."""
LIBRARIES = {"diff": "diff-9.0.0.min.js", "uPlot": "uPlot-1.6.32.iife.min.js"}
"""The unmodified libraries in `page/vendor`, by name; the licence of each is the file `NAME-LICENSE` there."""
ROWS = "trusted-types mtqe-rows"
"""Directive of the policy: only the page's own script may create elements from text, to unpack its rows."""

# Characters that HTML does not allow: control characters and lone surrogates.
_INVALID = late("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class Assets:
    """The parts of the page that are not its text.

    Args:
        style: The style sheet.
        scripts: Libraries, then the page's own script.
        policy: The content security policy. It allows this style and these scripts by their hashes and nothing else.
    """

    style: Markup
    scripts: tuple[Markup, ...]
    policy: str


@functools.cache
def assets(*libraries: str) -> Assets:
    """The page's style and scripts."""
    from markupsafe import Markup

    trend = "uPlot" in libraries
    style = page_file("page.css") + (page_file("vendor/uPlot-1.6.32.min.css") if trend else "")
    parts = [*PARTS, "trend"] if trend else PARTS
    scripts = [*map(library, libraries), joined(page_file(f"{name}.js") for name in parts)]
    return Assets(Markup(style), tuple(map(Markup, scripts)), policy(style, [BOOT, *scripts], ROWS))


@functools.cache
def unscripted() -> Assets:
    """The style of a page without any script."""
    from markupsafe import Markup

    style = page_file("page.css")
    return Assets(Markup(style), (), policy(style, (), ROWS))


def joined(parts: Iterable[str]) -> str:
    """One script of several parts. They share their declarations, and none of these is visible outside."""
    return '(() => {\n"use strict";\n' + "\n".join(parts) + "})();"


@functools.cache
def embedded() -> Markup:
    """The style of a view inside another page, such as a notebook: it changes nothing outside of the class `mtqe`.

    A notebook says by an attribute or a class whether it is light or dark; elsewhere the browser says it.
    """
    from markupsafe import Markup

    light, dark = re.findall(r":root \{(.*?)\}", page_file("page.css"), re.DOTALL)[:2]
    light = light.replace("color-scheme: light dark;", "color-scheme: light;")
    dark = f"color-scheme: dark;{dark}"
    says_light = ':root:not([theme="light"]) body:not([data-jp-theme-light="true"], .vscode-light)'
    says_dark = '[data-jp-theme-light="false"] .mtqe, .vscode-dark .mtqe, [theme="dark"] .mtqe'
    rules = (
        f".mtqe {{{light}}}",
        f"@media screen and (prefers-color-scheme: dark) {{ {says_light} .mtqe {{{dark}}} }}",
        f"{says_dark} {{{dark}}}",
        page_file("cards.css"),
    )
    return Markup("\n".join(re.sub(r"\s+", " ", rule) for rule in rules))


def write(name: str, out: TextIO, variables: Mapping[str, Any]) -> None:
    """Write a page.

    Args:
        name: Name of its template in `page`.
        out: A text stream; the page declares UTF-8 as its encoding.
        variables: A value for each variable of the template.
    """
    stream = _template(name).stream(variables)
    stream.enable_buffering(500)
    for part in stream:
        out.write(_INVALID.sub("\ufffd", part).replace("\r", "&#13;"))


def _breaking(path: str) -> Markup:
    """A path that a narrow column breaks after a slash."""
    from markupsafe import Markup

    return Markup("/<wbr>").join(path.split("/"))


def template(text: str) -> jinja2.Template:
    """A compiled template. Its variables are escaped, and a variable without a value is an error."""
    import jinja2
    from markupsafe import Markup

    environment = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=jinja2.FunctionLoader(page_file),
    )
    environment.filters["grouped"] = "{:,}".format
    environment.filters["coded"] = inline
    environment.filters["breaking"] = _breaking
    environment.globals["boot"] = Markup(BOOT)
    return environment.from_string(text)


@functools.cache
def _template(name: str) -> jinja2.Template:
    return template(page_file(name))


def policy(style: str, scripts: Iterable[str], *more: str) -> str:
    """The content security policy of a page."""
    allowed = " ".join(map(_hash, scripts)) or "'none'"
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src {_hash(style)}",
            f"script-src {allowed}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            *more,
        )
    )


def library(name: str) -> str:
    """A library with its licence in front. HTML allows no control characters, so those in its strings are escaped."""
    code = re.sub(
        "[\x00-\x08\x0b-\x1f\x7f]", lambda match: f"\\x{ord(match[0]):02x}", page_file(f"vendor/{LIBRARIES[name]}")
    )
    return f"/*! {LIBRARIES[name]}\n{page_file(f'vendor/{name}-LICENSE').strip()}\n*/\n{code}"


def page_file(name: str) -> str:
    """A file of the folder `page`."""
    return (resources.files("mtqe.report") / "page" / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """The hash source of a style or script for the content security policy."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
