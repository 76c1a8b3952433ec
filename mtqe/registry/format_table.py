"""The table of formats: the module that reads and writes each kind of file."""

from __future__ import annotations

from pathlib import Path

from mtqe.registry.contracts import PairFormat, Streamed, TextFormat, Units
from mtqe.registry.format_capabilities import Twin, Writable
from mtqe.registry.table_rows import FormatRow, lacking, load_from, with_plugins

FORMATS = (
    FormatRow(
        "text",
        "mtqe.formats.documents.text",
        "plain text document: paragraphs, headings",
        kind="text",
        writable=True,
        extensions=(".txt", ".text"),
    ),
    FormatRow(
        "markdown",
        "mtqe.formats.documents.markdown",
        "Markdown document",
        kind="text",
        writable=True,
        extensions=(".md", ".markdown"),
    ),
    FormatRow(
        "html",
        "mtqe.formats.documents.html",
        "web page: the main text of an article",
        kind="text",
        writable=True,
        extensions=(".html", ".htm", ".xhtml"),
    ),
    FormatRow("docx", "mtqe.formats.documents.docx", "Word document", kind="text", extensions=(".docx",)),
    FormatRow("lines", "mtqe.formats.documents.lines", "plain text, one segment per line", kind="lines", writable=True),
    FormatRow(
        "tsv",
        "mtqe.formats.tables.tsv",
        "tab-separated pairs with a header line",
        kind="pairs",
        writable=True,
        streamed=True,
        extensions=(".tsv", ".tab"),
    ),
    FormatRow(
        "csv",
        "mtqe.formats.tables.csv",
        "comma-separated pairs with a header line",
        kind="pairs",
        writable=True,
        streamed=True,
        extensions=(".csv",),
    ),
    FormatRow(
        "xlsx",
        "mtqe.formats.tables.xlsx",
        "Excel workbook: pairs with a header line",
        kind="pairs",
        extensions=(".xlsx",),
    ),
    FormatRow(
        "wmt",
        "mtqe.formats.test_sets.wmt_xml",
        "XML test set of WMT with the outputs of systems",
        kind="pairs",
        extensions=(".xml",),
    ),
    FormatRow(
        "mtme",
        "mtqe.formats.test_sets.mtme_folder",
        "folder of a test set as mt-metrics-eval lays it out",
        kind="pairs",
    ),
    FormatRow(
        "sgm",
        "mtqe.formats.test_sets.sgm",
        "SGML file of a WMT or NIST test set: source, reference or output",
        kind="keyed",
        extensions=(".sgm", ".sgml"),
        writable=True,
    ),
    FormatRow(
        "jsonl",
        "mtqe.formats.tables.jsonl",
        "JSON Lines, one segment per line",
        kind="pairs",
        writable=True,
        streamed=True,
        extensions=(".jsonl", ".ndjson"),
    ),
    FormatRow(
        "xliff",
        "mtqe.formats.exchange.xliff",
        "XLIFF 1.2 and 2.x",
        kind="pairs",
        extensions=(".xlf", ".xliff", ".sdlxliff", ".mqxliff"),
        writable=True,
    ),
    FormatRow(
        "tmx",
        "mtqe.formats.exchange.tmx",
        "TMX 1.4 translation memory",
        kind="pairs",
        extensions=(".tmx",),
        writable=True,
        streamed=True,
    ),
    FormatRow(
        "po",
        "mtqe.formats.programs.po",
        "PO and POT files of gettext",
        kind="pairs",
        extensions=(".po", ".pot"),
        writable=True,
        twin="po-keys",
    ),
    FormatRow(
        "po-keys",
        "mtqe.formats.programs.po_keys",
        "PO files with keys in place of source texts",
        kind="keyed",
        writable=True,
    ),
    FormatRow(
        "android",
        "mtqe.formats.programs.android",
        "string resources of Android",
        kind="keyed",
        extensions=("strings.xml", "plurals.xml", "arrays.xml"),
        writable=True,
    ),
    FormatRow(
        "strings",
        "mtqe.formats.programs.apple_strings",
        "strings of iOS and macOS",
        kind="keyed",
        extensions=(".strings",),
        writable=True,
    ),
    FormatRow(
        "stringsdict",
        "mtqe.formats.programs.stringsdict",
        "strings of iOS and macOS with plural forms",
        kind="keyed",
        extensions=(".stringsdict",),
        writable=True,
    ),
    FormatRow(
        "xcstrings",
        "mtqe.formats.programs.xcstrings",
        "string catalog of Xcode, with all languages",
        kind="pairs",
        extensions=(".xcstrings",),
        writable=True,
    ),
    FormatRow(
        "properties",
        "mtqe.formats.programs.properties",
        "properties of Java",
        kind="keyed",
        extensions=(".properties",),
        writable=True,
    ),
    FormatRow(
        "resx",
        "mtqe.formats.programs.resx",
        "resources of .NET and Windows",
        kind="keyed",
        extensions=(".resx", ".resw"),
        writable=True,
    ),
    FormatRow(
        "json",
        "mtqe.formats.programs.json_i18n",
        "texts of web pages and programs: i18next, FormatJS, browser extensions",
        kind="keyed",
        extensions=(".json",),
        writable=True,
    ),
    FormatRow(
        "yaml",
        "mtqe.formats.programs.yaml_i18n",
        "texts of programs, such as those of Ruby on Rails",
        kind="keyed",
        extensions=(".yml", ".yaml"),
        writable=True,
    ),
    FormatRow(
        "fluent",
        "mtqe.formats.programs.fluent",
        "Fluent: texts of Firefox",
        kind="keyed",
        extensions=(".ftl",),
        writable=True,
    ),
    FormatRow(
        "srt", "mtqe.formats.captions.srt", "SubRip subtitles", kind="keyed", extensions=(".srt",), writable=True
    ),
    FormatRow(
        "vtt", "mtqe.formats.captions.vtt", "WebVTT subtitles", kind="keyed", extensions=(".vtt",), writable=True
    ),
    FormatRow(
        "arb", "mtqe.formats.programs.arb", "texts of Flutter", kind="keyed", extensions=(".arb",), writable=True
    ),
)


