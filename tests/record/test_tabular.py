"""Figures as CSV: the tool reads back what it writes, and accepts user tables with few columns."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rareearth_cli.model.errors import InvalidDataset
from rareearth_cli.model.quantity import Kind
from rareearth_cli.record.frame import build_frame
from rareearth_cli.record.load import load_dataset

FORMATS = {
    "csv": ("csv", "unix"),
    "tsv": ("tsv", None),
    "excel": ("csv", "excel"),
    "excel-eu": ("csv", "excel-eu"),
}


def write_and_read_back(run, folder, way, *arguments):
    """Return the bytes written for some arguments, and those written after these bytes were read back."""
    form, dialect = FORMATS[way]
    said = ["estimates", "-f", form, *(("--dialect", dialect) if dialect else ())]
    path = folder / f"a.{form}"
    path.write_bytes(run(*said, *arguments).stdout_bytes)
    everything = [one for one in arguments if one == "--all-statements"]
    return path.read_bytes(), run(*said, *everything, "--data", path, "--only").stdout_bytes


@pytest.mark.parametrize("way", FORMATS)
@pytest.mark.parametrize("arguments", [(), ("--all-statements",), ("--place", "russia"), ("--as-of", "2025-03-31")])
def test_export_is_read_back_byte_for_byte(run, tmp_path, way, arguments):
    first, second = write_and_read_back(run, tmp_path, way, *arguments)
    assert first == second
    assert first.count(b"\n") > 20


def test_comparison_of_an_export_is_the_same(run, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(run("estimates", "--all-statements", "-f", "csv", "--columns", "all").stdout, encoding="utf-8")
    columns = ("-f", "csv", "--columns", "id,baseline,ratio,ratio_low,ratio_high,verdict,rungs")
    assert (
        run("compare", "--all", "--data", path, "--only", *columns).stdout == run("compare", "--all", *columns).stdout
    )


def test_columns_of_a_comparison_are_ignored(run, tmp_path):
    path = tmp_path / "compared.csv"
    path.write_text(run("report", "russia", "-f", "csv", "--columns", "all").stdout, encoding="utf-8")
    assert run("validate", path, "--only").exit_code == 0


@pytest.mark.parametrize(
    "key", ["rus-balance-2023-ready", "rus-balance-2022-abc1-licensed", "rus-balance-2022", "rus-stale-12"]
)
def test_single_figure_is_read_without_its_links(run, tmp_path, key):
    path = tmp_path / "one.csv"
    path.write_text(run("estimates", "--id", key, "-f", "csv", "--columns", "all").stdout, encoding="utf-8")
    own = ("--data", path, "--only")
    assert run("estimates", "--all-statements", *own, "-f", "csv", "--columns", "all").stdout == path.read_text(
        encoding="utf-8"
    )
    commands = (
        "compare russia --all-statements",
        "history russia",
        "trace 12 Mt",
        "report",
        "compare --all",
        f"cite {key}",
    )
    for command in commands:
        result = run(*command.split(), *own)
        assert (result.exit_code, result.stderr) == (0, ""), command


@pytest.fixture
def read(write):
    def read_text(text, name="own.csv", **options):
        return load_dataset([write(text, name)], only=True, **options)

    return read_text


def test_minimal_columns(read):
    dataset = read("place,measure,printed,publisher\nNOR,resources,8.8 Mt,REN\nSWE,resources,NA,REN\n")
    first, second = dataset.estimates.values()
    assert (first.id, first.source, first.publisher, first.root) == ("own/2", "own/source-1", "REN", "own/2")
    # 8.8 Mt stands for 8.75 to 8.85 Mt.
    assert (first.quantity.value, first.quantity.low, first.quantity.high) == (8_800_000, 8_750_000, 8_850_000)
    assert (second.quantity.kind, second.source) == (Kind.MISSING, "own/source-1")
    assert list(dataset.sources) == ["own/source-1"]


def test_numbers_without_a_printed_figure(read):
    text = "place,measure,value_t,low_t,high_t,source\nNOR,reserves,3800000,,,s\nNOR,reserves,,2e6,,s\nNOR,ore,,1,3,s\n"
    point, lower, span = (one.quantity for one in read(text).estimates.values())
    assert (point.kind, point.value, point.low, point.high) == (Kind.POINT, 3_800_000, 3_800_000, 3_800_000)
    assert (lower.kind, lower.value, lower.low, lower.high) == (Kind.LOWER, 2_000_000, 2_000_000, None)
    assert (span.kind, span.value, span.low, span.high) == (Kind.RANGE, None, 1, 3)


def test_rows_inherit_source_fields_from_earlier_rows(read):
    text = "place,measure,printed,source,published,url,locator\n"
    text += "NOR,ore,3 Mt,s,2025,https://example.org,p. 1\nSWE,ore,4 Mt,s,,,p. 2\n"
    dataset = read(text)
    assert [one.url for one in dataset.estimates.values()] == ["https://example.org"] * 2
    assert [one.locator for one in dataset.estimates.values()] == ["p. 1", "p. 2"]
    assert dataset.sources["s"].published.text == "2025"


def test_row_may_cite_a_bundled_source(write):
    text = "id,place,measure,printed,source\nown,NOR,ore,3 Mt,usgs-mcs-2025\n"
    dataset = load_dataset([write(text, "own.csv")])
    assert dataset.estimates["own"].publisher == "U.S. Geological Survey"
    assert dataset.sources["usgs-mcs-2025"].title.startswith("Mineral Commodity Summaries")


def test_part_in_percent_is_derived_from_its_whole_and_shares_its_origin(read):
    text = "id,place,measure,printed,part_of,root,source\n"
    text += "part,RUS,reserves,48.6 %,whole,,s\nwhole,RUS,reserves,10.0 Mt,,ledger,s\n"
    part = read(text).estimates["part"]
    # 10.0 Mt at three significant digits stands for 9.995 to 10.05 Mt.
    assert part.quantity.value == 4_860_000
    assert float(part.quantity.low) == pytest.approx(0.4855 * 9_995_000)
    assert float(part.quantity.high) == pytest.approx(0.4865 * 10_050_000)
    assert (part.derived_from, part.root, part.percent.value) == (("whole",), "ledger", Decimal("48.6"))


def test_spreadsheet_dialects(read):
    text = "\ufeffplace;measure;value_t;source;site\r\nNOR;ore;1,5;s;'=cmd\r\nNOR;ore;2,5;s;''quoted\r\n;;;;\r\n"
    first, second = read(text).estimates.values()
    assert (first.quantity.value, first.site, second.site) == (1.5, "=cmd", "'quoted")
    assert [one.id for one in (first, second)] == ["own/2", "own/3"]


def test_line_numbers_after_multi_line_cells(read):
    text = 'place,measure,printed,source,site\nNOR,ore,3 Mt,s,"two\nlines"\nNOR,ore,3 mt,s,\n'
    with pytest.raises(InvalidDataset, match=r"own\.csv, line 4 \[RE027\]: "):
        read(text)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"place,measure\x81\n", "own.csv, line 1 [RE001]: "),
        (b"place,measure\nNOR,\x1b[31m\n", "own.csv, line 2 [RE006]: "),
        (b"", "own.csv, line 1 [RE013]: nothing in it, not even a header"),
        (b"\n\n\n", "own.csv, line 1 [RE013]: nothing in it, not even a header"),
    ],
)
def test_invalid_bytes_give_a_message(tmp_path, monkeypatch, content, message):
    (tmp_path / "own.csv").write_bytes(content)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InvalidDataset) as caught:
        load_dataset([Path("own.csv")])
    assert str(caught.value).startswith(message)


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp")), min_size=1, max_size=8)
UNITS = st.sampled_from(["t", "kt", "Mt", "million tons"])
FIGURES = st.one_of(
    st.builds("{:.{}f} {}".format, st.floats(0.01, 999), st.integers(0, 3), UNITS),
    st.builds("{} {:,} t".format, st.sampled_from(["over", "at most", "about", ""]), st.integers(1, 10**8)),
    st.builds("{}-{} kt".format, st.integers(1, 50), st.integers(51, 99)),
    st.sampled_from(["NA", "W", "—"]),
)


@st.composite
def datasets(draw):
    """A dataset in YAML with parts, percentages, sums, origins, statuses and texts that a spreadsheet would run."""
    entries = []
    for number in range(draw(st.integers(1, 5))):
        fields = {
            "id": f"e{number}",
            "place": draw(st.sampled_from(["RUS", "CHN", "NAM", "WLD"])),
            "measure": draw(st.sampled_from(["reserves", "resources", "ore"])),
            "source": draw(st.sampled_from(["one", "two"])),
            "printed": draw(FIGURES),
        }
        if draw(st.booleans()):
            site = draw(st.sampled_from(["=", "+", "-", "@", "'", '"', ";", ""])) + draw(TEXTS)
            fields["site"] = "'" + site.replace("'", "''") + "'"
        optional = {"root": "ledger", "basis": "REO", "effective": "2024-05", "inferred": "[basis, effective]"}
        fields |= {name: value for name, value in optional.items() if draw(st.booleans())}
        if "site" not in fields:
            # Figures of one list differ in what they count or in their date.
            fields["effective"] = f"201{number}-05"
        if draw(st.integers(0, 3)) == 0:
            fields |= {"status": "deprecated", "note": "wrong"}
        entries.append(fields)
    point = {key: value for key, value in entries[0].items() if key in ("place", "measure", "source")}
    entries.append({**point, "id": "w", "printed": f"{draw(st.integers(100, 999))} kt"})
    entries.append({"id": "p", "part_of": "w", "access": "licensed", "printed": f"{draw(st.integers(1, 99))}.5 %"})
    entries.append({"id": "q", "part_of": "w", "printed": "at most 50 kt"})
    entries.append({**point, "id": "s", "sum_of": "[w, p]"})
    lines = []
    for fields in entries:
        pairs = ", ".join(f"{name}: {_quote_value(name, value)}" for name, value in fields.items())
        lines.append(f"- {{{pairs}}}")
    return HEAD + "estimates:\n" + "\n".join(lines) + "\n"


def _quote_value(name, value):
    return value if name in ("site", "inferred", "sum_of") else f"'{value}'"


HEAD = """
roots:
  ledger: {title: A ledger}
