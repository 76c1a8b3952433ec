"""Evidence by meaning, with the encoder on the device of the run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtqe.alignment.encoder_evidence import EncoderEvidence
from mtqe.registry.contracts import Progress, no_progress

if TYPE_CHECKING:
    from mtqe.language.sentences import Sentence


@dataclass(frozen=True)
class OnDevice:
    """Makes `EncoderEvidence` with the encoder on a device.

    Args:
        device: See `mtqe.encoder.load`.
    """

    device: str
    rough = EncoderEvidence.rough

    def __call__(
        self,
        source: Sequence[Sentence],
        target: Sequence[Sentence],
        source_lang: str,
        target_lang: str,
        progress: Progress = no_progress,
        settled: Sequence[tuple[int, int]] = (),
    ) -> EncoderEvidence:
        """See `EncoderEvidence`."""
        return EncoderEvidence(source, target, source_lang, target_lang, progress, settled, self.device)
