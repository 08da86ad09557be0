"""Large tables are divided by pandas where that reads what csv reads, and by csv where it might not."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rareearth_cli.model.errors import InvalidDataset
from rareearth_cli.record.load import load
from rareearth_cli.record.tabular import columns_of_regular, is_regular

#: Where readers of CSV differ: quotes, ends of lines, blanks, texts that look like numbers or like nothing.
PIECES = st.sampled_from(
    ["a", "1", "-1.0", "NA", "é", " ", "'", "#", '"', '""', ",", ";", "\t", "\n", "\r", '",', ',"']
)
LARGE = 1 << 20


@given(text=st.lists(PIECES, max_size=14).map("".join), delimiter=st.sampled_from(",;\t"))
@example(text='a,"1,200"\n"x",\n', delimiter=",")
@example(text="a\n1", delimiter=",")
@example(text='a,b"\n', delimiter=",")
@example(text='"a"b,c\n', delimiter=",")
def test_what_is_regular_is_what_csv_reads(text, delimiter):
    if not text or not is_regular(text, delimiter):
        return
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    assert columns_of_regular(text, delimiter) == [list(column) for column in zip(*rows, strict=True)]
    assert all(map(any, rows))
    assert len(rows) == len(text.removesuffix("\n").split("\n"))


def test_what_tables_hold_mostly_is_regular():
    assert is_regular('id,printed,note\na,"1,200,000",\nb,12,"x, y"\n', ",")


@pytest.mark.parametrize(
    "text",
    [
        'a,b\n"1\n2",3\n',  # a text of two lines
        'a,b\n"1 ""2""",3\n',  # quotes within quotes
        "a,b\n1\n",  # a short row
        "a,b\n1,2,3\n",  # a long one
        "a,b\n1\n1,2,3\n",  # as many cells as there should be, in other rows
        "a,b\n,\n",  # a row of nothing
        'a,b\n1"2,3\n',  # a quote within a cell
        'a,b\n"1"2,3\n',  # text behind the closing quote
        'a,b\n"1,2\n',  # no closing quote
    ],
)
def test_anything_else_is_left_to_csv(text):
    assert not is_regular(text, ",")


def large(ending=""):
    rows = [f'r{at},RUS,reserves,"{at + 1:,}",t,Somebody,{"x" * 40}' for at in range(16_000)]
    text = "\n".join(["id,place,measure,printed,unit,publisher,locator", *rows, ending]).rstrip("\n") + "\n"
    assert len(text) > LARGE
    return text


def test_a_large_table_is_read_as_a_small_one_is(tmp_path):
    path = tmp_path / "large.csv"
    path.write_text(large(), encoding="utf-8")
    small = tmp_path / "small.csv"
    small.write_text("".join(large().splitlines(keepends=True)[:101]), encoding="utf-8")
    read = load([path], only=True).estimates
    assert len(read) == 16_000
    for key, estimate in load([small], only=True).estimates.items():
        assert read[key]._replace(source="") == estimate._replace(source="")
    assert read["r15999"].quantity.value == 16_000


def test_a_defect_of_a_large_table_is_told_with_its_line(tmp_path):
    path = tmp_path / "large.csv"
    path.write_text(large("last,RUS,reserves,1"), encoding="utf-8")
    with pytest.raises(InvalidDataset, match=r"large\.csv:16002: a row of 4 cells for 7 columns"):
        load([path], only=True)
    path.write_text(large("last,RUS,stocks,1,t,Somebody,p"), encoding="utf-8")
    with pytest.raises(InvalidDataset, match=r"large\.csv:16002: unknown measure 'stocks'"):
        load([path], only=True)
