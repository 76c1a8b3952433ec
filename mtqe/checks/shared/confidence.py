"""How sure a check is that a finding is an error, in levels. A check that measures it uses its own numbers.

The levels are steps on the scale of `Finding.confidence`, from 0 to 1. They were set by hand: they put findings in
order, but do not say what share of the findings is right.
"""

from __future__ import annotations

PLAIN = 0.9
"""Confidence: both sides have digits, and the digits differ."""
SURE = 0.8
"""Confidence: hardly anything but an error explains the finding."""
CONFIRMED = 0.75
"""Confidence: the finding was only probable, and the encoder agrees."""
LIKELY = 0.7
"""Confidence: a free wording may explain the finding."""
PROBABLE = 0.6
"""Confidence: only one side has the marked text, or the sides differ in a few letters."""
EVEN = 0.5
"""Confidence: the aligner, or the way a text was read, is as likely to be wrong."""
DOUBTFUL = 0.4
"""Confidence: the finding is reported only if the encoder agrees."""
