"""Reads the tags of HTML, XML and XLIFF, sees whether they nest, and checks that the translation keeps them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mtqe.checks.markup import code_faults, code_order
from mtqe.checks.shared import kept_tokens
from mtqe.checks.shared.addresses import page
from mtqe.checks.shared.kept_tokens import Fault, Token
from mtqe.language import hiding
from mtqe.language.codes import SIDES
from mtqe.language.late_patterns import late
from mtqe.model import Hit, Segment, Severity
from mtqe.registry.contracts import Context, Example, check

_NAME = r"[A-Za-z][\w.-]*(?::[A-Za-z][\w.-]*)?|\d+"
_VALUE = r"\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>=/]+"
_BOOLEAN = r"disabled|checked|selected|required|readonly|hidden|async|defer|controls|autoplay|loop|muted|download|open"
_TAG = late(
    rf"<(?P<close>/?)&?(?P<name>{_NAME})(?P<attributes>(?:\s+(?:[\w:.-]+\s*=\s*(?:{_VALUE})|(?:{_BOOLEAN})(?=[\s/>])))*)\s*"
    r"(?P<empty>/?)>"
)
"""A tag. In a label, the mark of an access key can stand before the name (`<&br>`)."""
_ATTRIBUTE = late(rf"([\w:.-]+)(?:\s*=\s*({_VALUE}))?")
_TRANSLATED = frozenset({"alt", "title", "placeholder", "label", "summary", "content", "value", "dir"})
"""Attributes whose values are translated. Only their presence is compared."""
_FREE = frozenset(
    re.findall(
        r"[\w:-]+",
        """
    lang xml:lang xml-lang hreflang width height size cols rows align valign border bgcolor color face style cellpadding
    cellspacing hspace vspace nowrap
    """,
    )
)
"""Attributes of the look and of the language, which a translation may change, have or lack."""
_DEFAULTS = frozenset({("visibility", "visible")})
"""Attributes with the value that they have if they are not given."""
_NAME_ATTRIBUTE = "name"
"""An attribute that may be words of the text in elements other than those of forms (`<link name="Tide">`)."""
_NAMED = frozenset(
    re.findall(r"\w+", "a button fieldset form iframe img input map meta object output param select slot textarea")
)
_EMPHASIS = frozenset({"b", "i", "u", "em", "strong", "big", "small", "font", "mark", "tt"})
"""Elements that change only the look of a text. `s`, `sup` and `code` are missing: they change what the text says."""
_HIDING = " (hiding)"
"""In the key of a tag that hides its text."""
_LINE_BREAK = "br"
_WRAPPERS = frozenset({"html", "body"})
"""Elements around a whole text, which tell a toolkit that the text is HTML."""
_VERBATIM = frozenset({"code", "kbd", "samp", "var"})
_WORD = late(r"<[A-Za-z]{4,}>")
"""A tag that may also be a word in angle brackets, which people read: `<source> and <target>`."""
_BRACKETED = late(r"<[^<>/=\"'\n]{1,40}>")
_VOID = frozenset({"br", "hr", "img", "input", "wbr", "area", "col", "embed", "link", "meta", "source", "track"})
_KNOWN_NAMES = _VOID | frozenset(
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


def is_element(name: str) -> bool:
    """Whether a name is that of an element of HTML or of an inline element of XLIFF or TMX."""
    return name.lower() in _KNOWN_NAMES


def is_emphasis(tag: Token) -> bool:
    """Whether a tag changes only how the text looks."""
    return tag.make.removeprefix("/") in _EMPHASIS and _HIDING not in tag.key


def tags(text: str, langs: tuple[str, str] = ("", "")) -> list[Token]:
    """Return the tags of a text, in order.

    The `key` of a tag holds its name and the attributes that a translator does not change. A word in angle brackets is
    not a tag if its name is unknown and it has no attribute, no number and no closing tag: in `copy <file>` the reader
    replaces it. Empty elements with an unknown name (`<laughs/>`) may be translated, so they all have the same key.

    Args:
        text: Any text.
        langs: Primary language tags of source and translation. A link may lead to the same page in the other language.
    """
    if "<" not in text:
        return []
    matches = list(_TAG.finditer(text))
    closed = {match["name"].lower() for match in matches if match["close"]}
    return [
        Token(match[0], *match.span(), _key(match, langs), match["close"] + match["name"].lower())
        for match in matches
        if match["name"].lower() in _KNOWN_NAMES
        or match["name"].isdigit()
        or match["attributes"]
        or match["empty"]
        or match["name"].lower() in closed
    ]


def _key(match: re.Match[str], langs: tuple[str, str]) -> str:
    name = match["name"].lower()
    if name not in _KNOWN_NAMES and match["empty"] and not match["attributes"]:
        return "</>"
    attributes = sorted(
        (key.lower(), _value(key.lower(), value.strip("\"'"), name, langs))
        for key, value in _ATTRIBUTE.findall(match["attributes"])
        if key.lower() not in _FREE and (key.lower(), value.strip("\"'")) not in _DEFAULTS
    )
    empty = "/" if match["empty"] and name not in _VOID else ""
    name += _HIDING if hiding.is_hiding(match["attributes"]) else ""
    return f"<{match['close']}{name}{''.join(f' {key}={value}' for key, value in attributes)}{empty}>"


def _value(key: str, value: str, element: str, langs: tuple[str, str]) -> str:
    """The part of an attribute's value that must stay the same. Whole addresses have a check of their own."""
    if key == _NAME_ATTRIBUTE and element not in _NAMED:
        return ""
    if key in _TRANSLATED or (key == "href" and ("//" in value or ":" in value)):
        return ""
    return page(value, langs) if key == "href" else value


