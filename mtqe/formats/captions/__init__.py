"""Subtitles: `srt` and `vtt`; `cues` has what they share."""
