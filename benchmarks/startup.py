"""How long a command takes against an interpreter that only imports what it needs.

Prints medians and their ratios within one run: machines are shared, so the ratios are what counts. The runs of a
pair alternate, so that a slow moment hits both. Measure an installed package, whose modules are compiled: an
interpreter that may not write bytecode compiles a checkout anew at every start.

    python benchmarks/startup.py --runs 15
"""

import argparse
import statistics
import subprocess
import sys
import time

RAREEARTH = ["-m", "rareearth_cli"]
PANDAS_FLOOR = ["-c", "import click, yaml, rich, pandas"]
CLICK_FLOOR = ["-c", "import click"]

#: Name, command, floor, and the ratio that the project promises.
PAIRS = [
    ("compare russia -f csv", [*RAREEARTH, "compare", "russia", "-f", "csv"], PANDAS_FLOOR, 1.25),
    ("compare --all -f csv", [*RAREEARTH, "compare", "--all", "-f", "csv"], PANDAS_FLOOR, None),
    ("compare russia", [*RAREEARTH, "compare", "russia"], PANDAS_FLOOR, None),
    ("sources -f csv", [*RAREEARTH, "sources", "-f", "csv"], CLICK_FLOOR, None),
    ("--help", [*RAREEARTH, "--help"], CLICK_FLOOR, 2.0),
]


def seconds(arguments: list[str]) -> float:
    """Wall time of one process."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def main() -> None:
    """Measure every pair and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    print(f"{'command':<24}{'median ms':>10}{'floor ms':>10}{'ratio':>8}{'promised':>10}   (median of {runs})")
    for name, command, floor, promised in PAIRS:
        for warm_up in (command, floor):
            seconds(warm_up)
        times = [(seconds(command), seconds(floor)) for _ in range(runs)]
        ours, theirs = (statistics.median(column) for column in zip(*times, strict=True))
        limit = "" if promised is None else f"{promised:.2f}"
        print(f"{name:<24}{ours * 1000:>10.0f}{theirs * 1000:>10.0f}{ours / theirs:>8.2f}{limit:>10}")


if __name__ == "__main__":
    main()
