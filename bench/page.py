"""Measures size and speed of the HTML page in a real browser: `page.py [SEGMENTS ...]`, by default 1000 and 20000.

Figures are milliseconds from navigation, or of one action including the layout it causes and the frame that shows it.
The first actions run at once, while most rows are still packed; "unpacked" is the time at which the idle browser has
made elements of all rows. The scroll goes through the page in frames of 900 pixels; the table has the median frame, the
99th percentile and the longest. The processor time of the browser until the page has loaded depends less on other
programs.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "report"))
from browser import Page, chromium
from html_sample import large

from mtqe.report import html

FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
TIMING = """(async () => {
  await FRAMES;
  const n = performance.getEntriesByType("navigation")[0];
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  const elements = document.querySelectorAll("*").length;
  return [paint ? paint.startTime : performance.now(), n.domInteractive, n.loadEventEnd, elements];
})()""".replace("FRAMES", FRAMES)
UNPACKED = """new Promise((done) => {
  const look = () => document.querySelector(".chunk.packed") ? setTimeout(look, 50) : done(performance.now());
  look();
})"""
SCROLL = """new Promise((done) => {
  const frames = [];
  let last = performance.now();
  scrollTo(0, document.getElementById("text").offsetTop);
  const frame = (now) => {
    frames.push(now - last);
    last = now;
    scrollBy(0, 900);
    if (frames.length < 200) return requestAnimationFrame(frame);
    frames.sort((a, b) => a - b);
    return done([frames[100], frames[197], frames[199]]);
  };
  requestAnimationFrame(frame);
})"""
ACTIONS = {
    "severity filter": 'document.querySelector(".chip").click()',
    "clear": 'document.getElementById("clear").click()',
    "only with findings": 'document.getElementById("only").click()',
    "all segments": 'document.getElementById("only").click()',
    "search": 'q.value = "Möwen"; document.getElementById("only").dispatchEvent(new Event("change"))',
    "next finding": 'document.dispatchEvent(new KeyboardEvent("keydown", { key: "j" }))',
    "scroll": "scrollBy(0, 900)",
    "scroll to the middle": "scrollTo(0, document.documentElement.scrollHeight / 2)",
}


def processor_time() -> float:
    """Seconds that the processes below this one have used, where the system has /proc."""
    lines = [path.read_text().rpartition(")") for path in Path("/proc").glob("[0-9]*/stat")]
    stats = {int(head.split(" ", 1)[0]): tail.split() for head, _, tail in lines}
    inside = {os.getpid()}
    while more := {pid for pid, tail in stats.items() if int(tail[1]) in inside} - inside:
        inside |= more
    ticks = sum(int(number) for pid in inside - {os.getpid()} for number in stats[pid][11:13])
    return ticks / os.sysconf("SC_CLK_TCK")


def act(page: Page, action: str) -> float:
    script = f"const t = performance.now(); {action}; document.body.offsetHeight; await {FRAMES};"
    return float(
        page.run(
            f"(async () => {{ const q = document.getElementById('q'); {script} return performance.now() - t; }})()"
        )
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("segments", type=int, nargs="*", default=[1000, 20000], metavar="SEGMENTS")
    sizes = parser.parse_args().segments
    with tempfile.TemporaryDirectory() as folder, chromium() as browser, browser.tab() as page:
        for n in sizes:
            report, path = large(n), Path(folder) / f"{n}.html"
            started = time.perf_counter()
            with path.open("w", encoding="utf-8") as out:
                html.render(report, out)
            seconds = time.perf_counter() - started
            print(f"{n:,} segments: rendered in {seconds:.2f} s, {path.stat().st_size / 1e6:.1f} MB")
            for width in (1280, 390):
                used = processor_time()
                page.open(path, width)
                used = processor_time() - used
                paint, interactive, load, elements = page.run(TIMING)
                print(
                    f"  {width} px: first paint {paint:.0f}, interactive {interactive:.0f}, loaded {load:.0f} ms",
                    end="",
                )
                print(f" ({elements:,} elements, {used:.2f} s of processor time)")
                print("    scroll by frames: {:.0f}, {:.0f}, {:.0f}".format(*page.run(SCROLL)))
                print("    at once:", ", ".join(f"{name} {act(page, action):.0f}" for name, action in ACTIONS.items()))
                page.open(path, width)
                print(f"    unpacked {page.run(UNPACKED):.0f}; then ", end="")
                print(", ".join(f"{name} {act(page, action):.0f}" for name, action in ACTIONS.items()))


if __name__ == "__main__":
    main()
