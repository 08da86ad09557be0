"""Official releases in: a publisher's file as figures of ours. One function a publisher."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rareearth_cli.importers.usgs.release import Release
    from rareearth_cli.model.places import Place


class Importer(Protocol):
    """What reads a release; its docstring's first line is told as help."""

    __doc__: str | None

    def __call__(self, path: Path, places: Mapping[str, Place], edition: str, version: str, published: str) -> Release:
        """Read the file at ``path``."""


def usgs(path: Path, places: Mapping[str, Place], edition: str, version: str, published: str) -> Release:
    """A data release of the USGS Mineral Commodity Summaries: world mine production and reserves.

    ``edition``, ``version`` and ``published`` are empty where the user does not say.

    Raises:
        CannotImport: the file has no form that can be read, no rare earths, or no edition.
        OSError: the file cannot be read.

    """
    from rareearth_cli.importers.usgs.release import read_release

    return read_release(path, places, edition=edition, version=version, published=published)


IMPORTERS: Mapping[str, Importer] = {"usgs": usgs}
