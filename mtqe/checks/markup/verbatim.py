"""What must come out of a translation as it went in: addresses, handles, escapes, keys of labels, code.

Each check reads its tokens on both sides; `mtqe.checks.shared.kept_tokens` compares them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe.checks.markup import placeholders
from mtqe.checks.shared import addresses, kept_tokens
from mtqe.checks.shared.kept_tokens import Token
from mtqe.contracts import Context, Example, check
from mtqe.lang import language
from mtqe.model import Hit, Segment, Severity, Side, Span
from mtqe.text import words

# --- MRK105 address-mismatch ------------------------------------------------------------------------------------------


@check(
    "MRK105",
    "address-mismatch",
    "accuracy/mistranslation",
    Severity.MAJOR,
    examples=[
        Example("Write to pilot@harbour.example.", "Schreiben Sie an pilot@harbour.example."),
        Example("See https://harbour.example/en/tides.", "Siehe https://harbour.example/de/tides/."),
        Example("Twice a day and/or e.g./i.e.", "Zweimal täglich"),
        Example("访问www.harbour.example。", "Visit www.harbour.example.", langs=("zh", "en")),
        Example("See harbour.example/tides.", "Siehe unten.", ("harbour.example/tides",)),
        Example("(See www.harbour.example)", "(Siehe www.harbour.example)"),
        Example("See https://harbour.example/a_(b).", "Siehe https://harbour.example/a_(b)!"),
        Example("请访问https://harbour.example。", "Visit https://harbour.example.", langs=("zh", "en")),
        Example("See https://harbour.example/tides.", "Siehe unten.", ("https://harbour.example/tides",)),
        Example("Write to us.", "Schreiben Sie an uns@harbour.example.", ("uns@harbour.example",)),
        Example(
            "Écrivez à pilote@harbour.example.",
            "Write to pilot@harbour.example.",
            ("pilote@harbour.example", "pilot@harbour.example"),
            ("fr", "en"),
        ),
        Example(
            "See www.harbour.example/tides.",
            "Siehe www.harbour.example/gezeiten.",
            ("www.harbour.example/tides", "www.harbour.example/gezeiten"),
        ),
    ],
)
def address_mismatch(segment: Segment, context: Context) -> Iterator[Hit]:
    """A web or e-mail address of the source is not in the translation, or is another one there.

    ## What it does

    Compares the addresses (`https://…`, `www.…`, `name@host`) of both sides, as many times as each stands there. An
    address that was changed is marked on both sides, one that was lost in the source, a new one in the translation. The
    scheme, a final slash, `www.` and the case of the host do not count, and the address may be that of the page in the
    other language (`/en/` and `/de/`, `en.` and `de.`). Punctuation after an address is no part of it. An address that
    only the translation has is minor: some translators put the address of a site for its name. So is one that leads to
    another page and bears the mark of the target language (`/en/prices`, `/de/preise`; `.com`, `.de`): one has to open
    it to know whether it is there. So is another in place of one whose words say that it is an example
    (`www.example.com`, `www.my-provider.com`). An address without its scheme is one too.

    ## Why it is bad

    The reader lands nowhere, or with somebody else.

    ## Known problems

    - Addresses without `https://` or `www.` are recognised by a path behind a usual domain only
      (`harbour.example/tides`).
    """
    if not segment.source.strip() or not segment.target.strip():
        return
    langs = (context.source_base, context.target_base)
    found = [addresses.addresses(text, langs) for text in (segment.source, segment.target)]
    if found[0] or found[1]:
        for fault in kept_tokens.compare(*found):
            theirs, ours = fault
            lone, text = (theirs, segment.target) if ours is None else (ours, segment.source)
            if lone and not (theirs and ours) and addresses.stands(lone.text, text):
                continue
            mild = theirs is None or (ours is not None and _is_kin(theirs.text, ours.text, langs))
            yield from kept_tokens.hits([fault], "address", Severity.MINOR if mild else None)


def _is_kin(theirs: str, ours: str, langs: tuple[str, str]) -> bool:
    """Whether an address may well stand for another: for that of an example, or of the page in the other language."""
    return addresses.is_example(theirs) or addresses.is_example(ours) or addresses.is_localised(theirs, ours, langs)


# --- MRK106 handle-mismatch -------------------------------------------------------------------------------------------


@check(
    "MRK106",
    "handle-mismatch",
    "design-and-markup/markup",
    Severity.MINOR,
    examples=[
        Example("Thanks to @harbour_news #HighTide", "Dank an @Harbour_News #Flut"),
        Example("Berth #4, size 12 @ noon", "Liegeplatz Nr. 4, Größe 12 um zwölf"),
        Example("Thanks to @harbour_news #HighTide", "感谢@harbour_news的帮助#大潮", langs=("en", "zh")),
        Example("{n, plural, other {#th tide}}", "{n, plural, other {#番目の潮}}", langs=("en", "ja")),
        Example("#大潮#来了", "The #HighTide is here", langs=("zh", "en")),
        Example("Thanks to @harbour_news", "Dank an @hafen_news", ("@harbour_news", "@hafen_news")),
        Example("#HighTide at six", "Flut um sechs", ("#HighTide",)),
        Example("La marée est là", "The #tide is here, @all", ("@all", "#tide"), ("fr", "en")),
    ],
)
def handle_mismatch(segment: Segment, context: Context) -> Iterator[Hit]:
    """A handle (`@name`) or hashtag of the source is not in the translation, or one is there that the source has not.

    ## What it does

    Compares the handles of both sides, as many times as each stands there, without regard to case: one that was changed
    is marked on both sides, one that was lost in the source, a new one in the translation. Hashtags may be translated
    (`#highTide`, `#Flut`), so they are counted only: the last ones too many are marked, in the source when they were
    lost.

    ## Why it is bad

    A changed handle names somebody else; without its hashtag a post is not found.

    ## Known problems

    A hashtag that was put into the sentence as a common word on purpose counts as lost.
    """
    if not segment.source.strip() or not segment.target.strip():
        return
    for what, read, severity in (
        ("handle", addresses.mentions, Severity.MAJOR),
        ("hashtag", addresses.hashtags, None),
    ):
        source, target = (read(placeholders.without_messages(text)) for text in (segment.source, segment.target))
        if source or target:
            yield from kept_tokens.hits(kept_tokens.compare(source, target), what, severity)


# --- MRK107 escape-mismatch -------------------------------------------------------------------------------------------

_PATH = re.compile(r"(?<![A-Za-z])[A-Za-z]:\\\S*|(?<![\w\\])\\\\\w\S*|%\w+%\\\S*")
_MACRO = re.compile(r"(?<!\\)\\[A-Za-z](?<![\\\w][nrtuxfbav0])")
_ESCAPE = re.compile(r"(?<!\\)\\([nrt])|(\n)")


@check(
    "MRK107",
    "escape-mismatch",
    "design-and-markup/markup",
    Severity.MINOR,
    examples=[
        Example(r"High\nLow\tTide", r"Hoch\nNiedrig\tWasser"),
        Example(r"High\nLow", "Hoch\nNiedrig"),
        Example(r"the letters \tau and \kappa", "der Buchstabe Tau"),
        Example(r"C:\new\tides", "der Ordner C:\\new"),
        Example(r"High\nLow", "Hoch Niedrig", (r"\n",)),
        Example(r"High\tLow\n", r"Haut\tBas \ n", (r"\n",), ("en", "fr")),
        Example(r"High\nLow", r"Haut\nBas\n", (r"\n",), ("en", "fr")),
    ],
)
def escape_mismatch(segment: Segment, context: Context) -> Iterator[Hit]:
    """An escape sequence of the source (`\\n`, `\\t`) is not in the translation, or another one is.

    ## What it does

    Compares the sequences for a new line, a tab and a carriage return that are written with a backslash, as many times
    as each stands there. One that was lost is marked in the source, one too many in the translation; a real line break
    counts as its sequence. Paths such as `C:\\new` and texts with other commands (`\\tau \\beta`) are left alone.

    ## Why it is bad

    Lines that were apart run together in the program, or a stray `n` stands on the screen.

    ## Known problems

    Where the source has none at all, `markup-residue` reports those of the translation. Lines that were broken anew on
    purpose are reported.
    """
    if "\\" not in segment.source or not segment.target.strip() or _MACRO.search(_without_paths(segment.source)):
        return
    source, target = _escapes(segment.source), _escapes(segment.target)
    if any(token.text != "\n" for token in source):
        for fault in kept_tokens.compare(source, target):
            if not any(token and token.text == "\n" for token in fault):
                yield from kept_tokens.hits([fault], "escape")


def _escapes(text: str) -> list[Token]:
    free = _without_paths(text)
    found = [Token(match[0], *match.span(), match[1] or "n", "\\") for match in _ESCAPE.finditer(free)]
    return sorted(found, key=lambda token: token.text == "\n")  # those that are written stand for each other first


def _without_paths(text: str) -> str:
    return words.blanked(text, _PATH)


# --- MRK108 accelerator-mismatch --------------------------------------------------------------------------------------

LONGEST = 60
"""Characters: of the longest source that may be a menu item or label. By hand."""
_LETTER = r"[^\W_](?!\w*;)"
_BEGINS = {"&": re.compile(rf"(?<![\w&])&{_LETTER}"), "_": re.compile(rf"(?<![\w.:/\\]){'_'}{_LETTER}")}
_ANY = {sign: re.compile(rf"(?<!{sign}){sign}{_LETTER}") for sign in "&_"}


@check(
    "MRK108",
    "accelerator-mismatch",
    "design-and-markup/markup",
    Severity.MINOR,
    examples=[
        Example("&File", "&Datei"),
        Example("Save _As…", "Speichern _unter …"),
        Example("_Open", "打开(_O)", langs=("en", "zh")),
        Example("Cut && paste R&D at AT&T &amp; Co", "F&E ausschneiden && einfügen"),
        Example("the _old_ snake_case", "das alte"),
        Example("&File", "Datei", ("&F",)),
        Example("_Open", "Ouvrir", ("_O",), ("en", "fr")),
        Example("&Edit", "&Bear&beiten", ("&b",)),
        Example("File", "&Datei", ("&D",)),
    ],
)
def accelerator_mismatch(segment: Segment, context: Context) -> Iterator[Hit]:
    """A menu item has lost the mark before its key (`&File`, `_File`), or has one too many.

    ## What it does

    Where a short source has one `&` or `_` before the letter of a word, the translation must have one before a letter
    or digit, too, anywhere. One that was lost is marked in the source, a second one in the translation; so is one where
    the source has none. `R&D`, `&amp;`, `snake_case` and `_stressed_` are none.

    ## Why it is bad

    The menu cannot be reached by its key, or the sign itself stands on the screen.

    ## Known problems

    Two items of one menu with the same letter are not seen. Apart from `(&F)`, Chinese and Japanese translations may do
    without.
    """
    source, target = segment.source, segment.target
    if not ("&" in source or "_" in source or "&" in target) or not target.strip() or len(source) > LONGEST:
        return
    for sign in "&_":
        theirs, ours = _BEGINS[sign].findall(source), list(_ANY[sign].finditer(target))
        if len(theirs) == 1 and len(_ANY[sign].findall(source)) == 1:
            if not ours and not language(context.target_base).spaceless:
                yield _hit("the key of the label is lost", "source", _BEGINS[sign].search(source))
            for match in ours[1:]:
                yield _hit("the label has a second key", "target", match)
        elif sign == "&" and sign not in source and len(ours) == 1 and _BEGINS[sign].search(target):
            yield _hit("the source has no key here", "target", ours[0])


def _hit(message: str, side: Side, match: re.Match[str] | None) -> Hit:
    return Hit(message, (Span(side, *match.span()),) if match else ())


# --- MRK109 code-mismatch ---------------------------------------------------------------------------------------------

_ENDINGS = (
    "txt|pdf|docx?|xlsx?|pptx?|od[tsp]|csv|tsv|json|ya?ml|toml|ini|conf|cfg|xml|html?|css|ts|py|rb|rs|java|exe|dll|msi|dmg|zip|gz|"
    "tar|7z|png|jpe?g|gif|svg|mp[34]|log|sh|bat|ps1|md|sql|po|xliff?|tmx|tbx"
)
_CODE = re.compile(
    r"(?P<code>(?<![\w`])`(?![%{$][^\s`]*`)(?! [^`]* `)[^`'\n]{1,80}`(?![\w`]))"
    r"|(?P<option>(?<![^\s`(\[,/=|])--[a-z][a-z0-9]*(?:-[a-z0-9]+)*)"
    r"|(?P<path>(?<![A-Za-z])[A-Za-z]:\\[^\s\"'<>|,;)»”“]*[A-Za-z0-9_*]|(?<![\w./:<~}])~?/(?:[A-Za-z0-9_.+-]+/)+[A-Za-z0-9_.+-]*[A-Za-z0-9_])"
    rf"|(?P<inner_path>(?<![\w./\\:<~}}-])(?:[A-Za-z0-9_.-]+[/\\])+[A-Za-z0-9_-]+\.(?:{_ENDINGS})(?![\w/-]|\.\w))"
    rf"|(?P<file>(?<![\w./\\-])[A-Za-z0-9_-]*[A-Za-z0-9]\.(?:{_ENDINGS})(?![\w/-]|\.\w))"
)
_MAYBE = re.compile(rf"[`/\\]|--[a-z]|\.(?:{_ENDINGS})(?!\w)")
"""What a text with code has, to save looking."""
_ENDING = re.compile(rf"\.(?:{_ENDINGS})$", re.IGNORECASE)
_HOME = re.compile(r"/home/|[A-Za-z]:\\Users\\", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


@check(
    "MRK109",
    "code-mismatch",
    "design-and-markup/markup",
    Severity.MINOR,
    examples=[
        Example("Run `tide --low` on log.txt", "Führen Sie `tide --low` mit log.txt aus"),
        Example("See /usr/share/tides, 24/7 and and/or.", "Siehe /usr/share/tides, rund um die Uhr."),
        Example("Open C:\\tides\\low.", "打开C:\\tides\\low。", langs=("en", "zh")),
        Example("Open the file.", "Öffnen Sie tide.txt."),
        Example("The port (old)--the new one is dry--closed.", "Der alte Hafen schloss."),
        Example("Run `tide low`.", "Führen Sie `Ebbe niedrig` aus.", ("`tide low`", "`Ebbe niedrig`")),
        Example("Use --low here.", "Utilisez --basse ici.", ("--low", "--basse"), ("en", "fr")),
        Example("Edit /etc/tides.yaml and tide.txt", "Ändern Sie /etc/tides.yaml", ("tide.txt",)),
        Example("Edit /etc/app/tides.yaml", "Modifiez-le", ("/etc/app/tides.yaml",), ("en", "fr")),
    ],
)
def code_mismatch(segment: Segment, context: Context) -> Iterator[Hit]:
    """A path, file name, option or piece of code of the source is not in the translation, or was translated.

    ## What it does

    Looks in the source for code in backticks, options (`--rebase`), paths (`C:\\tides\\old.txt`, `/etc/tides`) and
    names of files with a usual ending, and for the same in the translation. One that is not there is marked in the
    source; where another of its kind stands in its place, that is marked, too, which is major; a file that has another
    name and the same ending and number, as examples do, is minor.

    ## Why it is bad

    The reader types a command that does not work, or looks for a file that is not there.

    ## Known problems

    Folders and files that bear another name in the other language are reported, and so is code that the translator told
    in words. Code that only the translation has is nobody's loss.
    """
    if not _MAYBE.search(segment.source) or not segment.target.strip():
        return
    langs = (context.source_base, context.target_base)
    source = _read(segment.source, langs)
    if not source:
        return
    for fault in kept_tokens.compare(source, _read(segment.target, langs)):
        if fault.source and (fault.target or fault.source.text not in segment.target):
            severity = Severity.MAJOR if fault.target and not _is_renamed(fault.source, fault.target) else None
            yield from kept_tokens.hits([fault], fault.source.make, severity)


def _is_renamed(one: Token, other: Token) -> bool:
    """Whether a file got another name and kept its ending, or a user another name, as examples do."""
    if one.make not in ("file", "path"):
        return False
    endings = [_ENDING.search(token.text) for token in (one, other)]
    if endings[0] and endings[1]:
        digits = [re.findall(r"\d+", token.text) for token in (one, other)]
        return endings[0][0].lower() == endings[1][0].lower() and digits[0] == digits[1]
    return all(_HOME.match(token.text) for token in (one, other))


def _read(text: str, langs: tuple[str, str]) -> list[Token]:
    free = words.blanked(addresses.without(text), _TAG)
    return [
        Token(match[0], *match.span(), addresses.page(match[0], langs), (match.lastgroup or "").removeprefix("inner_"))
        for match in _CODE.finditer(free)
    ]
