"""What the titles of columns mean, in forms seen and not yet seen."""

import pytest

from rareearth_cli.importers.release import CannotImport, Content
from rareearth_cli.importers.usgs.table import Role, find_layout


def form(*lines):
    return find_layout(Content("release.csv", "\n".join(lines) + "\n", "UTF-8"))


@pytest.mark.parametrize(
    ("title", "meaning"),
    [
        ("Prod_t_2020", "production 2020 t"),
        ("Prod_t_Est_2021", "production 2021 estimated t"),
        ("PROD_EST_ 2024", "production 2024 estimated"),
        ("Mine production 2026 (metric tons)", "production 2026 t"),
        ("Mine production 2026, t of REO", "production 2026 t"),
        ("Reserves (rare-earth-oxide equivalent)", "reserves"),
        ("ProdEst2027", "production 2027 estimated"),
        ("Production_kt_2027", "production 2027 kt"),
        ("2027", "2027"),
        ("2027e", "2027 estimated"),
        ("Reserves_t", "reserves t"),
        ("RESERVES_2024", "reserves 2024"),
        ("Reserves, thousand metric tons", "reserves kt"),
        ("CAP_EST_ 2024", "capacity 2024 estimated"),
    ],
)
def test_a_title_of_figures(title, meaning):
    (value,) = [one for one in form(f'Country,"{title}",Prod_2001').values if one.at == 1]
    assert str(value) == meaning


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Country or locality", Role.PLACE),
        ("UNIT_MEAS", Role.UNIT),
        ("Units", Role.UNIT),
        ("MCS chapter", Role.CHAPTER),
        ("Mineral commodity", Role.COMMODITY),
        ("Statistics", Role.STATISTIC),
        ("Statistics_detail", Role.DETAIL),
        ("Is critical mineral 2025", Role.YES_NO),
        ("Other notes", Role.CHAPTER_NOTE),
        ("Footnotes", Role.NOTE),
        ("Data year", Role.YEAR),
    ],
)
def test_a_title_that_says_what_the_row_is(title, role):
    place = [] if role is Role.PLACE else ["Country"]
    read = form(",".join([title, *place, "Prod_t_2027"]))
    assert read.roles[role] == 0


@pytest.mark.parametrize(
    "title", ["Reserves_rank", "Reserve base", "Production and capacity", "Country code", "Remainder"]
)
def test_a_title_that_is_not_understood_is_no_column_of_figures(title):
    read = form(f"Country,{title},Prod_t_2027")
    assert (read.unused, [str(value) for value in read.values]) == ([1], ["production 2027 t"])


def test_notes_belong_to_the_measure_they_name():
    assert form("Country,Prod_2027,PROD_NOTES,Reserves,Reserves footnotes").notes == {"production": 2, "reserves": 4}


def test_the_shorter_of_two_titles_for_one_role_is_taken_and_the_other_told():
    read = form("Country group,Country,Prod_t_2027")
    assert (read.roles[Role.PLACE], read.unused) == (1, [0])


def test_a_header_may_stand_below_a_title_and_between_any_separators():
    read = form("World mine production and reserves;;", ";;", "Country;Prod_t_2027;Reserves_t")
    assert (read.line, read.separator, len(read.values)) == (3, ";", 2)


def test_figures_by_year_are_told_from_columns_of_figures():
    read = form("Country,Statistics,Year,Value,Unit")
    assert [(value.at, str(value)) for value in read.values] == [(3, "")]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["a,b", "1,2"], "columns such as 'Country', 'Prod_t_2025'.*found 'a', 'b' in the first 20 rows"),
        (["Country,Value", "Brazil,2"], "is not a release of USGS data"),  # of which year?
        (["Country,Production", "Brazil,2"], "is not a release of USGS data"),
        (["Prod_t_2027", "2"], "is not a release of USGS data"),  # of which country?
        (
            ["Other countries,Mine production,metric tons,2024", "Brazil,a,b,3"],
            "is not a release of USGS data",
        ),  # no header
        (["Country,Prod_2027,Prod_2027"], "two columns are called 'Prod_2027'"),
        (["Country,Prod_2027,PROD_EST_2027"], "'Prod_2027' and 'PROD_EST_2027' both say production 2027"),
        ([""], "the file is empty"),
        ([",".join(f"column {number}" for number in range(30))], "'column 2' and 27 more"),
    ],
)
def test_what_has_no_form_is_an_error_that_says_what_was_looked_for(lines, message):
    with pytest.raises(CannotImport, match=message):
        form(*lines)
