"""The workbook, read with another library than the one that wrote it."""

import io
from datetime import datetime

import pytest
from openpyxl import load_workbook

from rareearth_cli.commands.compare.query import compare_places
from rareearth_cli.model.questions import Question
from tests.faces import HOSTILE, TEXTS, URLS

SHEETS = ["estimates", "discrepancies", "bridges", "sources", "about"]


@pytest.fixture
def book(run):
    def read(*arguments):
        done = run(*arguments, "-f", "xlsx")
        assert (done.exit_code, done.stderr) == (0, "")
        return load_workbook(io.BytesIO(done.stdout_bytes))

    return read


def rows(sheet):
    names, *found = sheet.iter_rows(values_only=True)
    return [dict(zip(names, row, strict=True)) for row in found]


def test_it_has_the_sheets_and_every_row_with_real_numbers(book, bundled):
    read = book("compare", "--all")
    assert read.sheetnames == SHEETS
    table = compare_places(bundled, Question()).table
    estimates = rows(read["estimates"])
    for name in ("id", "printed", "value_t", "low_t", "high_t", "value_pct"):
        assert [row[name] for row in estimates] == list(table.columns[name])
    compared = [
        (one, ratio)
        for one, base, ratio in zip(*map(table.columns.get, ("id", "baseline", "ratio")), strict=True)
        if base
    ]
    assert [(row["id"], row["ratio"]) for row in rows(read["discrepancies"])] == compared
    assert {row["id"] for row in rows(read["sources"])} == set(table.columns["source"])


def test_the_bridge_adds_up_and_what_is_unknown_has_no_amount(book):
    steps = rows(book("compare", "russia")["bridges"])
    amounts = {row["kind"]: row["amount_t"] for row in steps}
    assert amounts["whole"] + amounts["step"] == amounts["part"]
    assert amounts["part"] - amounts["residual"] == amounts["baseline"]
    assert sum(row["amount_t"] for row in steps if row["kind"] == "detail") == pytest.approx(amounts["step"])
    assert [row["amount_t"] for row in steps if row["kind"] == "unknown"] == [None] * 3
    assert rows(book("report", "russia")["bridges"])


def test_days_are_dates_and_what_is_no_day_is_text(book):
    by_id = {row["id"]: row for row in rows(book("compare", "russia")["estimates"])}
    assert by_id["rus-balance-2023"]["effective_date"] == datetime(2023, 1, 1)
    assert by_id["rus-balance-2025"]["effective_date"] == "2025"
    sheet = book("compare", "russia")["estimates"]
    at = [cell.value for cell in sheet[1]].index("effective_date")
    assert {row[at].number_format for row in sheet.iter_rows(min_row=2) if row[at].is_date} == {"yyyy-mm-dd"}


def test_it_can_be_read_header_filter_widths_links(book):
    for sheet in book("compare", "--all"):
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert all(cell.font.bold for cell in sheet[1])
        assert all(7 <= one.width <= 50 for one in sheet.column_dimensions.values())
    estimates = book("compare", "--all")["estimates"]
    names = [cell.value for cell in estimates[1]]
    url, source = (estimates[2][names.index(name)].hyperlink for name in ("url", "source"))
    assert url.target.startswith(("http://", "https://"))
    assert source.location.startswith("'sources'!A")
    value = estimates[2][names.index("value_t")]
    assert (value.data_type, value.number_format) == ("n", "#,##0")


@pytest.mark.parametrize(
    "arguments", [("compare", "--all"), ("report",), ("estimates", "--all-statements"), ("sources",)]
)
def test_no_cell_is_a_formula(book, arguments):
    assert {cell.data_type for sheet in book(*arguments) for row in sheet for cell in row} <= {"s", "n", "d"}


def test_hostile_text_is_text_and_leads_nowhere(book, write):
    read = book("compare", "russia", "--data", write(HOSTILE))
    assert set(TEXTS) <= {row["category"] for row in rows(read["estimates"])}
    cells = [cell for sheet in read for row in sheet for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    targets = {cell.hyperlink.target for cell in cells if cell.hyperlink and cell.hyperlink.target}
    assert "https://example.org/fine" in targets
    assert targets.isdisjoint(set(URLS) - {"https://example.org/fine"})


def test_columns_that_are_asked_for_are_a_sheet_of_their_own(book):
    read = book("compare", "china", "--columns", "id,value_t", "--sort", "value_t", "--desc")
    assert read.sheetnames == ["rows", "sources", "about"]
    values = [row["value_t"] for row in rows(read["rows"]) if row["value_t"] is not None]
    assert values == sorted(values, reverse=True)


def test_a_listing_and_no_rows_are_books_too(book):
    assert book("sources").sheetnames == ["sources", "about"]
    assert book("places").sheetnames == ["places", "about"]
    assert rows(book("compare", "france")["estimates"]) == []


def test_the_same_data_give_the_same_bytes(run):
    assert run("report", "-f", "xlsx").stdout_bytes == run("report", "-f", "xlsx").stdout_bytes
