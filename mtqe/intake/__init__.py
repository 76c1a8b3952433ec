"""From what somebody gives to segments.

- `paths` decides how paths become segments, `texts` how texts do, and `corpus` has what they make. `pairing` says which
  files belong together.
- `length_limit` leaves out segments that are too long to be judged, `translation_memory` asks translation memories.
"""
