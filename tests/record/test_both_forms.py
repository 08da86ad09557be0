"""A figure is valid in YAML if and only if it is in CSV: what is broken in the same way breaks the same rules."""

import csv
import io
import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rareearth_cli.model.errors import InvalidDataset
from rareearth_cli.record.load import load_dataset

#: Valid figures, by column. Each has all columns; an empty cell states nothing.
FIGURES = (
    {
        "id": "balance", "place": "RUS", "measure": "reserves", "source": "press", "printed": "28.7", "unit": "Mt",
        "basis": "TR2O3", "stage": "in_place", "system": "GKZ", "category": "A+B+C1+C2", "root": "ledger",
        "effective_date": "2023-01-01", "status": "published", "inferred": "basis stage", "draws_on": "ledger",
        "site": "all deposits", "called": "stocks", "url": "https://example.org",
    },
    {
        "id": "ready", "place": "RUS", "measure": "reserves", "source": "press", "printed": "13.2 %",
        "part_of": "balance", "access": "licensed", "system": "GKZ", "category": "C1",
    },
    {
        "id": "sand", "place": "RUS", "measure": "ore", "source": "press", "printed": "4.1 Mt", "basis": "monazite",
    },
    {
        "id": "in-sand", "place": "RUS", "measure": "resources", "source": "press", "printed": "about 2,300 kt",
        "contained_in": "sand", "effective_date": "2024-05", "basis": "REO",
    },
    {
        "id": "mined", "place": "RUS", "measure": "production", "source": "press", "printed": "2,600 t",
        "period": "2025", "accepted": "known",
    },
    {
        "id": "share", "place": "RUS", "measure": "share", "share_of": "refining", "source": "press",
        "printed": "at most 3 %", "period": "2025-03",
    },
)  # fmt: skip
COLUMNS = tuple(dict.fromkeys(name for figure in FIGURES for name in figure))
#: Texts that break a column of most figures. Not among them is what only one form can tell: a table may name an
#: estimate that it does not have, and a part in YAML takes from its whole what it does not state.
BROKEN = {
    "id": ("a b", "balance"),
    "place": ("Ruritania", "XYZ", "CHN"),
    "measure": ("reservs", "share", "production", "ore"),
    "share_of": ("everything", "refining", "reserves", ""),
    "period": ("2025-13", "soon", ""),
    "effective_date": ("2023-02-29", "1 May 2023", "23"),
    "printed": ("much", "5 mt", "5", "3 to 2 t", "over 3-5 Mt", "120 %", "over 30 Mt", "3,8 Mt", "50 %", "5 Mlb"),
    "unit": ("Mlb", "mt", "%", "Mt"),
    "basis": ("oxide", "reo", "ore"),
    "stage": ("in place", "mined"),
    "system": ("JORK", "GZK", "gkz", "USGS", "GKZ"),
    "category": ("C3", "A+C3", "reserves", "C1"),
    "root": ("a b", "l\u00e9dger"),
    "source": ("a b", "*"),
    "status": ("wrong", "current"),
    "inferred": ("colour", "basis colour", "effective_date", "printed"),
    "part_of": ("balance", "ready", "mined"),
    "contained_in": ("sand", "in-sand", "mined", "share"),
}
NAMED = ("balance", "sand")
#: What any other text breaks: closed lists, dates and the like.
STRICT = ("place", "measure", "share_of", "period", "effective_date", "basis", "stage", "system", "status")
_LISTS = ("inferred", "draws_on")


