"""What mtqe asks of the machine that it runs on.

- `bounded_read` reads files that may have no end.
- `time_limit` stops work that takes too much time.
- `memo` keeps values in memory, for a run or for the settings of a scan.
- `word_table` reads a large dictionary from a file without loading it; `prepared_value` keeps what takes long to make.
- `cache` keeps scores on this machine, and `workers` spreads work over its cores.
"""
