"""COMET through unbabel-comet.

- `metric` is the metric. `cached_scorer` reads stored results. `network` loads the model, and `prediction` scores new
  samples in batches.
- `placement` decides between CPU and GPU. `model_files` finds a model on this machine. `download` fetches a model;
  nothing else uses the internet.
"""
