"""Steps between editions, breaks, missing editions, statements of one date, and what a figure is consistent with."""

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rareearth_cli.analysis.pairing import BASELINE_SERIES
from rareearth_cli.analysis.revisions import find_broken_series
from rareearth_cli.commands.history.query import build_history
from rareearth_cli.commands.history.rows import HistoryEntry
from rareearth_cli.commands.history.text import format_percent, format_step
from rareearth_cli.model.errors import NotOnRecord
from rareearth_cli.model.questions import HistoryQuestion
from rareearth_cli.record.frame import build_frame
from rareearth_cli.record.load import load_dataset

PAPER = 'title: A title, url: "https://example.org", locator: p. 1, verification: primary'
SERIES = """
publishers: {U.S. Geological Survey: USGS}
roots:
  usgs-mcs: {title: USGS MCS, keeper: U.S. Geological Survey}
  ledger: {title: state balance, keeper: government of RUS}
series:
  usgs-mcs:
    publisher: U.S. Geological Survey
    short: MCS
    root: usgs-mcs
    verification: primary
    defaults: {basis: REO, reserves: {system: USGS, category: reserves, stage: recoverable, least_digits: "2"}}
"""
LEDGER = "place: RUS, source: report, root: ledger, measure: reserves, basis: TR2O3, system: GKZ, category: A+B+C1+C2"


def record(editions, ledger=()):
    """A dataset of editions (name: published, cells of Russia) and entries of a ledger that a report of 2023 gives."""
    named, tables = [], []
    for name, (published, cells) in editions.items():
        edition, _, version = name.partition(" v")
        extra = f', version: "{version}"' if version else ""
        key = name.replace(" ", "-")
        named.append(f'  usgs-mcs-{key}: {{series: usgs-mcs, edition: "{edition}"{extra}, published: {published},'
                     f' title: MCS, url: "https://example.org", locator: p. 1}}')  # fmt: skip
        columns = " | ".join(cells)
        row = " | ".join(cells.values())
        tables.append(f"- {{source: usgs-mcs-{key}, unit: t, columns: '{columns}', rows: {{RUS: '{row}'}}}}")
    text = SERIES + "sources:\n" + "\n".join(named)
    text += f"\n  report: {{publisher: A ministry, published: 2023-06, {PAPER}}}"
    text += f"\n  later: {{publisher: A paper, published: 2025-06, {PAPER}}}\n"
    text += "tables:\n" + "\n".join(tables) + "\n" if tables else ""
    return text + ("estimates:\n" + "\n".join(f"- {{{entry}}}" for entry in ledger) if ledger else "")


@pytest.fixture
def ask(write):
    def question(text, **options):
        return build_history(load_dataset([write(text)], only=True), HistoryQuestion(place="RUS", **options))

    return question


def rows(result):
    return list(result.table.rows)


def column(result, name):
    return list(result.table.columns[name])


def edition(year, reserves, mined="2,600"):
    return (f"{year}-01-31", {f"production {year - 1}": mined, f"reserves {year - 1}": reserves})


RUSSIA = record(
    {
        "2019": edition(2019, "12,000,000"),
        "2020": edition(2020, "12,000,000"),
        "2022": edition(2022, ">20,000,000"),
        "2023": edition(2023, "21,000,000"),
        "2024": edition(2024, "10,000,000"),
        "2025": edition(2025, "3,800,000"),
    }
)


