"""Ranges and bounds, wherever amounts are shown, subtracted, ranked and divided: their ends are what is printed."""

import csv
import io
import json

import pytest

HEAD = "id,place,measure,printed,period,publisher,series,source,edition,published,basis,stage,system,category\n"
USGS = "U.S. Geological Survey,usgs-mcs,u26,2026,2026-02-01,REO,recoverable,USGS,reserves"
OTHER = "Somebody,,other,,2026-03-01,REO,recoverable,USGS,reserves"
LIST = "id,place,measure,printed,period,publisher,series,source,edition,published\n"
EDITION = "U.S. Geological Survey,usgs-mcs,u26,2026,2026-02-01"


@pytest.fixture
def ask(run, write):
    def question(text, *command):
        said = run(*command, "--data", write(text, "own.csv"), "--only")
        assert said.exit_code in (0, 1), said.stderr
        return said.stdout

    return question


def pair(printed, base="8 Mt"):
    return HEAD + f"a,NOR,reserves,{base},2025,{USGS}\nb,NOR,reserves,{printed},2025,{OTHER}\n"


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("10 to 12 Mt", "10–12 Mt"),
        ("20 to 25 Mt", "20–25 Mt"),
        ("100 to 134 Mt", "100–134 Mt"),
        ("5 to 10 Mt", "5–10 Mt"),
    ],
)
def test_both_ends_of_a_range_are_shown_as_printed(ask, printed, shown):
    assert shown in ask(pair(printed), "compare", "norway")


@pytest.mark.parametrize(
    ("printed", "base", "shown", "gap"),
    [
        ("5 to 10 Mt", "8 Mt", "5–10", ""),  # 8 lies within
        ("9 to 10 Mt", "8 Mt", "9–10", "1"),
        ("8 to 9 Mt", "1 to 2 Mt", "8–9", "6"),
        ("1 to 2 Mt", "8 to 9 Mt", "1–2", "6"),
        ("more than 3 Mt", "8 Mt", ">3", ""),
    ],
)
def test_a_report_gives_the_least_gap_and_never_one_that_is_not(ask, printed, base, shown, gap):
    lines = ask(pair(printed, base), "report").splitlines()
    (line,) = [line for line in lines if line.startswith("Norway")]
    cells = [cell for cell in line.split("  ") if cell.strip()]
    # The place, the year and who says it come first.
    assert cells[3].strip() == shown
    numbers = [cell.strip() for cell in cells[6:-1]]
    assert (numbers[0] if numbers else "").lstrip("≥") == gap


def listed(total, *rows):
    lines = [f"{place.lower()},{place},reserves,{printed},2025,{EDITION}\n" for place, printed in rows]
    return LIST + "".join(lines) + f"w,WLD,reserves,{total},2025,{EDITION}\n"


def test_what_a_list_leaves_of_a_range_is_a_range(ask):
    text = listed("20 to 30 Mt", ("CHN", "8 Mt"), ("RUS", "4 Mt"), ("USA", "3 Mt"))
    shown = ask(text, "rank")
    # 15 Mt are listed: the rest is 5 to 15 Mt, and one country may have more than 8
    assert "countries without a row of their own have 5.0 Mt to 15 Mt together" in " ".join(shown.split())
    assert "at best 1  China" in shown
    (one,) = [json.loads(ask(text, "share", "russia", "-f", "json"))["concentration"]][0][:1]
    # of 30 Mt, 15 of one country: (64 + 16 + 9 + 225) / 900; of 30 Mt, spread: (64 + 16 + 9) / 900
    assert (one["hhi_low"], one["hhi_high"]) == (989, 3489)


def test_a_bound_as_a_row_leaves_the_most_that_it_can(ask):
    text = listed("101 Mt", ("CHN", "at most 90 Mt"), ("RUS", "10 Mt"))
    # China may have nothing, so that 91 Mt may be those of one country
    rows = {
        row["place"]: row for row in csv.DictReader(io.StringIO(ask(text, "rank", "-f", "csv", "--columns", "all")))
    }
    assert "at best 2  Russia" in ask(text, "rank")
    assert rows["RUS"]["rank"] == "2"


def test_a_range_in_a_ranking_is_shown_as_one(ask):
    assert "20–90" in ask(listed("101 Mt", ("CHN", "20 to 90 Mt"), ("RUS", "30 Mt")), "rank")


def test_a_share_of_all_fits_the_claim_of_all(ask):
    text = "place,measure,share_of,printed,period,publisher\nCHN,share,refining,100 %,2024,Somebody\n"
    assert "Refining  Yes: 100 % in 2024" in ask(text, "share", "china", "--claimed", "100%")


def test_no_static_life_is_divided_by_a_bound(ask):
    mined = "".join(
        f"p{year},USA,production,{printed},{year},{EDITION}\n"
        for year, printed in (("2022", "1000 t"), ("2023", "1000 t"), ("2024", "1000 t"), ("2025", "more than 40 kt"))
    )
    text = listed("20 Mt", ("USA", "2 Mt")) + mined
    assert "would last about" not in ask(text, "share", "usa")


def test_a_superseded_total_is_found_where_there_is_no_list(ask):
    text = LIST + f"a,WLD,reserves,120 Mt,2025,{EDITION}\n"
    text += "b,WLD,reserves,100 Mt,2024,U.S. Geological Survey,usgs-mcs,u25,2025,2025-02-01\n"
    assert "World, reserves, for 2024: 100 Mt" in " ".join(ask(text, "trace", "100Mt").split())


def test_two_categories_of_an_edition_are_both_its_history(ask):
    head = "id,place,measure,printed,period,publisher,series,source,edition,published,system,category\n"
    rows = [
        f"{edition}{category[0]},NOR,resources,{printed},{edition},Geologists,gn,g{edition},{edition},{edition}-05-01,"
        f"CRIRSCO,{category}\n"
        for edition, category, printed in (
            ("2024", "measured", "3 Mt"),
            ("2024", "indicated", "10 Mt"),
            ("2025", "measured", "4 Mt"),
            ("2025", "indicated", "12 Mt"),
        )
    ]
    for order in (rows, rows[::-1]):
        shown = ask(head + "".join(order), "history", "norway", "--series", "gn", "--measure", "resources")
        assert all(printed in shown for printed in ("3 Mt", "10 Mt", "4 Mt", "12 Mt"))


def test_a_release_that_breaks_off_lacks_figures(run, tmp_path):
    from tests.importers.test_forms import RELEASES

    whole = (RELEASES / "mcs2024-raree_world.csv").read_text(encoding="utf-8-sig").splitlines()
    cut = tmp_path / "mcs2024-raree_world.csv"
    cut.write_text("\n".join(line.rsplit(",", 6)[0] for line in whole), encoding="utf-8")
    record = tmp_path / "record.yaml"
    record.write_text(run("import", "usgs", RELEASES / "mcs2024-raree_world.csv").stdout, encoding="utf-8")
    said = run("import", "usgs", cut, "--check", "--data", record, "--only", "-f", "csv")
    assert said.exit_code == 1
    assert "missing" in said.stdout
