"""Files that translation tools exchange, with their inline codes.

- `xliff` (`xliff_1`, `xliff_2`) and `tmx` (`tmx_codes`); `beads` writes alignments.
- `xml_values` makes values of XML, `code_kinds` tells the kind of a code.
"""