class TestSteps:
    def test_each_goes_to_the_one_before_across_an_edition_that_is_missing(self, ask):
        result = ask(RUSSIA)
        assert column(result, "edition") == ["2019", "2020", "2021", "2022", "2023", "2024", "2025"]
        assert column(result, "on_record") == ["yes", "yes", "no", "yes", "yes", "yes", "yes"]
        assert column(result, "value_t") == [12e6, 12e6, None, 20e6, 21e6, 10e6, 3.8e6]
        assert column(result, "previous")[3] == "usgs-mcs-2020/RUS/reserves"
        assert column(result, "step_t") == [None, 0, None, None, None, -11e6, -6.2e6]

    def test_a_bound_leaves_an_end_open(self, ask):
        rise, after = rows(ask(RUSSIA))[3:5]
        # From 11.5 to 12.5 Mt to more than 20: at least 7.5. From more than 20 to 20.5 to 21.5: at most 1.5 up.
        assert (rise["step_low_t"], rise["step_high_t"], rise["step_ratio_low"]) == (7.5e6, None, 1.6)
        assert (after["step_low_t"], after["step_high_t"], after["step_fold"]) == (None, 1.5e6, None)

    def test_fold_and_ratio_have_one_figure_more_than_their_operands(self, ask):
        fall = rows(ask(RUSSIA))[-1]
        # 3.8 / 10 = 0.38, from 3.75 / 10.5 = 0.357 to 3.85 / 9.95 = 0.387; 10 / 3.8 = 2.63.
        names = ("step_ratio", "step_ratio_low", "step_ratio_high", "step_fold")
        assert [fall[name] for name in names] == [0.38, 0.357, 0.387, 2.63]

    def test_what_prints_na_is_a_line_without_step_and_the_next_steps_over_it(self, ask):
        text = record(
            {"2023": edition(2023, "21,000,000"), "2024": edition(2024, "NA"), "2025": edition(2025, "20,000,000")}
        )
        result = ask(text)
        assert column(result, "printed") == ["21,000,000", "NA", "20,000,000"]
        assert column(result, "step_t") == [None, None, -1e6]
        assert column(result, "series_break") == [None, None, "no"]

    def test_versions_are_lines_of_their_own_only_where_they_are_asked_for(self, ask):
        text = record(
            {"2026 v1.0": edition(2026, "21,000,000"), "2026 v1.3": ("2026-05-27", {"reserves 2025": "11,000,000"})}
        )
        assert column(ask(text), "value_t") == [11e6]
        result = ask(text, versions=True)
        assert column(result, "step_t") == [None, -10e6]
        assert column(result, "series_break") == [None, "yes"]
        assert (
            result.summary[0] == "USGS: 11 Mt (MCS 2026 v1.3); the oldest figure in our data is 21 Mt (MCS 2026 v1.0)."
        )

    def test_a_flow_has_a_line_a_year_and_no_break(self, ask):
        text = record(
            {
                "2024": ("2024-01-31", {"production 2022": "2,600", "production 2023": "2,600"}),
                "2025": ("2025-01-31", {"production 2023": "2,500", "production 2024": "2,700"}),
            }
        )
        result = ask(text, measure="production")
        assert column(result, "period") == ["2022", "2023", "2024"]
        assert column(result, "value_t") == [2600, 2500, 2700]
        assert column(result, "series_break") == [None] * 3
        assert len(rows(ask(text, measure="production", versions=True))) == 4


