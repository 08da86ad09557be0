"""The table of fields: docs/formats.md is written from it by ``--regenerate``, and the records hold what it names."""

import re
from pathlib import Path

import pytest

from rareearth_cli.model.fields import ESTIMATE, LONG_FORM, SOURCE, Form, Origin
from rareearth_cli.model.quantity import Quantity
from rareearth_cli.model.records import Estimate, Source

RECIPE = "see docs/development/column.md"
PAGE = Path(__file__).resolve().parents[2] / "docs" / "formats.md"
#: The tables of the page that come from fields: the title of their first column, and rows that are no fields.
TABLES = {
    "column": ("", LONG_FORM, ""),
    "column of `sources`": (
        "| `id` | its stable name |\n",
        [field for field in SOURCE if field.meaning],
        "| `figures` | how many figures in our data come from it |\n",
    ),
}


def write_rows(fields):
    """Return a row for each field, together with the fields after it that share its row."""
    rows = []
    for field in fields:
        if field.same_row:
            rows[-1].append(field)
        else:
            rows.append([field])
    return "".join(
        f"| {', '.join(f'`{field.name}`' for field in row)} | {'; '.join(field.meaning for field in row)} |\n"
        for row in rows
    )


@pytest.mark.parametrize("title", TABLES)
def test_the_page_on_formats_has_the_table_of_fields(title, request):
    first, fields, last = TABLES[title]
    table = f"| {title} | meaning |\n|---|---|\n{first}{write_rows(fields)}{last}\n"
    text = PAGE.read_text(encoding="utf-8")
    written = re.compile(rf"\| {re.escape(title)} \| meaning \|\n(\|.*\n)+\n")
    if request.config.getoption("--regenerate"):
        PAGE.write_text(written.sub(lambda _: table, text, count=1), encoding="utf-8")
        text = PAGE.read_text(encoding="utf-8")
    assert written.search(text)[0] == table, f"run pytest --regenerate tests/model/test_fields.py: {RECIPE}"


def test_the_records_hold_every_field_that_is_stated():
    read_by_others = {"like", "sum_of", "printed", "unit", "least_digits"}
    stated = {field.key for field in ESTIMATE if field.origin & (Origin.ENTRY | Origin.LINK)} - read_by_others
    of_sources = {field.key for field in (*LONG_FORM, *SOURCE) if field.origin & Origin.SOURCE}
    remedy = f"add them to the records of rareearth_cli/model/records.py: {RECIPE}"
    assert stated - set(Estimate._fields) == set(), remedy
    assert of_sources - set(Source._fields) == set(), remedy
    assert {field.key for field in SOURCE} | {"id"} == set(Source._fields), remedy
    assert {field.key for field in LONG_FORM if field.form is Form.NUMBER} <= set(Quantity._fields)


@pytest.mark.parametrize("field", [field for field in LONG_FORM if field.words], ids=lambda field: field.name)
def test_the_meaning_of_a_closed_list_names_each_of_its_words(field):
    assert set(re.findall(r"`([\w ]+)`", field.meaning)) == {word.value for word in field.words}


def test_a_field_that_shares_a_row_of_the_page_has_a_meaning():
    assert all(field.meaning for field in LONG_FORM)
    assert not any(field.same_row for field in SOURCE if not field.meaning)
