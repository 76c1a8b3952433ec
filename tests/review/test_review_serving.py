"""A real `mtqe review`: who may ask, what is refused, and that nothing which was saved is ever lost."""

from __future__ import annotations

import random
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from reviewed import Running, make_report
from test_review_results import CRITICAL, called

BLANK = {"decisions": {}, "errors": [], "looked": False, "score": None, "edited": None, "note": "", "seconds": 0.0}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("review")
    make_report(folder)
    server = Running(folder, "report.json", "--rater", "ana", "--segments", "1")
    yield server
    assert server.stop() == 0


def test_the_token_becomes_a_cookie(running: Running) -> None:
    reply = running.ask("GET", f"/?token={running.token}", cookie=False)
    assert (reply.status, reply.headers["location"]) == (303, "/")
    name, *rest = reply.headers["set-cookie"].split("; ")
    assert name.startswith(f"mtqe-review-{running.port}=") and rest == ["Path=/", "HttpOnly", "SameSite=Strict"]
    assert running.token not in name
    page = running.ask("GET", "/")
    assert page.status == 200 and running.token not in page.body.decode()
    for answer in (reply, page):
        assert answer.headers["referrer-policy"] == "no-referrer" and answer.headers["cache-control"] == "no-store"
        assert (
            answer.headers["x-frame-options"] == "DENY"
            and "frame-ancestors" in answer.headers["content-security-policy"]
        )


@pytest.mark.parametrize("path", ["/", "/?token=", "/?token=wrong", "/?token=%F0%9F%8E%89", "/entries"])
def test_strangers_are_refused(running: Running, path: str) -> None:
    reply = running.ask("GET", path, cookie=False)
    assert reply.status == 403 and "content-security-policy" in reply.headers
    if path.startswith("/?") or path == "/":
        assert reply.headers["content-type"].startswith("text/html") and b"<script" not in reply.body
    else:
        assert "token" in reply.error


@pytest.mark.parametrize(
    "cookie", ["", "mtqe-review-{port}=x", "mtqe-review-{port}={token}", "mtqe-review={token}", "x=é"]
)
def test_another_cookie_is_no_cookie(running: Running, cookie: str) -> None:
    cookie = cookie.format(port=running.port, token=running.token).encode("latin-1", "replace").decode("latin-1")
    assert running.ask("GET", "/entries", headers={"Cookie": cookie}).status == 403


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "localhost.evil:{port}", "[::1]:{port}"]
)
def test_another_host_is_refused(running: Running, host: str) -> None:
    host = host.format(port=running.port)
    for path in ("/", "/entries", f"/?token={running.token}"):
        reply = running.ask("GET", path, headers={"Host": host})
        assert reply.status == 403 and b"Host" in reply.body and "set-cookie" not in reply.headers


def test_localhost_is_this_machine(running: Running) -> None:
    assert running.ask("GET", "/entries", headers={"Host": f"localhost:{running.port}"}).status == 200


@pytest.mark.parametrize(
    "origin",
    ["", "null", "http://evil.example", "https://127.0.0.1:{port}", "http://127.0.0.1:1", "http://localhost:{port}"],
)
@pytest.mark.parametrize(("method", "path"), [("PUT", "/entries/0"), ("POST", "/finish")])
def test_a_change_comes_from_the_page(running: Running, origin: str, method: str, path: str) -> None:
    reply = running.ask(method, path, {"revision": 0, "entry": None}, {"Origin": origin.format(port=running.port)})
    assert reply.status == 403 and "not from the page of the review" in reply.error