class TestBreaks:
    def test_a_rise_is_one_and_so_is_a_fall_of_more_than_five_times_what_was_mined(self, ask):
        assert column(ask(RUSSIA), "series_break") == [None, "no", None, "yes", "no", "yes", "yes"]

    @pytest.mark.parametrize(
        ("after", "broken"),
        [("9,400,000", "no"), ("9,300,000", "yes")],
    )
    def test_the_gap_between_the_windows_is_what_counts(self, ask, after, broken):
        # 10 is 9.95 at the lowest, 9.4 is 9.45 at the highest: a gap of 0.50, no more than five times 100 kt.
        text = record({"2024": edition(2024, "10,000,000", "100,000"), "2025": edition(2025, after, "100,000")})
        assert column(ask(text), "series_break")[1] == broken

    def test_mined_is_the_sum_of_the_years_between_and_unknown_years_count_as_the_largest(self, ask):
        cells = {"production 2021": "2,000", "production 2022": "3,000", "reserves 2022": "10,000,000"}
        text = record(
            {
                "2023": ("2023-01-31", cells),
                "2025": ("2025-01-31", {"production 2024": "1,000", "reserves 2024": "9,000,000"}),
            }
        )
        # 2023 is not in our data: 3,000, the largest; and 1,000 in 2024.
        assert column(ask(text), "mined_t") == [None, None, 4000]

    def test_a_fall_where_nothing_is_on_record_as_mined_is_not_judged(self, ask):
        text = record(
            {
                "2024": ("2024-01-31", {"reserves 2023": "10,000,000"}),
                "2025": ("2025-01-31", {"reserves 2024": "9,000,000"}),
            }
        )
        assert column(ask(text), "series_break") == [None, "unknown"]

    @given(st.lists(st.integers(1, 60), min_size=2, max_size=6), st.integers(0, 300))
    def test_history_and_comparison_call_the_same_places_broken(self, tmp_path_factory, tenths, mined):
        editions = {
            str(2010 + at): edition(2010 + at, f"{tenth * 100_000:,}", f"{mined * 1000:,}")
            for at, tenth in enumerate(tenths)
        }
        path = tmp_path_factory.mktemp("own") / "own.yaml"
        path.write_text(record(editions), encoding="utf-8")
        dataset = load_dataset([path], only=True)
        steps = column(build_history(dataset, HistoryQuestion(place="RUS")), "series_break")
        assert ("RUS" in find_broken_series(build_frame(dataset), BASELINE_SERIES)) == ("yes" in steps)
        # By hand: windows of half a tenth (of a twentieth below 1 and 10 Mt), five times what was mined in the year.
        rises = any(later > earlier for earlier, later in itertools.pairwise(tenths))
        if rises and all(later - earlier > 1 or later <= earlier for earlier, later in itertools.pairwise(tenths)):
            assert "yes" in steps
        if len(set(tenths)) == 1:
            assert "yes" not in steps

    def test_the_bundled_data_too(self, bundled):
        broken = find_broken_series(build_frame(bundled), BASELINE_SERIES)
        places = {one.place for one in bundled.estimates.values()}
        told = set()
        for place in places:
            steps = build_history(bundled, HistoryQuestion(place=place, versions=True))
            labels = zip(column(steps, "period"), column(steps, "series_break"), strict=True)
            # Lately is within five years of 2025, the label of the newest edition.
            told |= {place for label, broke in labels if broke == "yes" and int(label[:4]) > 2020}
        assert told == broken != set()


class TestConsistency:
    LICENSED = (
        f"id: total, {LEDGER}, effective: 2022-01-01, printed: 20 Mt",
        "id: licensed, part_of: total, access: licensed, printed: 50 %",
    )

    def test_a_part_published_by_then_within_the_rounding(self, ask):
        """Rule R3.5."""
        result = ask(record({"2024": edition(2024, "10,000,000")}, self.LICENSED))
        assert column(result, "consistent_with") == ["licensed"]
        assert column(result, "consistency") == [
            "what is licensed in the state balance, 1 Jan 2022: 10.0 Mt (calculated)"
        ]

    def test_one_published_later_says_so_and_counts_only_if_there_is_no_other(self, ask):
        later = f"id: after, {LEDGER}, effective: 2024-01-01, printed: 10.1 Mt".replace(
            "source: report", "source: later"
        )
        alone = ask(record({"2024": edition(2024, "10,000,000")}, [later]))
        assert column(alone, "consistency") == [
            "the total of the state balance, 1 Jan 2024: 10.1 Mt; published later, Jun 2025"
        ]
        both = ask(record({"2024": edition(2024, "10,000,000")}, [*self.LICENSED, later]))
        assert column(both, "consistent_with") == ["licensed"]

    @pytest.mark.parametrize(
        ("printed", "part", "fits"),
        [("10,000,000", "10.49 Mt", True), ("10,000,000", "10.5 Mt", False), ("10,000,000", "9.95 Mt", True),
         ("10,000,000", "9.94 Mt", False), (">9,000,000", "10 Mt", False), ("NA", "10 Mt", False)],
    )  # fmt: skip
    def test_the_window_is_half_open_and_a_bound_has_none(self, ask, printed, part, fits):
        entry = f"id: total, {LEDGER}, effective: 2022-01-01, printed: {part}"
        result = ask(record({"2024": edition(2024, printed)}, [entry]))
        assert column(result, "consistent_with") == [("total" if fits else None)]

    def test_nothing_that_a_later_day_would_show(self, ask):
        result = ask(record({"2023": edition(2023, "10,000,000")}, self.LICENSED), as_of=date(2023, 5, 31))
        assert column(result, "consistent_with") == [None]

    def test_another_countrys_ledger_and_rare_metals_do_not_count(self, ask):
        foreign = f"id: foreign, {LEDGER}, effective: 2022-01-01, printed: 10 Mt".replace("place: RUS", "place: CHN")
        metals = f"id: metals, {LEDGER}, effective: 2022-01-01, printed: 10 Mt".replace("TR2O3", "rare_metals")
        assert column(ask(record({"2024": edition(2024, "10,000,000")}, [foreign, metals])), "consistent_with") == [
            None
        ]


