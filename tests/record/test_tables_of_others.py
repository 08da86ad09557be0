"""Tables that other people made for their own ends: only what is plainly a figure of all rare earths is read as one."""

import pytest

from rareearth_cli.record.headers import NO_OPTIONS
from rareearth_cli.record.load import load_files
from tests.record.forms.make import workbook

#: What every row of the tables here has, where they do not say it.
PUBLISHER = (("publisher", "A survey"),)


def read(tmp_path, content, name="own.csv", options=NO_OPTIONS):
    """The figures of a table by place, site, measure, year and tonnes; what was assumed; and what is wrong with it."""
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    loaded = load_files([file], only=True, options=options)
    figures = [
        (one.place, one.site, one.measure.value, one.period, one.quantity.value)
        for one in loaded.dataset.estimates.values()
    ]
    assumed = [note.removeprefix(f"{file}: ") for note in loaded.dataset.assumptions]
    return figures, assumed, [f"{one.line}: {one.what}; {one.remedy}" for one in loaded.problems]


BOOK = workbook({"Sheet1": [["Country", "Reserves (t)", "Source"], ["China", 44_000_000, "A survey"]]})


@pytest.mark.parametrize("damaged", [BOOK.replace(b"\n", b"\r\n"), BOOK[:-30], BOOK[:900] + BOOK[960:]])
def test_a_damaged_workbook_is_refused_at_every_door(damaged, tmp_path, run):
    file = tmp_path / "own.xlsx"
    file.write_bytes(damaged)
    for command, status in (
        (("estimates", "--data", file, "--only"), 3),
        (("validate", file, "--only"), 3),
        (("import", "usgs", file), 2),
    ):
        said = run(*command)
        assert said.exit_code == status
        assert "neither a table nor a workbook that can be read; save it as CSV" in said.stderr