@pytest.mark.parametrize("kind", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_form_of_another_page_is_refused(running: Running, kind: str) -> None:
    assert running.ask("PUT", "/entries/0", {"revision": 0, "entry": None}, {"Content-Type": kind}).status == 415


def test_a_change_and_its_revisions(running: Running) -> None:
    start = running.ask("GET", "/entries").json
    assert running.put("2", 0, {"score": 50}).json == {"revision": 1}
    assert running.put("2", 0, {"score": 50}).json == {"revision": 1}  # sent again
    late = running.put("2", 0, {"score": 60})
    assert late.status == 409
    assert late.json == {
        "error": "another window has changed this segment", "hint": "see what it says now",
        "revision": 1, "entry": {**BLANK, "score": 50},
    }  # fmt: skip
    assert running.sheet["entries"]["2"]["score"] == 50 and running.sheet["revisions"] == {"2": 1}
    assert running.sheet["rater"] == "ana" and running.sheet["walk"] == ["1", "2", "0"]
    assert running.put("2", 1, None).json == {"revision": 2}
    end = running.ask("GET", "/entries").json
    assert (end["revision"], end["revisions"], end["entries"]) == (start["revision"] + 2, {"2": 2}, {})


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [
        (b"", 422, "truncated"),
        (b"{", 422, "truncated"),
        (b"[]", 422, "Expected `object`"),
        (b'{"revision": 0}', 422, "missing required field `entry`"),
        (b'{"revision": "0", "entry": null}', 422, "revision: Expected `int`"),
        (b'{"revision": 0, "entry": {"score": NaN}}', 422, "malformed"),
        (b'{"revision": 0, "entry": {"score": 1e999}}', 422, "out of range"),
        (b'{"revision": 0, "entry": {"note": "\\ud800"}}', 422, ""),
        (b'{"revision": 0, "entry": {"note": "\xff"}}', 422, ""),
        (b'{"revision": 0, "entry": ' + b"[" * 100_000, 422, ""),
        (b'{"revision": 0, "entry": {"edited": "' + b"x" * 2**20 + b'"}}', 422, "length <= 200000"),
        (b'{"revision": 0, "entry": {"edited": "' + b"x" * 2**21 + b'"}}', 413, "more than 2,097,152 bytes"),
    ],
)
def test_a_body_that_is_refused(running: Running, body: bytes, status: int, error: str) -> None:
    reply = running.ask("PUT", "/entries/1", body)
    assert reply.status == status and error in reply.error
    assert "1" not in running.ask("GET", "/entries").json["entries"]


@pytest.mark.parametrize("key", ["3", "-1", "x", "01", "%2e%2e", "1/2", "%00"])
def test_a_key_that_does_not_exist(running: Running, key: str) -> None:
    assert running.put(key, 0, {"score": 1}).status == 404


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/nope", 404), ("DELETE", "/entries/1", 405), ("POST", "/", 405)]
)
def test_what_is_not_there(running: Running, method: str, path: str, status: int) -> None:
    reply = running.ask(method, path, headers={"Origin": running.origin})
    assert reply.status == status and reply.error == f"the review does not know {method} {path}"


def test_two_windows_at_once(running: Running) -> None:
    """Of many changes at once each is either saved or told to be late; none is lost and none is doubled."""
    codes: list[int] = []

    def work(number: int) -> None:
        for turn in range(5):
            while True:
                now = running.ask("GET", "/entries").json["revisions"].get("0", 0)
                code = running.put("0", now, {"note": f"{number} {turn}"}).status
                codes.append(code)
                if code == 200:
                    break

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes.count(200) == 20 == running.ask("GET", "/entries").json["revisions"]["0"]
    assert set(codes) <= {200, 409}


def test_ctrl_c_says_what_is_saved_and_the_same_command_goes_on(tmp_path: Path, start: Callable[..., Running]) -> None:
    make_report(tmp_path)
    first = start("report.json", "--rater", "ana")
    assert first.put("1", 0, {"score": 7}).status == 200
    assert first.stop(signal.SIGINT) == 0
    assert first.log[0] == "ana reviews report.json: 2 segments of 3 to look at\n"
    assert first.log[-2] == "saved: 1 segment in report.review/ana.jsonl; run the same command to continue\n"
    assert "".join(first.log[-1:]).startswith("next: write the results, on the page or with mtqe review report.json")
    second = start("report.json", "--rater", "ana")
    assert "1 reviewed already" in second.log[0]
    assert second.sheet["entries"]["1"]["score"] == 7
    assert second.put("1", 1, {"score": 8}).json == {"revision": 2}
    assert second.stop(signal.SIGTERM) == 0


