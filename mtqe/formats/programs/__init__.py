"""Texts of programs and web pages, mostly one language in a file with a key for each text.

- `keyed` joins two files of one language each. `text_tree` makes units of nested keys, `choices` of messages with
  branches, `piped` of plural forms between bars; `escapes` has what several share. `changed_values` finds numbers that
  a translation changes.
- Of gettext: `po` (`po_syntax`, `po_plurals`), `po_keys`. Of Android: `android` (`android_text`). Of Apple:
  `apple_strings`, `stringsdict` (`plist`), `xcstrings`. Of Java: `properties`. Of .NET: `resx`.
- On the web: `json_i18n`, `arb`, `yaml_i18n` (`yaml_places`). Of Mozilla: `fluent` (`fluent_patterns`).
"""
