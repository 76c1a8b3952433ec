"""Names of people, places and organisations. The check is `name_mismatch`.

- `finder` finds the names of a text, `software_manuals` decides about those of a manual.
- `matching` pairs the names of both sides; `counterparts` looks for the counterpart of a name. They use `equivalents`
  (one name in different languages), `atlas` (places), `spelling_similarity`, and `pinyin` and `pinyin_sound`
  (Chinese names).
- `exchanged` finds names that became another name, in any script. `hearing` recognises a name by its consonants, and
  `renderings` learns from a document how its translation writes the names.
  `transcribed` does so in other scripts than Latin, by letters and vowels, and `strangers` finds names that nothing in
  the English text explains. `copied` compares the letters of names, where a translation copies them.
- `document` combines the mismatches of a document.

`swapped_roles` (ACC128) compares the order of two names around a verb. It uses `role_nouns` (nouns in place of names),
`role_pronouns` (pronouns of the other sex) and `role_words` (words that show another relation).
"""
