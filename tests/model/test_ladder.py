import pytest
from hypothesis import given
from hypothesis import strategies as st

from rareearth_cli.model.ladder import (
    Authority,
    Classified,
    Relation,
    find_rung_options,
    format_rungs,
    has_same_rungs,
    parse_rungs,
    relate_rungs,
    weakest_authority,
)
from rareearth_cli.record.classification import read_classification
from rareearth_cli.record.load import load_classification
from rareearth_cli.record.yaml_nodes import parse_document

CLASSIFICATION = load_classification()


def rungs(system, category, **fields):
    return format_rungs(
        find_rung_options(CLASSIFICATION, Classified(system, category, **{"root": "usgs-mcs", **fields}))
    )


@pytest.mark.parametrize(
    ("system", "category", "fields", "expected"),
    [
        ("USGS", "reserves", {}, "1"),
        ("USGS", "reserves", {"place": "RUS"}, "1"),
        # USGS prints Geoscience Australia's demonstrated resources as Australian reserves, since the edition of 2011.
        ("USGS", "reserves", {"place": "AUS"}, "1 2"),
        ("USGS", "reserves", {"place": "AUS", "period": "2010"}, "1 2"),
        ("USGS", "reserves", {"place": "AUS", "period": "2009"}, "1"),
        ("USGS", "reserve base", {}, "1 2 3"),
        ("GKZ", "A+B+C1", {}, "1 2"),
        ("GKZ", "C2", {}, "4 or 2"),
        ("GKZ", "A+B+C1+C2", {}, "1 2 4 or 1 2 3 4"),
        ("GKZ", "A+B+C1+C2", {"development": "being developed or ready for development"}, "1 or 1 4"),
        ("GKZ", "A+B+C1", {"development": "in development"}, "1"),
        # Not licensed or not handed over is potentially viable at best; not recovered or off the balance is rung 3.
        ("GKZ", "A+B+C1", {"access": "not licensed"}, "2"),
        ("GKZ", "A+B+C1+C2", {"access": "not licensed"}, "2 4 or 2 3 4"),
        ("GKZ", "A+B+C1", {"access": "licensed"}, "1 2"),
        ("GKZ", "C2", {"development": "not handed over"}, "4 or 2"),
        ("GKZ", "A+B+C1+C2", {"development": "by-product not recovered"}, "3"),
        ("GKZ", "C1", {"development": "off-balance"}, "3"),
        ("CRIRSCO", "probable reserve", {"access": "not licensed"}, "1"),
        ("GKZ", "P1+P2+P3", {}, "5 or 4 5"),
        ("CRIRSCO", "proved reserve+probable reserve", {}, "1"),
        # A triplet of the 1997 family is no UNFC-2009 code: its 333 is an inferred resource.
        ("UNFC-1997", "333", {}, "4"),
        ("UNFC-1997", "331+332", {}, "2 or 2 3 or 3"),
        ("claim", "unclassified claim", {}, "6"),
        ("GKZ", "A+X", {}, ""),
        ("", "reserves", {}, ""),
    ],
)
def test_what_a_category_covers(system, category, fields, expected):
    assert rungs(system, category, **fields) == expected


#: The rungs of each class of UNFC-2009 (comparison rules, 5.1); G3 with E1 is inferred as well.
UNFC_RUNGS = {
    "111": {1}, "112": {1}, "113": {4}, "221": {2}, "222": {2}, "223": {4}, "321": {3}, "322": {3}, "323": {3, 4},
    "334": {5},
}  # fmt: skip
CATEGORIES = [(system, name) for system, rows in CLASSIFICATION.systems.items() for name in rows]


@pytest.mark.parametrize(("system", "name"), CATEGORIES)
def test_rungs_and_classes_of_unfc_agree(system, name):
    category = CLASSIFICATION.systems[system][name]
    rungs = set().union(*category.options, *category.developed)
    allowed = [UNFC_RUNGS[code] for code in category.unfc]
    assert all(rungs & one for one in allowed), "the rungs leave out what a class allows"
    assert rungs - {6} <= set().union(*allowed), "no class allows one of the rungs"


def test_editions_of_an_override():
    assert {place: (one.first, one.last) for place, one in CLASSIFICATION.overrides.items()} == {
        "AUS": (2011, 0),
        "BRA": (0, 2025),
        "IND": (0, 0),
    }
    first_ten = CLASSIFICATION.overrides["AUS"]._replace(last=2020)
    assert [first_ten.covers(period) for period in ("2009", "2010", "2019", "2020", "")] == [
        False,
        True,
        True,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("1", "1", Relation.EQUAL),
        ("1", "1 2 4", Relation.SUBSET),
        ("1 2 4", "1", Relation.SUPERSET),
        ("1 2", "2 4", Relation.OVERLAP),
        ("1", "5", Relation.DISJOINT),
        ("1", "1 2 4 or 1 2 3 4", Relation.SUBSET),
        ("1", "1 or 1 4", Relation.UNKNOWN),
        ("1", "", Relation.UNKNOWN),
    ],
)
def test_a_relation_holds_for_all_options_or_is_unknown(one, other, expected):
    """Rule R5.3."""
    assert relate_rungs(parse_rungs(one), parse_rungs(other)) is expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("1 2", "1 2", True), ("1", "1 2 4 or 1 2 3 4", False), ("1", "1 or 1 4", None), ("", "1", None)],
)
def test_covering_the_same_is_yes_no_or_undecided(one, other, same):
    assert has_same_rungs(one, other) is same


SETS = st.lists(st.frozensets(st.integers(1, 6), min_size=1), min_size=1, max_size=3).map(tuple)
MIRROR = {Relation.SUBSET: Relation.SUPERSET, Relation.SUPERSET: Relation.SUBSET}


@given(SETS, SETS)
def test_a_relation_seen_from_the_other_side_is_its_mirror(one, other):
    seen = relate_rungs(one, other)
    assert relate_rungs(other, one) is MIRROR.get(seen, seen)


@given(SETS)
def test_options_survive_being_written(choices):
    assert parse_rungs(format_rungs(choices)) == choices


def test_a_chain_is_as_strong_as_its_weakest_link():
    """Rule R5.1."""
    assert weakest_authority([Authority.OFFICIAL, Authority.JUDGEMENT, Authority.COMMON]) is Authority.JUDGEMENT


def test_every_category_in_the_record_that_a_system_has_is_placed(bundled):
    for estimate in bundled.estimates.values():
        if estimate.system in CLASSIFICATION.systems:
            assert (
                find_rung_options(CLASSIFICATION, Classified(estimate.system, estimate.category))
                or not estimate.category
            ), estimate.id


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("1 | | in_place", "a row of 3 cells; write 6, separated by |"),
        ("7 | | | | common | read", "rungs '7' cannot be read; write rungs 1 to 6 separated by blanks, and 'or'"),
        (
            "1 | | above | | common | read",
            "unknown stage 'above'; use one of in_place, mineable_contained, recoverable",
        ),
        ("1 | | | | mine | read", "unknown authority 'mine'; use one of official, common, judgement"),
    ],
)
def test_a_defect_of_the_file_is_told(row, message):
    text = f"systems:\n  S:\n    categories:\n      a: {row}\n"
    document = parse_document("x.yaml", text.encode())
    read_classification(document)
    problem = document.problems[0]
    assert (problem.file, problem.line, f"{problem.what}; {problem.remedy}") == ("x.yaml", 4, message)
