"""Fuzz targets: whatever comes in, what comes out is a result or a message, never another exception.

``python fuzz/run.py TARGET [libFuzzer options]``, with atheris in the environment; see fuzz/README.md.
"""

import contextlib
import csv
import functools
import io
import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.hostile.strings import HOSTILE  # noqa: E402

with atheris.instrument_imports(include=["rareearth_cli"]):
    from click.testing import CliRunner
    from rareearth_cli.model.places import find_place

    from rareearth_cli.analysis import question  # noqa: F401  instrumented here, used by commands
    from rareearth_cli.commands.compare import query as answer  # noqa: F401  instrumented here, used by commands
    from rareearth_cli.commands.report import query as reporting  # noqa: F401  instrumented here, used by commands
    from rareearth_cli.main import rareearth
    from rareearth_cli.model import fields
    from rareearth_cli.model.dates import parse_date
    from rareearth_cli.model.errors import BadQuantity, InvalidDataset, NotOnRecord
    from rareearth_cli.model.quantity import parse_quantity
    from rareearth_cli.output import FORMATS
    from rareearth_cli.record import load as loading
    from rareearth_cli.record.yaml_nodes import parse_document

# What ships with the tool is the same in every run.
PLACES, CLASSIFICATION = loading.load_places(), loading.load_classification()
loading.load_places = lambda: PLACES  # type: ignore[assignment]
loading.load_classification = lambda: CLASSIFICATION  # type: ignore[assignment]
_LOAD = loading.load_dataset
_BUNDLED = _LOAD()
loading.load_dataset = lambda paths=(), *, only=False: _LOAD(paths, only=only) if paths else _BUNDLED  # type: ignore[assignment]
SCRATCH = Path(tempfile.mkdtemp(prefix="rareearth-fuzz-"))
os.chdir(SCRATCH)

#: Texts that fields and arguments are made of, beside what the fuzzer makes up.
WORDS = [*(ROOT / "fuzz" / "words.txt").read_text(encoding="utf-8").splitlines(), "", "\ud800", *HOSTILE]
FIGURE = [*"0123456789.,-–~<>≥%ert ", "000", "Mt", "million", "tonnes", "about", "up to", "to", "10^4", "x", "NA", "—"]
#: What a user's own file is asked for: a new command is one line.
ASKED = (
    ["compare", "--all"],
    ["compare", "russia", "--explain"],
    ["compare", "russia", "china", "--pairs"],
    ["report"],
    ["estimates", "--all-statements"],
    ["places"],
    ["history", "russia"],
    ["rank"],
    ["share", "russia"],
    ["trace", "5 Mt"],
    ["sources"],
)
SOURCE = [*(field.key for field in fields.SOURCE), "root"]
ESTIMATE = sorted(fields.select_fields(fields.ESTIMATE, fields.Origin.ENTRY | fields.Origin.LINK).keys() - {"id"})


def yaml(data: bytes) -> None:
    """Any bytes as a file."""
    document = parse_document("fuzz.yaml", data)
    if not document.problems:
        dataset(data, ["report", "-f", "table"])


def dataset(content: bytes, asked: list[str]) -> None:
    """A file as far as what a command makes of it; an invalid one is told line by line."""
    path = SCRATCH / "fuzz.yaml"
    path.write_bytes(content)
    try:
        loaded = loading.load_dataset([path], only=True)
    except InvalidDataset:
        return
    if loaded.estimates:
        command_line([*asked, "--data", str(path), "--only"])


def entries(data: bytes) -> None:
    """Files of the right form with fields of any content, which hold together more often than not."""
    some = atheris.FuzzedDataProvider(data)
    asked = [*some.PickValueInList(list(ASKED)), "-f", some.PickValueInList(sorted(FORMATS))]
    lines = ["sources:"]
    for number in range(some.ConsumeIntInRange(1, 3)):
        given = {"publisher": "P", "title": "T", "url": "u", "locator": "l", "verification": "primary"}
        given |= _fields(some, SOURCE)
        lines.append(f"  s{number}: {{{_flow(given)}}}")
    lines.append("estimates:")
    for number in range(some.ConsumeIntInRange(0, 6)):
        given = {"id": f"e{number}", "place": "RUS", "source": "s0", "measure": "reserves", "printed": "5 Mt"}
        lines.append(f"- {{{_flow(given | _fields(some, ESTIMATE))}}}")
    if some.ConsumeBool():
        lines += ["bridges:", "- {whole: e0, part: e1, detail: [{cause: access, evidence: assumed, share_from: e2}]}"]
    if some.ConsumeBool():
        cells = [_word(some).replace("\n", " ") for _ in range(6)]
        lines += ["tables:", "- source: s0", "  unit: t", "  columns: production 2024 | reserves", "  rows:"]
        lines += [f"    {place}: {_quoted(f'{one} | {two}')}" for place, one, two in
                  zip(("RUS", "CHN", "WLD"), cells[:3], cells[3:], strict=True)]  # fmt: skip
    dataset("\n".join(lines).encode("utf-8", "surrogatepass"), asked)


