"""Synthetic files to measure on: figures in the long form, and a release of the size of an official one."""

import csv
from collections.abc import Iterator
from pathlib import Path

_COLUMNS = (
    "id", "place", "measure", "period", "publisher", "source", "edition", "series", "effective_date", "published",
    "printed", "kind", "unit", "value_t", "low_t", "high_t", "basis", "stage", "system", "category", "root", "status",
    "verification", "url", "locator",
)  # fmt: skip
_PLACES = ("AUS", "BRA", "CAN", "CHN", "GRL", "IND", "MMR", "RUS", "THA", "USA", "VNM", "ZAF", "TZA", "MDG", "MYS")


def write_figures(path: Path, number: int) -> Path:
    """Write figures in the long form, every one with a source, a third of them in words that must be read."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, _COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(_figures(number))
    return path


def write_release(path: Path) -> Path:
    """Write a file of the size and form of the release of 2026, with figures that mean nothing."""
    note = "(Data in metric tons, rare-earth-oxide (REO) equivalent, unless otherwise specified) — " + "words " * 32
    title = "MCS chapter,Section,Commodity,Country,Statistics,Statistics_detail,Unit,Year,Value,Notes,Other notes"
    section = "World Mine Production and Reserves"
    countries = ("Brazil", "China", "India", "Russia", "Vietnam")
    lines = [title]
    for number in range(8_886):
        of = "Rare Earths" if number < 50 else f"Commodity {number // 100}"
        year, country = 2024 + number % 2, countries[number // 2 % 5]
        what = "Production,Mine production" if number < 10 else "Import,Imports"
        lines.append(
            f'{of.upper()},{section},{of},{country},{what},metric tons,{year},"{number + 1:,}",Estimated.,"{note}"'
        )
    path.write_text("\n".join(lines) + "\n", encoding="cp1252")
    return path


def _figures(number: int) -> Iterator[dict[str, str]]:
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
