"""Numbers, amounts, dates and times.

- Checks of values: `number_mismatch`, `numbers_swapped`, `quantity_mismatch`, `date_mismatch`, `time_mismatch`.
- Checks of formats: `foreign_number_format`, `foreign_date_format`.
- `finder` finds the numbers of a text. `digits` reads digits, `number_words` the words of `vocabulary`, `han_numerals`
  Chinese numerals.
- `dates` finds weekdays and dates, `clock` times of day, `quantities` numbers with a unit.
- `number_side` reads the numbers of one side, `matching` pairs those of both sides, and `lost_or_invented` decides
  about numbers without a partner. `implied_numbers` makes some of them minor.
- Special cases: `converted_units` compares measures, `numbered_names` ranks of names, `sport_scores` scores,
  `number_lists` lists and ranges. `swaps` finds two numbers that changed places.
"""
