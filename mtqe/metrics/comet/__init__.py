"""COMET through unbabel-comet.

- `metric` is the metric. `cached_scorer` asks the cache first and `network` for the rest; `prediction` makes batches.
- `model_files` finds a model on this machine. `download` fetches one, and nothing else uses the internet.
"""
