"""How ``rareearth report`` grows with the number of figures, against a bare pandas script on the same file.

Writes synthetic figures in the long form, every one with a source, a third of them in words that must be read, and
times whole processes in turn, so that a slow moment hits both. Ratios are what counts: machines are shared.

    python benchmarks/scale.py --runs 5 --sizes 1000 10000 100000
"""

import argparse
import csv
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from startup import compiled, seconds

_COLUMNS = (
    "id", "place", "measure", "period", "publisher", "source", "edition", "series", "effective_date", "published",
    "printed", "kind", "unit", "value_t", "low_t", "high_t", "basis", "stage", "system", "category", "root", "status",
    "verification", "url", "locator",
)  # fmt: skip
_PLACES = ("AUS", "BRA", "CAN", "CHN", "GRL", "IND", "MMR", "RUS", "THA", "USA", "VNM", "ZAF", "TZA", "MDG", "MYS")
#: The question without any of the answer's care: how far apart are the figures of each place?
BARE = """
import sys, pandas as pd
frame = pd.read_csv(sys.argv[1], keep_default_na=False, na_values={"value_t": [""], "low_t": [""], "high_t": [""]})
spans = frame[frame["measure"] == "reserves"].groupby("place")["value_t"].agg(["min", "max"])
spans["fold"] = spans["max"] / spans["min"]
spans.sort_values("fold", ascending=False).to_csv(sys.stdout)
"""


def figures(number: int) -> Iterator[dict[str, str]]:
    """Synthetic rows: a USGS edition for every place, then statements of ledgers and of the press."""
    for at in range(number):
        place, turn = _PLACES[at % len(_PLACES)], at // len(_PLACES)
        tonnes = (1 + at % 97) * 100_000 + turn % 7 * 10_000
        printed, low, high = f"{tonnes:,}", tonnes - 5_000, tonnes + 5_000
        usgs = turn == 0
        source = "usgs-mcs-2026" if usgs else f"paper-{turn % 500}"
        yield {
            "id": f"{source}/{place}/{turn}",
            "place": place,
            "measure": "reserves",
            "period": "2025" if usgs else "",
            "publisher": "U.S. Geological Survey" if usgs else f"Publisher {turn % 50}",
            "source": source,
            "edition": "2026" if usgs else "",
            "series": "usgs-mcs" if usgs else "",
            "effective_date": "" if usgs else f"{2000 + turn % 25}-01-01",
            "published": "2026-02-06" if usgs else f"{2001 + turn % 500 % 25}-03-{1 + turn % 500 % 28:02}",
            "printed": printed if at % 3 else f"{tonnes / 1e6:.2f} million tonnes",
            "kind": "point",
            "unit": "t" if at % 3 else "Mt",
            "value_t": str(tonnes),
            "low_t": str(low),
            "high_t": str(high),
            "basis": "REO" if at % 2 or usgs else "unknown",
            "stage": "recoverable" if at % 5 else "in_place",
            "system": "USGS" if at % 4 or usgs else "CRIRSCO",
            "category": "reserves" if at % 4 or usgs else "probable reserve",
            "root": "usgs-mcs" if usgs else f"ledger-{turn % 200}",
            "status": "published",
            "verification": "secondary",
            "url": f"https://example.org/{source}",
            "locator": f"p. {turn % 300}",
        }


def main() -> None:
    """Measure every size and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    options = parser.parse_args()
    print(f"{'figures':>9}{'report ms':>11}{'bare ms':>9}{'ratio':>7}{'growth':>8}   (median of {options.runs})")
    with tempfile.TemporaryDirectory() as folder:
        environment = compiled(folder)
        before: tuple[int, float] | None = None
        for size in options.sizes:
            path = Path(folder) / f"{size}.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, _COLUMNS, lineterminator="\n")
                writer.writeheader()
                writer.writerows(figures(size))
            ours = ["-m", "rareearth_cli", "report", "--data", str(path), "--only", "-f", "csv"]
            bare = ["-c", BARE, str(path)]
            subprocess.run([sys.executable, *ours], env=environment, stdout=subprocess.DEVNULL, check=True)
            pairs = [(seconds(ours, environment), seconds(bare, environment)) for _ in range(options.runs)]
            report, floor = (statistics.median(column) for column in zip(*pairs, strict=True))
            growth = "" if before is None else f"{report / before[1]:.1f} for {size / before[0]:g}"
            print(f"{size:>9,}{report * 1000:>11.0f}{floor * 1000:>9.0f}{report / floor:>7.2f}  {growth}")
            before = size, report


if __name__ == "__main__":
    main()
