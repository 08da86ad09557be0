"""The tool as a library, as the guide shows it."""

import re
from datetime import date
from pathlib import Path

import pytest

import rareearth_cli
from rareearth_cli import bridges, compare, estimates, load, report
from rareearth_cli.domain.errors import NotOnRecord

GUIDE = Path(__file__).resolve().parent.parent / "docs" / "library.md"


@pytest.fixture(scope="module")
def data():
    return load()


def test_the_examples_of_the_guide_run_and_say_what_they_print(capsys):
    blocks = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, GUIDE.name, "exec"), names)
        expected = "".join(f"{line}\n" for line in re.findall(r"^# prints: (.*)$", block, re.MULTILINE))
        assert capsys.readouterr().out == expected
    assert blocks


def test_a_comparison_is_a_frame_of_numbers_and_texts(data):
    frame = compare(data, "Russland").set_index("id")
    row = frame.loc["rus-balance-2023"]
    assert (row["value_t"], row["ratio"], row["verdict"]) == (28_700_000.0, 7.55, "RECONCILED_BY_SUBSET")
    assert frame["fold"].dtype == "float64"
    assert frame.attrs["query"]["places"] == ["RUS"]
    assert "Consistent with definition" in frame.attrs["summary"]["Russia"]


def test_figures_are_those_of_the_day(data):
    frame = estimates(data, "brazil", as_of=date(2026, 4, 30))
    reserves = frame[frame["measure"] == "reserves"].set_index("source")["value_t"]
    assert reserves.to_dict() == {"usgs-mcs-2026-v1.0": 21_000_000.0, "ei-review-2024": 21_000_000.0}


def test_a_report_has_a_row_a_pair_and_the_bridges_are_records(data):
    frame = report(data, "russia")
    assert frame["unexplained_fold"].dropna().is_monotonic_decreasing
    assert "pairs in 1 place" in frame.attrs["summary"]
    (bridge,) = bridges(data, "russia")
    assert (bridge.whole.value_t, bridge.steps[0].amount_t, bridge.residual_t) == (28_700_000, -24_900_000, 0)


def test_a_place_that_is_none_is_an_error(data):
    with pytest.raises(NotOnRecord, match="did you mean Russia"):
        compare(data, "russsia")


def test_every_public_function_has_its_page():
    page = GUIDE.read_text(encoding="utf-8")
    for name in rareearth_cli.__all__:
        assert f"`{name}(" in page, name
        assert getattr(rareearth_cli, name).__doc__
    with pytest.raises(AttributeError):
        rareearth_cli.nothing  # noqa: B018
