"""Whatever a table holds and however its file is dressed, what is read back is the same table."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rareearth_cli.importers.check import check_release
from rareearth_cli.importers.release import read_content
from rareearth_cli.importers.usgs.release import read_release, to_release
from rareearth_cli.importers.yaml_out import to_yaml
from rareearth_cli.model.errors import RareEarthError
from rareearth_cli.model.quantity import LeastDigits, parse_quantity
from rareearth_cli.record.load import load_dataset_from_text, load_places
from rareearth_cli.record.tables import Column
from tests.importers.forms import FORMS, NAMES, WITH_MARKS, describe, written

PLACES = load_places()
EDITION = 2031

numbers = st.integers(1, 10**9).map(lambda number: f"{number:,}") | st.integers(1, 10**9).map(str)
made = st.one_of(numbers, numbers.map("{}e".format), st.sampled_from(["NA", "W", "—"]), numbers.map("<{}".format))
held = st.one_of(numbers, st.sampled_from(["NA", "W"]), numbers.map(">{}".format), st.just("3,000–5,000"))


@st.composite
def tables(draw):
    """A table of ours: two years of production and a stock for each of some places."""
    table = {}
    for place in draw(st.lists(st.sampled_from(sorted(NAMES)), min_size=1, unique=True)):
        table[place, Column("production", str(EDITION - 2))] = draw(made)
        table[place, Column("production", str(EDITION - 1))] = draw(made)
        table[place, Column("reserves", str(EDITION - 1))] = draw(held)
    # A release whose production column is nowhere filled gives no hint of what an empty cell is.
    first = next(iter(table))[0]
    for back in (2, 1):
        table[first, Column("production", str(EDITION - back))] = "70"
    return table


def quantity(printed, column, marked):
    least = LeastDigits(2, from_t=0 if column.measure == "reserves" else 10_000)
    read = parse_quantity(printed, unit="t", least_digits=least)
    return read.kind, read.value, read.low, read.high, read.estimated and marked


def read_back(path, content, **options):
    path.write_bytes(content)
    return read_release(read_content(path), PLACES, **options)


def as_read(release, marked):
    return {key: (*cell.quantity[1:2], *cell.quantity[3:6], cell.quantity.estimated and marked)
            for key, cell in release.cells.items()}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    table=tables(),
    separator=st.sampled_from(",;\t|"),
    newline=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
    random=st.randoms(use_true_random=False),
    above=st.booleans(),
)
def test_a_table_written_in_a_form_and_read_back_is_the_same(
    tmp_path, form, table, separator, newline, encoding, random, above
):
    rows = FORMS[form](table, EDITION)
    width = len(rows[0])
    order = random.sample(range(width), width)  # by meaning, not by position
    rows = [[row[at] for at in order] for row in rows]
    if above:
        rows = [["World mine production"], *rows]
    content = written(rows, separator=separator, newline=newline, encoding=encoding)
    release = read_back(tmp_path / "release.csv", content, edition=str(EDITION))
    marked = form in WITH_MARKS
    expected = {key: quantity(printed, key[1], marked) for key, printed in table.items()
                if form != 2022 or key[1].measure == "production"}  # fmt: skip
    assert as_read(release, marked) == expected
    assert not [one for one in release.unread if one.what and "capacity" not in one.what]


@settings(max_examples=100)
@given(table=tables(), form=st.sampled_from(sorted(FORMS)))
def test_what_is_written_for_the_record_says_the_same(tmp_path_factory, table, form):
    path = tmp_path_factory.mktemp("release") / f"mcs{EDITION}.csv"
    release = read_back(path, written(FORMS[form](table, EDITION)))
    text = to_yaml([to_release(release)])
    record = load_dataset_from_text("release", text)
    assert check_release(to_release(release), record).differs is False
    marks = {one.id.split("/", 1)[1]: one.quantity.estimated for one in record.estimates.values()}
    for (place, column), cell in release.cells.items():
        year = f"-{column.period}" if column.measure == "production" else ""
        assert marks[f"{place}/{column.measure}{year}"] == cell.quantity.estimated


mangled = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.sampled_from([b"", b"\x00", b'"', b",", b";", b"\n", b"\r", b"\xff", b"\x81", b"=", b"\x1b[31m", b"20", b"(",
                         b"2030", b"NA", "—".encode(), "\u202e".encode(), b"'", b"World total", b"9" * 50,
                         b"metric tons"]),
        st.integers(0, 30),
    ),
    min_size=1,
    max_size=12,
)  # fmt: skip


@settings(max_examples=300)
@given(table=tables(), form=st.sampled_from(sorted(FORMS)), cuts=mangled)
def test_a_mangled_file_is_read_or_refused_and_never_breaks(tmp_path_factory, table, form, cuts):
    content = written(FORMS[form](table, EDITION))
    for where, put, length in cuts:
        at = int(where * len(content))
        content = content[:at] + put + content[at + length :]
    still_sound(tmp_path_factory.mktemp("release") / "mangled.csv", content)


@settings(max_examples=100)
@given(content=st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_refused_or_read(tmp_path_factory, content):
    header = b"Country,Type,Prod_t_2030,Reserves_t,Notes\nBrazil,rare earths,1,2,\n"
    for start in (b"", header):
        still_sound(tmp_path_factory.mktemp("release") / "any.csv", start + content)


def still_sound(path, content):
    """Either an error that the user can act on, or a release that can be told of, written and loaded."""
    try:
        release = read_back(path, content)
    except RareEarthError as error:
        assert str(error)
        return
    told = describe(release)
    assert all(line.isprintable() for line in told)
    assert load_dataset_from_text("release", to_yaml([to_release(release)])).estimates
