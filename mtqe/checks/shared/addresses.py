"""Finds web addresses, e-mail addresses, handles and hashtags in a text."""

from __future__ import annotations

import re
from urllib.parse import unquote

from mtqe.checks.shared.kept_tokens import Token
from mtqe.language import path_tags
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.language.words import blanked

_CHAR = r"[^\s<>\"“”„«»|{}\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff00-\uffef]"
"""A character of an address. In scripts without spaces, and before Korean particles, the text goes on without one."""
_LATIN = "A-Za-z0-9\u00c0-\u024f"
_WORD = f"{_LATIN}_\u0370-\u052f"
"""Characters that an address, handle or hashtag never follows. Chinese and Japanese put no space before it."""
_DOMAINS = "com|org|net|edu|gov|info|io|dev|app|eu|de|at|ch|fr|es|it|pt|nl|pl|cz|ru|cn|jp|uk|br|mx|example"
_ADDRESS = late(
    rf"(?P<url>(?:https?|ftp)://{_CHAR}+|(?<![{_WORD}@./-])www\.{_CHAR}+)"
    rf"|(?P<bare>(?<![{_WORD}@./:-])(?:[A-Za-z0-9-]+\.)+(?:{_DOMAINS})/{_CHAR}+)"
    rf"|(?P<mail>(?<![{_LATIN}._%+-])[{_LATIN}._%+-]+@[{_LATIN}-]+(?:\.[{_LATIN}-]+)+)"
)
_EXAMPLE = late(
    r"(?<![\w-])(?:example|my(?!sql)-?[a-z]*|your-?[a-z]+|provider)\.[a-z.]+$|\.provider\.[a-z]+$", re.IGNORECASE
)
"""Hosts that are reserved for examples, and hosts that a manual invents."""
_EXAMPLE_PERSON = late(
    r"(?:(?:john|jane|j)?[._-]?doe|(?:john|jane)[._-]?(?:smith)?|(?:your|user)?[._-]?name|user|someone|you)@",
    re.IGNORECASE,
)
"""Persons whom a manual invents; a translation invents one with a name of its own language."""
_EXAMPLE_PATH = late(r"(?:^|[/=@])(?:your[-_]?[a-z]+|<[^<>]*>|\{[^{}]*\})(?=$|[/?&.])", re.IGNORECASE)
"""Names in a path that the reader replaces."""
_ARCHIVE = late(r"^(?:https?://)?web\.archive\.org/web/\w+/(?=\w)", re.IGNORECASE)
_VERSION = late(
    r"(?<=[a-z])-?\d+(?:\.\d+)*(?=$|/)|(?<=[/v])\d+(?:\.\d+)+(?=$|/)|(?<=-)(?:19|20)\d{6}(?=$|/)", re.IGNORECASE
)
"""Version in an address: that of `/TR/tides-20110101/`, `/2.1/` or `/tides3/`."""
_GENERATED = late(r"(?<=[A-Za-z])\d{3,}(?=(?:\.\w+)?/?$)")
"""The number of a page that a program has numbered: `ld-idm1641.html`. Each language has its own."""
_SCHEME = late(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_TRAILING = ".,;:!?'’‘*_~…،؛؟۔।"
"""Punctuation that follows an address and does not belong to it."""
_MENTION = late(rf"(?<![{_WORD}@./+%$-])@[A-Za-z_][A-Za-z0-9_]+")
_HASHTAG = late(rf"(?<![{_WORD}&/#{{])[#＃][¡¿]?(?:[^\s#＃\W][^\s#＃]*[#＃](?=[\u3000-\u9fff]|$)|(?=\w*[^\W\d_])\w+)")


def addresses(text: str, langs: tuple[str, str] = ("", "")) -> list[Token]:
    """The web and e-mail addresses of a text.

    Args:
        text: Any text.
        langs: Primary tags of both languages, which are ignored where an address names the language of its page
            (`/en/`, `/de/`).
    """
    if not _may_have(text):
        return []
    tokens = []
    for match in _ADDRESS.finditer(text):
        bare = _bare(match[0])
        make = "mail" if match["mail"] else "url"
        if make == "mail" or re.search(r"\w\.\w|localhost", bare):
            key = bare.lower() if make == "mail" else page(bare, langs)
            tokens.append(Token(bare, match.start(), match.start() + len(bare), key, make))
    return tokens


def without(text: str) -> str:
    """The text with its addresses blanked out; its length does not change."""
    return blanked(text, _ADDRESS) if _may_have(text) else text


def _may_have(text: str) -> bool:
    """Whether a text may have addresses; takes less time than to look for them."""
    return "@" in text or "/" in text or "www." in text


def _bare(text: str) -> str:
    """The address without the punctuation after it. A closing bracket belongs to the address that opens it."""
    surplus = {close: text.count(close) - text.count(opens) for close, opens in ((")", "("), ("]", "["))}
    end = len(text)
    while end and (text[end - 1] in _TRAILING or surplus.get(text[end - 1], 0) > 0):
        end -= 1
        if text[end] in surplus:
            surplus[text[end]] -= 1
    return text[:end]


def page(address: str, langs: tuple[str, str]) -> str:
    """The address without its language tags, scheme, `www.` and final slash, with the host in lower case."""
    address = _ARCHIVE.sub("", address)
    address = re.sub(r"^(?:https?://)?(?:www\.)?", "", address, flags=re.IGNORECASE).rstrip("/")
    host, _, path = address.partition("/")
    tags = "|".join(re.escape(lang) for lang in langs if lang)
    if tags:
        host = re.sub(rf"^(?:{tags})\.", "", host, flags=re.IGNORECASE)
        path = re.sub(rf"(?<![^/?&=])(?:{tags})(?:[-_][A-Za-z]{{2}})?(?![^/?&])", "*", path, flags=re.IGNORECASE)
    return f"{host.lower()}/{path.removeprefix('*').removeprefix('/')}"


def target_page(value: str, langs: tuple[str, str]) -> str:
    """The page or file that the target of a link or image leads to, which may be relative: `../en/tides.md#low`.

    The place in the page is left out, because headings are translated, and so is the subject of an e-mail. A language
    tag before the ending of a file counts as one, too (`tides.en.md`).
    """
    value = unquote(value.strip())
    if "@" in value and not _SCHEME.match(value.removeprefix("mailto:")):
        return value.removeprefix("mailto:").partition("?")[0].lower()
    file = value.partition("#")[0]
    tags = "|".join(re.escape(lang) for lang in langs if lang)
    if tags:
        file = re.sub(rf"(?<=[._/-])(?:{tags})(?:[-_][A-Za-z]{{2}})?(?=\.\w+$)", "*", file, flags=re.IGNORECASE)
    return page(file, langs)


def page_of_any_format(value: str, langs: tuple[str, str]) -> str:
    """The page that a target leads to, without the ending of its file: a page in Markdown may also exist in HTML."""
    return re.sub(r"\.(?:md|markdown|html?)(?=/?$)", "", target_page(value, langs), flags=re.IGNORECASE)


def is_localised(source: str, target: str, langs: tuple[str, str]) -> bool:
    """Whether a changed address of the translation has the mark of the target language: `de.`, `.de` or `/de/`."""
    lang = langs[1]
    hosts, paths = zip(*(page(address, ("", "")).split("/", 1) for address in (source, target)), strict=True)
    if hosts[0] == hosts[1]:
        mark = re.compile(rf"(?<![^/?&=.]){re.escape(lang)}(?:[-_][A-Za-z]{{2}})?(?![^/?&:])", re.IGNORECASE)
        return not mark.search(paths[0]) and bool(mark.search(paths[1]))
    if hosts[1] == f"{lang}.{hosts[0].removeprefix(f'{langs[0]}.')}":
        return True
    names = [host.rpartition(".") for host in hosts]
    return (names[0][0], language(lang).domain or lang) == (names[1][0], names[1][2])


def is_other_language(source: str, target: str) -> bool:
    """Whether two targets lead to one page in several languages: `tides.de.md`, `../fr/tides.md`.

    A page that exists in several languages links to the others. Its translation links to the original, not to
    itself.
    """
    if any("//" in address or _SCHEME.match(address) for address in (source, target)):
        return False
    parts = [path_tags.of_page(address.partition("#")[0]) for address in (source, target)]
    if not any(is_named for _, is_named in parts):
        return False
    short, long = sorted((names for names, _ in parts), key=len)
    return bool(short) and long[len(long) - len(short) :] == short


def is_example(address: str) -> bool:
    """Whether the host of an address is an example, so that nobody can open it, or its path has a name to replace."""
    host, _, path = page(address, ("", "")).partition("/")
    is_person = _EXAMPLE_PERSON.match(address.removeprefix("mailto:")) is not None
    return is_person or _EXAMPLE.search(host) is not None or _EXAMPLE_PATH.search(path) is not None


def is_other_version(source: str, target: str) -> bool:
    """Whether two addresses differ in their versions or their places in the page only."""
    bare = [_VERSION.sub("", page(address.partition("#")[0], ("", ""))) for address in (source, target)]
    if any("//" in address or _SCHEME.match(address) for address in (source, target)):
        return bare[0] == bare[1]
    return bare[0] == bare[1] or _GENERATED.sub("", bare[0]) == _GENERATED.sub("", bare[1])


def has_without_scheme(address: str, text: str) -> bool:
    """Whether a text has a given address without its scheme: `harbour.example` for `https://harbour.example`."""
    bare = page(address, ("", "")).rstrip("/")
    if "@" in bare:
        return False
    return re.search(rf"(?<![\w.@/-]){re.escape(bare)}(?![\w/-]|\.\w)", text, re.IGNORECASE) is not None


def mentions(text: str) -> list[Token]:
    """The handles of a text, such as `@harbour_news`; case and the width of the sign are ignored."""
    text = text.replace("＠", "@")
    if "@" not in text:
        return []
    return [Token(match[0], *match.span(), match[0].lower(), "handle") for match in _MENTION.finditer(text)]


def hashtags(text: str) -> list[Token]:
    """The hashtags of a text. In Chinese networks they end with a second sign."""
    if "#" not in text and "＃" not in text:
        return []
    return [Token(match[0], *match.span(), "#", "#") for match in _HASHTAG.finditer(without(text))]
