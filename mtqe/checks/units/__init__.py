"""Errors that the facts of a unit show: what the file of a translation tool or program says beside the text.

`form_texts` compares the texts of a plural for `plural_forms` (MRK118).

`edge_spaces` (MRK124) and `lost_signs` (MRK125) look at texts with a key only.

A unit is what such a file holds: a message, an entry, a form of a plural. Its facts are in the meta of the segment.
"""
