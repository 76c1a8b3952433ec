"""Translations that differ in meaning from their source, as judged by the neural models.

- Checks on whole segments: `detached_translation`, `copied_neighbour`.
- `without_counterpart` has the checks on parts of a segment (ACC110, ACC111, ACC120). `disagreements` asks the
  encoder's critic for them, `gaps` finds stretches without a counterpart, `harmless_changes` and `kept_as_code`
  make some findings minor, `equal_figures` drops marked figures that the other side has.
- `wrong_word` (ACC125) looks for words that mean something else than the word in their place; `word_meanings` reads
  what they mean.
- `wrong_sense` (ACC127) looks for ambiguous English words in a wrong sense, with the lists that `senses` reads.
- `wrong_noun` (ACC130) looks for nouns that became another noun of the same field, with the lists that `nouns` reads.
  `facing_words` asks the encoder for both which words face each other.
- Checks on error spans: `neural_error_span` by the encoder's tagger (`error_spans`); `metric_spans` by COMET (ACC119)
  and by a language model of the user's own (ACC129).
"""