sources:
  one: {publisher: First, title: T, url: u, locator: l, verification: primary, published: 2024-05, edition: "2024"}
  two: {publisher: Second, title: T, url: u, locator: l, verification: secondary}
"""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(datasets(), st.sampled_from(sorted(FORMATS)))
def test_any_dataset_is_read_back_unchanged(run, tmp_path, text, way):
    own = tmp_path / "own.yaml"
    own.write_text(text, encoding="utf-8")
    first, second = write_and_read_back(run, tmp_path, way, "--all-statements", "--data", own, "--only")
    assert first == second
    assert first.count(b"\n") >= 6


def test_files_of_one_name_in_two_folders_keep_their_rows_apart(tmp_path):
    paths = []
    for folder, amount in (("mine", 5), ("theirs", 7), ("mine-too", 9)):
        path = tmp_path / folder / "own.csv"
        path.parent.mkdir()
        path.write_text(f"place,measure,printed,publisher\nNOR,reserves,{amount} Mt,A\n", encoding="utf-8")
        paths.append(path)
    dataset = load_dataset(paths, only=True)
    amounts = {key: float(one.quantity.value) for key, one in dataset.estimates.items()}
    assert amounts == {"own/2": 5e6, "theirs-own/2": 7e6, "mine-too-own/2": 9e6}


def test_a_file_that_is_given_twice_is_read_once(write):
    path = write("place,measure,printed,publisher\nNOR,reserves,5 Mt,A\n", "own.csv")
    assert list(load_dataset([path, path], only=True).estimates) == ["own/2"]


@pytest.mark.parametrize(
    ("printed", "digits", "counted"),
    [
        (">20,000,000", "2", 2),  # as USGS prints it, and the zero counts
        (">20,000,000", "", 1),
        (">20,500,000", "2", 3),  # the figure was changed by hand, and its digits say more than the column
        ("20,000,000", "2", 1),  # a single value has the digits that its interval tells
    ],
)
def test_the_digits_of_a_bound_come_from_their_column(read, printed, digits, counted):
    text = f'place,measure,printed,unit,digits,publisher\nRUS,reserves,"{printed}",t,{digits},A\n'
    assert build_frame(read(text))["digits"].to_list() == [counted]


def test_digits_that_are_none_are_refused(read):
    with pytest.raises(InvalidDataset, match="digits 'two' is not a number of digits"):
        read("place,measure,printed,digits,publisher\nRUS,reserves,3 Mt,two,A\n")


def test_bounds_keep_their_digits_on_a_round_trip(run, tmp_path, bundled):
    path = tmp_path / "all.csv"
    path.write_text(run("estimates", "--all-statements", "-f", "csv", "--columns", "all").stdout, encoding="utf-8")
    ours, back = (build_frame(one).set_index("id") for one in (bundled, load_dataset([path], only=True)))
    bounds = ours.index[ours["kind"].isin(["lower", "upper", "range"])]
    assert len(bounds) > 30
    assert back["digits"][bounds].to_list() == ours["digits"][bounds].to_list()
