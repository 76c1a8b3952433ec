"""Asks for the judgements of a run: from the cache, else from the endpoint, with several requests at once.

Each judgement is stored as soon as it is there, so that a run that was broken off goes on where it stopped. A request
that fails is sent again after a growing and partly random time. If the endpoint cannot be used, or the budget is used
up, no further request is sent.
"""

from __future__ import annotations

import contextlib
import queue
import random
import secrets
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

import msgspec

from mtqe.encoder import devices
from mtqe.errors import ConfigError, MtqeError
from mtqe.machine.cache import Key
from mtqe.metrics.judge import endpoint, prompts, replies, spending
from mtqe.metrics.judge.endpoint import Busy, Endpoint, Refused, Untrusted
from mtqe.metrics.judge.prompts import Task
from mtqe.metrics.judge.replies import Judgement, Unusable, Usage
from mtqe.metrics.judge.spending import Budget, Pace
from mtqe.prose import inert
from mtqe.registry.contracts import Context
from mtqe.settings.config import JudgeConfig

FORMAT = 1
"""Entries: the version of stored judgements; entries of another version are not found."""
FIRST_WAIT = 1.0
"""Seconds: before the second try, at most; each further one waits up to twice as long."""
LONGEST_WAIT = 120.0
"""Seconds: that a server may ask for before the next try; the run stops if it wants more."""
FAILURES = 3
"""Texts: in a row whose requests all failed, after which no further one is sent."""
TRIES = 2
"""Values: answers that are asked for if they cannot be used."""
TOGETHER = 100
"""Entries: stored at once, at most."""
NAME = 100
"""Characters: of the name of a model, as a server gives it, at most."""
BOUNDARY, CODE = 16, 4
"""Bits: random bytes, eight bits each, of the boundary and of the code of a request."""
Texts = tuple[str, str]
Kind = Literal["budget", "endpoint", "answer"]


@dataclass(frozen=True)
class Lack:
    """Why a text has no judgement: the budget is used up, the endpoint failed, or its answer cannot be used."""

    kind: Kind
    why: str


@dataclass
class Counts:
    """What became of the texts of a run; one that was asked about twice counts once.

    Args:
        sent: Texts that were sent.
        stored: Texts whose judgement was in the cache.
        lost: Quotes that could not be located.
    """

    sent: set[Texts] = field(default_factory=set)
    stored: set[Texts] = field(default_factory=set)
    lost: int = 0


@dataclass(frozen=True)
class _Manner:
    """How a request is written: whether it wants a schema, and the field that limits the answer."""

    by_schema: bool
    limit: str


