"""The tool as a library, as the guide shows it."""

import ast
import inspect
import re
from datetime import date
from pathlib import Path

import pytest

import rareearth_cli
from rareearth_cli import api, bridges, compare, estimates, history, load, rank, report, share, trace
from rareearth_cli.model.errors import BadQuantity, NotOnRecord, NotRankable

DOCS = Path(__file__).resolve().parent.parent / "docs"
GUIDE = DOCS / "library.md"
REFERENCE = DOCS / "api.md"
MADE_BY = (
    "`pytest tests/test_api.py --regenerate` makes this page from the docstrings in the code. Amounts are tonnes, and\n"
    "shares are percent. Import the functions from `rareearth_cli`; [library.md](library.md) has examples."
)


@pytest.fixture(scope="module")
def data():
    return load()


def test_the_examples_of_the_guide_run_and_say_what_they_print(capsys):
    blocks = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, GUIDE.name, "exec"), names)
        expected = "".join(f"{line}\n" for line in re.findall(r"^# prints: (.*)$", block, re.MULTILINE))
        assert capsys.readouterr().out == expected
    assert blocks


def test_a_comparison_is_a_frame_of_numbers_and_texts(data):
    frame = compare(data, "Russland").set_index("id")
    row = frame.loc["rus-balance-2023"]
    assert (row["value_t"], row["ratio"], row["verdict"]) == (28_700_000.0, 7.55, "RECONCILED_BY_SUBSET")
    assert frame["fold"].dtype == "float64"
    assert frame.attrs["query"]["places"] == ["RUS"]
    assert "Different definitions may explain the gap" in frame.attrs["summary"]["Russia"]


def test_figures_are_those_of_the_day(data):
    frame = estimates(data, "brazil", as_of=date(2026, 4, 30))
    rows = frame[(frame["measure"] == "reserves") & (frame["edition"] == "2026")]
    assert rows["value_t"].tolist() == [21_000_000.0]


def test_a_report_has_a_row_a_pair_and_the_bridges_are_records(data):
    frame = report(data, "russia")
    assert frame["unexplained_fold"].dropna().is_monotonic_decreasing
    assert "pairs of figures in 1 place" in frame.attrs["summary"]
    (bridge,) = bridges(data, "russia")
    assert (bridge.whole.value_t, bridge.steps[0].amount_t, bridge.residual_t) == (28_700_000, -24_900_000, 0)


def test_a_place_that_is_none_is_an_error(data):
    with pytest.raises(NotOnRecord, match="did you mean Russia"):
        compare(data, "russsia")


def test_a_ranking_is_by_number_and_takes_another_estimate(data):
    frame = rank(data, top=6)
    assert frame["rank"].tolist() == [1, 2, 3, 4, 5, 6]
    # 3.8 of 75 Mt, and 3.8 of the 75.29 Mt that the rows come to
    russia = frame.set_index("place").loc["RUS"]
    assert (russia["value_t"], russia["total_share_pct"], russia["rows_share_pct"]) == (3_800_000.0, 5.07, 5.05)
    assert frame.attrs["details"]["total_t"] == 75_000_000.0
    other = rank(data, using={"Russland": "rus-balance-2023"}).set_index("place").loc["RUS"]
    assert (other["rank"], other["used"]) == (2.0, "yes")
    then = rank(data, as_of=date(2025, 3, 31)).set_index("place")["rank"]
    assert (then["RUS"], then["IND"]) == (5.0, 3.0)
    assert set(rank(data, all_sources=True)["source"]) >= {"usgs-mcs-2025", "usgs-mcs-2026-v1.3"}


def test_shares_are_percent_and_a_claim_is_held_against_them(data):
    frame = share(data, "china", measure="reserves", year="2025")
    derived = frame[frame["source"] == "usgs-mcs-2026-v1.3"].iloc[0]
    assert (derived["value_pct"], derived["share_kind"], derived["part_t"]) == (58.7, "upper", 44_000_000.0)
    assert share(data, "china", claimed="95")["claim"].tolist() == share(data, "china", claimed="95%")["claim"].tolist()
    assert frame["claim"].tolist() == [None] * len(frame)


def test_a_trace_and_a_history_are_frames_too(data):
    frame = trace(data, "28.7 Mt", "russia")
    assert frame.loc[0, "id"] == "rus-balance-2023"
    assert frame.attrs["summary"].startswith("The likeliest match: Russia")
    nothing = trace(data, "28.7 Mt", "france")
    assert len(nothing) == 0
    assert nothing.columns.tolist() == frame.columns.tolist()
    told = history(data, "russia", root="ru-state-balance")
    assert told["effective_date"].is_monotonic_increasing
    assert told["statements"].max() > 1
    steps = history(data, "russia").set_index("edition")["step_t"]
    assert steps["2025"] == 3_800_000.0 - 10_000_000.0


