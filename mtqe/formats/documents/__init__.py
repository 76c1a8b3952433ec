"""One side of a document: blocks of running text, with their inline codes.

- `text` is plain text, `lines` text with a segment on each line, `docx` a Word document, `markdown` Markdown
  (`front_matter`, `liquid`), `html` a web page.
- Of pages: `html_content` says what their content is, `html_pieces` joins it with the main text (`html_search`),
  `html_inline` reads markup, `inline_text` builds texts with inline codes, `html_guard` refuses pages that
  are too large or too deep, `html_unread` finds what was not read, `html_values` the values that are no texts.
"""
