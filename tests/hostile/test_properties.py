"""The promises of the fuzz targets, for hypothesis: a result or a message, whatever is typed or read."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from rareearth_cli.main import rareearth
from rareearth_cli.model.errors import BadQuantity, InvalidDataset, NotOnRecord
from rareearth_cli.model.names import resolve_name
from rareearth_cli.model.quantity import LeastDigits, parse_quantity
from rareearth_cli.record.load import load_dataset
from rareearth_cli.record.yaml_nodes import parse_document
from tests.hostile.strings import HOSTILE

SHORT = [text for text in HOSTILE if len(text) < 100]
ANYTHING = st.one_of(st.sampled_from(SHORT), st.text(max_size=30))
PIECES = st.sampled_from([*"0123456789.,-–~<>≥%er ", "000", "Mt", "million tonnes", "about", "to", "10^4", "short ton"])


@given(st.lists(PIECES, max_size=12).map("".join) | ANYTHING)
def test_a_figure_is_enclosed_by_its_ends_or_refused_with_a_remedy(printed):
    try:
        read = parse_quantity(printed, least_digits=LeastDigits(2))
    except BadQuantity as error:
        assert error.what
        assert error.remedy
        return
    if None not in (read.low, read.value, read.high):
        assert 0 <= read.low <= read.value <= read.high


@given(ANYTHING)
def test_a_name_means_a_place_or_is_refused(bundled, name):
    places = {text: place.code for place in bundled.places.values() for text in place.all_names}
    try:
        assert resolve_name("place", name, places, "") in bundled.places
    except NotOnRecord as error:
        assert "unknown place" in str(error)


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_a_document_or_have_a_problem(content):
    document = parse_document("own.yaml", content)
    assert all(problem.line >= 1 and problem.what and problem.remedy for problem in document.problems)


@given(st.dictionaries(st.sampled_from(["place", "printed", "measure", "unit", "like", "part_of", "sum_of", "effective",
       "period", "basis", "site", "least_digits", "status", "share_of", "inferred"]), ANYTHING, max_size=5))  # fmt: skip
def test_an_entry_of_anything_is_read_or_refused(fields):
    pairs = "".join(f", {name}: '{text.replace(chr(39), chr(39) * 2)}'" for name, text in fields.items())
    written = f"estimates:\n- {{id: own{pairs}}}\n".encode("utf-8", "surrogatepass")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "own.yaml"
        path.write_bytes(written)
        try:
            assert "own" in load_dataset([path]).estimates
        except InvalidDataset as error:
            assert all(problem.what and problem.remedy for problem in error.problems)


@given(st.sampled_from(["compare", "report", "convert", "rank", "trace", "share", "cite", "history"]),
       st.lists(ANYTHING | st.sampled_from(["--columns", "--sort", "--as-of", "-f", "--data", "--baseline"]), max_size=3))  # fmt: skip
def test_any_command_line_ends_with_a_status_and_no_traceback(name, typed):
    safe = [one.replace("/", "_") for one in typed]  # no device is read and no file is written
    result = CliRunner().invoke(rareearth, [name, *safe], prog_name="rareearth", catch_exceptions=False)
    assert result.exit_code in (0, 2, 3)
    if "internal error" in result.stderr or "Traceback" in result.stderr:
        pytest.fail(result.stderr)
