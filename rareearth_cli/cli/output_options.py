"""In which format a result goes out, and what it is to look like: asked once, refused before any work."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

import click

from rareearth_cli.cli.columns import columns_of
from rareearth_cli.cli.options import ColumnNames, FileName
from rareearth_cli.cli.reproduce import command_line
from rareearth_cli.cli.stderr import tell, warn
from rareearth_cli.cli.streams import goes_to_stdout, is_terminal, opened
from rareearth_cli.model.errors import NotOnRecord
from rareearth_cli.model.vocabulary import SPOKEN_UNITS
from rareearth_cli.output import FORMATS, Format
from rareearth_cli.output.style import DIALECTS, Style

if TYPE_CHECKING:
    from rareearth_cli.analysis.result import Result
    from rareearth_cli.model.records import Dataset

Command = TypeVar("Command", bound=Callable[..., Any])
_COLORS = ("auto", "always", "never")
#: Formats whose header is a line of its own, which can be left out.
_HEADED = ("table", "csv", "tsv")
_GLYPHS = "×÷−±≥≤–█·…"


class Output(NamedTuple):
    """What the output options say."""

    format: str | None
    path: Path | None
    columns: tuple[str, ...]
    sort: tuple[str, ...]
    descending: bool
    header: bool
    unit: str | None
    dialect: str | None
    color: str


def output_options(command: Command, *, document: str | None = None, amounts: bool = True) -> Command:
    """The output options, gathered into one ``output`` argument; ``document`` is a format that comes first.

    Without ``amounts`` in what the command shows, help is silent of ``--unit``, which it refuses with the reason.
    """
    formats = click.Choice([*([document] if document else []), *FORMATS])
    options = (
        click.option("-f", "--format", type=formats, help=f"[default: by the suffix of -o, or {document or 'table'}]"),
        click.option("-o", "--output", "path", type=FileName(), help="Write to a file, replaced whole."),
        click.option("--columns", metavar="A,B", type=ColumnNames(), help="Only these columns, in this order."),
        click.option("--sort", metavar="A,B", type=ColumnNames(), help="Sort rows by these columns."),
        click.option("--desc", "descending", is_flag=True, help="Sort downwards."),
        click.option("--no-header", is_flag=True, help="Rows alone (table, csv, tsv)."),
        click.option(
            "--unit",
            type=click.Choice([*SPOKEN_UNITS]),
            help="Unit of tables and charts; else tonnes.",
            hidden=not amounts,
        ),
        click.option(
            "--dialect", type=click.Choice(DIALECTS), help="CSV for spreadsheets: BOM, separators.  [default: unix]"
        ),
        click.option(
            "--color", type=click.Choice(_COLORS), default="auto", show_default=True, help="Colour in tables."
        ),
    )

    def gathered(**values: Any) -> Any:
        names = ("format", "path", "descending", "unit", "dialect", "color")
        output = Output(
            columns=_parts(values.pop("columns")),
            sort=_parts(values.pop("sort")),
            header=not values.pop("no_header"),
            **{name: values.pop(name) for name in names},
        )
        return command(output=output, **values)

    gathered.__name__, gathered.__doc__ = command.__name__, command.__doc__
    gathered.__click_params__ = getattr(command, "__click_params__", [])  # type: ignore[attr-defined]
    decorated: Any = gathered
    for option in reversed(options):
        decorated = option(decorated)
    return decorated  # type: ignore[no-any-return]


def _parts(listed: str | None) -> tuple[str, ...]:
    if listed is None:
        return ()
    names = tuple(part.strip() for part in listed.split(","))
    if not all(names):
        raise click.UsageError(f"'{listed}' has an empty column name: write A,B")
    return names


def check_output(output: Output) -> Format:
    """The format that the options come to; options that cannot go together are refused before any work."""
    suffixes = {name: form.suffixes for name, form in FORMATS.items()}
    name = output.format or by_suffix(output.path, suffixes, otherwise="table", option="--format")
    form = FORMATS[name]
    if output.dialect is not None and name != "csv":
        raise click.UsageError(f"--dialect is for csv, and the format is {name}: leave it out, or ask for -f csv")
    if output.unit is not None and not form.spoken:
        spoken = ", ".join(other for other, one in FORMATS.items() if one.spoken)
        raise click.UsageError(f"--unit is for {spoken}; {name} is in tonnes")
    if output.descending and not output.sort:
        raise click.UsageError("--desc turns --sort round: say what to sort by")
    twice = [name for name in output.columns if output.columns.count(name) > 1]
    if twice:
        raise click.UsageError(f"--columns names '{twice[0]}' twice: take one of them out")
    columns = columns_of(click.get_current_context())
    unknown = [name for name in (*output.columns, *output.sort) if name not in columns]
    if unknown:
        raise NotOnRecord(f"unknown column '{unknown[0]}'; the columns are {', '.join(columns)}")
    if not output.header and name not in _HEADED:
        raise click.UsageError(f"--no-header has no meaning in {name}, which has none: leave it out")
    if form.picture and (output.columns or output.sort):
        raise click.UsageError(f"--columns and --sort ask for rows, and {name} is a picture: leave them out")
    if form.binary and goes_to_stdout(output.path) and is_terminal():
        raise click.UsageError(f"{name} is not for a terminal: write it to a file with -o, or to a pipe")
    if not form.available:
        command = f"{shlex.quote(sys.executable)} -m pip install 'rareearth-cli[{form.extra}]'"
        raise click.UsageError(f"{name} needs {form.library}, which is not installed: {command}")
    goes_to_stdout(output.path)
    return form


def refuse_unit(output: Output, what: str) -> None:
    """For answers that show figures as printed, each in its own unit."""
    if output.unit is not None:
        raise click.UsageError(f"--unit is for amounts, and {what} shows figures as printed: leave it out")


def emit(result: Result, output: Output, dataset: Dataset | None = None) -> None:
    """Write a result where and how the options say; its remarks are no data and go to stderr, before any refusal.

    The ``dataset`` is what it was drawn from, where it was drawn from any: some formats list its sources.
    """
    for remark in result.warnings:
        warn(remark)
    form = check_output(output)
    if form.cites and dataset is not None:
        result = _with_sources(result, dataset)
    result = _arranged(result, output)
    if output.unit is not None and not any(name.endswith("_t") for name in result.table.columns):
        raise click.UsageError("--unit is for amounts, and there are none in what is asked for: leave it out")
    to_stdout = goes_to_stdout(output.path)
    style = Style(
        width=_width() if to_stdout else None,
        color=_colored(output.color, to_stdout),
        unicode=not (to_stdout and form.for_people) or _speaks_unicode(),
        unit=output.unit,
        header=output.header,
        dialect=output.dialect or "unix",
        flat=bool(output.columns),
        rows_only=bool(output.columns or output.sort) or not output.header,
        command=command_line(click.get_current_context()),
    )
    with opened(output.path, for_people=form.for_people) as stream:
        form.write(result, stream.buffer if form.binary else stream, style)
    where = "standard output" if to_stdout else output.path
    tell(f"wrote {result.table.height} rows to {where}")


def emit_text(text: str, output: Output) -> None:
    """Write a document that is text already, where the options say; what arranges rows is refused."""
    if any((output.columns, output.sort, output.descending, not output.header, output.unit, output.dialect)):
        raise click.UsageError("--columns, --sort, --desc, --no-header, --unit and --dialect are for rows: -f csv")
    with opened(output.path, for_people=False) as stream:
        stream.write(text)


def _with_sources(result: Result, dataset: Dataset) -> Result:
    """The result with the publications that its rows come from."""
    from rareearth_cli.analysis.listings import cited_sources

    replaced: Result = cast("Any", result)._replace(sources=cited_sources(dataset, result.table))
    return replaced


def _arranged(result: Result, output: Output) -> Result:
    """The rows and columns asked for, in the order asked for."""
    if not (output.columns or output.sort):
        return result
    from rareearth_cli.analysis.table import arranged

    table = arranged(result.table, columns=output.columns, sort=output.sort, descending=output.descending)
    replaced: Result = cast("Any", result)._replace(table=table, complete=result.table)  # each result is a record
    return replaced


def by_suffix(path: Path | None, suffixes: Mapping[str, tuple[str, ...]], *, otherwise: str, option: str) -> str:
    """What goes with the suffix of a file: ``otherwise`` where there is none, an error where it is unknown."""
    if path is None or not path.suffix:
        return otherwise
    for name, known in suffixes.items():
        if path.suffix.lower() in known:
            return name
    every = ", ".join(suffix for known in suffixes.values() for suffix in known)
    raise click.UsageError(
        f"no {option.strip('-')} goes with '{path.suffix}': choose one with {option}, or a suffix of {every}"
    )


def _width() -> int | None:
    import shutil

    return shutil.get_terminal_size().columns if is_terminal() else None


def _colored(choice: str, to_stdout: bool) -> bool:
    if choice != "auto":
        return choice == "always"
    if not to_stdout or os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return is_terminal() and os.environ.get("TERM") != "dumb"


def _speaks_unicode() -> bool:
    try:
        _GLYPHS.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True
