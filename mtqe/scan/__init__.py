"""Judges a corpus of any length in constant memory: chunk after chunk, each with the ordinary pipeline.

- `chunks` cuts a stream of segments. `assessment` assesses a chunk: a function of the chunk and the settings alone, so
  that every engine gives the same results. `states` has what a chunk leaves for the summary.
- `folder` keeps the results on disk, chunk by chunk, so that a scan that was killed goes on. `local` is the engine on
  this machine, `worker` one of its processes. `ray_engine` is the one on a cluster of Ray, `ray_driver` the process
  that talks with the cluster. `recipes` is for programs that hold the corpus themselves.
- `driver` does the whole scan. `summary` puts the states together, `scores` the scores. `overview` shows the
  summary in a terminal and as a page.
- `pace` says how long it takes.
"""
