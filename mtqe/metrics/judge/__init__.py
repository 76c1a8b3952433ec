"""A language model of the user's own, behind an endpoint that speaks the OpenAI protocol, as metric and span finder.

- `judge_metric` is the metric. `inquiry` asks for the judgements of a run, with cache, threads and retries.
- `prompts` says what is asked, `replies` checks what is answered. Both take every text for hostile.
- `endpoint` sends a request. `spending` keeps the budget and the pace.

Nothing here is imported, and nothing is sent, unless the user configures an endpoint and asks for its judgement.
"""
