"""The types and options that several commands share, and the columns that each command writes.

Modules that read data are imported inside functions, because help and the completion of options do not need them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from rareearth_cli.cli.streams import log_progress, warn
from rareearth_cli.model.fields import COLUMNS_BY_COMMAND, ESTIMATE_COLUMNS, SHORT_FORM_BY_COMMAND
from rareearth_cli.model.questions import find_meaning
from rareearth_cli.model.vocabulary import Measure, Verification

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from rareearth_cli.model.records import Dataset
    from rareearth_cli.record.headers import ReadingOptions

Command = TypeVar("Command", bound=Callable[..., Any])


class PlaceName(click.ParamType):  # type: ignore[type-arg]  # not generic in click 8.2
    """A country or group, given by code or name."""

    name = "place"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name as typed; bytes that an ASCII-only locale passed through are decoded as UTF-8."""
        try:
            return os.fsencode(value).decode("utf-8", "replace") if not value.isascii() else str(value)
        except UnicodeEncodeError:  # a lone surrogate, which no name of a place contains
            return str(value)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Offer names and codes that begin with the text typed so far."""
        from rareearth_cli.cli.completion import complete_place

        return complete_place(incomplete)


class FileName(click.Path):
    """A path that the file system accepts: not empty, and without NUL characters."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path that was typed, or fail if no file can have it."""
        try:
            is_valid = b"\0" not in os.fsencode(value)
        except UnicodeEncodeError:
            is_valid = False
        if not is_valid:
            self.fail(f"'{value}' cannot be the name of a file; remove characters that are not text", param, ctx)
        if not value:
            self.fail("it is empty; give the name of a file", param, ctx)
        path = Path(str(super().convert(value, param, ctx)))
        # As a path, ./- is the same as -, which means standard input or output.
        return path.absolute() if str(path) == "-" and value != "-" else path


class RecordId(click.ParamType):  # type: ignore[type-arg]  # not generic in click 8.2
    """The id of a record, by default of a source or an estimate; ``kinds`` restricts what completion offers."""

    name = "id"

    def __init__(self, *kinds: str) -> None:
        self.kinds = kinds or ("source", "estimate")

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Offer ids that begin with the text typed so far."""
        from rareearth_cli.cli.completion import complete_id

        return complete_id(self.kinds, ctx, incomplete)


#: What ``--columns`` takes for all columns.
ALL_COLUMNS = "all"


class ColumnNames(click.ParamType):  # type: ignore[type-arg]  # not generic in click 8.2
    """Columns of a command's rows, separated by commas."""

    name = "columns"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Offer the columns typed so far, each time with another possible last column."""
        from rareearth_cli.cli.completion import complete_columns

        return complete_columns((ALL_COLUMNS, *command_columns(ctx)), incomplete)


def enum_choice(values: type[StrEnum]) -> click.ParamType:  # type: ignore[type-arg]  # not generic in click 8.2
    """Create a choice among the values of an enumeration, spelled as in the data."""
    return click.Choice([member.value for member in values])


class RecordedName(click.ParamType):  # type: ignore[type-arg]  # not generic in click 8.2
    """The name of a root, series, site, publisher or classification system in our data."""

    def __init__(self, name: str) -> None:
        self.name = name

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Offer names that begin with the text typed so far, in upper or lower case."""
        from rareearth_cli.cli.completion import complete_name

        return complete_name(self.name, ctx, incomplete)


class PlaceEstimate(click.ParamType):  # type: ignore[type-arg]  # not generic in click 8.2
    """A place and the estimate to use for it, such as ``russia=rus-balance-2023``."""

    name = "place=id"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """Split the argument into the name of the place and the id of the estimate."""
        place, equals, estimate = str(value).partition("=")
        if not (place.strip() and equals and estimate.strip()):
            self.fail(f"'{value}' has no '='; write PLACE=AMOUNT or PLACE=ID, such as russia=28.7Mt", param, ctx)
        return str(PlaceName().convert(place.strip(), param, ctx)), estimate.strip()

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Offer places first, then the estimates of the place that was typed."""
        from rareearth_cli.cli.completion import complete_place_estimate

        return complete_place_estimate(ctx, incomplete)


class Year(click.ParamType):  # type: ignore[type-arg]  # not generic in click 8.2
    """A year in four digits."""

    name = "year"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the year as text, because the labels of periods are text."""
        if not (len(str(value)) == 4 and str(value).isdecimal() and str(value).isascii()):
            self.fail(f"'{value}' is not a year; write it in four digits, such as 2024", param, ctx)
        return str(value)


