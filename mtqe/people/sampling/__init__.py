"""Chooses the segments that people should rate, and estimates the quality of all segments from their ratings.

- `population` has the segments with what is predicted of them, `drawing` draws a stratified sample, and `sample_files`
  has its file, which the review page reads.
- `estimation` estimates from ratings, `rating_values` matches ratings with the sample, `sample_views` writes both.
"""
