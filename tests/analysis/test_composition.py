"""What a national figure is made of: deposits added up by class, only like with like, and explanations in words."""

import json
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rareearth_cli.analysis.composition import ORE_RESERVES, UNCLASSED_RESOURCES, name_class, name_deposit, sum_by_class
from rareearth_cli.analysis.figures import to_rows
from rareearth_cli.analysis.selection import select_known
from rareearth_cli.model.records import REFERENCE
from rareearth_cli.model.vocabulary import OXIDES
from rareearth_cli.record.load import load_dataset


@cache
def any_row():
    frame, _ = select_known(load_dataset(), None, lambda every: every)
    return to_rows(frame[frame["id"] == "tza-ngualla-reserve"])[0]


CATEGORIES = ["proved reserve", "probable reserve", "proved reserve+probable reserve", "measured+indicated", "inferred"]
CATEGORIES += ["indicated", "unclassified claim", "reserves", ""]
SITES = ["Alpha", "Alpha (north)", "Beta", "Gamma", "two operating mines"]
ROWS = st.lists(
    st.builds(
        lambda number, **fields: (number, fields),
        st.integers(1, 10**6),
        site=st.sampled_from(SITES),
        category=st.sampled_from(CATEGORIES),
        basis=st.sampled_from([*OXIDES, "ore", "unknown"]),
        kind=st.sampled_from(["point", "approx", "lower"]),
        effective_day=st.sampled_from(["2015-01-01", "2020-06-30", "2026-06-30"]),
        value_t=st.integers(1, 10**8).map(float),
    ),
    max_size=14,
)


def build(rows):
    """Rows of deposits; each has an id of its own, and bounds of a tenth of a percent."""
    return [
        any_row()._replace(
            id=f"r{place}-{number}", low_t=fields["value_t"] * 0.999, high_t=fields["value_t"] * 1.001, **fields
        )
        for place, (number, fields) in enumerate(rows)
    ]


@given(ROWS)
def test_a_class_holds_one_class_one_basis_and_each_deposit_once(drawn):
    for one in sum_by_class(build(drawn)):
        assert {name_class(row) for row in one.rows} == {one.title}
        assert len({row.basis for row in one.rows}) == 1
        names = [name_deposit(row.site) for row in one.rows]
        assert len(names) == len(set(names))
        assert all(row.kind != "lower" and not row.site.startswith("two") for row in one.rows)
        if "inferred" in one.title.lower():
            assert one.total is None
            continue
        assert one.total.value_t == sum(row.value_t for row in one.rows)
        assert one.total.low_t <= one.total.value_t <= one.total.high_t


@given(ROWS, st.sampled_from(["Alpha", "Beta", "Gamma"]))
def test_without_a_deposit_a_sum_is_lower_by_exactly_its_figure(drawn, removed):
    rows = build(drawn)
    before = {(one.title, one.rows[0].basis): one for one in sum_by_class(rows)}
    after = {
        (one.title, one.rows[0].basis): one
        for one in sum_by_class([row for row in rows if name_deposit(row.site) != removed])
    }
    for key, one in before.items():
        if one.total is None:
            continue
        gone = sum(row.value_t for row in one.rows if name_deposit(row.site) == removed)
        left = after[key].total.value_t if key in after else 0.0
        assert one.total.value_t - left == gone
    assert after.keys() <= before.keys()


@given(ROWS)
def test_the_order_of_the_rows_does_not_matter(drawn):
    rows = build(drawn)
    assert sum_by_class(rows) == sum_by_class(rows[::-1])


def test_of_two_editions_the_newest_counts_and_of_an_area_the_whole_deposit():
    old, new = (
        any_row()._replace(id=day, effective_day=day, value_t=value) for day, value in (("2015", 9), ("2017", 5))
    )
    area = new._replace(id="area", site="Ngualla (south)", effective_day="2024", value_t=1)
    (found,) = sum_by_class([new, area, old])
    assert [row.id for row in found.rows] == ["2017"]


def ask(run, place, *options):
    return json.loads(run("compare", place, *options, "-f", "json").stdout)


def sums(answer):
    return {one["class"]: one for one in answer["deposits"]}


