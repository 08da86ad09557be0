"""Options that several commands share, each written once.

What reads data is imported where it is called: help and completion of options need none of it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from rareearth_cli.domain.vocabulary import Measure

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from rareearth_cli.domain.records import Dataset

Command = TypeVar("Command", bound=Callable[..., Any])


class PlaceName(click.ParamType):  # type: ignore[type-arg]  # not generic in click 8.2
    """A country or group by code or name; completed from the names on record."""

    name = "place"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name as typed: in a locale that knows only ASCII, what came through as bytes is UTF-8."""
        return os.fsencode(value).decode("utf-8", "replace") if not value.isascii() else str(value)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """English names that begin with what is typed."""
        from click.shell_completion import CompletionItem

        from rareearth_cli.dataset.load import load_places
        from rareearth_cli.domain.places import fold

        typed = fold(incomplete)
        names = (place.name for place in load_places().values())
        return [CompletionItem(name.lower()) for name in names if fold(name).startswith(typed)]


class RecordId(click.ParamType):  # type: ignore[type-arg]  # not generic in click 8.2
    """The id of a source or of an estimate."""

    name = "id"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Sources and estimates whose id begins with what is typed."""
        from click.shell_completion import CompletionItem

        from rareearth_cli.dataset.load import load

        dataset = load()
        ids = (*dataset.sources, *dataset.estimates)
        return [CompletionItem(one) for one in ids if one.startswith(incomplete)]


class Day(click.ParamType):  # type: ignore[type-arg]  # not generic in click 8.2
    """A date; a month or year means its last day."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day that was typed."""
        from rareearth_cli.domain.dates import parse_date

        try:
            return value if isinstance(value, date) else parse_date(value).last_day
        except ValueError:
            self.fail(f"'{value}' is no date; write YYYY-MM-DD, YYYY-MM or YYYY", param, ctx)


def dataset_options(command: Command) -> Command:
    """``--data`` and ``--only``: whose figures are read."""
    data = click.option(
        "--data",
        type=click.Path(path_type=Path),
        multiple=True,
        envvar="RAREEARTH_DATA",
        show_envvar=True,
        help="A dataset of your own, laid over ours (repeatable).",
    )
    only = click.option("--only", is_flag=True, help="Leave our figures out: --data alone.")
    return data(only(command))


def question_options(command: Command) -> Command:
    """``--measure`` and ``--as-of``: which figures count."""
    measures = [measure.value for measure in Measure]
    measure = click.option("--measure", type=click.Choice(measures), help="Only figures that count this.")
    as_of = click.option("--as-of", type=Day(), help="Only what was published by then, versions included.")
    return measure(as_of(command))


def statements_option(command: Command) -> Command:
    """``--all-statements``: those too that are no longer, or never were, right."""
    text = "Superseded, misquoted and repeated figures too, with their status."
    return click.option("--all-statements", is_flag=True, help=text)(command)


def read_dataset(data: Sequence[Path], only: bool) -> Dataset:
    """The dataset that the options ask for."""
    from rareearth_cli.dataset.load import load

    if only and not data:
        raise click.UsageError("--only leaves our figures out: name your own with --data FILE")
    dataset = load(data, only=only)
    if not dataset.estimates:
        warn("--data holds no figures at all: write them under 'estimates' or 'tables', or leave --only away")
    return dataset


def place_codes(names: Sequence[str], dataset: Dataset) -> tuple[str, ...]:
    """The codes of the places named, each once, in the order named."""
    from rareearth_cli.domain.places import find_place

    return tuple(dict.fromkeys(find_place(name, dataset.places).code for name in names))


def warn(text: str) -> None:
    """A remark that is no data: to stderr."""
    click.echo(f"Note: {text}", err=True)
