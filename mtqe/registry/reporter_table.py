"""The table of reporters: the module that writes each view of a report."""

from __future__ import annotations

from mtqe.registry.contracts import FolderReporter, Reporter
from mtqe.registry.table_rows import ReporterRow, lacking, load_from, with_plugins

REPORTERS = (
    ReporterRow("console", "mtqe.report.console", "for the terminal: verdict, scores, findings"),
    ReporterRow("json", "mtqe.report.json", "the report itself, schema mtqe.report/1", extensions=(".json",)),
    ReporterRow("html", "mtqe.report.html", "one self-contained page", extensions=(".html", ".htm")),
    ReporterRow(
        "pdf",
        "mtqe.report.pdf",
        "the summary for paper, a page a language; needs Chromium",
        kind="binary",
        extensions=(".pdf",),
    ),
    ReporterRow("md", "mtqe.report.markdown", "Markdown, for a pull-request comment", extensions=(".md",)),
    ReporterRow("sarif", "mtqe.report.sarif", "SARIF 2.1.0, for code scanning and editors", extensions=(".sarif",)),
    ReporterRow("junit", "mtqe.report.junit", "JUnit XML, test results for CI services", extensions=(".xml",)),
    ReporterRow("gitlab", "mtqe.report.gitlab", "GitLab Code Quality, JSON", extensions=(".codequality.json",)),
    ReporterRow("github", "mtqe.report.github", "GitHub Actions annotations, for stdout"),
    ReporterRow("csv", "mtqe.report.csv", "one row per finding, for spreadsheets", extensions=(".csv",)),
    ReporterRow(
        "xlsx",
        "mtqe.report.review",
        "workbook for reviewers, one row per finding",
        kind="binary",
        extensions=(".xlsx",),
    ),
    ReporterRow(
        "marot", "mtqe.report.marot", "MQM annotations for Google's viewer Marot, TSV", extensions=(".marot.tsv",)
    ),
    ReporterRow("xliff", "mtqe.report.xliff", "XLIFF 1.2 with findings as notes", extensions=(".xlf", ".xliff")),
    ReporterRow(
        "parquet", "mtqe.report.parquet", "one row per finding, Parquet", kind="binary", extensions=(".parquet",)
    ),
    ReporterRow(
        "esa", "mtqe.report.esa", "error span annotations in the form of WMT, JSON Lines", extensions=(".esa.jsonl",)
    ),
    ReporterRow(
        "mtme",
        "mtqe.report.mtme",
        "folder for mt-metrics-eval: texts, score files, ratings",
        kind="folder",
        extensions=(".mtme",),
    ),
)


def rows() -> dict[str, ReporterRow]:
    """The reporters by name, with those of plugins last."""
    return with_plugins("reporters", ReporterRow, REPORTERS)


def load(name: str) -> Reporter:
    """Load a reporter by its name, if its view is a file.

    Raises:
        ConfigError: The reporter does not exist; the message has the closest name.
        Unavailable: It cannot be imported, or is no reporter.
    """
    if isinstance(reporter := load_from("reporter", rows(), name), Reporter):
        return reporter
    raise lacking("reporter", name, "Reporter")


def load_folder(name: str) -> FolderReporter:
    """Load a reporter of kind `folder` by its name; see `load`."""
    if isinstance(reporter := load_from("reporter", rows(), name), FolderReporter):
        return reporter
    raise lacking("reporter", name, "FolderReporter")
