"""Options that several commands share, each written once.

What reads data is imported where it is called: help and completion of options need none of it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from rareearth_cli.cli.stderr import tell, warn
from rareearth_cli.model.vocabulary import Measure, Verification

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from rareearth_cli.model.records import Dataset

Command = TypeVar("Command", bound=Callable[..., Any])


class PlaceName(click.ParamType):  # type: ignore[type-arg]  # not generic in click 8.2
    """A country or group by code or name; completed from the names on record."""

    name = "place"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name as typed: in a locale that knows only ASCII, what came through as bytes is UTF-8."""
        try:
            return os.fsencode(value).decode("utf-8", "replace") if not value.isascii() else str(value)
        except UnicodeEncodeError:  # halves of characters, which no place has in its name
            return str(value)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Names and codes that begin with what is typed."""
        from rareearth_cli.cli.completion import place_items

        return place_items(incomplete)


class FileName(click.Path):
    """A path that a file can have."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path that was typed."""
        try:
            nameable = b"\0" not in os.fsencode(value)
        except UnicodeEncodeError:
            nameable = False
        if not nameable:
            self.fail(f"'{value}' cannot be the name of a file; take out what is no character", param, ctx)
        if not value:
            self.fail("it is empty; give the name of a file", param, ctx)
        return super().convert(value, param, ctx)


class RecordId(click.ParamType):  # type: ignore[type-arg]  # not generic in click 8.2
    """The id of a source or of an estimate, or of one ``kind`` alone; completed from those on record."""

    name = "id"

    def __init__(self, *kinds: str) -> None:
        self.kinds = kinds or ("source", "estimate")

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Ids that begin with what is typed."""
        from rareearth_cli.cli.completion import id_items

        return id_items(self.kinds, ctx, incomplete)


class ColumnNames(click.ParamType):  # type: ignore[type-arg]  # not generic in click 8.2
    """Columns of what a command gives, parted by commas; the last one is completed."""

    name = "columns"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The columns typed so far, and what may come next."""
        from rareearth_cli.cli.completion import column_items

        return column_items(ctx, incomplete)


def choice(words: type[StrEnum]) -> click.ParamType:  # type: ignore[type-arg]  # not generic in click 8.2
    """One word of a closed set, as it stands in the data."""
    return click.Choice([word.value for word in words])


class OnRecord(click.ParamType):  # type: ignore[type-arg]  # not generic in click 8.2
    """A root, series, site, publisher or system by name; completed from those on record."""

    def __init__(self, name: str) -> None:
        self.name = name

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Names that begin with what is typed, in any case."""
        from rareearth_cli.cli.completion import name_items

        return name_items(self.name, ctx, incomplete)


class PlaceEstimate(click.ParamType):  # type: ignore[type-arg]  # not generic in click 8.2
    """A place and the estimate that is to stand for it, such as ``russia=rus-balance-2023``."""

    name = "place=id"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """The place's name and the id."""
        place, equals, estimate = str(value).partition("=")
        if not (place.strip() and equals and estimate.strip()):
            self.fail(f"'{value}' names no estimate; write PLACE=ID, such as russia=rus-balance-2023", param, ctx)
        return str(PlaceName().convert(place.strip(), param, ctx)), estimate.strip()

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Places first, then the estimates on record."""
        from rareearth_cli.cli.completion import place_estimate_items

        return place_estimate_items(ctx, incomplete)


class Year(click.ParamType):  # type: ignore[type-arg]  # not generic in click 8.2
    """A year in four digits."""

    name = "year"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The year as text, which is what labels are."""
        if not (len(str(value)) == 4 and str(value).isdecimal() and str(value).isascii()):
            self.fail(f"'{value}' is no year; write it in four digits, such as 2024", param, ctx)
        return str(value)


class Day(click.ParamType):  # type: ignore[type-arg]  # not generic in click 8.2
    """A date; a month or year means its last day, or its ``first``."""

    name = "date"

    def __init__(self, *, first: bool = False) -> None:
        self.first = first

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day that was typed."""
        from rareearth_cli.model.dates import parse_date

        try:
            typed = value if isinstance(value, date) else parse_date(value)
        except ValueError:
            self.fail(f"'{value}' is no date; write YYYY-MM-DD, YYYY-MM or YYYY", param, ctx)
        return typed if isinstance(typed, date) else typed.first_day if self.first else typed.last_day


def dataset_options(command: Command) -> Command:
    """``--data`` and ``--only``: whose figures are read."""
    data = click.option(
        "--data",
        type=FileName(),
        multiple=True,
        envvar="RAREEARTH_DATA",
        show_envvar=True,
        help="A dataset of your own, laid over ours (repeatable).",
    )
    only = click.option("--only", is_flag=True, help="Leave our figures out: --data alone.")
    return data(only(command))


def question_options(command: Command) -> Command:
    """``--measure`` and ``--as-of``: which figures count."""
    measure = click.option("--measure", type=choice(Measure), help="Only figures that count this.")
    return measure(as_of_option(command))


def as_of_option(command: Command) -> Command:
    """``--as-of``: what was known by a day."""
    text = "Only what was published by then, versions included."
    return click.option("--as-of", type=Day(), help=text)(command)


def place_option(command: Command) -> Command:
    """``--place`` of the lists."""
    text = "Only figures of this place (repeatable)."
    return click.option("--place", "places", multiple=True, type=PlaceName(), help=text)(command)


def origin_options(command: Command) -> Command:
    """``--publisher`` and ``--verification``: who says it, and how that was read."""
    publisher = click.option(
        "--publisher", "publishers", multiple=True, type=OnRecord("publisher"),
        help="Only what they publish, by full or short name (repeatable).",
    )  # fmt: skip
    verification = click.option(
        "--verification", "verifications", multiple=True, type=choice(Verification),
        help="Only what was read in the publisher's own text, or in a third party's.",
    )  # fmt: skip
    return publisher(verification(command))


def year_option(command: Command) -> Command:
    """``--year``: of what year the figures are."""
    return click.option("--year", type=Year(), help="Only figures of this year.")(command)


def statements_option(command: Command) -> Command:
    """``--all-statements``: those too that are no longer, or never were, right."""
    text = "Superseded, misquoted and repeated figures too, with their status."
    return click.option("--all-statements", is_flag=True, help=text)(command)


def read_dataset(data: Sequence[Path], only: bool) -> Dataset:
    """The dataset that the options ask for."""
    from rareearth_cli.record.bundled import bundled
    from rareearth_cli.record.load import load

    if only and not data:
        raise click.UsageError("--only leaves our figures out: name your own with --data FILE")
    dataset = load(data, only=only)
    files = [*([] if only else [str(bundled("reserves.yaml"))]), *map(str, data)]
    counts = f"{len(dataset.estimates)} figures of {len(dataset.sources)} sources"
    tell(f"read {', '.join(files)}: {counts}")
    if not dataset.estimates:
        warn("--data holds no figures at all: write them under 'estimates' or 'tables', or leave --only away")
    return dataset


def place_codes(names: Sequence[str], dataset: Dataset) -> tuple[str, ...]:
    """The codes of the places named, each once, in the order named."""
    from rareearth_cli.model.places import find_place

    return tuple(dict.fromkeys(find_place(name, dataset.places).code for name in names))
