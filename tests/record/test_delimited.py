"""Large tables are split by pandas if that gives the same result as csv, and otherwise by csv."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rareearth_cli.model.errors import InvalidDataset
from rareearth_cli.record.load import load_dataset
from rareearth_cli.record.sheets import is_regular, split_regular_text

#: Text on which CSV readers differ: quotes, line endings, blanks, and text that looks like a number or like NA.
TEXT_PIECES = st.sampled_from(
    ["a", "1", "-1.0", "NA", "é", " ", "'", "#", '"', '""', ",", ";", "\t", "\n", "\r", '",', ',"']
)
PANDAS_THRESHOLD = 1 << 20


@given(text=st.lists(TEXT_PIECES, max_size=14).map("".join), delimiter=st.sampled_from(",;\t"))
@example(text='a,"1,200"\n"x",\n', delimiter=",")
@example(text="a\n1", delimiter=",")
@example(text='a,b"\n', delimiter=",")
@example(text='"a"b,c\n', delimiter=",")
def test_regular_text_is_split_as_csv_splits_it(text, delimiter):
    if not text or not is_regular(text, delimiter):
        return
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    assert split_regular_text(text, delimiter) == [list(column) for column in zip(*rows, strict=True)]
    assert all(map(any, rows))
    assert len(rows) == len(text.removesuffix("\n").split("\n"))


def test_quoted_cells_are_regular():
    assert is_regular('id,printed,note\na,"1,200,000",\nb,12,"x, y"\n', ",")


@pytest.mark.parametrize(
    "text",
    [
        'a,b\n"1\n2",3\n',  # a cell of two lines
        'a,b\n"1 ""2""",3\n',  # quotes within quotes
        "a,b\n1\n",  # a short row
        "a,b\n1,2,3\n",  # a long row
        "a,b\n1\n1,2,3\n",  # the right number of cells, but in the wrong rows
        "a,b\n,\n",  # an empty row
        'a,b\n1"2,3\n',  # a quote within a cell
        'a,b\n"1"2,3\n',  # text after the closing quote
        'a,b\n"1,2\n',  # no closing quote
    ],
)
def test_irregular_text(text):
    assert not is_regular(text, ",")


def make_large_table(ending=""):
    rows = [f'r{at},RUS,reserves,"{at + 1:,}",t,Somebody,{"x" * 40}' for at in range(16_000)]
    text = "\n".join(["id,place,measure,printed,unit,publisher,locator", *rows, ending]).rstrip("\n") + "\n"
    assert len(text) > PANDAS_THRESHOLD
    return text


def test_large_and_small_tables_give_the_same_figures(tmp_path):
    path = tmp_path / "large.csv"
    path.write_text(make_large_table(), encoding="utf-8")
    small = tmp_path / "small.csv"
    small.write_text("".join(make_large_table().splitlines(keepends=True)[:101]), encoding="utf-8")
    read = load_dataset([path], only=True).estimates
    assert len(read) == 16_000
    for key, estimate in load_dataset([small], only=True).estimates.items():
        assert read[key]._replace(source="") == estimate._replace(source="")
    assert read["r15999"].quantity.value == 16_000


def test_problem_of_a_large_table_has_its_line(tmp_path):
    path = tmp_path / "large.csv"
    path.write_text(make_large_table("last,RUS,reserves,1"), encoding="utf-8")
    with pytest.raises(InvalidDataset, match=r"large\.csv, line 16002 \[RE009\]: a row of 4 cells for 7 columns"):
        load_dataset([path], only=True)
    path.write_text(make_large_table("last,RUS,stocks,1,t,Somebody,p"), encoding="utf-8")
    with pytest.raises(InvalidDataset, match=r"large\.csv, line 16002 \[RE015\]: unknown measure 'stocks'"):
        load_dataset([path], only=True)
