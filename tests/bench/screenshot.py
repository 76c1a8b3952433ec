"""Pictures of a report's HTML page for the documentation: `screenshot.py PAGE FOLDER [--dark]`.

Writes report-desktop.png (1280 wide) and report-phone.png (390 wide) with the Chromium on this machine.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "report"))
from browser import chromium

SIZES = {"report-desktop": (1280, 1500), "report-phone": (390, 1100)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", type=Path, help="an HTML page written by mtqe")
    parser.add_argument("folder", type=Path, help="folder for the pictures")
    parser.add_argument("--dark", action="store_true")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    with chromium() as page:
        for name, (width, height) in SIZES.items():
            page.open(arguments.page, width, height, arguments.dark)
            path = arguments.folder / f"{name}.png"
            path.write_bytes(page.picture())
            print(f"{path}  {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