class TestLedgers:
    def test_one_line_a_date_with_a_count_a_figure_speaks_before_a_bound(self, ask):
        ledger = [
            f"id: a, {LEDGER}, effective: 2023-01-01, printed: 28.7 Mt",
            f"id: b, {LEDGER}, effective: 2023-01, printed: over 28 Mt".replace("source: report", "source: later"),
            f"id: c, {LEDGER}, effective: '2025', printed: 28.5 Mt",
        ]
        result = ask(record({}, ledger), root="ledger")
        assert column(result, "id") == ["a", "c"]
        assert column(result, "statements") == [2, 1]
        assert column(result, "step_t") == [None, pytest.approx(-200_000)]
        assert column(ask(record({}, ledger), root="ledger", versions=True), "id") == ["a", "b", "c"]

    def test_statements_of_one_date_that_contradict_each_other_are_two_lines(self, ask):
        ledger = [
            f"id: {name}, {LEDGER}, effective: 2023-01-01, printed: {amount} Mt"
            for name, amount in (("a", 20), ("b", 30))
        ]
        assert column(ask(record({}, ledger), root="ledger"), "id") == ["a", "b"]

    def test_a_sum_of_printed_parts_stands_for_them(self, ask):
        ledger = [
            f"id: proven, {LEDGER}, effective: 2020-01-01, printed: 20602 kt",
            f"id: probable, {LEDGER}, effective: 2020-01-01, printed: 12404.7 kt",
            f"id: both, {LEDGER}, effective: 2020-01-01, sum_of: [proven, probable]",
        ]
        result = ask(record({}, ledger), root="ledger")
        assert column(result, "id") == ["both"]
        assert result.entries[0].figure.printed == "calculated: a sum"
        assert result.summary[0] == "State balance: 33.0 Mt (1 Jan 2020)."

    def test_monazite_and_oxide_are_no_steps_of_each_other(self, ask):
        sand = f"id: sand, {LEDGER}, effective: 2020-01-01, printed: 13 Mt".replace("TR2O3", "monazite")
        result = ask(record({}, [sand, f"id: oxide, {LEDGER}, effective: 2022-01-01, printed: 7 Mt"]), root="ledger")
        assert column(result, "previous") == [None, None]

    def test_a_figure_that_was_withdrawn_comes_with_all_versions_and_is_no_step(self, ask):
        ledger = [
            f"id: a, {LEDGER}, effective: 2021-01-01, printed: 30 Mt",
            f"id: b, {LEDGER}, effective: 2022-01-01, printed: 10 Mt, status: deprecated, note: wrong",
            f"id: c, {LEDGER}, effective: 2023-01-01, printed: 20 Mt",
        ]
        assert column(ask(record({}, ledger), root="ledger"), "step_t") == [None, -10e6]
        assert column(ask(record({}, ledger), root="ledger", versions=True), "step_t") == [None, None, -10e6]


