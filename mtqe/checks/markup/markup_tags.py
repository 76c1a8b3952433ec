"""Tags of HTML, XML and XLIFF in a text, and whether they nest."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mtqe.checks.shared.addresses import page
from mtqe.checks.shared.kept_tokens import Token

_NAME = r"[A-Za-z][\w.-]*(?::[A-Za-z][\w.-]*)?|\d+"
_VALUE = r"\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>=/]+"
_BOOLEAN = r"disabled|checked|selected|required|readonly|hidden|async|defer|controls|autoplay|loop|muted|download|open"
_TAG = re.compile(
    rf"<(?P<close>/?)(?P<name>{_NAME})(?P<rest>(?:\s+(?:[\w:.-]+\s*=\s*(?:{_VALUE})|(?:{_BOOLEAN})(?=[\s/>])))*)\s*"
    r"(?P<empty>/?)>"
)
_ATTRIBUTE = re.compile(rf"([\w:.-]+)(?:\s*=\s*({_VALUE}))?")
_TRANSLATED = frozenset(
    {"alt", "title", "placeholder", "label", "summary", "content", "value", "lang", "xml:lang", "dir"}
)
"""Attributes whose values a translator changes; that they are there counts all the same."""
_EMPHASIS = frozenset({"b", "i", "u", "em", "strong", "big", "small", "font", "mark", "tt"})
"""Elements without which a text says the same; what is struck through, raised or code may not."""
_VOID = frozenset({"br", "hr", "img", "input", "wbr", "area", "col", "embed", "link", "meta", "source", "track"})
_KNOWN = _VOID | frozenset(
    re.findall(
        r"\w+",
        """
    a abbr address article aside audio b bdi bdo blockquote body button caption center cite code data dd del details
    dfn dialog div dl dt em fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header html i iframe ins
    kbd label legend li main mark nav noscript ol option p picture pre q s samp section select small span strike strong
    style sub summary sup svg table tbody td template textarea tfoot th thead time title tr tt u ul var video
    bpt bx cp csr ec em ept ex g it mrk ph pc sc sm ut x
    """,
    )
)
"""Names of HTML elements and of the inline elements of XLIFF and TMX."""


def is_emphasis(tag: Token) -> bool:
    """Whether a tag changes no more than how the text looks."""
    return tag.make.removeprefix("/") in _EMPHASIS


def tags(text: str, langs: tuple[str, str] = ("", "")) -> list[Token]:
    """The tags of a text, in order. `key` has the name and those attributes that no translator changes.

    A word in pointed brackets that is no known name, has no attribute and is neither closed nor numbered is none: it is
    a stand-in for the reader, as in `copy <file>`. Empty ones of unknown name (`<laughs/>`) may be translated, so
    they all have one key.

    Args:
        text: Any text.
        langs: Primary tags of both languages: a link may lead to the same page in the other one.
    """
    if "<" not in text:
        return []
    found = list(_TAG.finditer(text))
    closed = {match["name"].lower() for match in found if match["close"]}
    return [
        Token(match[0], *match.span(), _key(match, langs), match["close"] + match["name"].lower())
        for match in found
        if match["name"].lower() in _KNOWN
        or match["name"].isdigit()
        or match["rest"]
        or match["empty"]
        or match["name"].lower() in closed
    ]


def _key(match: re.Match[str], langs: tuple[str, str]) -> str:
    name = match["name"].lower()
    if name not in _KNOWN and match["empty"] and not match["rest"]:
        return "</>"
    attributes = sorted(
        (key.lower(), _value(key.lower(), value.strip("\"'"), langs))
        for key, value in _ATTRIBUTE.findall(match["rest"])
    )
    empty = "/" if match["empty"] and name not in _VOID else ""
    return f"<{match['close']}{name}{''.join(f' {key}={value}' for key, value in attributes)}{empty}>"


def _value(key: str, value: str, langs: tuple[str, str]) -> str:
    """What of an attribute's value must be the same; whole addresses are the business of another check."""
    if key in _TRANSLATED or (key == "href" and ("//" in value or ":" in value)):
        return ""
    return page(value, langs) if key == "href" else value


def lone(found: Sequence[Token]) -> list[Token]:
    """The tags without a partner: closed without being open, open to the end, or closed across another one."""
    waiting: list[Token] = []
    alone: list[Token] = []
    for token in found:
        name = token.make.removeprefix("/")
        if token.text.endswith("/>") or name in _VOID:
            continue
        if not token.make.startswith("/"):
            waiting.append(token)
        elif waiting and waiting[-1].make == name:
            waiting.pop()
        elif any(other.make == name for other in waiting):
            # Closed across another one: the one that it crosses is still to be closed.
            waiting.remove(next(other for other in reversed(waiting) if other.make == name))
            alone.append(token)
        else:
            alone.append(token)
    return sorted([*alone, *waiting], key=lambda token: token.start)