@pytest.mark.parametrize(
    ("ask", "error", "said"),
    [
        (lambda data: history(data, "narnia"), NotOnRecord, "unknown place 'narnia'"),
        (lambda data: history(data, "russia", series="usgs"), NotOnRecord, "did you mean usgs-mcs"),
        (lambda data: history(data, "russia", series="usgs-mcs", root="ru-state-balance"), ValueError, "one of them"),
        (lambda data: rank(data, source="nobody"), NotOnRecord, "nobody"),
        (lambda data: rank(data, using={"russia": "nothing"}), NotRankable, "'nothing' is neither an amount"),
        (lambda data: rank(data, using={"china": "rus-balance-2023"}), NotRankable, "rus-balance-2023"),
        (lambda data: rank(data, year="2024"), ValueError, "year of production"),
        (lambda data: rank(data, using={"russia": "x"}, all_sources=True), ValueError, "one of them"),
        (lambda data: share(data, "china", measure="resreves"), NotOnRecord, "did you mean reserves"),
        (lambda data: compare(data, "russia", measure="resreves"), NotOnRecord, "did you mean reserves"),
        (lambda data: report(data, measure="tonnage"), NotOnRecord, "unknown measure 'tonnage'"),
        (lambda data: history(data, "russia", measure="tonnage"), NotOnRecord, "unknown measure 'tonnage'"),
        (lambda data: bridges(data, "russia", measure="tonnage"), NotOnRecord, "unknown measure 'tonnage'"),
        (lambda data: share(data, "china", claimed="5t"), BadQuantity, "'5t' is not a share"),
        (lambda data: trace(data, "much"), BadQuantity, "'much' is not a figure"),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_an_error_with_a_remedy(data, ask, error, said):
    with pytest.raises(error, match=re.escape(said)):
        ask(data)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda data: load(3), "paths must be a path, not 3"),
        (lambda data: compare(None, "russia"), "dataset must be a dataset from load(), not None"),
        (lambda data: compare(data, "russia", None), "places must be a text, not None"),
        (lambda data: estimates(data, 7), "places must be a text, not 7"),
        (lambda data: bridges(data, "russia", measure=5), "measure must be a text, not 5"),
        (lambda data: report(data, baseline=5), "baseline must be a text, not 5"),
        (lambda data: estimates(data, as_of="2026-04-30"), "as_of must be a date, not '2026-04-30'"),
        (lambda data: history(data, None), "place must be a text, not None"),
        (lambda data: history(data, "russia", measure=None), "measure must be a text, not None"),
        (lambda data: rank(data, measure="production", year=2024), "year must be a text, not 2024"),
        (lambda data: rank(data, top="5"), "top must be a whole number, not '5'"),
        (lambda data: rank(data, using="russia"), "using must be a mapping of texts, not 'russia'"),
        (lambda data: rank(data, using={"russia": 3}), "using must be a mapping of texts, not 3"),
        (lambda data: share(data, "china", claimed=95), "claimed must be a text, not 95"),
        (lambda data: trace(data, 12), "figure must be a text, not 12"),
    ],
)  # fmt: skip
def test_an_argument_of_a_wrong_type_is_named(data, ask, said):
    with pytest.raises(ValueError, match=f"^{re.escape(said)}$"):
        ask(data)


def test_the_types_of_all_arguments_are_checked():
    functions = [getattr(api, name) for name in rareearth_cli.__all__]
    annotations = {one.annotation for function in functions for one in inspect.signature(function).parameters.values()}
    assert {one.removesuffix(" | None") for one in annotations} - set(api._TYPES) == {"bool"}


def test_every_frame_says_what_was_asked_and_what_json_has_beside_the_rows(data):
    ranking, shares, traced = rank(data), share(data, "china"), trace(data, "28.7 Mt")
    others = [estimates(data), compare(data, "russia"), report(data, "russia"), history(data, "russia")]
    others.append(rank(data, all_sources=True))
    for frame in (ranking, shares, traced, *others):
        assert {"summary", "query", "details", "warnings", "dataset_version"} == set(frame.attrs)
    assert all(frame.attrs["details"] for frame in (ranking, shares, traced))
    assert not any(frame.attrs["details"] for frame in others)


def to_markdown(docstring: str) -> str:
    """Convert a numpydoc docstring to Markdown: each section becomes a list of its items."""
    text = docstring.replace("``", "`")
    text = re.sub(r"^(\w+)\n-+\n", r"\1:\n\n", text, flags=re.MULTILINE)
    text = re.sub(r"^([\w. ]+)\n    ", r"- `\1`: ", text, flags=re.MULTILINE)
    return re.sub(r"^    ", "  ", text, flags=re.MULTILINE)


def reference() -> str:
    """The page with the signature and the docstring of each function of the library."""
    parts = [f"# The functions of the library\n\n{MADE_BY}"]
    for node in ast.parse(Path(api.__file__).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name in rareearth_cli.__all__:
            arguments = re.sub(r", (?![^\[]*\])", ",\n    ", ast.unparse(node.args))
            signature = f"{node.name}(\n    {arguments},\n) -> {ast.unparse(node.returns)}"
            text = to_markdown(inspect.getdoc(getattr(api, node.name)) or "")
            parts += [f"## `{node.name}`", f"```python\n{signature}\n```", text]
    return "\n\n".join(parts) + "\n"


def test_the_reference_is_what_the_code_says(request):
    if request.config.getoption("--regenerate"):
        REFERENCE.write_text(reference(), encoding="utf-8")
    assert REFERENCE.read_text(encoding="utf-8") == reference()


@pytest.mark.parametrize("name", rareearth_cli.__all__)
def test_every_docstring_describes_parameters_and_errors_and_every_argument_has_a_type(name):
    function = getattr(rareearth_cli, name)
    docstring = inspect.getdoc(function) or ""
    signature = inspect.signature(function)
    assert "\nRaises\n------\n" in docstring
    assert [one for one in signature.parameters if f"\n{one}\n    " not in docstring] == []
    assert inspect.Signature.empty not in [one.annotation for one in signature.parameters.values()]


def test_every_public_function_is_in_guide_and_reference():
    assert all(f"## `{name}`" in REFERENCE.read_text(encoding="utf-8") for name in rareearth_cli.__all__)
    page = GUIDE.read_text(encoding="utf-8")
    for name in rareearth_cli.__all__:
        assert f"| `{name}` |" in page, name
    with pytest.raises(AttributeError):
        rareearth_cli.nothing  # noqa: B018
