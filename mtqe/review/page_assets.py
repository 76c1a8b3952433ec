"""The page of a review: one file that contains its data, its style and its scripts."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from importlib import resources
from typing import TYPE_CHECKING, Any

from mtqe.language.late_patterns import late
from mtqe.report import assets

if TYPE_CHECKING:
    import jinja2

PARTS = (
    "points", "state", "clock", "walk", "storage", "server", "browser", "transfer", "texts", "listing",
    "dialogs", "segment", "findings", "marking", "picker", "marked", "edit", "score", "segments", "conflict", "finish",
    "rater", "view", "keys", "start",
)  # fmt: skip
"""The page's own script, in the order in which the parts build on each other."""
SHARED = ("elements", "words")
"""Parts of the report's page that this page has, too."""

# Characters that could end the script element, or that are no text in UTF-8. In JSON all of them can be escaped.
_ESCAPED = late("[<>&\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


def page(sheet: Mapping[str, Any], *, served: bool) -> str:
    """The complete page.

    Args:
        sheet: The data of the page, of schema `mtqe.review/1`.
        served: Whether a server stores the entries. Without one the browser stores them, and the page exports them.
    """
    from markupsafe import Markup

    return _template().render(assets=_assets(served), served=served, sheet=Markup(_embedded(sheet)))


@functools.cache
def _template() -> jinja2.Template:
    return assets.template(_file("review.html.j2"))


@functools.cache
def _assets(served: bool) -> assets.Assets:
    from markupsafe import Markup

    style = assets.page_file("page.css") + _file("review.css")
    parts = [*(assets.page_file(f"{name}.js") for name in SHARED), *(_file(f"{name}.js") for name in PARTS)]
    scripts = [assets.library("diff"), assets.joined(parts)]
    more = ["trusted-types 'none'", *(["connect-src 'self'"] if served else [])]
    return assets.Assets(
        Markup(style), tuple(map(Markup, scripts)), assets.policy(style, [assets.BOOT, *scripts], *more)
    )


def _embedded(sheet: Mapping[str, Any]) -> str:
    """The sheet as JSON that is safe inside a script element."""
    text = json.dumps(sheet, ensure_ascii=False, separators=(",", ":"))
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _file(name: str) -> str:
    return (resources.files("mtqe.review") / "page" / name).read_text(encoding="utf-8")
