"""How sure a check is that a finding is an error, as levels. Checks that measure it give a number of their own.

The levels are steps on the scale of `Finding.confidence`, from 0 to 1. They were set by hand; they order findings and
are no measured shares of true ones.
"""

from __future__ import annotations

PLAIN = 0.9
"""Confidence: both sides say it in figures, and differently. By hand."""
SURE = 0.8
"""Confidence: little else can explain it. By hand."""
CONFIRMED = 0.75
"""Confidence: it was only probable, and the encoder agrees. By hand."""
LIKELY = 0.7
"""Confidence: another wording may explain it. By hand."""
PROBABLE = 0.6
"""Confidence: something stands on one side alone, or is a matter of a few letters. By hand."""
EVEN = 0.5
"""Confidence: it may as well be the aligner's or the reader's error. By hand."""
DOUBTFUL = 0.4
"""Confidence: reported only if the encoder agrees. By hand."""
