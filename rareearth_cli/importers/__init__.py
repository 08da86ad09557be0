"""Import of official releases: one importer for each publisher, registered in `IMPORTERS`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from rareearth_cli.importers.release import Release
    from rareearth_cli.model.names import Place


class Reader(Protocol):
    """A function that reads a release."""

    def __call__(self, path: Path, places: Mapping[str, Place], edition: str, version: str, published: str) -> Release:
        """Read the file at ``path``."""


class Importer(NamedTuple):
    """What ``rareearth import`` needs of a publisher."""

    read: Reader
    #: What it reads, for the help: ``WHAT IT IS: what is in it.``
    what: str
    #: The name of a file, for the examples of the help.
    example: str


def read_usgs(path: Path, places: Mapping[str, Place], edition: str, version: str, published: str) -> Release:
    """Read a data release of the USGS Mineral Commodity Summaries.

    Parameters
    ----------
    path
        The CSV file of the release.
    places
        The known places by code.
    edition, version, published
        What the user states about the release; empty if not stated.

    Raises
    ------
    CannotImport
        If the file has an unknown layout, no figures for rare earths, or no edition.
    OSError
        If the file cannot be read.

    """
    from rareearth_cli.importers.usgs.notes import describe_release, list_left_out
    from rareearth_cli.importers.usgs.release import read_release, to_release

    read = read_release(path, places, edition=edition, version=version, published=published)
    release = to_release(read)
    return release._replace(messages=describe_release(read, release), left_out=list_left_out(read))


IMPORTERS: Mapping[str, Importer] = {
    "usgs": Importer(
        read_usgs,
        "A data release of the USGS Mineral Commodity Summaries: world mine production and reserves.",
        "MCS2026_Commodities_Data.csv",
    ),
}
