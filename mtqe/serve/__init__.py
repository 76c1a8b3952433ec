"""The HTTP server of `mtqe serve`: pairs come in as JSON, and the report of `mtqe evaluate` goes out.

The process that listens computes nothing: it checks each request and hands it to worker processes, which keep the
models in memory. So a request that takes too long can be stopped, and one that brings a process down harms no other.

- `bounds` has the limits, `refusal` the answers to requests that are not served.
- `bodies` says what a request may hold, `commands` makes the report of it. `worker_process` does this in a process of
  its own, with the messages of `messages`; `pool` keeps these processes.
- `connections` speaks HTTP with patience for slow clients, `incoming` reads bodies, `access` decides who may ask.
- `application` has the addresses, `instruments` the numbers for Prometheus, `openapi` the description of all of it,
  with the schemas of `schemas`. `listening` is how every server of mtqe listens, `server` stops without breaking what
  runs.

Starlette and uvicorn come with the extra `mtqe[serve]`. Only `application`, `connections`, `listening` and `server`
import them.
"""
