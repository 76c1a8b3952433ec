"""The table of formats: the module that reads and writes each kind of file."""

from __future__ import annotations

from typing import Any

from mtqe.registry.table_rows import FormatRow, load_from, with_plugins

FORMATS = (
    FormatRow(
        "text",
        "mtqe.formats.text",
        "plain text document: paragraphs, headings",
        kind="text",
        writable=True,
        extensions=(".txt", ".text"),
    ),
    FormatRow(
        "markdown",
        "mtqe.formats.markdown",
        "Markdown document",
        kind="text",
        writable=True,
        extensions=(".md", ".markdown"),
    ),
    FormatRow(
        "html",
        "mtqe.formats.html",
        "web page: the main text of an article",
        kind="text",
        writable=True,
        extensions=(".html", ".htm", ".xhtml"),
    ),
    FormatRow("docx", "mtqe.formats.docx", "Word document", kind="text", extensions=(".docx",)),
    FormatRow("lines", "mtqe.formats.lines", "plain text, one segment per line", kind="lines", writable=True),
    FormatRow(
        "tsv",
        "mtqe.formats.tsv",
        "tab-separated pairs with a header line",
        kind="pairs",
        writable=True,
        extensions=(".tsv", ".tab"),
    ),
    FormatRow(
        "csv",
        "mtqe.formats.csv",
        "comma-separated pairs with a header line",
        kind="pairs",
        writable=True,
        extensions=(".csv",),
    ),
    FormatRow(
        "xlsx", "mtqe.formats.xlsx", "Excel workbook: pairs with a header line", kind="pairs", extensions=(".xlsx",)
    ),
    FormatRow(
        "wmt",
        "mtqe.formats.wmt_xml",
        "XML test set of WMT with the outputs of systems",
        kind="pairs",
        extensions=(".xml",),
    ),
    FormatRow(
        "mtme",
        "mtqe.formats.mtme_folder",
        "folder of a test set as mt-metrics-eval lays it out",
        kind="pairs",
    ),
    FormatRow(
        "sgm",
        "mtqe.formats.sgm",
        "SGML file of a WMT or NIST test set: source, reference or output",
        kind="keyed",
        extensions=(".sgm", ".sgml"),
        writable=True,
    ),
    FormatRow(
        "jsonl",
        "mtqe.formats.jsonl",
        "JSON Lines, one segment per line",
        kind="pairs",
        writable=True,
        extensions=(".jsonl", ".ndjson"),
    ),
    FormatRow(
        "xliff",
        "mtqe.formats.xliff",
        "XLIFF 1.2 and 2.x",
        kind="pairs",
        extensions=(".xlf", ".xliff", ".sdlxliff", ".mqxliff"),
        writable=True,
    ),
    FormatRow(
        "tmx", "mtqe.formats.tmx", "TMX 1.4 translation memory", kind="pairs", extensions=(".tmx",), writable=True
    ),
    FormatRow(
        "po",
        "mtqe.formats.po",
        "PO and POT files of gettext",
        kind="pairs",
        extensions=(".po", ".pot"),
        writable=True,
        twin="po-keys",
    ),
    FormatRow(
        "po-keys",
        "mtqe.formats.po_keys",
        "PO files with keys in place of source texts",
        kind="keyed",
        writable=True,
    ),
    FormatRow(
        "android",
        "mtqe.formats.android",
        "string resources of Android",
        kind="keyed",
        extensions=("strings.xml", "plurals.xml", "arrays.xml"),
        writable=True,
    ),
    FormatRow(
        "strings",
        "mtqe.formats.apple_strings",
        "strings of iOS and macOS",
        kind="keyed",
        extensions=(".strings",),
        writable=True,
    ),
    FormatRow(
        "stringsdict",
        "mtqe.formats.stringsdict",
        "strings of iOS and macOS with plural forms",
        kind="keyed",
        extensions=(".stringsdict",),
        writable=True,
    ),
    FormatRow(
        "xcstrings",
        "mtqe.formats.xcstrings",
        "string catalog of Xcode, with all languages",
        kind="pairs",
        extensions=(".xcstrings",),
        writable=True,
    ),
    FormatRow(
        "properties",
        "mtqe.formats.properties",
        "properties of Java",
        kind="keyed",
        extensions=(".properties",),
        writable=True,
    ),
    FormatRow(
        "resx",
        "mtqe.formats.resx",
        "resources of .NET and Windows",
        kind="keyed",
        extensions=(".resx", ".resw"),
        writable=True,
    ),
    FormatRow(
        "json",
        "mtqe.formats.json_i18n",
        "texts of web pages and programs: i18next, FormatJS, browser extensions",
        kind="keyed",
        extensions=(".json",),
        writable=True,
    ),
    FormatRow(
        "yaml",
        "mtqe.formats.yaml_i18n",
        "texts of programs, such as those of Ruby on Rails",
        kind="keyed",
        extensions=(".yml", ".yaml"),
        writable=True,
    ),
    FormatRow(
        "fluent", "mtqe.formats.fluent", "Fluent: texts of Firefox", kind="keyed", extensions=(".ftl",), writable=True
    ),
    FormatRow("srt", "mtqe.formats.srt", "SubRip subtitles", kind="keyed", extensions=(".srt",), writable=True),
    FormatRow("vtt", "mtqe.formats.vtt", "WebVTT subtitles", kind="keyed", extensions=(".vtt",), writable=True),
    FormatRow("arb", "mtqe.formats.arb", "texts of Flutter", kind="keyed", extensions=(".arb",), writable=True),
)


def rows() -> dict[str, FormatRow]:
    """The formats by name, with those of plugins last."""
    return with_plugins("formats", FormatRow, FORMATS)


def load(name: str) -> Any:
    """Load a format by its name.

    Raises:
        ConfigError: The format does not exist; the message has the closest name.
        Unavailable: It cannot be imported.
    """
    return load_from("format", rows(), name)
