"""Import of official releases: one importer for each publisher, registered in `IMPORTERS`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from rareearth_cli.importers.release import Content, Release
    from rareearth_cli.model.names import PlaceTable


class Reader(Protocol):
    """A function that reads a release."""

    def __call__(self, content: Content, places: PlaceTable, edition: str, version: str, published: str) -> Release:
        """Read the table."""


class Importer(NamedTuple):
    """What ``rareearth import`` needs of a publisher."""

    read: Reader
    #: What it reads, for the help: ``WHAT IT IS: what is in it.``
    what: str
    #: The name of a file, for the examples of the help.
    example: str


def read_usgs(content: Content, places: PlaceTable, edition: str, version: str, published: str) -> Release:
    """Read a data release of the USGS Mineral Commodity Summaries.

    Parameters
    ----------
    content
        The table of the release.
    places
        The known places by code.
    edition, version, published
        What the user states about the release; empty if not stated.

    Raises
    ------
    CannotImport
        If the file has an unknown layout, no figures for rare earths, or no edition.

    """
    from rareearth_cli.importers.usgs.notes import describe_release, list_left_out
    from rareearth_cli.importers.usgs.release import read_release, to_release

    read = read_release(content, places, edition=edition, version=version, published=published)
    release = to_release(read)
    return release._replace(messages=describe_release(read, release), left_out=list_left_out(read))


def read_bgs(content: Content, places: PlaceTable, edition: str, version: str, published: str) -> Release:
    """Read World Mineral Statistics of the British Geological Survey (see `rareearth_cli.importers.bgs.table`)."""
    from rareearth_cli.importers.bgs.table import read_minerals

    return read_minerals(content, places, edition, version, published)


def read_bp(content: Content, places: PlaceTable, edition: str, version: str, published: str) -> Release:
    """Read a panel of the Statistical Review (see `rareearth_cli.importers.bp.table`)."""
    from rareearth_cli.importers.bp.table import read_panel

    return read_panel(content, places, edition, version, published)


IMPORTERS: Mapping[str, Importer] = {
    "usgs": Importer(
        read_usgs,
        "A data release of the USGS Mineral Commodity Summaries: world mine production and reserves.",
        "MCS2026_Commodities_Data.csv",
    ),
    "bgs": Importer(
        read_bgs,
        "World Mineral Statistics of the British Geological Survey: mine production of rare-earth oxide.",
        "BGS_REs_production.csv",
    ),
    "bp": Importer(
        read_bp,
        "The Statistical Review of BP and the Energy Institute: mine production.",
        "bp-panel.csv",
    ),
}