def unpaired(tokens: Sequence[Token]) -> list[Token]:
    """The tags that were never opened, are never closed, or are closed before a tag inside them."""
    open_tags: list[Token] = []
    of_name: dict[str, list[Token]] = defaultdict(list)  # those of `open_tags` that are not closed
    closed: set[Token] = set()
    without_partner: list[Token] = []
    for token in tokens:
        name = token.make.removeprefix("/")
        if token.text.endswith("/>") or name in _VOID:
            continue
        while open_tags and open_tags[-1] in closed:
            open_tags.pop()
        if not token.make.startswith("/"):
            open_tags.append(token)
            of_name[name].append(token)
        elif open_tags and open_tags[-1].make == name:
            open_tags.pop()
            of_name[name].pop()
        else:
            # If the tag is open, it closes before a tag inside it. The inner tag stays open and can still be closed.
            if of_name[name]:
                closed.add(of_name[name].pop())
            without_partner.append(token)
    return sorted([*without_partner, *(tag for tag in open_tags if tag not in closed)], key=lambda token: token.start)


# --- MRK103 tag-mismatch ----------------------------------------------------------------------------------------------


@check(
    "MRK103",
    "tag-mismatch",
    "design-and-markup/markup",
    Severity.MAJOR,
    area="markup",
    core=True,
    examples=[
        Example("The <b>old</b> harbour<br>", "Der <b>alte</b> Hafen<br/>"),
        Example('<a href="/en" title="Tides">Tides</a>', '<a title="Gezeiten" href="/de">Gezeiten</a>'),
        Example("The <b>old</b> <i>harbour</i>", "Le <i>port</i> <b>ancien</b>", langs=("en", "fr")),
        Example("Type copy <file> if 3 < 4 and 5 > 4.", "Gib copy <Datei> ein, wenn 3 < 4 und 5 > 4."),
        Example("Now <laughs/> go!", "Los <lacht/> jetzt!"),
        Example('<img src="a.jpg" width="40"> <link name="Tide">', '<img src="a.jpg"> <link name="Flut">'),
        Example("Tide <i class='up'/>", 'Flut <i class="up"></i>'),
        Example(
            "Tide <i class='up'/>",
            "Flut",
            ("<i class='up'/>",),
        ),
        Example("The <b>old</b> harbour", "Der <b>alte Hafen", ("</b>",)),
        Example("The old harbour", "Der <em>alte</em> Hafen", ("<em>", "</em>")),
        Example('<g id="1">Tide</g>', '<g id="2">Flut</g>', ('<g id="1">', '<g id="2">')),
        Example("The <b>old</b> harbour", "Der </b>alte<b> Hafen", ("</b>", "<b>")),
        Example("Le <b>vieux</b> port", "The <b>old<b> harbour", ("</b>", "<b>"), ("fr", "en")),
        Example('⟦<g id="1">⟧Low⟦</g>⟧ tide at ⟦{time}⟧', '⟦{time}⟧: ⟦<g id="1">⟧Ebbe⟦</g>⟧', codes=True),
        Example("⟦{count}⟧ ships are in port.", "Im Hafen liegen Schiffe.", ("{count}",), codes=True),
        Example("⟦{count}⟧ ships are in port.", "{count} Schiffe liegen im Hafen.", ("{count}", "{count}"), codes=True),
        Example(
            'Le ⟦<g id="1">⟧vieux⟦</g>⟧ port⟦<x id="2"/>⟧',
            "The old harbour",
            ('<g id="1">', "</g>", '<x id="2"/>'),
            ("fr", "en"),
            codes=True,
        ),
        Example("The ⟦<b>⟧old⟦</b>⟧ harbour", "Der ⟦</b>⟧alte⟦<b>⟧ Hafen", ("</b>", "<b>"), codes=True),
        Example("⟦%s⟧ paid ⟦%d⟧ euros", "⟦%d⟧ euros, payés par ⟦%s⟧", ("%d", "%d"), ("en", "fr"), codes=True),
        Example("Call the ⟦<b>⟧pilot ⟦{name}⟧⟦</b>⟧!", "⟦<b>⟧Lotse⟦</b>⟧ ⟦{name}⟧ rufen!", ("{name}",) * 2, codes=True),
    ],
)
def tag_mismatch(segment: Segment, context: Context) -> Iterator[Hit]:
    """The translation lacks a tag of the source, has an extra tag, or does not nest its tags correctly.

    ## What it does

    Compares the tags and variables that a file keeps apart from its text (`<g>`, `<x/>`, `<ph>` ...), and the HTML, XML
    and XLIFF tags in the text itself, by name and attributes. Each tag must occur equally often on both sides; the
    order does not matter. A changed tag is marked on both sides, a lost tag in the source, an extra tag in the
    translation.

    The values of translatable attributes (`title`, `alt` ...) may differ. Attributes of the look and the language
    (`width`, `align`, `lang` ...) do not count. A link may lead to the same page in
    the other language (`/en/`, `/de/`). `address-mismatch` checks whole addresses.

    If both sides have the same tags but only those of the source nest correctly, the misplaced tags are marked. If the
    translation has none of the tags of the source, there is one finding. Tags that a file keeps apart are compared
    further: the order of those whose order the file fixes, and, as a minor finding, whether a variable, link or image
    is still inside the same pair of tags.

    A finding is minor if only emphasis (`b`, `em`, `font` ...) or a line break was lost or added and the remaining tags
    still pair up as those of the source do: the text then reads the same. A tag that hides its text (`display:none`)
    does not count as emphasis. The same holds for `html` around a text, and for `code` whose content the translation
    has as plain text. It is also minor if the translation has the text of a variable, link or image, but as plain text
    instead of a tag, and if it has a link that the source does not have. Emphasis of Markdown is always minor. A
    message may get a choice by an argument that the source has (`{count, plural, ...}`); it may lose one if its text
    has the argument and its language needs one form only. A lost choice by gender is minor.

    ## Why it is bad

    Bold text runs to the end of the page, a link disappears, or the file cannot be reassembled.

    ## Known problems

    - Names in angle brackets that the reader replaces (`copy <file>`) are ignored unless they also have a closing tag.
      If the name is that of an element (`<source>`), it may be translated in its brackets.
    - The check does not see whether the tags enclose the right words.
    - A plural form for one number (`one`, `two`) may lack a variable or have one more, because it can say the number
      in words.
    """
    if not code_faults.is_judged(segment):
        return
    langs = (context.source_base, context.target_base)
    source, target = tags(segment.source, langs), tags(segment.target, langs)
    source, target = _written_alike(source, target)
    if segment.codes:
        yield from code_faults.hits(segment, langs)
        yield from code_order.hits(segment, langs)
        source, target = code_faults.without_plain(segment, langs, source, target)
    if not source and not target:
        return
    faults = _without_translated(kept_tokens.compare(source, target), segment)
    lone = unpaired(target)
    is_whole = not Counter(tag.make for tag in lone) - Counter(tag.make for tag in unpaired(source))
    broken = _Broken.of([] if lone else unpaired(source))
    for unit in _units(faults, source, target):
        if broken.starts and _is_mended(unit, broken):
            continue
        yield _hit(unit, Severity.MINOR if is_whole and _keeps_meaning(unit, segment) else None)
    if not faults and not unpaired(source):
        for token in unpaired(target):
            yield Hit(f"the tag {token.text} does not nest correctly", (token.span("target"),))


