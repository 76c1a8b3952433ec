"""Scripts that measure: each prints the figures of one page or docstring, from data that it takes as arguments."""
