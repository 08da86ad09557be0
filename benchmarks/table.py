"""How long commands take against what they cannot do without, and what memory they need.

One table of medians and their ratios within one run: machines are shared, so the ratios are what counts. The runs of
a command and of what it is held against alternate, so that a slow moment hits both, and both find their modules
compiled, as they are once installed.

    benchmarks/run --runs 15
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from synthetic import write_figures, write_release

RAREEARTH = ("-m", "rareearth_cli")
LIGHT = ("-c", "import click, yaml")
FLOOR = ("-c", "import click, yaml, rich, pandas")
RUSSIA = (*RAREEARTH, "compare", "russia", "-f", "csv")
#: The question without any of the answer's care: how far apart are the figures of each place?
BARE = """
import sys, pandas as pd
frame = pd.read_csv(sys.argv[1], keep_default_na=False, na_values={"value_t": [""], "low_t": [""], "high_t": [""]})
spans = frame[frame["measure"] == "reserves"].groupby("place")["value_t"].agg(["min", "max"])
spans["fold"] = spans["max"] / spans["min"]
spans.sort_values("fold", ascending=False).to_csv(sys.stdout)
"""
PARSED = "import pandas, sys; pandas.read_csv(sys.argv[1], encoding='cp1252')"
#: The largest release there is, beside the checkout where the maintainers keep it.
OFFICIAL = Path(__file__).resolve().parents[2] / "shared" / "usgs" / "MCS2026_Commodities_Data.csv"


class Case(NamedTuple):
    """A command, what it is held against, and the ratio that the project promises."""

    name: str
    command: tuple[str, ...]
    against: str
    floor: tuple[str, ...]
    promised: float | None = None
    variables: tuple[tuple[str, str], ...] = ()


class Run(NamedTuple):
    """One process: wall time in seconds, and the most memory that it held, in MiB."""

    seconds: float
    memory: float


def cases(folder: Path, sizes: list[int]) -> list[Case]:
    """Everything that is measured; synthetic files are written into ``folder``."""
    complete = (
        ("_RAREEARTH_COMPLETE", "bash_complete"),
        ("COMP_WORDS", "rareearth cite usgs"),
        ("COMP_CWORD", "2"),
    )
    release = OFFICIAL if OFFICIAL.is_file() else write_release(folder / "MCS2026_made_up.csv")
    fixed = [
        Case("--help", (*RAREEARTH, "--help"), "import click, yaml", LIGHT, 1.6),
        Case("completion", RAREEARTH, "import click, yaml", LIGHT, 3.0, complete),
        Case("sources -f csv", (*RAREEARTH, "sources", "-f", "csv"), "import click, yaml", LIGHT),
        Case("compare russia -f csv", RUSSIA, "import pandas", FLOOR, 1.25),
        Case("compare russia", (*RAREEARTH, "compare", "russia"), "import pandas", FLOOR),
        Case("compare --all -f csv", (*RAREEARTH, "compare", "--all", "-f", "csv"), "compare russia", RUSSIA, 1.3),
        Case("report -f csv", (*RAREEARTH, "report", "-f", "csv"), "compare russia", RUSSIA),
        Case(
            "import usgs (3 MB)", (*RAREEARTH, "import", "usgs", str(release)), "read_csv", ("-c", PARSED, str(release))
        ),
    ]
    return fixed + [_report(write_figures(folder / f"{size}.csv", size), size) for size in sizes]


def _report(path: Path, size: int) -> Case:
    command = (*RAREEARTH, "report", "--data", str(path), "--only", "-f", "csv")
    return Case(f"report of {size:,}", command, "bare script", ("-c", BARE, str(path)), 3.0)


def run(arguments: tuple[str, ...], environment: dict[str, str]) -> Run:
    """One process from start to end."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment
    )
    said = process.stderr.read() if process.stderr else b""
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode > 1:  # 1 is "found", which a check may be
        sys.exit(said.decode())
    # Linux counts in KiB, macOS in bytes.
    return Run(time.perf_counter() - start, used.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10))


def compiled(folder: Path) -> dict[str, str]:
    """An environment in which modules are compiled once, into ``folder``, whatever this one forbids."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(folder / "compiled")}


def measured(case: Case, environment: dict[str, str], runs: int) -> tuple[Run, Run]:
    """The medians of a command and of what it is held against, run in turn."""
    own = {**environment, **dict(case.variables)}
    run(case.command, own), run(case.floor, environment)  # to warm up
    pairs = [(run(case.command, own), run(case.floor, environment)) for _ in range(runs)]
    ours, theirs = (Run(*map(statistics.median, zip(*side, strict=True))) for side in zip(*pairs, strict=True))
    return ours, theirs


def main() -> None:
    """Measure every case and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    options = parser.parse_args()
    print(f"medians of {options.runs} runs, Python {sys.version.split()[0]}")
    print(f"{'command':<22}{'ms':>7}  {'against':<19}{'ms':>6}{'ratio':>7}{'promised':>10}{'MiB':>6}{'of':>6}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = compiled(folder)
        for case in cases(folder, options.sizes):
            ours, theirs = measured(case, environment, options.runs)
            promised = "" if case.promised is None else f"{case.promised:.2f}"
            ratio = ours.seconds / theirs.seconds
            print(
                f"{case.name:<22}{ours.seconds * 1000:>7.0f}  {case.against:<19}{theirs.seconds * 1000:>6.0f}"
                f"{ratio:>7.2f}{promised:>10}{ours.memory:>6.0f}{theirs.memory:>6.0f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
