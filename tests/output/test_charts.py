"""Charts: what they show, where it stands, and that every word of it is there."""

import io
import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest

from rareearth_cli.analysis.charts import MarkStyle
from rareearth_cli.commands.compare.query import compare_places
from rareearth_cli.commands.compare.view import build_answer
from rareearth_cli.commands.report.query import report_discrepancies
from rareearth_cli.commands.report.view import build_answer as answer_report
from rareearth_cli.model.errors import NotOnRecord
from rareearth_cli.model.questions import Question
from rareearth_cli.output.plot import wrap_lines, write_png, write_svg
from rareearth_cli.output.style import Style
from rareearth_cli.output.view import list_charts
from rareearth_cli.record.load import load_dataset
from tests.faces import HOSTILE, many

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def russia(bundled):
    return compare_places(bundled, Question(places=("RUS",)))


def svg(answer, **style):
    out = io.StringIO()
    write_svg(answer, out, Style(**style))
    return out.getvalue()


def texts(drawn):
    return [element.text for element in ET.fromstring(drawn).iter("{http://www.w3.org/2000/svg}text")]


def test_every_figure_of_the_view_is_a_mark_where_it_belongs(russia):
    chart, _, _ = list_charts(build_answer(russia), Style())
    assert [mark.id for mark in chart.marks if mark.id] == [figure.id for figure in russia.places[0].group.figures]
    by_id = {mark.id: mark for mark in chart.marks}
    whole, part = by_id["rus-balance-2023"], by_id["rus-balance-2023-ready"]
    # the axis ends at 40 Mt, because one of the statements summed up is 33.0
    assert whole.dot == pytest.approx(28.7 / 40 * 100)
    assert (whole.interval.start, whole.interval.end) == pytest.approx((28.65 / 40 * 100, 28.75 / 40 * 100))
    assert part.dot == chart.reference.at == pytest.approx(3.8 / 40 * 100)
    assert part.look is MarkStyle.PART
    assert (chart.axis, chart.date, chart.dataset_version) == (
        "reserves, million tonnes", "sources up to 27 May 2026", russia.dataset_version
    )  # fmt: skip


def test_a_bridge_falls_from_the_whole_to_the_part_and_always_shows_the_residual(russia):
    _, bridge, _ = list_charts(build_answer(russia), Style())
    looks = [mark.look for mark in bridge.marks]
    assert looks == [
        MarkStyle.REPORTED, MarkStyle.DERIVED, MarkStyle.ASSUMED, MarkStyle.REMAINDER, MarkStyle.REPORTED,
        MarkStyle.RESIDUAL, MarkStyle.REPORTED,
        *[MarkStyle.UNKNOWN] * 3,
    ]  # fmt: skip
    whole, step, assumed, rest, part, residual, base = bridge.marks[:7]
    assert whole.bar.end == step.bar.end == assumed.bar.end == pytest.approx(28.7 / 30 * 100)
    assert assumed.bar.start == rest.bar.end
    assert rest.bar.start == pytest.approx(step.bar.start)
    assert step.bar.start == part.bar.end == base.bar.end == pytest.approx(3.8 / 30 * 100)
    assert residual.bar.width == 0
    assert (residual.interval.start, residual.interval.end) == pytest.approx((3.7 / 30 * 100, 3.9 / 30 * 100))
    assert all(mark.value == "?" for mark in bridge.marks if mark.look is MarkStyle.UNKNOWN)


def test_a_bound_is_an_arrow_and_no_dot(bundled):
    chart = list_charts(build_answer(compare_places(bundled, Question(places=("CHN",)))), Style())[0]
    bound = next(mark for mark in chart.marks if mark.value.startswith("≤89"))
    assert bound.dot is None
    assert (bound.interval.open_start, bound.interval.open_end) == (True, False)
    world = list_charts(build_answer(compare_places(bundled, Question(places=("WLD",)))), Style())[0].marks[0]
    assert (world.dot, world.interval.open_end) == (None, True)


def test_shares_stand_side_by_side_by_what_they_are_shares_of(bundled):
    (chart,) = list_charts(build_answer(compare_places(bundled, Question(places=("CHN",), measure="share"))), Style())
    assert [group.title for group in chart.groups][:3] == ["Reserves", "Mine production", "Refining"]
    assert chart.axis == "percent"
    assert all(mark.dot == pytest.approx(float(mark.value.strip(" %~"))) for mark in chart.marks if mark.dot)


def test_a_report_draws_ratios_around_one(bundled):
    result = report_discrepancies(bundled, Question())
    chart = list_charts(answer_report(result), Style())[0]
    assert chart.reference.at == pytest.approx(50)
    by_id = {mark.id: mark for mark in chart.marks}
    assert by_id["rus-balance-2023"].dot > 50 > by_id["chn-mofcom-2009"].dot
    assert {mark.id for mark in chart.marks} <= set(result.table.columns["id"])


