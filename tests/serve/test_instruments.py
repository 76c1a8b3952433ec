"""The numbers for Prometheus."""

from __future__ import annotations

import re

from mtqe.serve.instruments import STEPS, Instruments

LINE = re.compile(r'[a-z_]+(\{[a-z]+="[^"\\\n]*"(,[a-z]+="[^"\\\n]*")*\})? [0-9.e+-]+')


def test_numbers_are_in_the_text_format() -> None:
    instruments = Instruments()
    for seconds in (0.004, 0.01, 0.3, 500.0):
        instruments.count_request("/v1/check", 200, seconds)
    instruments.count_request("other", 404, 0.2)
    instruments.count_segments(7)
    lines = instruments.text(3, 2, {"timeout": 1, "crash": 0}).splitlines()
    assert all(LINE.fullmatch(line) for line in lines if not line.startswith("# ")), lines
    values = {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines if not line.startswith("# ")}
    assert values['mtqe_requests_total{route="/v1/check",code="200"}'] == 4
    assert values['mtqe_requests_total{route="other",code="404"}'] == 1
    name = 'mtqe_request_duration_seconds_{}{{route="/v1/check"{}}}'
    buckets = [values[name.format("bucket", f',le="{step}"')] for step in (*STEPS, "+Inf")]
    assert buckets == [2, 2, 2, 2, 2, *([3] * 8), 4], "each bucket also counts those below it"
    assert values[name.format("count", "")] == 4
    assert values[name.format("sum", "")] == 500.314
    assert (values["mtqe_segments_total"], values["mtqe_queue_length"], values["mtqe_workers_ready"]) == (7, 3, 2)
    assert values['mtqe_workers_replaced_total{reason="timeout"}'] == 1


def test_every_family_has_a_type_and_comes_in_one_piece() -> None:
    instruments = Instruments()
    instruments.count_request("/v1/check", 200, 1.0)
    family = ""
    seen = []
    for line in instruments.text(0, 0, {}).splitlines():
        if line.startswith("# HELP "):
            family = line.split()[2]
            seen.append(family)
        elif line.startswith("# TYPE "):
            assert line.split()[2] == family
        else:
            assert line.startswith(family)
    assert len(seen) == len(set(seen)) == 7
