"""The next edition: MCS 2026 with small changes, imported as an official release and laid over the record."""

import csv
import io
import json

import pytest

from rareearth_cli.record.tables import Column
from tests.importers.forms import FORMS

RESERVES, OLD, NEW = Column("reserves", "2026"), Column("production", "2025"), Column("production", "2026")
#: What the next edition prints otherwise: Vietnam has no line any more, South Africa is not available.
CHANGES = {
    ("RUS", RESERVES): "3,900,000",
    ("USA", RESERVES): "2,000,000",
    ("AUS", RESERVES): "6,500,000",
    ("ZAF", RESERVES): "NA",
    ("WLD", RESERVES): ">70,000,000",
    ("CHN", NEW): "280,000e",
    ("USA", NEW): "55,000e",
    ("RUS", NEW): "2,700e",
    ("WLD", NEW): "410,000e",
}
DROPPED = "VNM"


@pytest.fixture(scope="module")
def table(bundled):
    found = {}
    for one in bundled.estimates.values():
        if one.id.startswith("usgs-mcs-2026-v1.3/") and one.place != DROPPED:
            if one.measure.value == "reserves":
                found[one.place, RESERVES] = one.quantity.printed
            elif (one.measure.value, one.period) == ("production", "2025"):
                found[one.place, OLD] = found[one.place, NEW] = one.quantity.printed
    return found | CHANGES


@pytest.fixture
def ask(run, tmp_path, table):
    """Import the edition, and answer a question with it laid over the record."""

    def answer(*words, form=2026, changes=()):
        release, own = tmp_path / "MCS2027_Commodities_Data.csv", tmp_path / "next.yaml"
        with release.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(FORMS[form](table | dict(changes), 2027))
        imported = run("import", "usgs", str(release), "--published", "2027-02-03", "-o", str(own))
        assert imported.exit_code == 0, imported.stderr
        return run(*words, "--data", str(own))

    return answer


def flat(result):
    assert (result.exit_code, result.stderr) == (0, "")
    return " ".join(result.stdout.split())


@pytest.mark.parametrize("form", [2025, 2026])
def test_it_is_the_new_baseline_whatever_form_it_has(ask, form):
    assert (
        "U.S. Geological Survey (USGS) 3.9 Mt for 2026, Mineral Commodity Summaries (MCS) 2027 Russian ministry 28.7 Mt"
        in flat(ask("compare", "russia", form=form))
    )


def test_the_part_that_the_ministry_names_still_explains_the_gap(ask):
    """The reserves for 2026 are three years from 1 January 2023 and not more, so that the part is not out of date."""
    found = {
        row["id"]: row
        for row in csv.DictReader(io.StringIO(ask("compare", "russia", "-f", "csv", "--columns", "all").stdout))
    }
    ministry = found["rus-balance-2023"]
    assert (ministry["baseline"], ministry["verdict"]) == ("usgs-mcs-2027/RUS/reserves", "PARTLY_EXPLAINED")
    assert "STALE" not in ministry["flags"]
    same = ask("compare", "russia", "-f", "csv", "--columns", "all", changes=[(("RUS", RESERVES), "3,800,000")])
    found = {row["id"]: row for row in csv.DictReader(io.StringIO(same.stdout))}
    assert found["rus-balance-2023"]["verdict"] == "RECONCILED_BY_SUBSET"


def test_what_it_leaves_out_or_has_no_figure_for_keeps_no_baseline(ask):
    assert "USGS MCS 2027 has no line for Vietnam, so there is no baseline to compare with." in flat(
        ask("compare", "vietnam")
    )
    africa = flat(ask("compare", "south africa"))
    assert "USGS MCS 2027 gives NA (not available) for South Africa, so there is no baseline to compare with." in africa
    assert "The last figure was 860,000 t (usgs-mcs-2026-v1.3)" in africa
    vietnam = flat(ask("history", "vietnam"))
    assert (
        "the oldest figure in our data is 22 Mt (MCS 2019). Editions in our data without a line for it: 2027."
        in vietnam
    )


def test_it_ranks_and_what_usgs_said_elsewhere_of_an_older_edition_does_not(ask):
    document = json.loads(ask("rank", "-f", "json").stdout)
    ranks = {row["place"]: row["rank"] for row in document["ranking"]}
    assert [place for place, rank in ranks.items() if rank] == [
        "CHN", "BRA", "AUS", "RUS", "USA", "GRL", "TZA", "CAN", "MYS",
    ]  # fmt: skip
    (vietnam,) = [row for row in document["ranking"] if row["place"] == "VNM"]
    # Reuters quoted USGS's 3.5 Mt of MCS 2025, which the new edition does not repeat.
    assert (vietnam["best_id"], vietnam["worst_id"]) == ("vnm-monre-2024", "vnm-monre-2024")


def test_its_total_and_its_rest_are_used(ask):
    production = json.loads(ask("rank", "--measure", "production", "-f", "json").stdout)
    # 410,000 less the rows of 403,260, and the 550 of other countries.
    assert (production["total_t"], production["rest_t"]) == (410_000, 410_000 - 403_260 + 550)
    assert {row["place"] for row in production["ranking"] if row["at_best"]} == {
        "THA", "IND", "MDG", "RUS", "BRA", "NGA", "MYS",
    }  # fmt: skip
    assert "Mining No: 68 % in 2026 (USGS)" in flat(ask("share", "china", "--claimed", "95%"))


@pytest.mark.parametrize(
    "words",
    [("report",), ("compare", "--all"), ("compare", "china", "--measure", "production"), ("history", "russia"),
     ("share", "russia"), ("trace", "3.9 Mt"), ("estimates",), ("sources",)],
)  # fmt: skip
def test_every_other_answer_holds_it(ask, words):
    assert ask(*words).exit_code == 0


def test_the_import_says_what_its_rows_leave_over(run, ask, tmp_path):
    ask("places")
    told = run("import", "usgs", str(tmp_path / "MCS2027_Commodities_Data.csv"), "--check")
    assert told.exit_code == 1
    assert "The record holds no edition 2027: all 51 figures" in " ".join(told.stdout.split())
    assert "410,000e printed, the rows add up to 403,300 t, 6,700 t (1.6 %) less than printed" in told.stderr


def test_what_it_repeats_draws_on_the_same_reports_and_what_it_changes_does_not(run, ask, tmp_path):
    same = ask("compare", "russia", "-f", "csv", "--columns", "all", changes=[(("RUS", RESERVES), "3,800,000")])
    found = {row["id"]: row for row in csv.DictReader(io.StringIO(same.stdout))}
    assert "NOT_INDEPENDENT" in found["rus-balance-2023"]["flags"]
    baseline = found["usgs-mcs-2027/RUS/reserves"]
    assert (baseline["draws_on"], baseline["inferred"]) == ("company government", "draws_on")
    changed = ask("compare", "russia", "-f", "csv", "--columns", "all")
    found = {row["id"]: row for row in csv.DictReader(io.StringIO(changed.stdout))}
    assert "NOT_INDEPENDENT" not in found["rus-balance-2023"]["flags"]
    assert found["usgs-mcs-2027/RUS/reserves"]["draws_on"] == ""
    told = run("import", "usgs", str(tmp_path / "MCS2027_Commodities_Data.csv"))
    # The six other figures that draw on reports are changed or left out.
    assert "reserves as in usgs-mcs-2026-v1.3, so that they are taken to draw on the same reports" in told.stderr
    assert "(inferred): BRA, MYS\n" in told.stderr