def test_a_unit_may_be_asked_for(russia):
    assert list_charts(build_answer(russia), Style(unit="kt"))[0].axis == "reserves, thousand tonnes"
    assert "28,700 (7.6×)" in texts(svg(build_answer(russia), unit="kt"))


def test_an_svg_keeps_its_text_and_says_all_that_a_chart_needs(russia):
    said = " ".join(texts(svg(build_answer(russia))))
    for words in (
        "Russia: rare-earth reserves", "million tonnes", "sources up to 27 May 2026", "28.7 (7.6×)", "−24.9",
        "Russian ministry via Reuters, Mar 2025", "residual", "no figure", "Sources: USGS MCS 2026",
        f"dataset {russia.dataset_version}",
    ):  # fmt: skip
        assert words in said


def test_the_same_data_give_the_same_picture_whatever_the_clock_says(russia):
    assert svg(build_answer(russia)) == svg(build_answer(russia))
    assert not re.search(r"20\d\d-\d\d-\d\dT", svg(build_answer(russia)))


@pytest.mark.parametrize("number", [1, 40])
def test_no_row_overlaps_another_with_one_or_with_forty_estimates(write, number):
    answer = build_answer(compare_places(load_dataset([write(many(number))]), Question(places=("AUS",))))
    drawn = ET.fromstring(svg(answer))
    lines = {}
    for text in drawn.iter("{http://www.w3.org/2000/svg}text"):
        lines.setdefault(float(text.get("x")), []).append(float(text.get("y")))
    for rows in lines.values():
        ordered = sorted(rows)
        assert all(later - earlier > 7 for earlier, later in pairwise(ordered))
    assert len(texts(svg(answer))) > number


@pytest.mark.filterwarnings("ignore:Glyph")
def test_hostile_names_are_text_in_every_picture(write):
    answer = build_answer(compare_places(load_dataset([write(HOSTILE)]), Question(places=("RUS",))))
    drawn = svg(answer)
    root = ET.fromstring(drawn)
    assert not list(root.iter("{http://www.w3.org/2000/svg}script"))
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on")]
    said = texts(drawn)
    assert "<script>window.hacked=1</script>, Mar 2025" in said
    assert "$x^2$ \\frac{1}{2, Mar 2025" in said
    assert max(map(len, said)) < 200
    out = io.BytesIO()
    write_png(answer, out, Style())
    assert out.getvalue().startswith(PNG)


def test_what_cannot_be_drawn_says_so(bundled):
    with pytest.raises(NotOnRecord, match="nothing to draw"):
        svg(build_answer(compare_places(bundled, Question(places=("FRA",)))))


def test_a_picture_goes_into_a_file_and_into_a_pipe(run, tmp_path):
    path = tmp_path / "china.png"
    assert run("compare", "china", "-o", path).exit_code == 0
    assert path.read_bytes().startswith(PNG)
    assert run("compare", "china", "-f", "png").stdout_bytes == path.read_bytes()
    assert run("compare", "china", "-f", "svg").stdout.startswith("<?xml")


def test_a_history_is_a_step_line_in_the_order_of_time_with_its_breaks_marked(bundled):
    from rareearth_cli.commands.history.query import build_history
    from rareearth_cli.commands.history.view import build_answer
    from rareearth_cli.model.questions import HistoryQuestion

    result = build_history(bundled, HistoryQuestion("RUS"))
    (chart,) = list_charts(build_answer(result), Style())
    assert [mark.label for mark in chart.marks] == [one.label for one in result.entries]
    first, second, third, last = chart.marks[-4:]
    assert (second.follows, third.follows, last.follows) == (first.dot, second.dot, third.dot)
    assert (first.leads, last.leads) == (True, False)
    gaps = [at for at, mark in enumerate(chart.marks) if mark.value == "not in our data"]
    assert all(chart.marks[at + 1].follows is None and not chart.marks[at - 1].leads for at in gaps)
    assert [mark.look for mark in (second, third, last)] == [MarkStyle.BREAK, MarkStyle.BREAK, MarkStyle.ESTIMATE]
    assert (second.value, third.value, last.value) == ("10 (−11)", "3.8 (−6.2)", "3.8 (0)")
    assert "break in the series" in texts(svg(build_answer(result)))


