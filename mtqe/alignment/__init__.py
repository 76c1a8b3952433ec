"""Splits two documents into sentences and aligns them into beads: groups of sentences that translate each other.

- `documents` is the entry: it aligns two documents into beads and turns beads into segments. `references` adds the
  references. `pages` puts inline codes back into the texts, and `keyed_texts` pairs what is no running text.
- `nouns` has the types. A `Similarity` makes the evidence; it can be replaced without any other change.
- `token_evidence` scores beads by tokens that are recognisable across languages (`tokens`) and by words learned from
  the first pass (`learned_words`). `encoder_evidence` adds the encoder's vectors of sentences and of their first and
  last clauses, on the CPU or a GPU.
- `structure` scores the form of a bead: number of sentences, lengths, paragraphs, skipped sentences.
- `aligner` adds the scores and runs the passes. `corridor` bounds the search in a long document. `viterbi` finds the
  best chain of beads and the probability of each bead. `leftovers` joins sentences that were left over with the beads
  that lack them, and beads whose border is uncertain.
"""
