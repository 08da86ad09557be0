"""What people read, on the real data: no codes, and no line that is wider than a terminal of 80 columns."""

import re

import pytest
from rich.cells import cell_len

from rareearth_cli.analysis.judge import FLAGS
from rareearth_cli.cli import output_options
from rareearth_cli.model.vocabulary import Size, Verdict
from rareearth_cli.record.load import load_dataset

WIDTH = 80
CODE = re.compile(rf"\b({'|'.join([*Verdict, *FLAGS, *Size])})\b")
PLACES = sorted({estimate.place for estimate in load_dataset().estimates.values()})
SCREENS = [
    "compare --all",
    "compare {place}",
    "compare {place} --measure production",
    "compare {place} --all-statements",
    "compare tomtor",
    "compare mount-weld",
    "compare russia --pairs",
    "compare russia --columns id,ratio",
    "report",
    "report russia",
    "history {place}",
    "history russia --root ru-state-balance",
    "history russia --versions",
    "history china --measure production",
    "rank",
    "rank --all-sources",
    "rank --measure production",
    "rank --using russia=28.7Mt",
    "share {place}",
    "share china --claimed 95%",
    "trace 28.7",
    "trace 12 million tonnes --place russia",
    "trace 694 Mt",
    "estimates",
    "sources",
    "places",
    "cite {source}",
    "convert 13.15Mt --from monazite",
    "convert 100t --from metal --element Nd",
    "validate",
    "import usgs tests/importers/releases/MCS2025_World_Data.csv --check",
]


@pytest.fixture
def terminal(monkeypatch):
    """Lay tables out as for a terminal of 80 columns."""
    monkeypatch.setattr(output_options, "find_terminal_width", lambda: WIDTH)


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_has_no_codes_and_fits_80_columns(run, monkeypatch, pytestconfig, screen):
    monkeypatch.chdir(pytestconfig.rootpath)
    names = PLACES if "{place}" in screen else sorted(load_dataset().sources) if "{source}" in screen else [""]
    for name in names:
        result = run(*screen.format(place=name, source=name).split())
        assert result.exit_code in (0, 1)
        lines = result.stdout.splitlines()
        assert [line for line in lines if CODE.search(line)] == []
        # A citation is one line, to be pasted as a footnote.
        assert [line for line in lines if cell_len(line) > WIDTH and not screen.startswith("cite")] == []


def test_an_explanation_names_the_codes(run):
    assert CODE.search(run("compare", "russia", "--explain").stdout)