class TestReasons:
    def test_what_the_record_says_and_honestly_nothing(self, ask):
        text = RUSSIA.replace(
            "{source: usgs-mcs-2024,", "{source: usgs-mcs-2024, draws_on: {RUS reserves: 'company, government'},"
        )
        text = text.replace("{source: usgs-mcs-2025,", "{source: usgs-mcs-2025, notes: {RUS reserves: a note},")
        assert column(ask(text), "reason") == [
            None,
            None,
            None,
            "the reason is not in our data",
            None,  # from more than 20 to 21 need be no move
            "revised on company and Government reports",
            None,  # the note says what there is to say
        ]
        assert "a note" in ask(text).entries[-1].remarks

    def test_the_summary_says_what_changed_and_that_mining_does_not_explain_it(self, ask):
        levels, fall = ask(RUSSIA).summary
        assert levels == (
            "USGS: 3.8 Mt (MCS 2025); the oldest figure in our data is 12 Mt (MCS 2019)."
            " Editions not in our data: 2021."
        )
        assert fall == (
            # 3.8 is 82 % less than 21.
            "The figure fell from 21 Mt (MCS 2023) to 3.8 Mt (MCS 2025), by 82 %."
            " Mining does not explain it: about 5,200 t were mined."
        )


def test_names_are_found_in_any_case_and_a_miss_has_a_suggestion(bundled):
    by_title = build_history(bundled, HistoryQuestion(place="RUS", root="russian STATE balance of reserves"))
    assert by_title.query["root"] == "ru-state-balance"
    with pytest.raises(NotOnRecord, match="did you mean ru-state-balance"):
        build_history(bundled, HistoryQuestion(place="RUS", root="ru-state"))
    with pytest.raises(NotOnRecord, match="unknown series 'nobody'"):
        build_history(bundled, HistoryQuestion(place="RUS", series="nobody"))


def test_brazil_moves_between_two_versions(bundled):
    result = build_history(bundled, HistoryQuestion(place="BRA", versions=True))
    *_, before, after = rows(result)
    assert [(one["edition"], one["version"], one["value_t"]) for one in (before, after)] == [
        ("2026", "1.0", 21e6),
        ("2026", "1.3", 11e6),
    ]
    assert (after["step_t"], after["reason"]) == (-10e6, "revised on Government reports")


def test_the_russian_ledger(bundled):
    result = build_history(bundled, HistoryQuestion(place="RUS", root="ru-state-balance"))
    shown = [round(value / 1e6, 1) for value in column(result, "value_t")]
    assert [level for level, _ in itertools.groupby(shown)] == [26.9, 33.0, 31.8, 28.8, 28.7, 28.5]
    sums = [row["effective_date"] for row in rows(result) if row["derived_from"]]
    assert sums == ["2020-01-01", "2021-01-01", "2022-01-01"]
    assert (
        result.summary[0]
        == "Russian State Balance of reserves: 28.5 Mt (2025); the oldest figure in our data is 26.9 Mt (1 Jan 2017)."
    )


def test_russia_falls_to_what_parts_of_its_ledger_amount_to(bundled):
    by_edition = {row["edition"]: row for row in rows(build_history(bundled, HistoryQuestion(place="RUS")))}
    assert by_edition["2023"]["consistent_with"] == "rus-balance-2020-abc1"
    assert by_edition["2024"]["consistent_with"] == "rus-balance-2022-licensed"
    assert by_edition["2025"]["consistency"].endswith("3.8 Mt; published later, 18 Mar 2025")
    assert "later" not in by_edition["2026"]["consistency"]
    assert [by_edition[year]["series_break"] for year in ("2024", "2025", "2026")] == ["yes", "yes", "no"]


NUMBERED = """
roots:
  paper: {title: Paper, keeper: Paper}
series:
  quarterly: {short: Q, publisher: A paper, verification: primary, root: paper}
sources:
"""


