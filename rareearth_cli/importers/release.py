"""What every importer returns: a release as figures by place and column, the publication it is, and how it was read."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rareearth_cli.model.places import WORLD
from rareearth_cli.model.quantity import Quantity
from rareearth_cli.model.vocabulary import ANNUAL_MEASURES
from rareearth_cli.record.checks import RowTotal, sum_rows
from rareearth_cli.record.tables import Column


class Publication(NamedTuple):
    """The publication that a release is, as the record describes a source."""

    id: str
    series: str
    edition: str
    version: str
    published: str
    #: Whether the date of publication is not stated, but follows from when earlier editions appeared.
    published_inferred: bool
    title: str
    url: str


class ReleaseFigure(NamedTuple):
    """One figure of a release, with its line and what the release says of it."""

    line: int
    quantity: Quantity
    unit: str
    note: str = ""


class Release(NamedTuple):
    """The figures of a release by place and column; ``messages`` say how the file was read and what was left out."""

    name: str
    publication: Publication
    figures: Mapping[tuple[str, Column], ReleaseFigure]
    messages: Sequence[str] = ()

    @property
    def columns(self) -> list[Column]:
        """The columns of the table: amounts by year, then stocks."""
        return sorted({column for _, column in self.figures}, key=lambda one: (one.measure not in ANNUAL_MEASURES, one))

    def sum_column(self, column: Column) -> RowTotal | None:
        """Add up the rows of a column and compare the sum with the printed world total, if there is one."""
        quantities = {place: figure.quantity for (place, at), figure in self.figures.items() if at == column}
        return sum_rows(quantities) if WORLD in quantities else None
