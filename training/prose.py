"""Parallel sentences of twelve languages from the translated documentation that Debian packages ship.

    apt-get install libreoffice-help-{en-us,de,fr,es,it,pt,nl,pl,cs,ru,ja,zh-cn} gnome-user-docs debian-handbook
    python training/prose.py --out training/runs/prose

Every paragraph of a page is matched with the one of the same id (LibreOffice), or of the same place among as many
(GNOME, the Debian handbook). `prose.jsonl.gz` has one paragraph a row, `{"origin", "page", "held", "texts": {lang:
text}}`. One page in eight, and the whole handbook, are held out for development (`held`).
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from lxml import etree, html

LANGS = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "ru", "ja", "zh")
OFFICE = {"en": "en-US", "zh": "zh-CN"}
GNOME = {"en": "C", "zh": "zh_CN"}
HANDBOOK = {
    "en": "en-US", "de": "de-DE", "fr": "fr-FR", "es": "es-ES", "it": "it-IT", "pt": "pt-BR", "nl": "nl-NL",
    "pl": "pl-PL", "cs": "cs-CZ", "ru": "ru-RU", "ja": "ja-JP", "zh": "zh-CN",
}  # fmt: skip
LEAST, MOST = 25, 420
"""Characters of an English paragraph that is taken."""
ONE_IN = 8
WORD = re.compile(r"[^\W\d_]{3,}")
Page = dict[str, str]
"""The paragraphs of a page in one language, by id or place."""


def text_of(node: etree._Element) -> str:
    """The text of a paragraph, its spaces made one."""
    return " ".join("".join(node.itertext()).split())


def office(root: Path, name: str) -> Iterator[tuple[str, Page]]:
    """The pages of the LibreOffice help in the folder of a language: `(name, paragraphs by id)`."""
    folder = root / "usr/share/libreoffice/help" / name / "text"
    for path in sorted(folder.rglob("*.html")):
        tree = html.fromstring(path.read_bytes())
        nodes = tree.xpath('//p[starts-with(@id, "par_id")]')
        yield path.relative_to(folder).as_posix(), {node.get("id"): text_of(node) for node in nodes}


def gnome(root: Path, name: str) -> Iterator[tuple[str, Page]]:
    """The pages of GNOME's help in the folder of a language: `(name, paragraphs by place)`."""
    folder = root / "usr/share/help" / name
    for path in sorted(folder.rglob("*.page")):
        nodes = etree.parse(path).xpath('//*[local-name()="p" or local-name()="desc"]')
        yield path.relative_to(folder).as_posix(), placed([text_of(node) for node in nodes])


def handbook(root: Path, name: str) -> Iterator[tuple[str, Page]]:
    """The pages of the Debian handbook in the folder of a language: `(name, paragraphs by place)`."""
    folder = root / "usr/share/doc/debian-handbook/html" / name
    for path in sorted(folder.glob("*.html")):
        nodes = html.fromstring(path.read_bytes()).xpath('//div[@class="para"]')
        yield path.name, placed([text_of(node) for node in nodes])


def placed(texts: list[str]) -> Page:
    """Paragraphs by place and number of all: pages of other lengths have no key in common."""
    return {f"{place} of {len(texts)}": text for place, text in enumerate(texts)}


def copied(text: str, english: str) -> bool:
    """Whether a paragraph was left in English, or in large part."""
    own = {word.lower() for word in WORD.findall(text)}
    return text == english or len(own & {word.lower() for word in WORD.findall(english)}) > 0.5 * len(own)


def one_in(page: str, shares: int) -> bool:
    """Whether a page belongs to the one share of so many that is held out, by hash of its name."""
    return int(hashlib.sha256(page.encode()).hexdigest(), 16) % shares == 0


def paragraphs(root: Path) -> Iterator[dict[str, object]]:
    """All paragraphs with a translation, each English text once (numbers aside)."""
    seen = set()
    for origin, read, names in (("office", office, OFFICE), ("gnome", gnome, GNOME), ("handbook", handbook, HANDBOOK)):
        pages: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
        for lang in LANGS:
            for page, found in read(root, names.get(lang, lang)):
                for key, text in found.items():
                    pages[page][key][lang] = text
        for page, found_there in pages.items():
            last = one_in(page, ONE_IN)
            for texts in found_there.values():
                english = texts.get("en", "")
                mark = re.sub(r"\d+", "0", english)
                if not LEAST <= len(english) <= MOST or len(WORD.findall(english)) < 4 or mark in seen:
                    continue
                seen.add(mark)
                kept = {lang: text for lang, text in texts.items() if lang == "en" or fits(text, english, lang)}
                if len(kept) > 1:
                    yield {"origin": origin, "page": page, "held": last or origin == "handbook", "texts": kept}


def fits(text: str, english: str, lang: str) -> bool:
    """Whether a paragraph can be a translation: neither English nor far too short or long."""
    least, most = (0.18, 1.0) if lang in ("zh", "ja") else (0.6, 2.0)
    return least < len(text) / len(english) < most and (lang in ("zh", "ja") or not copied(text, english))


def main() -> None:
    """Read the packages' files and write the paragraphs."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=Path, default=Path("/"), help="where the packages are")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    counts: dict[str, int] = defaultdict(int)
    # Without a time in the file: the same pages give the same bytes.
    with (
        (args.out / "prose.jsonl.gz").open("wb") as raw,
        gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as packed,
        io.TextIOWrapper(packed, encoding="utf-8") as file,
    ):
        for row in paragraphs(args.root):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            for lang in row["texts"]:  # type: ignore[attr-defined]
                counts[f"{row['origin']} {lang} {'held' if row['held'] else ''}"] += 1
    print(json.dumps(counts, indent=1))


if __name__ == "__main__":
    main()
