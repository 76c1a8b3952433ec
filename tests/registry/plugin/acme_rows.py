"""The rows of the plugin. Every command imports this module, so it imports nothing heavy."""

from __future__ import annotations

from mtqe.registry.table_rows import FormatRow, MetricRow, ReporterRow

length_ratio = MetricRow(
    "length-ratio",
    "acme_mtqe:length_ratio",
    "characters of the translation per character of the source",
    title="Length ratio",
    digits=2,
)
lost_words = MetricRow(
    "lost-words",
    "acme_mtqe:lost_words",
    "words of the reference that the translation lacks, 0-100, lower is better",
    title="Lost words",
    scale="0-100",
    digits=1,
    higher_is_better=False,
    needs_reference=True,
    default="with reference",
)
arrows = FormatRow(
    "arrows", "acme_mtqe:arrows", "pairs, `source => translation`", kind="pairs", extensions=(".arrows",)
)
memo = FormatRow("memo", "acme_mtqe:memo", "memo: one paragraph per line", kind="text", extensions=(".memo",))
count = ReporterRow("count", "acme_mtqe:count", "the number of findings", extensions=(".count",))
