"""mypy checks this file: metrics and formats of mtqe have the members of the protocols with their types."""

from __future__ import annotations

from mtqe.formats.captions import srt
from mtqe.formats.programs import po, po_keys, yaml_i18n
from mtqe.formats.tables import csv
from mtqe.metrics.comet.metric import comet
from mtqe.metrics.hallucination import hallucination
from mtqe.metrics.judge.judge_metric import judge
from mtqe.metrics.learned import learned
from mtqe.metrics.learned_systems import learned_systems
from mtqe.metrics.lexical.sacre import bleu, chrf
from mtqe.metrics.pools import Pooled
from mtqe.registry import contracts
from mtqe.registry import format_capabilities as of_formats
from mtqe.registry import metric_capabilities as of_metrics

METRICS: list[contracts.Metric] = [bleu, chrf, learned, comet, judge, learned_systems, hallucination]
ERROR_SPANS: list[contracts.ErrorSpans] = [comet, judge]
LIMITS: list[of_metrics.HasLimits] = [learned, comet, hallucination]
REMARKS: of_metrics.HasRemarks = learned
SHORTFALL: of_metrics.HasShortfall = judge
NOTICE: list[of_metrics.HasNotice] = [comet, judge]
EXPENSE: of_metrics.HasExpense = judge
PLACEMENT: list[of_metrics.HasPlacement] = [learned, learned_systems, comet, hallucination]
ABSENCE: of_metrics.HasAbsence = comet
REFERENCES: of_metrics.AsksForReferences = comet
MERGEABLE: list[of_metrics.Mergeable] = [bleu, chrf, learned, learned_systems, comet, judge, hallucination]
RECALLING: of_metrics.Recalling = learned
POOLED: list[Pooled] = [bleu, chrf, learned, learned_systems, comet, hallucination]
AGGREGATE: list[of_metrics.HasAggregate] = [bleu, chrf, learned]
STATISTICS: list[of_metrics.HasStatistics] = [bleu, chrf]
SURENESS: list[of_metrics.HasSureness] = [learned, learned_systems]
RESTORED: of_metrics.HasRestored = learned
SCORES: of_metrics.ComparesScores = learned
TEXTS: of_metrics.ComparesTexts = chrf

PAIRS: list[contracts.PairFormat] = [csv, po]
UNITS: list[contracts.Units] = [csv, po, po_keys, yaml_i18n, srt]
STREAMED: contracts.Streamed = csv
MULTILINGUAL: list[of_formats.Multilingual] = [csv, po]
WRITING: of_formats.Writing = csv
WRITABLE: list[of_formats.Writable] = [csv, po, po_keys, yaml_i18n, srt]
QUOTING: list[of_formats.Quoting] = [csv, yaml_i18n]
PAIRING: of_formats.Pairing = srt
NAMES_LANGUAGE: of_formats.NamesLanguage = yaml_i18n
TWIN: of_formats.Twin = po_keys