def test_named_mines_of_australia_are_35_percent_of_its_figure(run):
    found = sums(ask(run, "australia"))[ORE_RESERVES]
    # Mount Weld 1,530,000 + 480,000, Yangibana 158,400, Browns Range 45,800
    assert found["value_t"] == 1_530_000 + 480_000 + 158_400 + 45_800
    assert len(found["estimates"]) == 3
    words = " ".join(run("compare", "australia").stdout.split())
    # 2.2142 / 6.3 = 0.351; 2.2142 / 3.3 = 0.671
    assert (
        "together contain 2.21 Mt of oxide, as a rule before losses in processing. That is 35 % of the 6.3 Mt" in words
    )
    assert "and 67 % of the 3.3 Mt in it that are reserves by the JORC code or an equivalent" in words
    # Mount Weld and Browns Range alone: 2,055,800 t. The figure of Yangibana is of 2021.
    assert "Without Yangibana, whose date is more than three years before that of USGS, they contain 2.06 Mt," in words
    # The paper of the company was not read.
    assert "Mount Weld (30 June 2026, our sum, as transcribed by the data repository Manifold Industries)" in words
    # Their ore is published, and no text that was read prints the oxide in it.
    left_out = "The ore reserves of Nolans Bore and Eneabba (stockpile) are not in it, because their oxide is not in"
    assert f"{left_out} a text that we read; other deposits may have more." in words
    assert "That list of USGS is older than the figure of Mount Weld, and cannot rest on it." in words


@pytest.mark.parametrize(
    ("place", "words"),
    [
        # 0.532 / 11 = 0.048
        (
            "brazil",
            "0.532 Mt of oxide, as a rule before losses in processing. USGS lists 11 Mt for 2025. That list of USGS is",
        ),
        # Of 2012, 2019 and 2017: more than three years before 2025.
        (
            "usa",
            "contained 1.3 Mt of oxide, as a rule before losses in processing. It is not compared with the 1.9 Mt",
        ),
        (
            "russia",
            "contained 1.7 Mt of oxide, as a rule before losses in processing. It is not compared with the 3.8 Mt that",
        ),
        ("tanzania", "It is as much as the 0.89 Mt that USGS lists for 2025, but the dates are more than three years"),
    ],
)
def test_the_ore_reserves_of_named_mines_are_set_against_the_baseline(run, place, words):
    assert words in " ".join(run("compare", place).stdout.split())


def test_what_nobody_prints_is_calculated_beside_the_sum_and_not_in_it(run, bundled):
    text = next(one.text for one in bundled.explanations if "Nolans" in one.text)
    # 29.5 Mt of ore at 2.9 % hold 0.8555 Mt
    assert bundled.estimates["aus-nolans-reserve-2020"].quantity.value == 29_500_000
    assert "0.86 Mt" in text
    assert "2.9 %" in text
    assert "aus-nolans-reserve-2020" not in sums(ask(run, "australia"))[ORE_RESERVES]["estimates"]


@pytest.mark.parametrize(
    ("ore", "grades", "printed"),
    [
        ("aus-nolans-reserve-2020", (0.029,), "0.86 Mt"),
        ("tur-694-2022", (0.0175,), "12.1 Mt"),
        ("grl-tanbreez-2025-mre", (0.0038, 0.0040), "0.17 to 0.18 Mt"),
    ],
)
def test_calculated_explanations_are_the_product_of_tonnage_and_grade(bundled, ore, grades, printed):
    held = [float(bundled.estimates[ore].quantity.value) * grade / 1e6 for grade in grades]
    digits = printed.split()[0].partition(".")[2]
    assert " to ".join(f"{one:.{len(digits)}f}" for one in held) == printed.removesuffix(" Mt")
    assert any(
        (printed in one.text and f"{{{ore}}}" in one.text) or printed in one.text for one in bundled.explanations
    )


def test_a_tonne_of_indian_monazite_holds_0_55_t(bundled):
    oxide, monazite = (bundled.estimates[key].quantity.value for key in ("ind-amd-reo-2026", "ind-amd-monazite-2026"))
    assert f"{oxide / monazite:.2f}" == "0.55"
    hard_rock = bundled.estimates["ind-amd-hardrock-2026"].quantity.value
    assert oxide + hard_rock == bundled.estimates["ind-dae-852-2025"].quantity.value


COUNTRIES = [
    "russia",
    "vietnam",
    "australia",
    "canada",
    "greenland",
    "tanzania",
    "usa",
    "brazil",
    "india",
    "turkey",
    "malaysia",
]


@pytest.mark.parametrize("place", COUNTRIES)
def test_each_of_the_eleven_is_explained_or_the_missing_number_is_named(run, place):
    answer = ask(run, place)
    kinds = {one["evidence"] for one in answer["explanations"]}
    assert "missing" in kinds
    assert kinds & {"published", "our reading"}
    assert not any(REFERENCE.search(one["text"]) for one in answer["explanations"])
    assert "What the figures are made of" in run("compare", place).stdout


