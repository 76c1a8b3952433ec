"""From what somebody gives to segments.

- `inputs` describes what is given, `reading` reads it, and `corpus` has what it makes. `sides` is for texts with sides,
  `paths` for many pairs of files, `texts` decides whether lines belong together or sentences are aligned, and
  `read_once` keeps what was read. `pairing` says which files belong together.
- `time_bounds` limits the time that reading takes, `length_limit` leaves out segments that are too long to be judged,
  and `translation_memory` asks translation memories.
"""