def test_a_ranking_is_bars_with_what_else_a_place_could_have(bundled):
    from rareearth_cli.commands.rank.query import rank_places
    from rareearth_cli.commands.rank.view import build_answer
    from rareearth_cli.model.questions import RankQuestion

    answer = build_answer(rank_places(bundled, RankQuestion()))
    (chart,) = list_charts(answer, Style())
    by_name = {mark.label: mark for mark in chart.marks}
    china, russia, india = by_name["1. China"], by_name["4. Russia"], by_name["India"]
    # The axis ends at 60 Mt; China's other figures are 27 and 52 Mt. At most 89 Mt gives no rank and no end.
    assert (china.bar.start, china.bar.end) == pytest.approx((0, 44 / 0.6))
    assert (china.interval.start, china.interval.end) == pytest.approx((27 / 0.6, 52 / 0.6))
    assert russia.bar.end == russia.interval.start == pytest.approx(3.8 / 0.6)
    assert russia.interval.end == pytest.approx(28.5 / 0.6)
    assert russia.note == "Russian ministry via Interfax, Jul 2025: 28.5 million tonnes"
    assert by_name["2. Brazil"].interval is None
    assert chart.looks == (MarkStyle.REPORTED, MarkStyle.RANGE)
    assert chart.sources[0] == "USGS MCS 2026"
    assert "interval that the printed digits" not in " ".join(texts(svg(answer)))  # here a line is something else
    assert (india.value, india.bar, india.note) == ("NA", None, "")
    assert [mark.value for mark in chart.marks][:3] == ["44", "11", "6.3"]


def test_shares_are_told_stage_by_stage_each_publisher_once(bundled):
    from rareearth_cli.commands.share.query import list_shares
    from rareearth_cli.commands.share.view import build_answer
    from rareearth_cli.model.questions import ShareQuestion

    (chart,) = list_charts(build_answer(list_shares(bundled, ShareQuestion("CHN"))), Style())
    assert [group.title for group in chart.groups][:4] == ["Reserves", "Mine production", "Refining", "Magnets"]
    for group in chart.groups:
        labels = [mark.label for mark in group.marks]
        assert len(labels) == len(set(labels))
    bound = chart.groups[0].marks[0]
    assert (bound.value, bound.dot, bound.interval.open_start) == ("≤58.7 %", None, True)
    assert bound.label == "USGS MCS 2026"  # of a derived share: who says the line that it is derived from
    assert "IEA via Rare Earth Exchanges, Oct 2025" in [mark.label for mark in chart.groups[2].marks]
    assert (chart.date, "usgs-mcs-2026-v1.3" in chart.sources) == ("sources up to 27 May 2026", False)


def test_every_chart_is_dated_by_its_own_sources_and_says_what_single_deposits_count(bundled):
    reserves, resources, sites = list_charts(build_answer(compare_places(bundled, Question(places=("GRL",)))), Style())
    # Kvanefjeld by GMEL of 2015: the page is not dated
    dates = ["sources up to 27 May 2026", "sources up to 2017", ""]
    assert [chart.date for chart in (reserves, resources, sites)] == dates
    assert [group.title for group in sites.groups] == ["Mineral resources, class not in the texts that we read"]
    assert [mark.label for mark in sites.groups[0].marks] == ["Kvanefjeld"]
    assert sites.axis == "oxide, million tonnes"


def test_a_break_that_is_a_bound_is_marked_at_its_own_number(bundled):
    from rareearth_cli.commands.history.query import build_history
    from rareearth_cli.commands.history.view import build_answer
    from rareearth_cli.model.questions import HistoryQuestion

    (chart,) = list_charts(build_answer(build_history(bundled, HistoryQuestion("RUS"))), Style())
    bound = next(mark for mark in chart.marks if mark.label == "MCS 2022")
    assert (bound.look, bound.dot, bound.sign) == (MarkStyle.BREAK, None, pytest.approx(20 / 25 * 100))
    assert not [source for source in chart.sources if "[" in source]


def test_a_report_names_both_sides(bundled):
    chart = list_charts(answer_report(report_discrepancies(bundled, Question(places=("RUS",)))), Style())[0]
    mark = next(mark for mark in chart.marks if mark.id == "rus-balance-2023")
    assert mark.label == "Russia, reserves: Russian ministry via Reuters, Mar 2025"
    assert mark.note == "28.7 million tons against 3,800,000 of USGS MCS 2026; a published part matches"
    assert chart.date == "sources up to 27 May 2026"


def test_what_is_cut_is_cut_between_words_and_never_within_a_number():
    assert wrap_lines("cut by 6 to 12 Mt and more", 12, 1) == ["cut by 6 …"]
    assert wrap_lines("cut by 6 to 12 Mt and more", 13, 1) == ["cut by 6 to …"]
    assert wrap_lines("x" * 30, 12, 1) == ["xxxxxxxxxx …"]
    assert wrap_lines("cut by 6 to 12 Mt", 40, 1) == ["cut by 6 to 12 Mt"]
