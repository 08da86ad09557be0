"""What must not change an answer: laws over the whole record, at twenty days of its history.

Each law changes the record as CSV, asks the same questions, and compares the answers with those of the record as it is.
"""

from datetime import date
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest

from rareearth_cli.analysis.listings import list_estimates
from rareearth_cli.commands.rank.query import rank_places
from rareearth_cli.commands.report.query import report_discrepancies
from rareearth_cli.commands.share.query import list_shares
from rareearth_cli.model.errors import NotOnRecord
from rareearth_cli.model.questions import Question, RankQuestion, ShareQuestion
from rareearth_cli.record.load import load_dataset

ID_COLUMNS = ("id", "part_of", "derived_from", "contained_in")
AMOUNTS = ("value_t", "low_t", "high_t")
DAYS = [
    None,
    *(date(year, 6, 30) for year in (2003, 2006, 2009, 2010, 2011, 2012, 2014, 2016, 2018, 2019, 2020, 2021, 2022)),
    *(date(2023, 3, 1), date(2024, 3, 1), date(2025, 2, 28), date(2025, 12, 31), date(2026, 3, 1), date(2026, 6, 30)),
]
PAIR = ("id", "place", "measure", "period", "baseline", "verdict", "comparable", "ratio", "ratio_low", "ratio_high", "size",
        "flags", "causes", "unstated")  # fmt: skip
RANK = ("place", "rank", "tied", "at_best", "total_share_pct", "rows_share_pct", "best_rank", "worst_rank")
SHARE = (
    "share_of",
    "period",
    "value_pct",
    "low_pct",
    "high_pct",
    "share_kind",
    "rows_share_pct",
    "publisher",
    "edition",
)


class Answers(NamedTuple):
    """The rows of each answer, without their order where it has no meaning."""

    pairs: list[tuple[object, ...]]
    ranks: list[tuple[object, ...]]
    shares: list[tuple[object, ...]]


def as_text(value):
    return "" if value is None else f"{value:.15g}" if isinstance(value, float) else str(value)


@pytest.fixture(scope="module")
def record(bundled):
    """The record in the long form, with numbers for texts, so that amounts can be changed."""
    columns = list_estimates(bundled, all_statements=True).table.columns
    frame = pd.DataFrame({name: list(map(as_text, values)) for name, values in columns.items()})
    # Which figure is superseded is for each day to say.
    current = frame["status"].replace("superseded", "published")
    return frame.assign(printed="", unit=frame["unit"].where(frame["unit"] == "%", ""), status=current)


def ask(frame, folder, day, ignored=frozenset()):
    path = Path(folder) / "changed.csv"
    frame.to_csv(path, index=False)
    dataset = load_dataset([path], only=True)
    pairs = rows_of(report_discrepancies(dataset, Question(as_of=day)).table, PAIR)
    ranks, shares = [], []
    for measure in ("reserves", "production"):
        try:
            ranks += rows_of(rank_places(dataset, RankQuestion(measure=measure, as_of=day)).table, RANK)
        except NotOnRecord:
            ranks.append((measure, "not in our data"))
    for place in ("CHN", "RUS", "USA"):
        shares += rows_of(list_shares(dataset, ShareQuestion(place, as_of=day)).table, SHARE)
    return Answers(
        sorted((row for row in pairs if row[1] not in ignored), key=repr),
        sorted((row for row in ranks if row[0] not in ignored), key=repr),
        sorted(shares, key=repr),
    )


def rows_of(table, names):
    return list(zip(*(table.columns[name] for name in names), strict=True))


