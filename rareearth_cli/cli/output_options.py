"""The output options of all commands: which format an answer has, where it goes and what it looks like."""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click
from click.core import ParameterSource

from rareearth_cli.cli.options import ALL_COLUMNS, ColumnNames, FileName, command_columns, short_columns
from rareearth_cli.cli.streams import is_stdout, is_terminal, log_progress, open_output, warn
from rareearth_cli.model.errors import NotOnRecord
from rareearth_cli.model.names import suggest_word
from rareearth_cli.model.vocabulary import DISPLAY_UNITS
from rareearth_cli.output import FORMATS, Format
from rareearth_cli.output.style import DIALECTS, Style

if TYPE_CHECKING:
    from rareearth_cli.analysis.answer import Answer
    from rareearth_cli.model.records import Dataset

Command = TypeVar("Command", bound=Callable[..., Any])
_COLORS = ("auto", "always", "never")
#: Formats whose header is a separate line that can be left out.
_FORMATS_WITH_HEADER = ("table", "csv", "tsv")
_SYMBOLS = "×÷−±≥≤–█·…"


class OutputOptions(NamedTuple):
    """The values of the output options."""

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
    """Decorate a command with the output options, which it receives as one ``output`` argument.

    ``document`` is a text format of the command's own, which becomes its default. Without ``amounts`` the help does
    not mention ``--unit``, and the command rejects that option with a reason.
    """
    formats = click.Choice([*([document] if document else []), *FORMATS])
    options = (
        click.option("-f", "--format", type=formats, help=f"[default: by the suffix of -o, or {document or 'table'}]"),
        click.option("-o", "--output", "path", type=FileName(), help="Write to this file."),
        click.option(
            "--columns",
            metavar="A,B",
            type=ColumnNames(),
            help="Only these columns, in this order; all for every column.",
        ),
        click.option("--sort", metavar="A,B", type=ColumnNames(), help="Sort rows by these columns."),
        click.option("--desc", "descending", is_flag=True, help="Sort in descending order."),
        click.option("--no-header", is_flag=True, help="Leave out the header (table, csv, tsv)."),
        click.option(
            "--unit",
            type=click.Choice([*DISPLAY_UNITS]),
            help="Unit of amounts in tables and charts.",
            hidden=not amounts,
        ),
        click.option(
            "--dialect", type=click.Choice(DIALECTS), help="CSV for spreadsheets: BOM, separators.  [default: unix]"
        ),
        click.option(
            "--color", type=click.Choice(_COLORS), default="auto", show_default=True, help="Colour in tables."
        ),
    )

    @wraps(command)
    def wrapper(**values: Any) -> Any:
        names = ("format", "path", "descending", "unit", "dialect", "color")
        output = OutputOptions(
            columns=_split_columns(values.pop("columns")),
            sort=_split_columns(values.pop("sort")),
            header=not values.pop("no_header"),
            **{name: values.pop(name) for name in names},
        )
        return command(output=output, **values)

    decorated: Any = wrapper
    for option in reversed(options):
        decorated = option(decorated)
    return decorated  # type: ignore[no-any-return]


def _split_columns(listed: str | None) -> tuple[str, ...]:
    if listed is None:
        return ()
    names = tuple(part.strip() for part in listed.split(","))
    if not all(names):
        raise click.UsageError(f"'{listed}' has an empty column name: write A,B")
    return names


def resolve_format(output: OutputOptions) -> Format:
    """Return the format that the options ask for, and check the options before any work is done."""
    suffixes = {name: form.suffixes for name, form in FORMATS.items()}
    name = output.format or choose_by_suffix(output.path, suffixes, otherwise="table", option="--format")
    form = FORMATS[name]
    if output.dialect is not None and name != "csv":
        raise click.UsageError(f"--dialect is for csv, and the format is {name}: leave it out, or ask for -f csv")
    if output.unit is not None and not form.accepts_unit:
        accepting = ", ".join(other for other, candidate in FORMATS.items() if candidate.accepts_unit)
        raise click.UsageError(f"--unit is for {accepting}; {name} is in tonnes")
    if output.descending and not output.sort:
        raise click.UsageError("--desc reverses the order of --sort: add --sort")
    repeated = [name for name in output.columns if output.columns.count(name) > 1]
    if repeated:
        raise click.UsageError(f"--columns names '{repeated[0]}' twice: take one of them out")
    columns = command_columns(click.get_current_context())
    named = () if output.columns == (ALL_COLUMNS,) else output.columns
    unknown = [name for name in (*named, *output.sort) if name not in columns]
    if unknown:
        hint = f"{suggest_word(unknown[0], columns)} ('rareearth help formats' explains them)"
        raise NotOnRecord(f"unknown column '{unknown[0]}'; {hint}")
    if not output.header and name not in _FORMATS_WITH_HEADER:
        raise click.UsageError(f"--no-header has no meaning in {name}, which has none: leave it out")
    if form.is_image and (output.columns or output.sort):
        raise click.UsageError(f"--columns and --sort ask for rows, and {name} is a picture: leave them out")
    if form.binary and is_stdout(output.path) and is_terminal():
        raise click.UsageError(f"{name} is not for a terminal: write it to a file with -o, or to a pipe")
    if not form.is_installed:
        command = f"{shlex.quote(sys.executable)} -m pip install 'rareearth-cli[{form.extra}]'"
        raise click.UsageError(f"{name} needs {form.library}, which is not installed: {command}")
    is_stdout(output.path)  # raises an error if standard output is asked for and closed
    return form