class Day(click.ParamType):  # type: ignore[type-arg]  # not generic in click 8.2
    """A date; a month or a year means its last day, or its first day if ``first`` is set."""

    name = "date"

    def __init__(self, *, first: bool = False) -> None:
        self.first = first

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day that was typed."""
        from rareearth_cli.model.dates import parse_date

        try:
            typed = value if isinstance(value, date) else parse_date(value)
        except ValueError:
            self.fail(f"'{value}' is not a date; write YYYY-MM-DD, YYYY-MM or YYYY", param, ctx)
        return typed if isinstance(typed, date) else typed.first_day if self.first else typed.last_day


def dataset_options(command: Command) -> Command:
    """Add ``--data`` and ``--only``, which say from which files figures are read."""
    data = click.option(
        "--data",
        type=FileName(),
        multiple=True,
        envvar="RAREEARTH_DATA",
        show_envvar=True,
        help="Add your own figures to ours: a table, a workbook, YAML, or - (repeatable).",
    )
    only = click.option("--only", is_flag=True, help="Use only the figures of --data.")
    return data(only(reading_options(command)))


#: Where the options of reading are kept while a command runs.
_READING = "rareearth_cli.reading"


def reading_options(command: Command) -> Command:
    """Add ``--map``, ``--unit-of`` and ``--sheet``, which say what a table does not (see `find_reading_options`)."""
    titles = click.option(
        "--map", type=Assignments("column", "title"), multiple=True, expose_value=False, callback=_keep("titles"),
        help="Say what titles of your table mean: --map place=Land,printed=Menge.",
    )  # fmt: skip
    units = click.option(
        "--unit-of", type=Assignments("title", "unit"), multiple=True, expose_value=False, callback=_keep("units"),
        help="Say in what unit a column of your table is: --unit-of Menge=Mt.",
    )  # fmt: skip
    sheet = click.option(
        "--sheet", metavar="NAME", expose_value=False, callback=_keep("sheet"), help="Read this sheet of a workbook."
    )
    return titles(units(sheet(command)))


def _keep(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    """Make a callback that keeps the value of an option of reading."""

    def keep(ctx: click.Context, _param: click.Parameter, value: Any) -> None:
        if value:
            pairs = value if name == "sheet" else tuple(pair for given in value for pair in given)
            ctx.meta.setdefault(_READING, {})[name] = pairs

    return keep


def find_reading_options() -> ReadingOptions:
    """Find what the user says of tables with the options of the command that runs."""
    from rareearth_cli.record.headers import ReadingOptions

    return ReadingOptions(**click.get_current_context().meta.get(_READING, {}))


class Assignments(click.ParamType):  # type: ignore[type-arg]  # not generic in click 8.2
    """Pairs such as ``place=Land,printed=Menge``, of a column of ours and a title, or of a title and a unit."""

    def __init__(self, left: str, right: str) -> None:
        self.left, self.right = left, right
        self.name = f"{left}={right}"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[tuple[str, str], ...]:
        """Split the argument into pairs, and check the column or the unit of each."""
        pairs = []
        for part in re.split(r",(?=[^,=]+=)", str(value)):
            left, equals, right = part.rpartition("=") if self.right == "unit" else part.partition("=")
            if not (left.strip() and equals and right.strip()):
                self.fail(f"'{part}' is not {self.name.upper()}", param, ctx)
            pairs.append((left.strip(), right.strip()))
        self._check(pairs, param, ctx)
        return tuple(pairs)

    def _check(
        self, pairs: Sequence[tuple[str, str]], param: click.Parameter | None, ctx: click.Context | None
    ) -> None:
        from rareearth_cli.model.errors import BadQuantity
        from rareearth_cli.model.names import suggest_word
        from rareearth_cli.model.quantity import parse_unit

        for left, right in pairs:
            if self.left == "column" and left not in ESTIMATE_COLUMNS:
                self.fail(f"unknown column '{left}'; {suggest_word(left, ESTIMATE_COLUMNS)}", param, ctx)
            try:
                if self.right == "unit":
                    parse_unit(right)
            except BadQuantity as error:
                self.fail(f"{error.what}; {error.remedy}", param, ctx)


#: How the options of questions are typed; those without an entry are switches.
_TYPES: dict[str, dict[str, Any]] = {
    "places": {"type": PlaceName(), "multiple": True},
    "measure": {"type": enum_choice(Measure)},
    "baseline": {"type": RecordId()},
    "as_of": {"type": Day()},
    "year": {"type": Year()},
    "series": {"type": RecordedName("series")},
    "root": {"type": RecordedName("root")},
    "site": {"type": RecordedName("site")},
    "source": {"type": RecordId("source")},
    "using": {"type": PlaceEstimate(), "multiple": True},
    "top": {"type": click.IntRange(min=1), "metavar": "N"},
}


def question_options(command: str, *names: str, default: str = "", **types: Any) -> Callable[[Command], Command]:
    """Add options of a question by the names of its fields; the help says what `MEANINGS` says of them.

    ``default`` is what the help names as the default of the first option, and ``types`` replaces the types of others.
    """

    def decorate(function: Command) -> Command:
        for name in reversed(names):
            flags = ("--place", "places") if name == "places" else (f"--{name.replace('_', '-')}",)
            note = f"  [default: {default}]" if default and name == names[0] else ""
            settings = types.get(name) or _TYPES.get(name) or {"is_flag": True}
            function = click.option(*flags, help=find_meaning(command, name) + note, **settings)(function)
        return function

    return decorate


def publication_options(command: Command) -> Command:
    """Add ``--publisher`` and ``--verification``, which say who published a figure and how it was read."""
    publisher = click.option(
        "--publisher", "publishers", multiple=True, type=RecordedName("publisher"),
        help="Only figures of this publisher (repeatable).",
    )  # fmt: skip
    verification = click.option(
        "--verification", "verifications", multiple=True, type=enum_choice(Verification),
        help="Only what was read in the publisher's own text (primary) or elsewhere.",
    )  # fmt: skip
    return publisher(verification(command))


def read_dataset(data: Sequence[Path], only: bool) -> Dataset:
    """Read the dataset that ``--data`` and ``--only`` ask for; each file overlays those before it."""
    from rareearth_cli.record.bundled import find_bundled_file
    from rareearth_cli.record.load import load_dataset

    if only and not data:
        raise click.UsageError("--only leaves our figures out: name your own with --data FILE")
    dataset = load_dataset(data, only=only, options=find_reading_options())
    for one in dataset.assumptions:
        warn(one)
    files = [*([] if only else [str(find_bundled_file("reserves.yaml"))]), *map(str, data)]
    counts = f"{len(dataset.estimates)} figures of {len(dataset.sources)} sources"
    log_progress(f"read {', '.join(files)}: {counts}")
    if not dataset.estimates:
        warn("the files of --data have no figures: add some, or leave --only out")
    return dataset


def find_place_codes(names: Sequence[str], dataset: Dataset) -> tuple[str, ...]:
    """Look up the codes of the places, without duplicates, in the order in which they were named."""
    from rareearth_cli.model.names import find_place

    return tuple(dict.fromkeys(find_place(name, dataset.places).code for name in names))


def is_place(name: str, dataset: Dataset) -> bool:
    """Tell whether a name is one of a place, and not of a deposit."""
    return dataset.places.find(name) is not None


def command_columns(ctx: click.Context) -> tuple[str, ...]:
    """Return the columns of the rows that the command writes, given the flags that are set."""
    return COLUMNS_BY_COMMAND[_find_key_with_flags(ctx)]


def short_columns(ctx: click.Context) -> tuple[str, ...]:
    """Return the columns of the short form of the command, given the flags that are set; none if it has none."""
    return SHORT_FORM_BY_COMMAND.get(_find_key_with_flags(ctx), ())


def _find_key_with_flags(ctx: click.Context) -> str:
    command = find_columns_key(ctx.command_path.partition(" ")[2])
    flags = [opt for param in ctx.command.params if ctx.params.get(param.name or "") is True for opt in param.opts]
    return next((key for flag in flags if (key := f"{command} {flag}") in COLUMNS_BY_COMMAND), command)


def find_columns_key(command: str) -> str:
    """Find the key of a command in `COLUMNS_BY_COMMAND`; the commands below one, such as the importers, share a key."""
    group, _, below = command.partition(" ")
    return f"{group} *" if below else group