def rows() -> dict[str, FormatRow]:
    """The formats by name, with those of plugins last."""
    return with_plugins("formats", FormatRow, FORMATS)


def load(name: str) -> object:
    """Load a format by its name; the functions below load it as what it is used for.

    Raises:
        ConfigError: The format does not exist; the message has the closest name.
        Unavailable: It cannot be imported.
    """
    return load_from("format", rows(), name)


def text_format(name: str) -> TextFormat:
    """A format for one side of a document. Raises as `load`, and Unavailable if it is none."""
    if isinstance(found := load(name), TextFormat):
        return found
    raise lacking("format", name, "TextFormat")


def pair_format(name: str) -> PairFormat:
    """A format for pairs. Raises as `load`, and Unavailable if it is none."""
    if isinstance(found := load(name), PairFormat):
        return found
    raise lacking("format", name, "PairFormat")


def units(name: str) -> Units:
    """A format whose texts have ids or keys. Raises as `load`, and Unavailable if it is none."""
    if isinstance(found := load(name), Units):
        return found
    raise lacking("format", name, "Units")


def writable(name: str) -> Writable:
    """A format whose files can be changed. Raises as `load`, and Unavailable if it is none."""
    if isinstance(found := load(name), Writable):
        return found
    raise lacking("format", name, "Writable")


def streamed(name: str) -> Streamed:
    """A format for files of any size. Raises as `load`, and Unavailable if it is none."""
    if isinstance(found := load(name), Streamed):
        return found
    raise lacking("format", name, "Streamed")


def is_twin(name: str, path: Path) -> bool:
    """Whether a file is of the format that another row names as its twin. Raises as `load`."""
    found = load(name)
    return isinstance(found, Twin) and found.fits(path)
