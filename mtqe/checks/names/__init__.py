"""Names of people, places and organisations. The check is `name_mismatch`.

- `finder` finds the names of a text, `software_manuals` those of a manual, `dateline` the place that a report begins
  with.
- `matching` pairs the names of both sides, `counterparts` says what the other side has of a name. They use
  `equivalents` (one name in many languages), `atlas` and `gazetteer` (places), `spelling_similarity`, `pinyin` and
  `pinyin_sound` (Chinese names).
- `document` weighs each finding with the rest of the document, `spellings` finds one name spelled in two ways, and
  `echo` asks the encoder whether anything in the translation answers a name.
"""
