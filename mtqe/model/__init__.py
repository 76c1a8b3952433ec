"""The nouns of mtqe: frozen structs that all rooms read and none changes.

- `report` has those of a report, from its segments to its findings and scores; what they hold stands in `run` (the
  circumstances), `verdict` (the gate), `areas` of errors, `metric_facts`, `segment_facts` (places, units, beads),
  `inline_codes` (tags and variables of a segment), `glossaries` (terms), `fingerprints` (identities of findings). All
  of these are exported here.
- `release` has those of reports of several languages. They are not exported here, nor are those below.
- `comparison` has those of comparisons, `ratings` what people said, `agreement_report` both beside the checks and
  metrics, `status` those of translations older than their source, `check_results` what the checks found in a part.
"""

from __future__ import annotations

from mtqe.model.areas import Area as Area
from mtqe.model.areas import Coverage as Coverage
from mtqe.model.areas import LeftOut as LeftOut
from mtqe.model.fingerprints import fingerprint as fingerprint
from mtqe.model.glossaries import Glossary as Glossary
from mtqe.model.glossaries import Term as Term
from mtqe.model.glossaries import TermStatus as TermStatus
from mtqe.model.inline_codes import Code as Code
from mtqe.model.inline_codes import CodeKind as CodeKind
from mtqe.model.inline_codes import CodeRole as CodeRole
from mtqe.model.inline_codes import Side as Side
from mtqe.model.inline_codes import other_side as other_side
from mtqe.model.metric_facts import Guarded as Guarded
from mtqe.model.metric_facts import Measures as Measures
from mtqe.model.metric_facts import MetricFacts as MetricFacts
from mtqe.model.metric_facts import Signature as Signature
from mtqe.model.metric_facts import comparable as comparable
from mtqe.model.metric_facts import render_signature as render_signature
from mtqe.model.report import FILE as FILE
from mtqe.model.report import SCHEMA as SCHEMA
from mtqe.model.report import Bead as Bead
from mtqe.model.report import BeadKind as BeadKind
from mtqe.model.report import Block as Block
from mtqe.model.report import BlockKind as BlockKind
from mtqe.model.report import Document as Document
from mtqe.model.report import Finding as Finding
from mtqe.model.report import Hit as Hit
from mtqe.model.report import Level as Level
from mtqe.model.report import Problem as Problem
from mtqe.model.report import Report as Report
from mtqe.model.report import Score as Score
from mtqe.model.report import Seal as Seal
from mtqe.model.report import Segment as Segment
from mtqe.model.report import Severity as Severity
from mtqe.model.report import Span as Span
from mtqe.model.report import Text as Text
from mtqe.model.run import CheckItem as CheckItem
from mtqe.model.run import MemoryUse as MemoryUse
from mtqe.model.run import MetricItem as MetricItem
from mtqe.model.run import RuleFacts as RuleFacts
from mtqe.model.run import RuleFile as RuleFile
from mtqe.model.run import Run as Run
from mtqe.model.run import RunItem as RunItem
from mtqe.model.run import RunState as RunState
from mtqe.model.run import Shard as Shard
from mtqe.model.segment_facts import BeadFacts as BeadFacts
from mtqe.model.segment_facts import MemoryFacts as MemoryFacts
from mtqe.model.segment_facts import MemoryState as MemoryState
from mtqe.model.segment_facts import TextPlace as TextPlace
from mtqe.model.segment_facts import UnitFacts as UnitFacts
from mtqe.model.verdict import DocumentState as DocumentState
from mtqe.model.verdict import DocumentVerdict as DocumentVerdict
from mtqe.model.verdict import Interval as Interval
from mtqe.model.verdict import Mqm as Mqm
from mtqe.model.verdict import Outcome as Outcome
from mtqe.model.verdict import Ruling as Ruling
from mtqe.model.verdict import State as State
from mtqe.model.verdict import Verdict as Verdict
