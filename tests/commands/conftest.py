"""What tests of several commands use: rows of an answer, and own lists of USGS."""

import csv

import pytest


@pytest.fixture
def rows_of(run):
    """Run a command and read the rows that it writes as CSV."""
    return lambda *words: list(csv.DictReader(run(*words, "-f", "csv", "--columns", "all").stdout.splitlines()))


@pytest.fixture
def write_list(write):
    """Write a list of reserves by USGS, each place with its amount, and give its path."""

    def write_rows(**amounts):
        columns = "place,printed,measure,period,publisher,series,published,edition,source"
        listed = "reserves,2026,U.S. Geological Survey,usgs-mcs,2027-02-01,2027,usgs-mcs-2027"
        rows = "".join(f'{place},"{amount}",{listed}\n' for place, amount in amounts.items())
        return write(f"{columns}\n{rows}", "list.csv")

    return write_rows
