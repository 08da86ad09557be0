"""How long a command takes against an interpreter that only imports what it needs.

Prints medians and their ratios within one run: machines are shared, so the ratios are what counts. The runs of a
pair alternate, so that a slow moment hits both. Both find their modules compiled, as they are once installed.

    python benchmarks/startup.py --runs 15
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RAREEARTH = ["-m", "rareearth_cli"]
PANDAS_FLOOR = ["-c", "import click, yaml, rich, pandas"]
CLICK_FLOOR = ["-c", "import click"]

#: The largest release there is, beside the checkout where the maintainers keep it.
OFFICIAL = Path(__file__).resolve().parents[2] / "shared" / "usgs" / "MCS2026_Commodities_Data.csv"

Pair = tuple[str, list[str], list[str], float | None]

#: Name, command, floor, and the ratio that the project promises.
PAIRS: list[Pair] = [
    ("compare russia -f csv", [*RAREEARTH, "compare", "russia", "-f", "csv"], PANDAS_FLOOR, 1.25),
    ("compare --all -f csv", [*RAREEARTH, "compare", "--all", "-f", "csv"], PANDAS_FLOOR, None),
    ("compare russia", [*RAREEARTH, "compare", "russia"], PANDAS_FLOOR, None),
    ("report -f csv", [*RAREEARTH, "report", "-f", "csv"], PANDAS_FLOOR, None),
    ("sources -f csv", [*RAREEARTH, "sources", "-f", "csv"], CLICK_FLOOR, None),
    ("--help", [*RAREEARTH, "--help"], CLICK_FLOOR, 2.0),
]


def import_pairs(release: Path) -> list[Pair]:
    """Reading a release of 3 MB, against an interpreter that only lets pandas parse it."""
    floor = ["-c", f"import pandas; pandas.read_csv({str(release)!r}, encoding='cp1252')"]
    command = [*RAREEARTH, "import", "usgs", str(release)]
    return [
        ("import usgs (3 MB)", command, floor, 1.5),
        ("import usgs --check (3 MB)", [*command, "--check", "--version", "1.0"], floor, None),
    ]


def made_up_release(folder: Path) -> Path:
    """A file of the size and form of the release of 2026, with figures that mean nothing."""
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
    path = folder / "MCS2026_made_up.csv"
    path.write_text("\n".join(lines) + "\n", encoding="cp1252")
    return path


def seconds(arguments: list[str], environment: dict[str, str]) -> float:
    """Wall time of one process."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment, check=False
    )
    if done.returncode > 1:  # 1 is "found", which a check may be
        sys.exit(done.stderr.decode())
    return time.perf_counter() - start


def compiled(folder: str) -> dict[str, str]:
    """An environment in which modules are compiled once, into ``folder``, whatever this one forbids."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": folder}


def main() -> None:
    """Measure every pair and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    print(f"{'command':<28}{'median ms':>10}{'floor ms':>10}{'ratio':>8}{'promised':>10}   (median of {runs})")
    with tempfile.TemporaryDirectory() as folder:
        environment = compiled(folder)
        release = OFFICIAL if OFFICIAL.is_file() else made_up_release(Path(folder))
        for name, command, floor, promised in [*PAIRS, *import_pairs(release)]:
            for warm_up in (command, floor):
                seconds(warm_up, environment)
            times = [(seconds(command, environment), seconds(floor, environment)) for _ in range(runs)]
            ours, theirs = (statistics.median(column) for column in zip(*times, strict=True))
            limit = "" if promised is None else f"{promised:.2f}"
            print(f"{name:<28}{ours * 1000:>10.0f}{theirs * 1000:>10.0f}{ours / theirs:>8.2f}{limit:>10}")


if __name__ == "__main__":
    main()
