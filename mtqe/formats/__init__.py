"""Readers and writers of files, one file a format.

- `documents`: one side of running text. `tables`: pairs in tables and records. `exchange`: files of translation tools.
  `programs`: texts of programs by key. `captions`: subtitles. `test_sets`: those of the research. `termbases`: terms.
  `ratings`: what people said of translations.
- `dispatch` finds the reader of a file; `endings` says which endings it may have; `language_choice` chooses a language.
- `streams` reads files and data sets of any size, segment by segment; `text_stream` reads text files block by block.
- Shared by readers: `files` reads any file strictly, `zip_guard` refuses Office files that are too large when unpacked,
  and `office_parts` has those of their parts that are beside the main text.
  `values` keeps the place of each text in its file; `json_places` and `xml_places` read JSON and XML with the place of
  each character, `xml_windows` XML of any size. `raw_places` finds the texts of a document in its file, `kept_space`
  refuses texts of which a format would not keep the white space.
  `records` makes segments from records, `unread` finds what no text of a reader has, `left_out` says what readers left
  out of a text.
- `candidates`: candidate translations for ranking.
"""
