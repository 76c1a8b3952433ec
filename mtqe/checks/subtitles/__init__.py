"""Subtitles: their times, and whether viewers can read them in that time. Only segments with times are judged.

- `subtitle_times` compares the times of both sides (MRK120).
- `readable_subtitles` checks the reading speed and the length of lines (MRK121, MRK122).
- `cue_seconds` makes the facts of their examples.
"""