def release(data: bytes) -> None:
    """Any bytes, or a table of any cells under titles that a release has, as a release of USGS."""
    path = SCRATCH / "fuzz.csv"
    some = atheris.FuzzedDataProvider(data)
    if some.ConsumeBool():
        path.write_bytes(some.ConsumeBytes(4096))
    else:
        titles = [
            "Country",
            "Prod_t_2024",
            "Reserves_t",
            "Prod_notes",
            "Commodity",
            "Year",
            "Value",
            "Statistics",
            "Unit",
        ]
        rows = [titles[: some.ConsumeIntInRange(2, len(titles))]]
        rows += [[_word(some) for _ in rows[0]] for _ in range(some.ConsumeIntInRange(0, 4))]
        with path.open("w", encoding="utf-8", errors="surrogatepass", newline="") as file:
            csv.writer(file).writerows(rows)
    asked = some.PickValueInList([["-f", "csv"], ["--check"], ["-f", "yaml"], ["-f", "table"]])
    command_line(["import", "usgs", str(path), "--edition", "2026", *asked])


def quantity(data: bytes) -> None:
    """A printed figure: its ends enclose its value, or it is refused."""
    some = atheris.FuzzedDataProvider(data)
    pieces = range(some.ConsumeIntInRange(1, 12))
    typed = "".join(some.PickValueInList(FIGURE) if some.ConsumeIntInRange(0, 9) else _word(some) for _ in pieces)
    with contextlib.suppress(BadQuantity):
        read = parse_quantity(typed, unit=some.PickValueInList([None, "t", "kt"]), least_digits=2)
        if None not in (read.low, read.value, read.high):
            assert 0 <= read.low <= read.value <= read.high, read  # type: ignore[operator]
    with contextlib.suppress(ValueError):
        parse_date(typed)


def place(data: bytes) -> None:
    """The name of a place, or a message with those that are near."""
    typed = atheris.FuzzedDataProvider(data).ConsumeUnicode(200)
    with contextlib.suppress(NotOnRecord):
        find_place(typed, PLACES)


def command(data: bytes) -> None:
    """A command line: options of all commands with values from everywhere."""
    some = atheris.FuzzedDataProvider(data)
    name = some.PickValueInList(sorted(rareearth.commands))
    options = [option for param in rareearth.commands[name].params for option in param.opts if option[0] == "-"]
    typed = [name]
    for _ in range(some.ConsumeIntInRange(0, 6)):
        typed.append(some.PickValueInList(options) if options and some.ConsumeBool() else _word(some))
    command_line(typed)


def command_line(typed: list[str]) -> None:
    """Run the command here; it must end with a documented status and say nothing of a defect."""
    # No file but those in the scratch folder is read or written, and no command waits for a device.
    typed = [one.replace("/", "_") if "/" in one and not one.startswith(str(SCRATCH)) else one for one in typed]
    result = CliRunner().invoke(rareearth, typed, prog_name="rareearth", catch_exceptions=False)
    assert result.exit_code in (0, 1, 2, 3), (typed, result.exit_code)
    assert "internal error" not in result.stderr, (typed, result.stderr)
    assert "Traceback" not in result.stderr or "--debug" in typed, (typed, result.stderr)
    if "table" in typed or not set(typed) & set(FORMATS):
        assert "\x1b" not in result.stdout or "always" in typed, typed


def _fields(some: atheris.FuzzedDataProvider, names: list[str]) -> dict[str, str]:
    return {some.PickValueInList(names): _word(some) for _ in range(some.ConsumeIntInRange(0, 5))}


def _word(some: atheris.FuzzedDataProvider) -> str:
    return some.PickValueInList(list(WORDS)) if some.ConsumeIntInRange(0, 3) else some.ConsumeUnicode(12)


def _flow(fields: Mapping[str, str]) -> str:
    lists = ("sum_of", "inferred", "draws_on")
    pairs = {name: f"[{_quoted(text)}]" if name in lists else _quoted(text) for name, text in fields.items()}
    if "distorts" in pairs:
        pairs["distorts"] = f"{{original: {pairs['distorts']}, how: x}}"
    return ", ".join(f"{name}: {value}" for name, value in pairs.items())


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    one.__name__: one for one in (yaml, entries, release, quantity, place, command)
}


def main() -> None:
    """Run one target until libFuzzer's limits or a finding end it."""
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"name a target: {', '.join(TARGETS)}")
    target = TARGETS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, _silently(target))
    atheris.Fuzz()


def _silently(target: Callable[[bytes], None]) -> Callable[[bytes], None]:
    @functools.wraps(target)
    def run(data: bytes) -> None:
        with contextlib.redirect_stderr(io.StringIO()):
            target(data)

    return run


if __name__ == "__main__":
    main()