def _written_alike(*sides: list[Token]) -> tuple[list[Token], list[Token]]:
    """The tags of both sides, where an element that one side closes in its tag and the other with a second one is two.

    `<span class="tide"/>` is `<span class="tide"></span>` to a browser that reads XML.
    """
    closing = [{token.make.removeprefix("/") for token in side if token.make.startswith("/")} for side in sides]
    source, target = (
        [
            part
            for token in side
            for part in (_opened(token) if _is_closed(token) and token.make in closed else (token,))
        ]
        for side, closed in zip(sides, reversed(closing), strict=True)
    )
    return source, target


def _is_closed(token: Token) -> bool:
    """Whether a tag closes its element itself, and the element may have content."""
    return token.text.endswith("/>") and token.make not in _VOID and token.key.endswith("/>")


def _opened(token: Token) -> tuple[Token, Token]:
    """A tag that closes its element as two tags."""
    opening = token._replace(text=f"{token.text[:-2].rstrip()}>", key=f"{token.key[:-2]}>")
    closing = token._replace(text=f"</{token.make}>", key=f"</{token.make}>", make=f"/{token.make}")
    return opening, closing


class _Unit(NamedTuple):
    """A tag, or both tags of an element, that one side lacks or has in another form."""

    source: tuple[Token, ...]
    target: tuple[Token, ...]


