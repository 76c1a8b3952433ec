"""What people say of translations, and what is said to them.

- `raters` sets ratings beside the checks and metrics of reports.
- `sampling` chooses segments for people to rate, and estimates quality from the ratings.
- `triage` says each finding in one English sentence.
"""
