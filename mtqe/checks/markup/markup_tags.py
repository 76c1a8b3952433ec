"""Tags of HTML, XML and XLIFF: how they are read, whether they nest, and the check that compares them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mtqe.checks.shared import kept_tokens
from mtqe.checks.shared.addresses import page
from mtqe.checks.shared.kept_tokens import Token
from mtqe.contracts import Context, Example, check
from mtqe.model import Hit, Segment, Severity

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


# --- MRK103 tag-mismatch ----------------------------------------------------------------------------------------------


@check(
    "MRK103",
    "tag-mismatch",
    "design-and-markup/markup",
    Severity.MAJOR,
    examples=[
        Example("The <b>old</b> harbour<br>", "Der <b>alte</b> Hafen<br/>"),
        Example('<a href="/en" title="Tides">Tides</a>', '<a title="Gezeiten" href="/de">Gezeiten</a>'),
        Example("The <b>old</b> <i>harbour</i>", "Le <i>port</i> <b>ancien</b>", langs=("en", "fr")),
        Example("Type copy <file> if 3 < 4 and 5 > 4.", "Gib copy <Datei> ein, wenn 3 < 4 und 5 > 4."),
        Example("Now <laughs/> go!", "Los <lacht/> jetzt!"),
        Example("The <b>old</b> harbour", "Der <b>alte Hafen", ("</b>",)),
        Example("The old harbour", "Der <em>alte</em> Hafen", ("<em>", "</em>")),
        Example('<g id="1">Tide</g>', '<g id="2">Flut</g>', ('<g id="1">', '<g id="2">')),
        Example("The <b>old</b> harbour", "Der </b>alte<b> Hafen", ("</b>", "<b>")),
        Example("Le <b>vieux</b> port", "The <b>old<b> harbour", ("</b>", "<b>"), ("fr", "en")),
    ],
)
def tag_mismatch(segment: Segment, context: Context) -> Iterator[Hit]:
    """A tag of the source is not in the translation, one is there that the source has not, or the tags do not nest.

    ## What it does

    Compares the HTML, XML and XLIFF tags of both sides by name and attributes, as many times as each stands there, in
    any order. A tag that was changed is marked on both sides, one that was lost in the source, a new one in the
    translation. Values of attributes that are translated (`title`, `alt`, `lang` ...) may differ, and a link may lead
    to the same page in the other language (`/en/`, `/de/`); whole addresses are checked by `address-mismatch`. Where
    both sides have the same tags and only the source's nest, the tags out of place are marked. Where all that was lost
    or gained is emphasis (`b`, `em`, `font` ...) and what is left is opened and closed in turn, the text reads the
    same: that is minor.

    ## Why it is bad

    Bold runs to the end of the page, a link is gone, the file cannot be put together again.

    ## Known problems

    - Names in pointed brackets that stand for something (`copy <file>`) are left alone unless they are closed, too.
    - That the right words stand between the tags is not checked.
    """
    if not segment.source.strip() or not segment.target.strip():
        return
    langs = (context.source_base, context.target_base)
    source, target = tags(segment.source, langs), tags(segment.target, langs)
    if not source and not target:
        return
    faults = kept_tokens.compare(source, target)
    mild = not lone(target) and all(is_emphasis(token) for fault in faults for token in fault if token)
    yield from kept_tokens.hits(_regrouped(faults), "tag", Severity.MINOR if mild else None)
    if not faults and not lone(source):
        for token in lone(target):
            yield Hit(f"the tag {token.text} does not nest with the others", (token.span("target"),))


def _regrouped(faults: list[kept_tokens.Fault]) -> list[kept_tokens.Fault]:
    """One lost and one new tag are one fault, `</b>` that became `<b>`."""
    lost = [fault for fault in faults if fault.target is None]
    new = [fault for fault in faults if fault.source is None]
    if len(lost) == len(new) == 1:
        return [fault for fault in faults if fault not in (*lost, *new)] + [
            kept_tokens.Fault(lost[0].source, new[0].target)
        ]
    return faults