def _without_translated(faults: list[Fault], segment: Segment) -> list[Fault]:
    """The faults without words in angle brackets that the translation has in its language: `<source>`, `<Quelle>`."""
    if all(fault.target or not (fault.source and _WORD.fullmatch(fault.source.text)) for fault in faults):
        return faults
    source, target = (
        len(_BRACKETED.findall(text)) - sum(_BRACKETED.fullmatch(tag.text) is not None for tag in tags(text))
        for text in map(segment.text, SIDES)
    )
    closed = {tag.make.removeprefix("/") for tag in tags(segment.source) if tag.make.startswith("/")}
    left = []
    for fault in faults:
        lost = fault.source if not fault.target else None
        if lost and target > source and _WORD.fullmatch(lost.text) and lost.make not in closed:
            source += 1
        else:
            left.append(fault)
    return left


def _units(faults: Sequence[Fault], source: Sequence[Token], target: Sequence[Token]) -> list[_Unit]:
    """The faults, those of both tags of an element as one. A single lost unit and a single new one are one, too."""
    lost = _paired([fault.source for fault in faults if fault.source and not fault.target], source)
    new = _paired([fault.target for fault in faults if fault.target and not fault.source], target)
    units = [_Unit((fault.source,), (fault.target,)) for fault in faults if fault.source and fault.target]
    if len(lost) == len(new) == 1 and len(lost[0]) == len(new[0]):
        return [*units, _Unit(lost[0], new[0])]
    return [*units, *(_Unit(tokens, ()) for tokens in lost), *(_Unit((), tokens) for tokens in new)]


def _paired(chosen: Sequence[Token], tokens: Sequence[Token]) -> list[tuple[Token, ...]]:
    """Some tags of a text, the two of an element together."""
    ends: dict[Token, Token] = {}
    opened: dict[str, list[Token]] = defaultdict(list)
    for token in tokens:
        if not token.make.startswith("/"):
            opened[token.make].append(token)
        elif opened[token.make[1:]]:
            ends[opened[token.make[1:]].pop()] = token
    left = set(chosen)
    units: list[tuple[Token, ...]] = []
    for token in chosen:
        if token in left:
            unit = (token, ends[token]) if ends.get(token) in left else (token,)
            left.difference_update(unit)
            units.append(unit)
    return units


class _Broken(NamedTuple):
    """The tags of a source without a partner: where they begin, and their makes."""

    starts: frozenset[int]
    makes: frozenset[str]

    @classmethod
    def of(cls, tags: Sequence[Token]) -> _Broken:
        """The places and makes of tags."""
        return cls(frozenset(tag.start for tag in tags), frozenset(tag.make for tag in tags))


def _is_mended(unit: _Unit, broken: _Broken) -> bool:
    """Whether a translation whose tags are all paired adds or drops one tag, where the source has one without partner.

    Args:
        unit: What differs.
        broken: The tags of the source without a partner.
    """
    if len(unit.source) + len(unit.target) != 1:
        return False
    if unit.source:
        return unit.source[0].start in broken.starts
    new = unit.target[0].make
    return (new.removeprefix("/") if new.startswith("/") else f"/{new}") in broken.makes


def _hit(unit: _Unit, severity: Severity | None) -> Hit:
    lost, new = ("…".join(token.text for token in tokens) for tokens in unit)
    if lost and new:
        message = f"the tag {lost} has become {new}"
    else:
        message = f"the tag {lost} is missing" if lost else f"the tag {new} is not in the source"
    spans = tuple(token.span(side) for side, tokens in zip(SIDES, unit, strict=True) for token in tokens)
    suggestion = unit.source[0].text if len(unit.source) == len(unit.target) == 1 else None
    return Hit(message, spans, severity, suggestion)


def _keeps_meaning(unit: _Unit, segment: Segment) -> bool:
    """Whether a text reads the same with another tag or without it.

    Program code keeps its meaning if the translation has it as plain text, for instance in quotation marks.
    """
    tokens = (*unit.source, *unit.target)
    if all(is_emphasis(token) or token.make == _LINE_BREAK for token in tokens):
        return True
    if len(tokens) != 2 or (unit.source and unit.target):
        return False
    if tokens[0].make in _WRAPPERS:
        return True
    side, other = SIDES if unit.source else SIDES[::-1]
    inner = segment.text(side)[tokens[0].end : tokens[1].start].strip()
    return tokens[0].make in _VERBATIM and bool(inner) and inner in segment.text(other)
