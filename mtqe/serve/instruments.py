"""Numbers for Prometheus, in its text format: https://prometheus.io/docs/instrumenting/exposition_formats/."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from mtqe.version import VERSION

STEPS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0)
"""Seconds: upper limits of the durations that are counted together."""
TYPE = "text/plain; version=0.0.4; charset=utf-8"
Labels = Mapping[str, str]


class Instruments:
    """The counters of a server since its start."""

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, str]] = Counter()
        self._durations: dict[str, list[int]] = {}
        self._seconds: dict[str, float] = {}
        self._segments = 0

    def count_request(self, route: str, status: int, seconds: float) -> None:
        """Count an answer.

        Args:
            route: The address as the server knows it; never what a client wrote.
            status: Status of HTTP.
            seconds: Time from the headers of the request to the end of the answer.
        """
        self._requests[route, str(status)] += 1
        self._durations.setdefault(route, [0] * (len(STEPS) + 1))[bisect_left(STEPS, seconds)] += 1
        self._seconds[route] = self._seconds.get(route, 0.0) + seconds

    def count_segments(self, number: int) -> None:
        """Count the segments of a report."""
        self._segments += number

    def text(self, waiting: int, ready: int, lost: Mapping[str, int]) -> str:
        """All numbers."""
        requests = [({"route": route, "code": code}, number) for (route, code), number in self._requests.items()]
        parts = (
            _family("mtqe_build_info", "gauge", "Version of mtqe.", [({"version": VERSION}, 1)]),
            _family("mtqe_requests_total", "counter", "Answered requests.", requests),
            self._histogram(),
            _family("mtqe_segments_total", "counter", "Segments in reports.", [({}, self._segments)]),
            _family("mtqe_queue_length", "gauge", "Requests that wait for a worker.", [({}, waiting)]),
            _family("mtqe_workers_ready", "gauge", "Workers that have loaded the models.", [({}, ready)]),
            _family(
                "mtqe_workers_replaced_total",
                "counter",
                "Workers that were replaced.",
                [({"reason": reason}, number) for reason, number in lost.items()],
            ),
        )
        return "".join(f"{line}\n" for part in parts for line in part)

    def _histogram(self) -> Iterator[str]:
        name = "mtqe_request_duration_seconds"
        yield from _family(name, "histogram", "Time from the headers of a request to the end of the answer.", ())
        for route, numbers in self._durations.items():
            below = 0
            for step, number in zip((*STEPS, "+Inf"), numbers, strict=True):
                below += number
                yield _sample(f"{name}_bucket", {"route": route, "le": str(step)}, below)
            yield _sample(f"{name}_sum", {"route": route}, self._seconds[route])
            yield _sample(f"{name}_count", {"route": route}, below)


def _family(name: str, kind: str, what: str, samples: Iterable[tuple[Labels, float]]) -> Iterator[str]:
    yield f"# HELP {name} {what}"
    yield f"# TYPE {name} {kind}"
    for labels, value in samples:
        yield _sample(name, labels, value)


def _sample(name: str, labels: Labels, value: float) -> str:
    """A line; the labels are our own words, which need no escapes."""
    shown = ",".join(f'{key}="{word}"' for key, word in labels.items())
    return f"{name}{{{shown}}} {value}" if shown else f"{name} {value}"
