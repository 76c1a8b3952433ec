"""Numbers, amounts, dates and times.

- Checks of values: `number_mismatch`, `numbers_swapped`, `quantity_mismatch`, `date_mismatch`, `time_mismatch`.
- Checks of formats: `foreign_number_format`, `foreign_date_format`.
- `finder` finds the numbers of a text: `digits` reads figures, `number_words` reads words (`vocabulary` has them),
  `han_numerals` Chinese numerals.
  `dates`, `clock` and `quantities` find weekdays and days, times of day, and what a number counts.
- `matching` pairs the numbers of both sides (`number_side`); `converted_units`, `numbered_names` and `sport_scores` are
  special cases. `lost_or_invented` decides about numbers without a partner. `number_lists` compares lists and ranges,
  `swaps` finds two numbers that changed places.
"""
