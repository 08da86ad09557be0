"""The lists of figures and sources, filtered."""

import csv
import io
import json
import re

import pytest


def rows(result):
    assert result.exit_code == 0
    return list(csv.DictReader(io.StringIO(result.stdout)))


def ids(result):
    return [row["id"] for row in rows(result)]


@pytest.mark.parametrize(
    ("filters", "column", "value"),
    [
        (("--publisher", "usgs"), "publisher", "U.S. Geological Survey"),
        (("--publisher", "U.S. GEOLOGICAL SURVEY"), "publisher", "U.S. Geological Survey"),
        (("--root", "ru-state-balance"), "root", "ru-state-balance"),
        (("--root", "russian state balance of reserves"), "root", "ru-state-balance"),
        (("--site", "lovozero"), "site", "Lovozero"),
        (("--measure", "share"), "measure", "share"),
        (("--system", "gkz"), "system", "GKZ"),
        (("--status", "misquoted"), "status", "misquoted"),
        (("--status", "inconsistent"), "status", "inconsistent"),
        (("--status", "superseded"), "status", "superseded"),
        (("--verification", "primary"), "verification", "primary"),
        (("--place", "china"), "place", "CHN"),
    ],
)
def test_a_filter_leaves_what_it_names_and_all_of_that(run, filters, column, value):
    asked = rows(run("estimates", *filters, "--all-statements", "-f", "csv"))
    every = rows(run("estimates", "--all-statements", "-f", "csv"))
    assert asked == [row for row in every if row[column] == value] != []


def test_filters_are_combined_by_and_and_values_of_one_by_or(run):
    both = rows(run("estimates", "--place", "russia", "--place", "china", "--measure", "ore", "-f", "csv"))
    assert {(row["place"], row["measure"]) for row in both} == {("RUS", "ore"), ("CHN", "ore")}
    statuses = rows(run("estimates", "--status", "misquoted", "--status", "superseded", "-f", "csv"))
    assert {row["status"] for row in statuses} == {"misquoted", "superseded"}


def test_a_date_known_to_the_month_counts_from_its_last_day(run):
    edition = ("estimates", "--publisher", "usgs", "--place", "brazil", "--measure", "reserves", "--all-statements")
    published = {"usgs-mcs-2025/BRA/reserves": "2025-01", "usgs-mcs-2024/BRA/reserves": "2024-01-31"}
    every = ids(run(*edition, "-f", "csv"))
    assert set(published) < set(every)
    until = ids(run(*edition, "--until", "2025-01-30", "-f", "csv"))
    assert "usgs-mcs-2024/BRA/reserves" in until
    assert "usgs-mcs-2025/BRA/reserves" not in until
    assert "usgs-mcs-2025/BRA/reserves" in ids(run(*edition, "--until", "2025-01", "-f", "csv"))
    since = ids(run(*edition, "--since", "2025", "-f", "csv"))
    assert sorted(since + ids(run(*edition, "--until", "2024", "-f", "csv"))) == sorted(every)


def test_figures_without_a_date_are_left_out_of_a_span_and_counted(run):
    result = run("estimates", "--site", "ngualla", "--since", "2000", "--columns", "id", "--no-header")
    assert "tza-ngualla-resource\n" not in result.stdout
    assert result.stderr == "Note: 2 figures without a publication date left out\n"


def test_until_picks_and_as_of_answers_as_on_that_day(run):
    question = ("estimates", "--publisher", "usgs", "--place", "brazil", "--measure", "reserves", "-f", "csv")
    assert ids(run(*question, "--until", "2026-04-30")) == []
    assert ids(run(*question, "--as-of", "2026-04-30")) == ["usgs-mcs-2026-v1.0/BRA/reserves"]