@pytest.mark.parametrize("place", COUNTRIES)
def test_no_sum_on_record_mixes_classes_bases_or_editions(run, bundled, place):
    for one in ask(run, place)["deposits"]:
        held = [bundled.estimates[key] for key in one["estimates"]]
        assert len({each.basis for each in held}) == 1
        assert {each.basis.value for each in held} <= set(OXIDES)
        assert len({name_deposit(each.site) for each in held}) == len(held)
        if "inferred" in one["class"].lower() or one["class"] == UNCLASSED_RESOURCES:
            assert one["value_t"] is None
        else:
            assert one["value_t"] == pytest.approx(float(sum(each.quantity.value for each in held)))


def test_ore_whose_oxide_is_on_record_is_not_said_to_lack_it(run):
    assert "without the oxide in it" not in run("compare", "turkey").stdout
    assert "Tonnages of rock or mineral, without the amount of oxide in them: Nolans Bore" in " ".join(
        run("compare", "australia").stdout.split()
    )


def test_what_was_not_known_on_a_day_is_not_explained_by_what_came_later(run):
    assert ask(run, "australia", "--as-of", "2024-12-31")["explanations"] == []
    assert any("Ngualla" in one["text"] for one in ask(run, "tanzania")["explanations"])
    then = sums(ask(run, "australia", "--as-of", "2025-12-31"))[ORE_RESERVES]["estimates"]
    assert not any("2026" in key for key in then)


HEAD = """
sources:
  usgs: {series: usgs-mcs, publisher: U.S. Geological Survey, edition: "2026", published: 2026-01-31, TITLE}
  paper: {publisher: A paper, published: 2024-05, TITLE}
series:
  usgs-mcs: {short: MCS}
roots:
  usgs-mcs: {title: USGS, keeper: USGS}
estimates:
- {id: base, source: usgs, root: usgs-mcs, place: NOR, measure: reserves, period: "2025", printed: 2.0 Mt, basis: REO,
  system: USGS, category: reserves, stage: recoverable}
- {id: fen, source: paper, place: NOR, site: Fen, measure: reserves, printed: 0.5 Mt, basis: REO, system: CRIRSCO,
  category: probable reserve, stage: recoverable, effective: 2024}
""".replace("TITLE", 'title: A title, url: "https://example.org", locator: p. 1, verification: primary')


def test_own_deposits_and_explanations_are_shown_like_ours(run, write):
    path = write(f"{HEAD}explanations:\n- {{of: base, evidence: assumed, text: 'It may be the {{fen}} of Fen.'}}\n")
    words = " ".join(run("compare", "norway", "--data", path, "--only").stdout.split())
    assert "The published ore reserve of Fen (2024) contains 0.5 Mt of oxide" in words
    assert "as a rule before losses in processing. That is 25 % of the 2.0 Mt" in words
    assert "Our reading: It may be the 0.5 Mt of Fen." in words


def test_an_oxide_does_not_count_where_a_newer_edition_of_its_class_has_ore_alone(run):
    # Of Araxá the owner gave 1.7 Mt of oxide in 2025, and more ore without its oxide in 2026.
    answer = ask(run, "brazil")
    counted = {key for one in answer["deposits"] for key in one["estimates"]}
    assert "bra-araxa-sgq-2025" not in counted
    assert any(key.startswith("bra-caldeira") for key in counted)


def test_parts_of_ore_are_called_ore_on_the_page_of_a_deposit(run):
    lines = run("compare", "nolans-bore").stdout.splitlines()
    # The resource of 56 Mt, measured, indicated and inferred, in three parts.
    parts = [line for line in lines if any(f"{amount} million tonnes" in line for amount in ("4.9", "30", "21"))]
    assert len(parts) == 3
    assert all("ore, " in line for line in parts)


def test_the_page_of_a_deposit_leads_with_what_has_a_class_and_is_said_to_be_of_it(run):
    tanbreez = " ".join(run("compare", "tanbreez").stdout.split())
    assert "The newest dated figure of ore is 44.97 million metric tons, indicated and inferred" in tanbreez
    assert "of Bayan Obo by our reading" in " ".join(run("compare", "bayan-obo").stdout.split())


@pytest.mark.parametrize(
    "line", ["{of: nothing, evidence: assumed, text: a word}", "{of: base, evidence: assumed, text: '{fan}'}"]
)
def test_an_explanation_names_figures_on_record(run, write, line):
    said = run("validate", write(f"{HEAD}explanations:\n- {line}\n"), "--only")
    assert said.exit_code == 3
    assert "[RE021]" in said.stderr


def test_a_deposit_has_no_sums(run):
    answer = ask(run, "mount-weld")
    assert (answer["deposits"], answer["explanations"]) == ([], [])