def rename(rows, prefix):
    """The rows with the ids of figures as they were before."""
    named = ([cell.removeprefix(prefix) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return sorted(map(tuple, named), key=repr)


@pytest.fixture(scope="module")
def unchanged(record, tmp_path_factory):
    folder = tmp_path_factory.mktemp("unchanged")
    return {day: ask(record, folder, day, ignored={"FJI"}) for day in DAYS}


def test_the_days_have_answers(unchanged):
    assert len(DAYS) == 20
    assert all(len(one.ranks) > 1 for one in unchanged.values())
    assert len(unchanged[None].pairs) > 50


@pytest.mark.parametrize("day", DAYS)
def test_the_order_of_rows_changes_nothing(record, unchanged, tmp_path, day):
    assert ask(record.sample(frac=1, random_state=20261126), tmp_path, day) == unchanged[day]


@pytest.mark.parametrize("day", DAYS)
def test_the_names_of_figures_change_nothing(record, unchanged, tmp_path, day):
    renamed = record.copy()
    for name in ID_COLUMNS:
        renamed[name] = [" ".join(f"new-{one}" for one in cell.split()) for cell in record[name]]
    # A figure without an origin is its own, by the name of the figure.
    own = record["root"] == record["id"]
    renamed["root"] = record["root"].where(~own, "new-" + record["root"])
    found = ask(renamed, tmp_path, day)
    assert rename(found.pairs, "new-") == unchanged[day].pairs
    assert (found.ranks, found.shares) == (unchanged[day].ranks, unchanged[day].shares)


@pytest.mark.parametrize("day", DAYS)
def test_a_place_of_its_own_changes_no_other(record, unchanged, tmp_path, day):
    island = dict.fromkeys(record.columns, "") | {
        "id": "fji", "place": "FJI", "measure": "reserves", "publisher": "Survey of Fiji", "source": "fiji", "published": "2000",
        "kind": "point", "value_t": "10000", "low_t": "9500", "high_t": "10500", "digits": "2", "basis": "REO", "root": "fji",
        "status": "published", "verification": "primary", "url": "https://example.org",
    }  # fmt: skip
    assert ask(pd.concat([record, pd.DataFrame([island])]), tmp_path, day, ignored={"FJI"}) == unchanged[day]


@pytest.mark.parametrize("day", DAYS)
def test_an_older_edition_changes_nothing_that_is_current(record, unchanged, tmp_path, day):
    newest = record[
        (record["source"] == "usgs-mcs-2026-v1.3") & (record["measure"] == "reserves") & (record["place"] != "WLD")
    ]
    newest = newest[(newest["derived_from"] + newest["part_of"] == "") & (newest["kind"] == "point")]
    older = newest.assign(
        id="usgs-mcs-1999/" + newest["place"], source="usgs-mcs-1999", edition="1999", version="", published="1999-01", period="1998",
        value_t="777", low_t="776.5", high_t="777.5", digits="3",
    )  # fmt: skip
    assert ask(pd.concat([record, older]), tmp_path, day) == unchanged[day]


@pytest.mark.parametrize("day", DAYS)
def test_ten_times_all_amounts_change_no_verdict_ratio_rank_or_share(record, unchanged, tmp_path, day):
    larger = record.copy()
    for name in AMOUNTS:
        larger[name] = [f"{10 * float(cell):.15g}" if cell else "" for cell in record[name]]
    assert ask(larger, tmp_path, day) == unchanged[day]


@pytest.mark.parametrize("day", DAYS)
def test_a_figure_repeated_under_its_origin_counts_once(record, unchanged, tmp_path, day):
    linked = {one for name in ("derived_from", "contained_in") for cell in record[name] for one in cell.split()}
    single = record[
        (record["series"] + record["part_of"] + record["derived_from"] == "") & (record["measure"] != "share")
    ]
    single = single[~single["id"].isin(linked)]
    again = single.sample(n=100, random_state=20261126)
    again = again.assign(id="again-" + again["id"])
    found = ask(pd.concat([record, again]), tmp_path, day)
    # Which of the two is shown is of no importance.
    assert rename(found.pairs, "again-") == rename(unchanged[day].pairs, "again-")
    assert (found.ranks, found.shares) == (unchanged[day].ranks, unchanged[day].shares)
