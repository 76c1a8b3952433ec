"""The metrics. Each scores segments, documents and the corpus.

- `lexical` has BLEU, chrF and TER. `comet` has COMET. `judge` asks a language model of the user's own.
- `learned` and `hallucination` use the encoder inside the package. `consensus` compares the translations of a source.
- `learned_systems` compares whole systems, with a second head of the same model.
- `usable_references` says which references these metrics read.
- `rating_intervals` says where the score by an annotator falls.
- `guards` finds the segments whose neural score means little. `levels` makes the scores of all levels,
  `pools` has what the corpus score follows from.
"""
