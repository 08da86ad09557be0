"""Shell completion of places, ids, names and columns, without pandas.

Names are offered in lower case, unless the user began otherwise, and with hyphens instead of spaces, so that no shell
needs quotes. Commands accept that spelling too.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    split_arg_string,
)

from rareearth_cli.analysis import filters
from rareearth_cli.model.names import normalize

if TYPE_CHECKING:
    from rareearth_cli.model.records import Dataset

#: All texts that name the same thing; the first of them that fits is offered.
Spellings = tuple[str, ...]

#: For each kind of name, the names of that kind in a dataset, each with all its spellings.
_LIST_NAMES: Mapping[str, Callable[[Dataset], Iterable[Spellings]]] = {
    "source": lambda dataset: zip(dataset.sources),
    "estimate": lambda dataset: zip(dataset.estimates),
    "publisher": lambda dataset: [
        (dataset.publishers.get(name, name), name) for name in dict.fromkeys(filters.publishers(dataset).values())
    ],
    "root": lambda dataset: [(root.id, root.title) for root in dataset.roots.values()],
    "series": lambda dataset: zip(filters.series(dataset)),
    "site": lambda dataset: zip(filters.sites(dataset)),
    "system": lambda dataset: zip(filters.systems(dataset)),
}


class _Completion(ShellComplete):
    """Completion that offers nothing where the shell does not say what was typed."""

    def complete(self) -> str:
        """Return the lines for the shell; none if its variables are missing or broken."""
        try:
            self.get_completion_args()
        except (KeyError, ValueError, IndexError):
            return ""
        return super().complete()


class BashCompletion(_Completion, BashComplete):
    """Completion in bash, which splits words such as ``--using russia=ID`` at the equals sign."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the complete words and the incomplete last one, with the parts around equals signs joined."""
        words = split_arg_string(os.environ["COMP_WORDS"])
        last = int(os.environ["COMP_CWORD"])
        joined: list[str] = []
        for word in words[: last + 1]:
            if joined and (word.startswith("=") or joined[-1].endswith("=")):
                joined[-1] += word
            else:
                joined.append(word)
        incomplete = joined.pop() if last < len(words) else ""
        return joined[1:], incomplete

    def get_completions(self, args: list[str], incomplete: str) -> list[Any]:
        """Return the completions without the part before an equals sign, which bash treats as another word."""
        items = super().get_completions(args, incomplete)
        value = incomplete.partition("=")[2] if incomplete.startswith("-") else incomplete
        before = value[: value.rfind("=") + 1]
        for item in items:
            item.value = item.value.removeprefix(before)
        return items


class ZshCompletion(_Completion, ZshComplete):
    """Completion in zsh, which replaces the whole word when it completes, for example, ``--baseline=ID``."""

    def get_completions(self, args: list[str], incomplete: str) -> list[Any]:
        """Return the completions, each with the option that precedes it in the same word."""
        items = super().get_completions(args, incomplete)
        option, equals, _ = incomplete.partition("=")
        for item in items if equals and option.startswith("-") else ():
            item.value = f"{option}={item.value}"
        return items


class FishCompletion(_Completion, FishComplete):
    """Completion in fish."""


def register_shells() -> None:
    """Let click complete in each shell as the classes here do."""
    for shell in (BashCompletion, ZshCompletion, FishCompletion):
        add_completion_class(shell)


def complete_place(typed: str) -> list[CompletionItem]:
    """Offer places by English name or code, or else by any other name, that begin with ``typed``."""
    return _completion_items(_match_places(typed))


def complete_name(kind: str, ctx: click.Context, typed: str) -> list[CompletionItem]:
    """Offer roots, series, sites, publishers or systems, as ``kind`` says, that begin with ``typed``."""
    return _completion_items(_match_names(_LIST_NAMES[kind](_load_data(ctx)), typed))


def complete_id(kinds: Sequence[str], ctx: click.Context, typed: str) -> list[CompletionItem]:
    """Offer ids that begin with ``typed``.

    The many ids of table cells (``source/cell``) are offered only once the id of their source is typed.
    """
    dataset = _load_data(ctx)
    found = [name for kind in kinds for (name,) in _LIST_NAMES[kind](dataset) if name.startswith(typed)]
    without_cells = [name for name in found if "/" not in name]
    return _completion_items(found if "/" in typed or not without_cells else without_cells)


def complete_place_estimate(ctx: click.Context, typed: str) -> list[CompletionItem]:
    """Offer places, and once only one place remains, its estimates as ``place=id``."""
    place, equals, begun = typed.partition("=")
    matches = [place] if equals else _match_places(place)
    if len(matches) != 1:
        return _completion_items(f"{name}=" for name in matches)
    dataset = _load_data(ctx)
    wanted = dataset.places.find(matches[0])
    return _completion_items(
        f"{matches[0]}={estimate.id}"
        for estimate in dataset.estimates.values()
        if wanted and estimate.place == wanted.code and estimate.id.startswith(begun)
    )


def complete_columns(columns: Sequence[str], typed: str) -> list[CompletionItem]:
    """Offer those of a command's columns that begin with the part after the last comma and are not yet listed."""
    before, comma, begun = typed.rpartition(",")
    taken = before.split(",")
    names = (name for name in columns if name not in taken and name.startswith(begun))
    return _completion_items(f"{before}{comma}{name}" for name in names)


def _load_data(ctx: click.Context) -> Dataset:
    """Load what the command would read, as far as it can be; the command itself reports any problem later."""
    from rareearth_cli.record.load import load_with_problems

    # Standard input is for the command itself.
    paths = [path for path in ctx.params.get("data") or () if path.is_file()]
    try:
        return load_with_problems(paths, only=bool(ctx.params.get("only")))[0]
    except OSError:
        return load_with_problems()[0]


def _match_places(typed: str) -> list[str]:
    from rareearth_cli.record.load import load_places

    places = load_places().values()
    common = _match_names([(place.name, place.code) for place in places], typed)
    return common or _match_names([(*place.native, *place.names, place.alpha2) for place in places], typed)


def _match_names(named: Iterable[Spellings], typed: str) -> list[str]:
    found = (next(filter(None, (_complete_spelling(name, typed) for name in names)), "") for names in named)
    return list(dict.fromkeys(filter(None, found)))


def _complete_spelling(name: str, typed: str) -> str:
    """Spell the name as a continuation of ``typed``; return an empty string if it does not begin so."""
    begun = re.sub(r"\W+", "-", typed.lower().replace("&", " and "))
    normalized, accented = normalize(name).replace(" ", "-"), "-".join(re.findall(r"\w+", name.lower()))
    spellings = (normalized, accented) if typed.isascii() else (accented, normalized)
    word = next((spelling for spelling in spellings if spelling.startswith(begun)), "")
    if word and len(typed) > 1 and typed.isupper():
        return word.upper()
    return typed + word[len(typed) :] if word and begun == typed.lower() else word


def _completion_items(values: Iterable[str]) -> list[CompletionItem]:
    return [CompletionItem(value) for value in values]
