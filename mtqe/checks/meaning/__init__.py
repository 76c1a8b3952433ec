"""Segments that say something else than their source, by the neural models.

- Checks on whole segments: `detached_translation`, `copied_neighbour`.
- `without_counterpart`: the checks on parts of a segment by the encoder's critic (ACC110, ACC111, ACC120).
  `disagreements` asks the critic, `gaps` finds stretches without a counterpart, `harmless_changes` are left out.
- Checks on error spans: `neural_error_span` by the encoder's tagger (`error_spans`), `comet_error_span` by COMET.
"""
