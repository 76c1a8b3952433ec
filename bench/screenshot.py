"""Pictures for the documentation, with the Chromium on this machine: `screenshot.py PAGE FOLDER [--dark]`.

Writes report-desktop.png (1280 wide) and report-phone.png (390 wide) of a report's HTML page. With `--notebook`, PAGE
is examples/notebook.ipynb: its first report is evaluated, and notebook.png (900 wide) shows the cards of it. With
`--review`, PAGE is the page of a review, and review-desktop.png and review-phone.png show it.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from browser import chromium

NOTEBOOK = (900, 665)
SIZES = {"report-desktop": (1280, 1500), "report-phone": (390, 1100)}
REVIEW = {"review-desktop": (1280, 800), "review-phone": (390, 844)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", type=Path, help="an HTML page written by mtqe")
    parser.add_argument("folder", type=Path, help="folder for the pictures")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--notebook", action="store_true", help="PAGE is a notebook")
    parser.add_argument("--review", action="store_true", help="PAGE is the page of a review")
    parser.add_argument("--press", default="", help="keys of one letter to press first")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    if arguments.notebook:
        picture_of_notebook(arguments.page, arguments.folder, arguments.dark)
        return
    with chromium() as browser, browser.tab() as page:
        for name, (width, height) in (REVIEW if arguments.review else SIZES).items():
            page.open(arguments.page, width, height, arguments.dark)
            for key in arguments.press:
                page.press(key)
            path = arguments.folder / f"{name}.png"
            path.write_bytes(page.picture())
            print(f"{path}  {path.stat().st_size / 1000:.0f} kB")


def picture_of_notebook(notebook: Path, folder: Path, dark: bool) -> None:
    """Run the cells up to the first report, and take a picture of its cards."""
    names: dict[str, Any] = {}
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code" and "report" not in names:
            exec("".join(cell["source"]), names)
    with tempfile.TemporaryDirectory() as place, chromium() as browser, browser.tab() as page:
        view = Path(place) / "cards.html"
        view.write_text(f'<!DOCTYPE html><meta charset="utf-8"><body>{names["report"]._repr_html_()}', encoding="utf-8")
        page.open(view, *NOTEBOOK, dark)
        (folder / "notebook.png").write_bytes(page.picture())


if __name__ == "__main__":
    main()
