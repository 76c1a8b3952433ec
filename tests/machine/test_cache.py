"""The score cache: what is found again, what never is, and what becomes of damage."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mtqe.cli import run
from mtqe.machine import cache
from mtqe.machine.cache import FILE, Key, Store

KEY = Key("test", {"model": "a"})
Captured = pytest.CaptureFixture[str]


def entries(count: int, start: int = 0) -> dict[bytes, bytes]:
    return {KEY.of(f"text {number}"): f"value {number}".encode() for number in range(start, start + count)}


def test_nothing_is_made_before_it_is_used(own_cache: Path) -> None:
    store = Store()
    assert not own_cache.exists()
    assert store.get(KEY, [KEY.of("a")]) == {}
    assert (own_cache / FILE).is_file()


def test_values_are_found_again_by_their_key_alone(own_cache: Path) -> None:
    many = entries(1203)
    Store().put(KEY, many)
    later = Store()
    assert later.get(KEY, list(many)) == many
    assert later.get(KEY, [KEY.of("text 1203")]) == {}
    assert later.notes == []


def test_whatever_a_value_depends_on_makes_another_key() -> None:
    same = Key("test", {"model": "a", "dtype": "fp32"})
    assert same.of("x") == Key("test", {"dtype": "fp32", "model": "a"}).of("x")
    texts = [("a", "bc"), ("ab", "c"), ("abc",), ("abc", ""), ("abc", None), ("a", "b", "c"), ("a", "1:c"), ("\ud800",)]
    keys = [same.of(*some) for some in texts]
    keys += [Key("other", {"model": "a", "dtype": "fp32"}).of("abc")]
    keys += [Key("test", {"model": value, "dtype": "fp32"}).of("abc") for value in ("b", "a ", 1, None)]
    assert len(set(keys)) == len(keys)


def test_a_changed_entry_is_dropped_and_told(own_cache: Path) -> None:
    Store().put(KEY, entries(3))
    first, second, third = entries(3)
    with sqlite3.connect(own_cache / FILE) as db:
        db.execute("UPDATE entries SET value = ? WHERE key = ?", (b"value 9", first))
        db.execute("UPDATE entries SET key = ? WHERE key = ?", (KEY.of("another"), second))
    db.close()
    store = Store()
    assert store.get(KEY, [first, second, third, KEY.of("another")]) == {third: b"value 2"}
    assert store.notes == ["the score cache had 2 damaged entries of test; they were recomputed"]
    assert cache.info().entries == {"test": 1}
    assert cache.info().damage is None


def garbage(path: Path) -> None:
    path.write_bytes(b"this is no database at all" * 100)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def zeroed(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:] = bytes(len(data) - 4096)
    path.write_bytes(data)


def another_table(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE entries (something)")
        db.execute(f"PRAGMA user_version = {cache.FORMAT}")
    db.close()


@pytest.mark.parametrize("damage", [garbage, cut_short, zeroed, another_table])
def test_a_damaged_file_is_begun_anew(damage: Callable[[Path], None], own_cache: Path) -> None:
    many = entries(2000)
    Store().put(KEY, many)
    damage(own_cache / FILE)
    assert cache.info().damage
    store = Store()
    found = store.get(KEY, list(many))
    store.put(KEY, many)
    assert found.items() <= many.items()
    assert len(store.notes) == 1
    assert f"score cache {own_cache / FILE} was damaged" in store.notes[0]
    assert store.notes[0].endswith("and was created again")
    assert Store().get(KEY, list(many)) == many
    assert cache.info().damage is None


def test_a_file_of_another_format_is_begun_anew(own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store().put(KEY, entries(1))
    monkeypatch.setattr(cache, "FORMAT", cache.FORMAT + 1)
    store = Store()
    assert store.get(KEY, list(entries(1))) == {}
    assert store.notes == []


def test_a_folder_that_cannot_be_used_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("MTQE_CACHE_DIR", str(tmp_path / "file"))
    store = Store()
    store.put(KEY, entries(1))
    store.put(KEY, entries(1))
    assert store.get(KEY, list(entries(1))) == {}
    (note,) = store.notes
    assert note.startswith(f"cannot use the score cache in {tmp_path / 'file'}: ")
    assert note.endswith("set MTQE_CACHE_DIR to a writable folder, or give --no-cache")


def test_several_processes_write_at_once(own_cache: Path) -> None:
    code = (
        "import sys\nfrom mtqe.machine.cache import Key, Store\nstore, key = Store(), Key('test', {'model': 'a'})\n"
        "for number in range(int(sys.argv[1]), int(sys.argv[1]) + 20):\n"
        "    store.put(key, {key.of(f'text {number}'): f'value {number}'.encode()})\n"
        "    assert store.get(key, [key.of(f'text {number}')])\n"
        "assert store.notes == [], store.notes\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, str(start)]) for start in range(0, 80, 20)]
    assert [process.wait() for process in running] == [0] * 4
    assert Store().get(KEY, list(entries(80))) == entries(80)


def test_the_least_used_entries_go(own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "LIMIT", 85_000)
    monkeypatch.setattr(cache, "_today", lambda: 100)
    Store().put(KEY, entries(400))
    monkeypatch.setattr(cache, "_today", lambda: 101)
    kept = list(entries(100))
    Store().get(KEY, kept)
    Store().put(KEY, entries(400, 400))
    found = Store().get(KEY, list(entries(800)))
    assert 0 < len(found) < 800
    assert set(kept) <= set(found)
    assert set(entries(400, 400)) <= set(found)


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {}, "{home}/.cache/mtqe"),
        ("linux", {"XDG_CACHE_HOME": "/caches"}, "/caches/mtqe"),
        ("linux", {"XDG_CACHE_HOME": "relative"}, "{home}/.cache/mtqe"),
        ("linux", {"XDG_CACHE_HOME": "/caches", "MTQE_CACHE_DIR": "/own"}, "/own"),
        ("darwin", {}, "{home}/Library/Caches/mtqe"),
    ],
)
def test_where_it_is(
    platform: str, variables: dict[str, str], expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("MTQE_CACHE_DIR", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(sys, "platform", platform)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert cache.folder() == Path(expected.format(home=tmp_path))


def test_instruction_sets_are_read_from_the_kernels_table(tmp_path: Path) -> None:
    table = tmp_path / "cpuinfo"
    table.write_text("processor\t: 0\nflags\t\t: fpu sse avx2 avx512_bf16 amx_bf16 lm\n", encoding="utf-8")
    assert cache.instructions(table) == {"avx2", "avx512_bf16", "amx_bf16"}
    assert cache.instructions(tmp_path / "none") == set()


def test_code_that_changes_makes_another_hash() -> None:
    assert (
        len({cache.code("machine/cache.py"), cache.code("language/words.py"), cache.code("encoder"), cache.code()}) == 4
    )


# --- the command ------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("own_prepared")
def test_info_prune_and_clear(own_cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    assert run(["cache", "info"]) == 0
    assert capsys.readouterr().out == f"{own_cache / FILE}  empty\n"
    monkeypatch.setattr(cache, "_today", lambda: 100)
    Store().put(KEY, entries(30))
    monkeypatch.setattr(cache, "_today", lambda: 150)
    Store().put(Key("other", {}), {b"0" * 32: b"new"})
    assert run(["cache", "info", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["entries"] == {"other": 1, "test": 30}
    assert (found["oldest"], found["damage"]) == (50, None)
    assert run(["cache", "prune", "--days", "51"]) == 0
    assert run(["cache", "prune", "--days", "50"]) == 0
    assert capsys.readouterr().out == (
        "deleted 0 entries not used for 51 days\ndeleted 30 entries not used for 50 days\n"
    )
    assert run(["cache", "clear"]) == 0
    assert cache.info().entries == {}
    assert run(["cache", "prune", "--days", "0"]) == 2


def test_prune_keeps_the_entries_used_last_within_a_size(
    own_cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    large = {KEY.of(str(number)): bytes(100_000) for number in range(30)}
    monkeypatch.setattr(cache, "_today", lambda: 100)
    Store().put(KEY, large)
    monkeypatch.setattr(cache, "_today", lambda: 101)
    used = list(large)[3:8]
    Store().get(KEY, used)
    assert run(["cache", "prune", "--size", "4"]) == 0
    assert run(["cache", "prune", "--size", "1"]) == 0
    assert capsys.readouterr().out == (
        "deleted 0 entries not used for 90 days, or above 4 MB\n"
        "deleted 21 entries not used for 90 days, or above 1 MB\n"
    )
    assert set(Store().get(KEY, list(large))) == {*used, *list(large)[-4:]}
    assert cache.info().size < 1_100_000


@pytest.mark.usefixtures("own_prepared")
def test_the_command_and_a_damaged_file(own_cache: Path, capsys: Captured) -> None:
    Store().put(KEY, entries(3))
    garbage(own_cache / FILE)
    assert run(["cache", "info"]) == 3
    assert "damaged: file is not a database" in capsys.readouterr().out
    assert run(["cache", "prune"]) == 3
    assert "reset it with: mtqe cache clear" in capsys.readouterr().err
    assert run(["cache", "clear"]) == 0
    assert run(["cache", "info"]) == 0