def quarterly(editions):
    """A dataset of a series whose editions (name, publication date, printed amount) are in any order."""
    sources, entries = [], []
    for at, (name, published, amount) in enumerate(editions):
        edition = f'edition: "{name}", ' if name else ""
        sources.append(
            f"  q-{at}: {{series: quarterly, {edition}published: {published}, title: T, url: u, locator: l}}"
        )
        entries.append(
            f"- {{id: e{at}, place: RUS, source: q-{at}, printed: '{amount}', measure: reserves, basis: REO}}"
        )
    return NUMBERED + "\n".join(sources) + "\nestimates:\n" + "\n".join(entries)


@pytest.mark.parametrize(
    "editions",
    [
        [("Dec 2024", "2024-12", "5 Mt"), ("Apr 2025", "2025-04", "7 Mt"), ("", "2025-08", "4 Mt")],
        [("9", "2009", "5 Mt"), ("10", "2010", "7 Mt"), ("11", "2011", "4 Mt")],
        [("", "2009", "5 Mt"), ("", "2010", "7 Mt"), ("", "2011", "4 Mt")],
    ],
)
def test_the_order_is_that_of_publication_however_editions_are_named(ask, editions):
    for arranged in itertools.permutations(editions):
        history = ask(quarterly(arranged), series="quarterly")
        assert [one.row.value_t for one in history.entries] == [5e6, 7e6, 4e6]
        assert [one.row.step_t for one in history.entries][1:] == [2e6, -3e6]
        assert history.table.columns["value_t"] == [5e6, 7e6, 4e6]
        assert history.table.columns["step_t"][1:] == [2e6, -3e6]


def test_an_edition_without_a_name_is_known_by_its_date(ask):
    history = ask(quarterly([("", "2010-04", "7 Mt"), ("", "2009-12", "5 Mt")]), series="quarterly")
    assert (
        history.summary[0]
        == "A paper: 7 Mt (published Apr 2010); the oldest figure in our data is 5 Mt (published Dec 2009)."
    )


def test_there_is_no_step_between_what_is_counted_differently(bundled):
    """From the reserve base of 14 Mt to measured and indicated resources of 3.6 Mt the definition changed."""
    history = build_history(bundled, HistoryQuestion(place="USA", measure="resources"))
    assert [one.row.value_t for one in history.entries] == [14e6, 14e6, 3.6e6]
    assert [one.row.previous for one in history.entries] == ["", "usgs-mcs-2003/USA/resources", ""]


def test_there_is_no_step_between_other_countries_which_change(bundled):
    history = build_history(bundled, HistoryQuestion(place="OTH"))
    figures = [one for one in history.entries if isinstance(one, HistoryEntry)]
    assert len(figures) > 3
    assert {one.row.previous for one in figures} == {""}
    assert "OTH" not in find_broken_series(build_frame(bundled), BASELINE_SERIES)


def test_a_bound_and_the_figure_at_it_may_repeat_each_other(ask):
    text = record({}, [
        f"id: a, printed: 4 to 5 Mt, effective: 2023-01-01, {LEDGER}",
        f"id: b, printed: at least 5 Mt, effective: 2023-01-01, {LEDGER.replace('report', 'later')}",
    ])  # fmt: skip
    history = ask(text, root="ledger")
    assert [one.row.statements for one in history.entries] == [2]


@pytest.mark.parametrize(
    ("before", "after", "step", "percent"),
    [
        ("12 Mt", "more than 20 Mt", "≥8", "≥66"),
        ("more than 20 Mt", "21 Mt", "≤1", ""),
        ("10 Mt", "11 to 12.5 Mt", "+1.0 to +2.5", "≥10"),
        ("10 to 12 Mt", "11 to 13 Mt", "−1 to +3", ""),
        ("0.21 Mt", "0.255 Mt", "+0.045", "+21"),
    ],
)
def test_a_step_is_the_difference_of_the_figures_as_shown(ask, before, after, step, percent):
    history = ask(quarterly([("1", "2024", before), ("2", "2025", after)]), series="quarterly")
    row = history.entries[-1].row
    assert (format_step(row, "Mt"), format_percent(row)) == (step, percent)
