"""BLEU, chrF and TER with sacreBLEU's numbers and signatures.

- `sacre` has the metrics. `block_statistics` computes their sufficient statistics: `ngrams` for BLEU and chrF,
  `ter` for TER.
"""