def reject_unit(output: OutputOptions, what: str) -> None:
    """Reject ``--unit`` for answers that show figures as published, each in its own unit."""
    if output.unit is not None:
        raise click.UsageError(f"--unit is for amounts, and {what} shows figures as published: leave it out")


def write_result(answer: Answer, output: OutputOptions, dataset: Dataset | None = None) -> None:
    """Write an answer where and how the options say.

    Its warnings are not data: they go to standard error, before any option is rejected. Formats that list the sources
    of an answer look them up in the dataset.
    """
    for remark in answer.warnings:
        warn(remark)
    form = resolve_format(output)
    if form.lists_sources and dataset is not None:
        from rareearth_cli.analysis.listings import cited_sources

        answer = answer._replace(sources=cited_sources(dataset, answer.table))
    if form.for_people and dataset is not None:
        # A name in brackets is the short one.
        full = {short: re.sub(r" \([^)]*\)$", "", name) for name, short in dataset.publishers.items()}
        answer = answer._replace(publishers=full)
    answer = _arrange_rows(answer, output, form)
    if output.unit is not None and not any(name.endswith("_t") for name in answer.table.columns):
        raise click.UsageError("--unit is for amounts, and this answer has none: leave it out")
    to_stdout = is_stdout(output.path)
    style = Style(
        width=find_terminal_width() if to_stdout else None,
        color=decide_color(output.color, to_stdout),
        unicode=not (to_stdout and form.for_people) or _supports_symbols(),
        unit=output.unit,
        header=output.header,
        dialect=output.dialect or "unix",
        columns_chosen=bool(output.columns),
        short_form=form.is_short and not output.columns and bool(short_columns(click.get_current_context())),
        rows_only=bool(output.columns or output.sort) or not output.header,
        command=build_command_line(click.get_current_context()),
    )
    with open_output(output.path, for_people=form.for_people) as stream:
        form.write(answer, stream.buffer if form.binary else stream, style)
    where = "standard output" if to_stdout else output.path
    log_progress(f"wrote {answer.table.height} rows to {where}")


def write_document(text: str, output: OutputOptions) -> None:
    """Write a finished text where the options say, and reject the options that apply to rows only."""
    if any((output.columns, output.sort, output.descending, not output.header, output.unit, output.dialect)):
        raise click.UsageError("--columns, --sort, --desc, --no-header, --unit and --dialect are for rows: -f csv")
    with open_output(output.path, for_people=False) as stream:
        stream.write(text)


def _arrange_rows(answer: Answer, output: OutputOptions, form: Format) -> Answer:
    """Select and sort the rows and columns as the options say; spreadsheets get the short form by default."""
    columns = _choose_columns(output, form)
    if not (columns or output.sort):
        return answer
    from rareearth_cli.analysis.table import arrange_table

    table = arrange_table(answer.table, columns=columns, sort=output.sort, descending=output.descending)
    return answer._replace(table=table, complete=answer.table)


def _choose_columns(output: OutputOptions, form: Format) -> tuple[str, ...]:
    """Choose the columns of the rows; none means all."""
    ctx = click.get_current_context()
    if output.columns == (ALL_COLUMNS,):
        return command_columns(ctx)
    return output.columns or (short_columns(ctx) if form.is_short else ())


def choose_by_suffix(path: Path | None, suffixes: Mapping[str, tuple[str, ...]], *, otherwise: str, option: str) -> str:
    """Choose the name that goes with the suffix of a file, or ``otherwise`` if there is no suffix.

    ``suffixes`` has those of each name, such as ``(".html", ".htm")``; an error names the ``option`` that chooses too.
    """
    if path is None or not path.suffix:
        return otherwise
    for name, known in suffixes.items():
        if path.suffix.lower() in known:
            return name
    every = ", ".join(suffix for known in suffixes.values() for suffix in known)
    raise click.UsageError(
        f"no {option.strip('-')} goes with '{path.suffix}': choose one with {option}, or a suffix of {every}"
    )


def find_terminal_width() -> int | None:
    """Return the width of the terminal in characters, or that in ``COLUMNS``; None in a pipe without either."""
    import shutil

    asked = os.environ.get("COLUMNS", "")
    return shutil.get_terminal_size().columns if is_terminal() or (asked.isdecimal() and int(asked)) else None


def decide_color(choice: str, to_stdout: bool) -> bool:
    """Decide whether to write in colour, by the user's choice, the environment and the terminal."""
    if choice != "auto":
        return choice == "always"
    if not to_stdout or os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return is_terminal() and os.environ.get("TERM") != "dumb"


def _supports_symbols() -> bool:
    try:
        _SYMBOLS.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


_SET_BY_USER = (ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT)
#: Options that decide where an answer goes and what it looks like, but not what it contains.
_PRESENTATION = ("format", "path", "dialect", "color")


def build_command_line(context: click.Context) -> str:
    """Build the shell command for the current invocation, with only the options that its answer depends on."""
    words = context.command_path.split()
    options: list[str] = []
    for parameter in context.command.params:
        name = str(parameter.name)
        value = context.params.get(name)
        if name in _PRESENTATION or context.get_parameter_source(name) not in _SET_BY_USER:
            continue
        if isinstance(parameter, click.Argument):
            words += [str(item) for item in _as_iterable(value)]
        elif isinstance(parameter, click.Option) and parameter.is_flag:
            options.append(parameter.opts[-1])
        else:
            options += [word for item in _as_iterable(value) for word in (parameter.opts[-1], str(item))]
    return shlex.join([*words, *options])


def _as_iterable(value: object) -> Iterable[object]:
    return value if isinstance(value, tuple) else (value,)
