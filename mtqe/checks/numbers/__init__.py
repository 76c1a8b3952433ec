"""Numbers, amounts, dates and times.

- Checks of values: `number_mismatch`, `numbers_swapped`, `quantity_mismatch`, `date_mismatch`, `time_mismatch`.
- Checks of formats: `foreign_number_format`, `foreign_date_format`.
- `finder` finds the numbers of a text. `digits` reads digits, `number_words` the words of `vocabulary`, `inside_words`
  words with a number inside, `han_numerals` Chinese numerals.
- For languages without number words, `cldr_words` has the words of CLDR, and `plain_figures` reads the figures.
- `dates` finds weekdays and dates, `clock` times of day, `day_periods` words such as *morning*, `quantities` numbers
  with a unit (`prefixed_units` has names that CLDR lacks), `percent_words` words for percent, `calendars` years of
  other calendars, `months_as_days` months that are counted in days.
- `number_side` reads the numbers of one side, `matching` pairs those of both sides, and `lost_or_invented` decides
  about numbers without a partner. `suggested_numbers` writes the right one.
- Special cases: `signs` compares minus signs, `converted_units` measures, `converted_money` sums, `left_out_magnitudes`
  figures such as the *19* of *48 million, of them 19*, `kept_magnitudes` letters such as those of *£125m*,
  `undotted_days` dates that look like decimals, `undivided_times` times such as *0430*, `race_times` those such as
  *6:04.83*, `people_by_age` counts and their sum, `spoken_times` times, ages and shares that count from another point,
  `times_before_numbers` times that seem to be the factor of the next word, `numbered_names` ranks of names,
  `number_lists` lists and ranges. `swaps` finds two numbers that changed places, unless `kept_order` explains their
  order. `moved_numbers` finds numbers that moved to another sentence, `number_series` texts whose numbers became names.
"""
