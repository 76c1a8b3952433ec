"""Many texts of a large file are written in time that grows with their number, not with its square."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from mtqe.formats.programs import fluent, json_i18n, resx, yaml_i18n

NUMBER = 6_000
FILES: dict[str, tuple[Any, str]] = {
    "x.yml": (yaml_i18n, "".join(f"a{n}: b c\n" for n in range(NUMBER))),
    "x.ftl": (fluent, "".join(f"a{n} = b c\n" for n in range(NUMBER))),
    "x.resx": (
        resx,
        "<root>"
        + "".join(f'<data name="a{n}"><value><![CDATA[b c]]></value></data>' for n in range(3 * NUMBER))
        + "</root>",
    ),
    "x.json": (json_i18n, json.dumps({"long": "x" * 20_000_000} | {f"a{n}": "b c" for n in range(NUMBER)})),
}


@pytest.mark.parametrize("name", FILES)
def test_many_edits_take_little_time(name: str) -> None:
    reader, content = FILES[name]
    starts = [unit.source.pieces[0].start for unit in reader.units(content, Path(name)) if unit.source is not None]
    assert len(starts) >= NUMBER
    reader.escape("good", content, starts[0])
    start = time.process_time()
    for at in starts:
        assert reader.escape("good", content, at) == "good"
    assert time.process_time() - start < 1
