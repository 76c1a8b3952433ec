"""Splits two documents into sentences and aligns them into beads: which sentences translate each other.

- `documents` is the entry: two documents to beads, beads to segments. `references` adds the references.
- `nouns` has the types. A `Similarity` makes the evidence; another one can be used without any other change.
- `token_evidence` scores by what can be recognised across languages (`tokens`) and by words that a first pass taught
  (`learned_words`). `encoder_evidence` adds the encoder's vectors of sentences and of their parts (`clauses`).
- `structure` scores the form of a bead: number of sentences, lengths, paragraphs, skipped sentences.
- `aligner` adds all scores up and runs the passes. `corridor` bounds the search in a long document; `viterbi` finds the
  best chain of beads, and how sure each bead is.
"""