def test_kill_9_loses_nothing_that_was_said_to_be_saved(tmp_path: Path, start: Callable[..., Running]) -> None:
    make_report(tmp_path)
    running, chance = start("report.json", "--rater", "ana"), random.Random(7)
    saved: dict[str, int] = {}
    counts: dict[str, int] = {}
    timer = threading.Timer(0.05 + 0.2 * chance.random(), running.process.kill)
    timer.start()
    tried: tuple[str, int] | None = None
    for number in range(100_000):
        tried = key, _ = chance.choice("012"), number
        try:
            reply = running.put(key, counts.get(key, 0), {"score": number % 100, "note": str(number)})
        except OSError:
            break
        except Exception as error:  # the answer was cut off
            assert "HTTP" in type(error).__mro__[1].__name__ or "Incomplete" in type(error).__name__
            break
        assert reply.status == 200
        saved[key], counts[key] = number, counts.get(key, 0) + 1
    timer.join()
    running.process.wait()
    again = start("report.json", "--rater", "ana")
    there = {key: int(entry["note"]) for key, entry in again.ask("GET", "/entries").json["entries"].items()}
    assert tried is not None and there in (saved, saved | dict([tried]))


def test_finish_writes_and_may_be_called_again(tmp_path: Path, start: Callable[..., Running]) -> None:
    make_report(tmp_path)
    running = start("report.json", "--rater", "ana")
    assert running.finish() == {
        "written": [],
        "notes": ["no segment has been reviewed yet, so nothing was written"],
    }
    running.put("1", 0, {**called(CRITICAL, "tolerated", "old"), "edited": "Es hatte 12 Tonnen."})
    written = running.finish()
    assert [(Path(one["path"]).name, one["what"]) for one in written["written"]] == [
        ("ana.ratings.jsonl", "ratings of ana"),
        ("ana.marot.tsv", "ratings of ana for Marot"),
        ("ana.esa.jsonl", "ratings of ana as ESA"),
        ("text.de.reviewed.txt", "translation"),
        ("mtqe-suppressions.toml", "1 accepted finding"),
    ]
    assert written["notes"] == []
    copy = tmp_path / "report.review/text.de.reviewed.txt"
    assert copy.read_text() == "Ein Schiff kam.\nEs hatte 12 Tonnen.\nDas Ende .\n"
    running.put("1", 1, {**called(CRITICAL, "tolerated", "old"), "edited": "Es wog 12 Tonnen."})
    again = running.finish()
    assert [Path(one["path"]).name for one in again["written"]][-1] == "text.de.reviewed.txt"  # accepted once only
    assert "Es wog 12 Tonnen." in copy.read_text() and "21" in (tmp_path / "text.de.txt").read_text()
    (tmp_path / "text.de.txt").write_text("changed\n")
    assert running.finish()["written"][-1]["what"] == "translation"  # the text that was reviewed is known
    running.put("1", 2, called(CRITICAL, "error"))
    assert running.finish()["notes"] == [
        "segment 2: ACC101 a-acc101 is accepted in mtqe-suppressions.toml, but ana calls it an error; remove its entry"
    ]
    assert running.stop() == 0
    assert running.log[-1] == "next: mtqe agreement report.json report.review\n"


def test_two_raters_at_once(tmp_path: Path, start: Callable[..., Running]) -> None:
    make_report(tmp_path)
    ana, ben = start("report.json", "--rater", "ana"), start("report.json", "--rater", "ben")
    assert ana.port != ben.port and ben.ask("GET", "/entries", headers={"Cookie": ana.cookie}).status == 403
    ana.put("0", 0, {"edited": "Ein einziges Schiff kam."})
    ben.put("1", 0, {**called(CRITICAL, "error"), "edited": "Es hatte 12 Tonnen."})
    ana.put("1", 0, called(CRITICAL, "tolerated", "old"))
    done = ana.finish()
    assert done["notes"] == ["segment 2: ACC101 a-acc101 is not accepted: ana accepts it, ben calls it an error"]
    assert not (tmp_path / "mtqe-suppressions.toml").exists()
    ben.finish()
    text = (tmp_path / "report.review/text.de.reviewed.txt").read_text()
    assert text == "Ein einziges Schiff kam.\nEs hatte 12 Tonnen.\nDas Ende .\n"
    ratings = {path.name for path in (tmp_path / "report.review").glob("*.ratings.jsonl")}
    assert ratings == {"ana.ratings.jsonl", "ben.ratings.jsonl"}
