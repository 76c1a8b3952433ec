"""BLEU, chrF and TER with the scores and signatures of sacreBLEU.

- `sacre` has the metrics. `block_statistics` computes their sufficient statistics, with `ngrams` for BLEU and chrF and
  with `ter` for TER.
"""
