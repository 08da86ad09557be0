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

RAREEARTH = ["-m", "rareearth_cli"]
PANDAS_FLOOR = ["-c", "import click, yaml, rich, pandas"]
CLICK_FLOOR = ["-c", "import click"]

#: Name, command, floor, and the ratio that the project promises.
PAIRS = [
    ("compare russia -f csv", [*RAREEARTH, "compare", "russia", "-f", "csv"], PANDAS_FLOOR, 1.25),
    ("compare --all -f csv", [*RAREEARTH, "compare", "--all", "-f", "csv"], PANDAS_FLOOR, None),
    ("compare russia", [*RAREEARTH, "compare", "russia"], PANDAS_FLOOR, None),
    ("report -f csv", [*RAREEARTH, "report", "-f", "csv"], PANDAS_FLOOR, None),
    ("sources -f csv", [*RAREEARTH, "sources", "-f", "csv"], CLICK_FLOOR, None),
    ("--help", [*RAREEARTH, "--help"], CLICK_FLOOR, 2.0),
]


def seconds(arguments: list[str], environment: dict[str, str]) -> float:
    """Wall time of one process."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, env=environment, check=True)
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
    print(f"{'command':<24}{'median ms':>10}{'floor ms':>10}{'ratio':>8}{'promised':>10}   (median of {runs})")
    with tempfile.TemporaryDirectory() as folder:
        environment = compiled(folder)
        for name, command, floor, promised in PAIRS:
            for warm_up in (command, floor):
                seconds(warm_up, environment)
            times = [(seconds(command, environment), seconds(floor, environment)) for _ in range(runs)]
            ours, theirs = (statistics.median(column) for column in zip(*times, strict=True))
            limit = "" if promised is None else f"{promised:.2f}"
            print(f"{name:<24}{ours * 1000:>10.0f}{theirs * 1000:>10.0f}{ours / theirs:>8.2f}{limit:>10}")


if __name__ == "__main__":
    main()
