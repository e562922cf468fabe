"""Draws the README's picture: `python docs/pictures.py` writes docs/inspect.svg."""

from __future__ import annotations

import html
import itertools
import re
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console

from flows.settings import Settings
from flows.show_page import InspectOptions, inspect_file

ROOT = Path(__file__).resolve().parents[1]
PAGE = Path("examples/pages/tingyuan-ribao/2025-10-14/01.txt")


CELL = 12.2
"""Width of a cell in the picture, as Rich draws it."""


def main() -> None:
    """Inspect an example page and save what the terminal shows."""
    with Path("/dev/null").open("w") as nowhere:
        console = Console(record=True, width=110, file=nowhere, force_terminal=True, highlight=False)
        inspect_file(PAGE, Settings(), InspectOptions(article=1, why=False), console)
    svg = console.export_svg(title=f"baoku inspect {PAGE}")
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)  # the fonts would come from a foreign host
    svg = re.sub(
        r'<text class="([^"]*)" x="([\d.]+)" y="([\d.]+)" textLength="[\d.]+"([^>]*)>([^<]*)</text>', _runs, svg
    )
    svg = svg.replace("Fira Code", "Noto Sans Mono CJK SC, Noto Sans Mono, DejaVu Sans Mono")
    (ROOT / "docs" / "inspect.svg").write_text("\n".join(map(str.rstrip, svg.splitlines())) + "\n", encoding="utf-8")


def _runs(match: re.Match[str]) -> str:
    """Rich's export counts characters, but a Chinese one takes two cells: place narrow and wide runs apart."""
    style, x, y, rest, escaped = match.groups()
    at, pieces = float(x), []
    for _, run in itertools.groupby(html.unescape(escaped), key=cell_len):
        text = "".join(run)
        length = CELL * cell_len(text)
        shown = html.escape(text).replace(" ", "&#160;")
        pieces.append(f'<text class="{style}" x="{at:.1f}" y="{y}" textLength="{length:.1f}"{rest}>{shown}</text>')
        at += length
    return "".join(pieces)


if __name__ == "__main__":
    main()
