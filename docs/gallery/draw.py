"""The pictures of docs/gallery.md, drawn from the data that ship with the tool: python docs/gallery/draw.py."""

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

DOCS = Path(__file__).resolve().parent.parent


class Example(NamedTuple):
    """A picture: its command, the name of its file, and what it shows."""

    command: str
    name: str
    title: str
    text: str


EXAMPLES = (
    Example(
        "compare russia",
        "russia",
        "One place: who says what, and the bridge between them",
        "A dot is a figure, a line the interval that its digits allow, an arrow a bound. The waterfall leads from\n"
        "the whole to its reported part and on to the baseline; the fill of a step shows its evidence, and a step\n"
        "without a figure is hatched over the whole axis.",
    ),
    Example(
        "compare china",
        "china",
        "Bounds and parts",
        "At most 89 million tonnes is a bound and no figure; 27 of them are called proven.",
    ),
    Example(
        "share china",
        "china-shares",
        "Shares by what they are shares of",
        "Of reserves, of mining, of refining, of magnets: each is a question of its own.",
    ),
    Example(
        "history russia",
        "russia-history",
        "A history, with its breaks",
        "Editions from top to bottom; a cross is a step that mining cannot account for.",
    ),
    Example(
        "rank",
        "rank",
        "The world ranking",
        "A bar a place by the newest USGS edition; the line reaches to what else is current of the same place.",
    ),
    Example("compare --all", "all", "All places", "The baseline of each, and the figure that is compared with it."),
    Example(
        "report",
        "report",
        "All discrepancies",
        "Each figure as a multiple of its baseline, by what can be said of the gap.",
    ),
)

HEAD = """\
# Gallery

Charts, drawn by `python docs/gallery/draw.py` from the data that ship with the tool. SVG keeps its text as text;
`-o NAME.png` gives PNG. The HTML page (`-o NAME.html`) has the same charts and follows the width and the
colours of its reader, and `-o NAME.xlsx` is the same answer for a spreadsheet.
"""


def page() -> str:
    """The text of docs/gallery.md."""
    parts = [HEAD]
    for one in EXAMPLES:
        shown = f"```\nrareearth {one.command} -o {one.name}.svg\n```"
        parts.append(f"## {one.title}\n\n{one.text}\n\n{shown}\n\n![{one.title}](gallery/{one.name}.svg)\n")
    return "\n".join(parts)


def main() -> None:
    """Write the page and draw its pictures."""
    (DOCS / "gallery").mkdir(exist_ok=True)
    for one in EXAMPLES:
        path = DOCS / "gallery" / f"{one.name}.svg"
        subprocess.run([sys.executable, "-m", "rareearth_cli", *one.command.split(), "-o", path], check=True)
    (DOCS / "gallery.md").write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