@pytest.mark.parametrize(("form", "empty"), [("csv", "id,place,"), ("jsonl", ""), ("json", "{"), ("markdown", "| id")])
def test_filters_that_leave_nothing_give_an_empty_document_and_a_note(run, form, empty):
    result = run("estimates", "--place", "brazil", "--system", "gkz", "-f", form)
    assert (result.exit_code, result.stderr) == (
        0,
        "Note: nothing in our data fits all filters: leave one out\n",
    )
    assert result.stdout.startswith(empty)
    if form == "json":
        assert json.loads(result.stdout)["estimates"] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("estimates", "--site", "lovosero"), "unknown site 'lovosero': did you mean Lovozero?"),
        (("estimates", "--publisher", "usg"), "did you mean U.S. Geological Survey?"),
        (("sources", "--publisher", "dera"), "did you mean Bundesanstalt für Geowissenschaften"),
        (("estimates", "--root", "ru-state"), "did you mean ru-state-balance?"),
        (("estimates", "--root", "qqq"), "no name is near it. 'rareearth estimates --all-statements --columns root'"),
        (("estimates", "--system", "gkzz"), "did you mean GKZ?"),
        (("estimates", "--since", "soon"), "'soon' is not a date"),
    ],
)
def test_a_miss_is_an_error_with_a_suggestion(run, arguments, said):
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_the_question_is_recorded_the_same_however_it_was_typed(run):
    typed = [("--publisher", "usgs", "--place", "RU"), ("--place", "Россия", "--publisher", "U.S. Geological Survey")]
    assert len({run("estimates", *filters, "-f", "json").stdout for filters in typed}) == 1


def test_sources_are_those_of_the_figures_asked_for(run):
    of_brazil = rows(run("sources", "--place", "brazil", "-f", "csv"))
    assert {row["series"] for row in of_brazil} == {
        *("usgs-mcs", "usgs-yearbook", "bgs-wms", "energy-review", "world-mining-data"),
        "",
    }
    assert "reuters-2025-03-18" not in {row["id"] for row in of_brazil}
    secondary = rows(run("sources", "--verification", "secondary", "--publisher", "usgs", "-f", "csv"))
    assert {(row["publisher"], row["verification"]) for row in secondary} == {("U.S. Geological Survey", "secondary")}


def test_sources_as_of_a_day_leave_later_ones_out_and_count_the_undated(run):
    result = run("sources", "--as-of", "2026-05-26", "--publisher", "usgs", "-f", "csv")
    assert "usgs-mcs-2026-v1.0" in ids(result)
    assert "usgs-mcs-2026-v1.3" not in ids(result)
    assert run("sources", "--publisher", "gaiageld.com", "--as-of", "2020").stderr.startswith(
        "Note: 1 source without a pub"
    )


def test_places_may_be_named_as_arguments(run):
    for command in ("estimates", "sources"):
        assert run(command, "russia", "-f", "csv").stdout == run(command, "--place", "russia", "-f", "csv").stdout
        assert run(command, "narnia").exit_code == 2


def test_the_screen_of_estimates_says_who_gives_which_figure_for_when(run):
    screen = run("estimates", "vietnam", "--measure", "reserves").stdout
    assert screen.startswith("4 figures of 1 place. ")
    assert re.search(r"Vietnam\n +reserves +for 2025 +3,500,000 t +USGS MCS 2026", screen)
    assert re.search(r"20\.7 million tons +Vietnamese ministry via VGP, Jun 2024", screen)
    assert "usgs-mcs" not in screen


def test_the_screen_of_sources_has_titles_and_no_addresses(run):
    screen = run("sources").stdout
    assert "Global Potential of Rare Earth Resources" in screen
    assert "http" not in screen
    # 'rareearth cite' takes the id.
    assert "weng-2015" in screen


def test_people_see_the_places_that_have_figures_and_programs_see_all(run):
    screen, every = run("places").stdout, run("places", "--all").stdout
    assert "Albania" in every
    assert "Albania" not in screen
    # Names in Latin letters come first, and a single further name is not counted but shown.
    assert re.search(r"Vietnam +VNM +\d+ +Viêt Nam, Viet Nam, Вьетнам, 越南", screen)
    assert "and 1 more" not in screen
    assert run("places", "-f", "csv").stdout == run("places", "--all", "-f", "csv").stdout