def write_csv(figures):
    stream = io.StringIO()
    writer = csv.DictWriter(stream, (*COLUMNS, "publisher"), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows({**figure, "publisher": "A paper"} for figure in figures)
    return stream.getvalue()


def write_yaml(figures):
    """Write the same figures as YAML, with the roots and sources that they name."""
    roots = {figure["root"] for figure in figures if figure.get("root")}
    sources = {figure["source"] for figure in figures}
    citation = "{publisher: A paper, title: T, url: u, locator: l, verification: secondary}"
    lines = ["roots:", *(f"  {quote(name)}: {{title: A ledger}}" for name in sorted(roots)), "sources:"]
    lines += [f"  {quote(name)}: {citation}" for name in sorted(sources)]
    lines.append("estimates:")
    for figure in figures:
        stated = {name.removesuffix("_date"): text for name, text in figure.items() if text}
        lines.append("- {" + ", ".join(f"{name}: {write_value(name, text)}" for name, text in stated.items()) + "}")
    return "\n".join(lines) + "\n"


def write_value(name, text):
    return f"[{', '.join(map(quote, text.split()))}]" if name in _LISTS else quote(text)


def quote(text):
    return "'" + text.replace("'", "''") + "'"


def find_broken_rules(path):
    try:
        load_dataset([path], only=True)
    except InvalidDataset as invalid:
        return {problem.rule.id for problem in invalid.problems}
    return set()


def compare_forms(write, figures):
    """Return the rules that the figures break in each form."""
    return find_broken_rules(write(write_yaml(figures), "own.yaml")), find_broken_rules(
        write(write_csv(figures), "own.csv")
    )


def break_figure(key, column, text):
    """Return the figures, of which one has another text in a column; a figure that prints its unit needs no other."""
    figures = [dict(figure) for figure in FIGURES]
    broken = next(figure for figure in figures if figure["id"] == key)
    broken[column] = text
    if column == "printed":
        broken["unit"] = ""
    return figures


def is_comparable(key, column, text):
    """Return whether both forms can tell what is broken, and tell only that."""
    if column == "id":
        return key not in NAMED  # What names it would name nothing.
    if column == "unit":
        return key == "balance"  # The others print their unit, which tables repeat and YAML must not.
    return (key, column, text) != ("balance", "part_of", "ready")  # A percentage in a circle; it is tested below.


BREAKS = [
    one
    for column, texts in BROKEN.items()
    for one in itertools.product([figure["id"] for figure in FIGURES], [column], texts)
    if is_comparable(*one)
]
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=6)
BREAKS_BY_ANY_TEXT = st.tuples(
    st.sampled_from([figure["id"] for figure in FIGURES]),
    st.sampled_from(STRICT),
    TEXTS.filter(lambda text: not text.startswith("'")),
)


def test_the_figures_are_valid_in_both_forms(write):
    assert compare_forms(write, FIGURES) == (set(), set())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(st.sampled_from(BREAKS) | BREAKS_BY_ANY_TEXT)
def test_what_breaks_a_figure_breaks_the_same_rules_in_both_forms(write, broken):
    in_yaml, in_csv = compare_forms(write, break_figure(*broken))
    assert in_yaml == in_csv


def test_an_unknown_system_breaks_the_same_rule_in_both_forms(write):
    assert compare_forms(write, break_figure("balance", "system", "JORK")) == ({"RE022"}, {"RE022"})


@pytest.mark.parametrize("column", ["place", "measure"])
def test_a_figure_without_place_or_measure_breaks_the_same_rule_in_both_forms(write, column):
    in_yaml, in_csv = compare_forms(write, break_figure("sand", column, ""))
    assert in_yaml == in_csv >= {"RE013"}


def test_parts_of_each_other_break_the_same_rule_in_both_forms(write):
    figures = [
        {**FIGURES[0], "id": "one", "part_of": "two"},
        {**FIGURES[0], "id": "two", "part_of": "one"},
    ]
    assert compare_forms(write, figures) == ({"RE024"}, {"RE024"})


def test_a_table_may_name_an_estimate_that_it_does_not_have(write):
    for column in ("part_of", "contained_in"):
        assert compare_forms(write, break_figure("mined", column, "elsewhere")) == ({"RE021"}, set())


def test_a_part_of_a_figure_that_cannot_be_read_is_no_second_problem(write):
    assert compare_forms(write, break_figure("balance", "printed", "much")) == ({"RE026"}, {"RE026"})
    text = "id,place,measure,kind,value_t,value_pct,part_of,source\na,RUS,ore,exact,5,,,s\nb,RUS,ore,,,50,a,s\n"
    assert find_broken_rules(write(text, "own.csv")) == {"RE015"}
