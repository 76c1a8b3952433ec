"""The table of formats: which module reads and writes which kind of file."""

from __future__ import annotations

from typing import Any

from mtqe.registry.table_rows import Row, load_from, with_plugins

FORMATS = (
    Row("text", "mtqe.formats.text", "plain text document: paragraphs, headings", "text", (".txt", ".text")),
    Row("markdown", "mtqe.formats.markdown", "Markdown document", "text", (".md", ".markdown")),
    Row("html", "mtqe.formats.html", "web page: the main text of an article", "text", (".html", ".htm", ".xhtml")),
    Row("docx", "mtqe.formats.docx", "Word document", "text", (".docx",)),
    Row("lines", "mtqe.formats.lines", "plain text, one segment a line", "lines"),
    Row("tsv", "mtqe.formats.tsv", "tab-separated pairs with a header line", "pairs", (".tsv", ".tab")),
    Row("csv", "mtqe.formats.csv", "comma-separated pairs with a header line", "pairs", (".csv",)),
    Row("jsonl", "mtqe.formats.jsonl", "JSON Lines, one segment a line", "pairs", (".jsonl", ".ndjson")),
    Row("xliff", "mtqe.formats.xliff", "XLIFF 1.2 and 2.x", "pairs", (".xlf", ".xliff", ".sdlxliff", ".mqxliff")),
    Row("tmx", "mtqe.formats.tmx", "TMX 1.4 translation memory", "pairs", (".tmx",)),
)


def rows() -> dict[str, Row]:
    """The formats by name, those of plugins last."""
    return with_plugins("formats", FORMATS)


def load(name: str) -> Any:
    """The format of a name.

    Raises:
        ConfigError: There is no such format; the message has the closest name.
        Unavailable: It cannot be imported.
    """
    return load_from("format", rows(), name)
