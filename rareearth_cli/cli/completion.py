"""What Tab offers: places, ids, names and columns, told without reading a figure and without pandas.

Names are offered as people type them: in lower case unless they began otherwise, with hyphens for blanks, so that no
shell needs quotes; they are found by that spelling too.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import BashComplete, CompletionItem, ZshComplete, split_arg_string

from rareearth_cli.cli.columns import columns_of
from rareearth_cli.model.errors import InvalidDataset
from rareearth_cli.model.names import normalize
from rareearth_cli.record import scan

if TYPE_CHECKING:
    from rareearth_cli.model.records import Dataset
    from rareearth_cli.record.scan import Spellings

#: Names of our own data, and of a dataset that has been read.
_OURS: Mapping[str, Callable[[], list[Spellings]]] = {
    "source": scan.sources,
    "estimate": scan.estimates,
    "publisher": scan.publishers,
    "root": scan.roots,
    "series": scan.series,
    "site": scan.sites,
    "system": scan.systems,
}


class Bash(BashComplete):
    """Completion in bash, which parts words at an equals sign, where ours, as in ``--using russia=ID``, go on."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one that is typed, and that one as far as it goes."""
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
        """What may follow, without what stands before the equals sign: to bash, that is another word."""
        items = super().get_completions(args, incomplete)
        value = incomplete.partition("=")[2] if incomplete.startswith("-") else incomplete
        before = value[: value.rfind("=") + 1]
        for item in items:
            item.value = item.value.removeprefix(before)
        return items


class Zsh(ZshComplete):
    """Completion in zsh, which replaces the whole of a word such as ``--baseline=ID``."""

    def get_completions(self, args: list[str], incomplete: str) -> list[Any]:
        """What may follow, with the option that stands before it in the same word."""
        items = super().get_completions(args, incomplete)
        option, equals, _ = incomplete.partition("=")
        for item in items if equals and option.startswith("-") else ():
            item.value = f"{option}={item.value}"
        return items


def place_items(typed: str) -> list[CompletionItem]:
    """Places by English name or code, else by any of their names, that begin with what is typed."""
    return _items(_places(typed))


def name_items(kind: str, ctx: click.Context, typed: str) -> list[CompletionItem]:
    """Names of one kind that begin with what is typed: roots, series, sites, publishers or systems."""
    return _items(_matching(_named(kind, ctx), typed))


def id_items(kinds: Sequence[str], ctx: click.Context, typed: str) -> list[CompletionItem]:
    """Ids that begin with what is typed; the cells of a table, of which there are many, once its source is typed."""
    found = [one for kind in kinds for (one,) in _named(kind, ctx) if one.startswith(typed)]
    alone = [one for one in found if "/" not in one]
    return _items(found if "/" in typed or not alone else alone)


def place_estimate_items(ctx: click.Context, typed: str) -> list[CompletionItem]:
    """Places, and the estimates of the one that is named or the only one that begins so."""
    place, equals, begun = typed.partition("=")
    places = scan.places()
    named = [place] if equals else _places(place)
    if len(named) != 1:
        return _items(f"{one}=" for one in named)
    meant = normalize(named[0])
    codes = [code for code, names in places.items() if meant in map(normalize, names)]
    known = _estimate_places(ctx)
    return _items(f"{named[0]}={one}" for one, code in known.items() if code in codes and one.startswith(begun))


def column_items(ctx: click.Context, typed: str) -> list[CompletionItem]:
    """Columns of what the command gives that begin with the last part typed, and are not named before it."""
    before, comma, begun = typed.rpartition(",")
    taken = before.split(",")
    names = (one for one in columns_of(ctx) if one not in taken and one.startswith(begun))
    return _items(f"{before}{comma}{one}" for one in names)


def _named(kind: str, ctx: click.Context) -> list[Spellings]:
    """All names of a kind in our data, or in that of the user, who waits until it is read."""
    own = _own_data(ctx)
    return _OURS[kind]() if own is None else _on_record(kind, own)


def _estimate_places(ctx: click.Context) -> dict[str, str]:
    own = _own_data(ctx)
    return scan.estimate_places() if own is None else {one.id: one.place for one in own.estimates.values()}


def _own_data(ctx: click.Context) -> Dataset | None:
    """The dataset with what ``--data`` names; the command itself says what is wrong with that."""
    if not (data := ctx.params.get("data")):
        return None
    from rareearth_cli.record.load import load

    try:
        return load(data, only=bool(ctx.params.get("only")))
    except (InvalidDataset, OSError):
        return None


def _on_record(kind: str, dataset: Dataset) -> list[Spellings]:
    from rareearth_cli.analysis import filters

    if kind == "publisher":
        full = dict.fromkeys(filters.publishers(dataset).values())
        return [tuple(dict.fromkeys((dataset.publishers.get(name, name), name))) for name in full]
    if kind == "root":
        return [(root.id, root.title) for root in dataset.roots.values()]
    names: Mapping[str, Iterable[str]] = {
        "source": dataset.sources,
        "estimate": dataset.estimates,
        "series": filters.series(dataset),
        "site": filters.sites(dataset),
        "system": filters.systems(dataset),
    }
    return [(name,) for name in names[kind]]


def _places(typed: str) -> list[str]:
    places = scan.places()
    return _matching([(names[0], code) for code, names in places.items()], typed) or _matching(places.values(), typed)


def _matching(named: Iterable[Spellings], typed: str) -> list[str]:
    found = (next((word for one in names if (word := _spelled(one, typed))), "") for names in named)
    return list(dict.fromkeys(filter(None, found)))


def _spelled(name: str, typed: str) -> str:
    """The name as somebody who began with ``typed`` goes on; empty where they mean another."""
    begun = re.sub(r"\W+", "-", typed.lower().replace("&", " and "))
    if begun and name[0].isascii() and name[0].isalnum() and name[0].lower() != begun[0]:
        return ""
    folded, kept = normalize(name).replace(" ", "-"), "-".join(re.findall(r"\w+", name.lower()))
    word = next((one for one in ((folded, kept) if typed.isascii() else (kept, folded)) if one.startswith(begun)), "")
    if word and len(typed) > 1 and typed.isupper():
        return word.upper()
    return typed + word[len(typed) :] if word and begun == typed.lower() else word


def _items(values: Iterable[str]) -> list[CompletionItem]:
    return [CompletionItem(value) for value in values]
