"""The records of a dataset. All are immutable; amounts are tonnes unless a field says percent."""

from collections.abc import Mapping
from typing import NamedTuple

from rareearth_cli.model.dates import PartialDate
from rareearth_cli.model.ladder import Classification
from rareearth_cli.model.places import Place
from rareearth_cli.model.quantity import Quantity
from rareearth_cli.model.vocabulary import FLOWS, Evidence, Measure, Status, Verification


class Root(NamedTuple):
    """The ledger or count that figures go back to: one root is one witness."""

    id: str
    title: str
    keeper: str


class Source(NamedTuple):
    """One publication, or one version of one."""

    id: str
    publisher: str
    title: str
    url: str
    locator: str
    verification: Verification
    series: str = ""
    short: str = ""
    edition: str = ""
    version: str = ""
    amends: str = ""
    carrier: str = ""
    published: PartialDate | None = None
    accessed: PartialDate | None = None
    licence: str = ""
    change: str = ""
    note: str = ""
    also_at: tuple[str, ...] = ()
    inferred: tuple[str, ...] = ()


class Distortion(NamedTuple):
    """What a misquoted figure was before: an estimate's id or ``not read``, and what went wrong."""

    original: str
    how: str


class Estimate(NamedTuple):
    """One published figure, or one derived from published ones (``derived_from``)."""

    id: str
    place: str
    source: str
    publisher: str
    measure: Measure
    quantity: Quantity
    root: str
    #: For a part printed as a percentage of its whole: that percentage; ``quantity`` is then derived.
    percent: Quantity | None = None
    status: Status = Status.PUBLISHED
    site: str = ""
    share_of: str = ""
    period: str = ""
    effective: PartialDate | None = None
    basis: str = ""
    stage: str = ""
    system: str = ""
    category: str = ""
    access: str = ""
    development: str = ""
    inferred: tuple[str, ...] = ()
    part_of: str = ""
    derived_from: tuple[str, ...] = ()
    draws_on: tuple[str, ...] = ()
    url: str = ""
    locator: str = ""
    note: str = ""
    distorts: Distortion | None = None
    #: What the source itself calls it, where that is another measure.
    called: str = ""
    #: Of an oxide: the ore or mineral tonnage that holds it.
    contained_in: str = ""
    #: What area it covers, where others draw the borders otherwise.
    territory: str = ""
    #: Why a discrepancy of this figure is known and needs nobody's attention.
    accepted: str = ""


class BridgeStep(NamedTuple):
    """A share of a bridge's one derived step; ``share_from`` is the part whose share is applied."""

    cause: str
    evidence: Evidence
    share_from: str = ""


class UnknownStep(NamedTuple):
    """A difference that surely exists and that no source puts a figure on."""

    cause: str
    what: str


class Bridge(NamedTuple):
    """The way from a whole to its own reported part."""

    whole: str
    part: str
    detail: tuple[BridgeStep, ...] = ()
    unknown: tuple[UnknownStep, ...] = ()


class Remark(NamedTuple):
    """What a source says of a place without a figure that could be compared."""

    place: str
    source: str
    text: str


class Dataset(NamedTuple):
    """A checked dataset: every reference in it leads somewhere."""

    version: str
    places: Mapping[str, Place]
    classification: Classification
    publishers: Mapping[str, str]
    roots: Mapping[str, Root]
    sources: Mapping[str, Source]
    estimates: Mapping[str, Estimate]
    bridges: tuple[Bridge, ...] = ()
    remarks: tuple[Remark, ...] = ()


def cell_id(source: str, place: str, measure: str, period: str) -> str:
    """The id of a table's figure: a stock has one column an edition, a flow one a year."""
    year = f"-{period}" if measure in FLOWS else ""
    return f"{source}/{place}/{measure}{year}"