class Inquiry:
    """The questions of a run; its metric and its check share it, and so the budget.

    Args:
        context: The context of the run.

    Raises:
        ConfigError: The configuration has no endpoint or no model, or a value that cannot be used.
    """

    def __init__(self, context: Context) -> None:
        self.settings = context.config.judge
        refuse_unset(self.settings)
        self.counts = Counts()
        self._context = context
        self._note = ""
        self._endpoint: Endpoint | None = None
        self._budget = Budget(self.settings)
        self._stop = threading.Event()
        self._pace = Pace(self.settings.requests_per_minute, self._stop)
        self._stopped: Lack | None = None
        self._failures = 0
        self._lock = threading.Lock()
        self._by_schema = self.settings.response_format != "plain"
        self._schema_works = False
        self._limit = "max_tokens"

    def judgements(self, task: Task, texts: Sequence[Texts], stage: str) -> list[Judgement | Lack]:
        """The judgement of each pair of texts, in order, or why it has none.

        Raises:
            Unavailable: httpx is not installed, or the key is not set.
        """
        known: dict[Texts, Judgement | Lack] = dict(self.stored(task, texts))
        self.counts.stored.update(known)
        new = [pair for pair in dict.fromkeys(texts) if pair not in known]
        try:
            if new:
                with contextlib.closing(Endpoint(self.settings)) as self._endpoint:
                    for done, (pair, outcome) in enumerate(self._asked(task, new), 1):
                        known[pair] = outcome
                        self._context.progress(stage, done, len(new))
        finally:  # what was sent is said, whatever happened
            self.counts.lost += sum(one.lost for one in known.values() if isinstance(one, Judgement))
            self._write_note()
        return [known[pair] for pair in texts]

    def stored(self, task: Task, texts: Sequence[Texts]) -> Iterator[tuple[Texts, Judgement]]:
        """The pairs whose judgement is in the cache, with it."""
        if self._context.cache is None:
            return
        key = self._key(task)
        addresses = {key.of(*pair): pair for pair in texts}
        for address, data in self._context.cache.get(key, list(addresses)).items():
            try:
                yield addresses[address], msgspec.msgpack.decode(data, type=Judgement)
            except msgspec.DecodeError:
                continue

    def expected(self, task: Task, texts: Texts) -> Usage:
        """An estimate of the tokens of a question, and the greatest number of those of its answer."""
        body = prompts.body(
            self._messages(task, texts, "0" * 2 * BOUNDARY, "0" * 2 * CODE), "", 0, ("", 0), task.schema
        )
        return Usage(spending.tokens(body), self.settings.answer_tokens)

    @property
    def budget(self) -> Budget:
        """The budget of the run."""
        return self._budget

    def _key(self, task: Task) -> Key:
        settings = self.settings
        inputs = {
            "url": settings.url.rstrip("/"),
            "model": settings.model,
            "temperature": settings.temperature,
            "response_format": settings.response_format,
            "prompt": task.version,
            "format": FORMAT,
            "languages": [self._context.source_lang, self._context.target_lang],
        }
        return Key("judge", inputs)

    def _messages(
        self, task: Task, texts: Texts, boundary: str, code: str, again: bool = False
    ) -> list[dict[str, str]]:
        langs = (self._context.source_lang, self._context.target_lang)
        return prompts.messages(task, texts, langs, boundary, code, again)

    def _asked(self, task: Task, new: Sequence[Texts]) -> Iterator[tuple[Texts, Judgement | Lack]]:
        """The outcome of each pair, as it comes; judgements are stored. Threads send the requests."""
        jobs: queue.SimpleQueue[Texts] = queue.SimpleQueue()
        done: queue.SimpleQueue[tuple[Texts, Judgement | Lack | Exception]] = queue.SimpleQueue()
        for pair in new:
            jobs.put(pair)

        def work() -> None:
            while True:
                try:
                    pair = jobs.get_nowait()
                except queue.Empty:
                    return
                try:
                    done.put((pair, self._stopped or self._ask(task, pair)))
                except Exception as error:  # raised again where the outcomes are read
                    done.put((pair, error))

        for _ in range(min(self.settings.concurrency, len(new))):
            threading.Thread(target=work, daemon=True).start()
        left = len(new)
        try:
            while left:
                batch = [done.get()]
                while len(batch) < TOGETHER and not done.empty():
                    batch.append(done.get())
                left -= len(batch)
                self._store(task, batch)
                for pair, outcome in batch:
                    if isinstance(outcome, Exception):
                        raise outcome
                    yield pair, outcome
        finally:
            if left:  # interrupted: no thread sends anything more
                self._stop_with(Lack("endpoint", "the run was interrupted"))

    def _store(self, task: Task, batch: Sequence[tuple[Texts, Judgement | Lack | Exception]]) -> None:
        if self._context.cache is not None:
            key = self._key(task)
            encode = msgspec.msgpack.encode
            rows = {key.of(*pair): encode(one) for pair, one in batch if isinstance(one, Judgement)}
            self._context.cache.put(key, rows)

    def _ask(self, task: Task, texts: Texts) -> Judgement | Lack:
        """Ask about a pair of texts, once more if the answer cannot be used."""
        why = ""
        for attempt in range(TRIES):
            code, boundary = secrets.token_hex(CODE), secrets.token_hex(BOUNDARY)
            outcome = self._sent(task, texts, (boundary, code, attempt > 0))
            if isinstance(outcome, Lack):
                return outcome
            try:
                answer = replies.envelope(outcome)
                return replies.read(task, answer.content, code, texts, self._served(answer.model or ""))
            except Unusable as error:
                why = str(error)
        return Lack("answer", why)

    def _served(self, model: str) -> str:
        """The name of a model, as the server gives it, for a report."""
        assert self._endpoint is not None
        return inert(self._endpoint.masked(model))[:NAME]

    def _sent(self, task: Task, texts: Texts, words: tuple[str, str, bool]) -> bytes | Lack:
        """Send a question, again and again if it fails. The body of the answer, or why there is none."""
        estimate = self.expected(task, texts)
        why = ""
        attempt = 0
        while attempt <= self.settings.retries:
            self._pace.wait()
            if (lack := self._stopped or self._held(estimate)) is not None:
                return lack
            asked = _Manner(self._by_schema, self._limit)
            try:
                return self._post(task, texts, words, asked, estimate)
            except Busy as busy:
                why = str(busy)
                if (wait := self._wait(busy, attempt)) is None:
                    return self._stop_with(Lack("endpoint", f"{why} and asks clients to wait for {busy.wait:.0f} s"))
                attempt += 1
                if attempt <= self.settings.retries:
                    self._stop.wait(wait)
            except Refused as refused:
                if not self._adapted(refused, asked):
                    return self._failed(Lack("answer", str(refused)))
            except MtqeError as error:
                return self._stop_with(Lack("endpoint", str(error)))
        tries = f"after {attempt} tries" if attempt > 1 else "at the only try"
        return self._failed(Lack("endpoint", f"{why}, {tries}"))

    def _held(self, estimate: Usage) -> Lack | None:
        """Hold an estimate of a request; why it must not be sent, if so."""
        if not self._budget.hold(estimate):
            return self._stop_with(Lack("budget", "the budget in [judge] is used up"))
        if self._stopped:  # while this thread waited
            self._budget.settle(estimate, Usage(0, 0))
        return self._stopped

    def _post(self, task: Task, texts: Texts, words: tuple[str, str, bool], manner: _Manner, estimate: Usage) -> bytes:
        """Send a question once, and pay for it."""
        assert self._endpoint is not None
        settings, (boundary, code, again) = self.settings, words
        wish = prompts.response_format(task) if manner.by_schema else None
        messages = self._messages(task, texts, boundary, code, again)
        limit = (manner.limit, settings.answer_tokens)
        used, sent = Usage(0, 0), True
        before = texts in self.counts.sent
        self.counts.sent.add(texts)  # now: the run may end while the request is on its way
        try:
            data = self._endpoint.post(prompts.body(messages, settings.model, settings.temperature, limit, wish))
            used = _used(data, estimate)
        except Busy as busy:
            used, sent = estimate if busy.paid else used, busy.sent
            raise
        except Refused as refused:
            used = estimate if refused.paid else used
            raise
        except Untrusted:
            sent = False
            raise
        finally:
            if not sent and not before:
                self.counts.sent.discard(texts)
            self._budget.settle(estimate, used)
        with self._lock:
            self._failures = 0
            self._schema_works = self._schema_works or manner.by_schema
        return data

    def _wait(self, busy: Busy, attempt: int) -> float | None:
        """The seconds before the next try; `None` if the server wants more than there may be."""
        if busy.wait is not None:
            if busy.wait > LONGEST_WAIT:
                return None
            self._pace.pause(busy.wait)
        most = min(FIRST_WAIT * float(2**attempt), LONGEST_WAIT)
        return (busy.wait or 0.0) + most * random.uniform(0.5, 1.0)

    def _adapted(self, refused: Refused, asked: _Manner) -> bool:
        """Whether the next request is another one, because the server lacks what this one asked for."""
        if refused.paid:
            return False
        with self._lock:
            if "max_completion_tokens" in refused.told and asked.limit == "max_tokens":
                self._limit = "max_completion_tokens"
                return True
            if not asked.by_schema or self.settings.response_format != "auto" or self._schema_works:
                return False
            self._by_schema = False
            return True

    def _failed(self, lack: Lack) -> Lack:
        """Count a text whose requests all failed; several in a row are the end of the run."""
        with self._lock:
            self._failures += 1
            several = self._failures >= FAILURES
        return self._stop_with(Lack("endpoint", lack.why)) if several else lack

    def _stop_with(self, lack: Lack) -> Lack:
        with self._lock:
            self._stopped = self._stopped or lack
        self._stop.set()
        return lack

    def _write_note(self) -> None:
        """Say in the notes of the run what was sent, and what it cost; later questions renew the note."""
        notes, counts, spent = devices.log(self._context), self.counts, self._budget.spent
        if self._note in notes:
            notes.remove(self._note)
        sent, stored = len(counts.sent), len(counts.stored - counts.sent)
        to = f"were sent to {endpoint.host(self.settings)}"
        said = [f"the texts of {sent:,} segment{'s' * (sent != 1)} {to}"] if sent else []
        said += [f"the judgements of {stored:,} came from the cache and nothing of them was sent"] if stored else []
        if sent:
            price = self._budget.cost(spent)
            cost = f", which cost {price:,.4f} at the prices in [judge]" if price else ""
            said.append(f"{spent.prompt_tokens:,} + {spent.completion_tokens:,} tokens were used{cost}")
        if counts.lost:
            said.append(f"{counts.lost:,} of its quotes were dropped, because they are not in the text exactly once")
        self._note = f"judge {self.settings.model}: {'; '.join(said)}"
        notes += [self._note] if said else []


def refuse_unset(settings: JudgeConfig) -> None:
    """Reject a configuration without an endpoint.

    Raises:
        ConfigError: So it is.
    """
    lacking = [name for name in ("url", "model") if not getattr(settings, name)]
    if lacking:
        raise ConfigError(
            f"judge.{lacking[0]} is not set",
            "set judge.url and judge.model to an OpenAI-compatible endpoint of yours; mtqe serve uses none",
        )


def inquiry(context: Context) -> Inquiry:
    """The questions of a run."""
    return context.run_memo.once(Inquiry, lambda: Inquiry(context))


def _used(data: bytes, estimate: Usage) -> Usage:
    """The tokens that the server counted; if it counted none, those of an estimate."""
    try:
        counted = replies.envelope(data).counted
    except Unusable:
        return estimate
    return counted or Usage(estimate.prompt_tokens, spending.tokens(data))
