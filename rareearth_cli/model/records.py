"""The entries of a dataset: estimates, sources, roots, bridges, remarks and explanations, all immutable."""

import re
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import NamedTuple

from rareearth_cli.model.dates import PartialDate
from rareearth_cli.model.ladder import Classification, Classified
from rareearth_cli.model.names import PlaceTable
from rareearth_cli.model.quantity import LeastDigits, Quantity
from rareearth_cli.model.vocabulary import ANNUAL_MEASURES, Evidence, Measure, Status, Verification


class Root(NamedTuple):
    """The origin of figures: the national register or count that several figures may come from."""

    id: str
    title: str
    keeper: str


class Source(NamedTuple):
    """One publication, or one version of a publication."""

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
    """What a misquoted or inconsistent figure passes on: the original's id or ``not read``, and how it differs."""

    original: str
    how: str


class Estimate(NamedTuple):
    """One published figure, or one figure derived from published figures (``derived_from``)."""

    id: str
    place: str
    source: str
    publisher: str
    measure: Measure
    quantity: Quantity
    root: str
    #: The printed percentage of a part that is printed as a share of its whole; ``quantity`` is then derived.
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
    #: What the source itself calls the figure, if that is another measure.
    called: str = ""
    #: The estimate of the ore or mineral tonnage that contains this oxide.
    contained_in: str = ""
    #: The area that the figure covers, if other sources draw the borders differently.
    territory: str = ""
    #: Why a discrepancy of this figure is known and needs no attention.
    accepted: str = ""

    @property
    def classified(self) -> Classified:
        """What says where the figure stands on the ladder."""
        return Classified(self.system, self.category, self.place, self.root, self.period, self.access, self.development)


class BridgeStep(NamedTuple):
    """A share of the single derived step of a bridge; ``share_from`` is the part whose share is applied."""

    cause: str
    evidence: Evidence
    share_from: str = ""


class UnknownStep(NamedTuple):
    """A difference that certainly exists but that no source quantifies."""

    cause: str
    what: str


class Bridge(NamedTuple):
    """The steps from a whole to its own published part."""

    whole: str
    part: str
    detail: tuple[BridgeStep, ...] = ()
    unknown: tuple[UnknownStep, ...] = ()


class Remark(NamedTuple):
    """What a source says about a place without giving a comparable figure."""

    place: str
    source: str
    text: str


#: An id in braces in the text of an explanation.
REFERENCE = re.compile(r"\{([^{}]+)\}")


class Explanation(NamedTuple):
    """What a figure is made of, or which number is missing; an id in braces stands for the amount of that estimate."""

    of: str
    evidence: Evidence
    text: str
    #: A figure on which the text rests without its amount; before it is known, the text is not shown.
    needs: str = ""
    #: A deposit; once the oxide in its ore reserves is in our data, the text is no longer shown.
    until: str = ""


class Dataset(NamedTuple):
    """A checked dataset, in which every reference can be resolved."""

    version: str
    places: PlaceTable
    classification: Classification
    publishers: Mapping[str, str]
    roots: Mapping[str, Root]
    sources: Mapping[str, Source]
    estimates: Mapping[str, Estimate]
    bridges: tuple[Bridge, ...] = ()
    remarks: tuple[Remark, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    #: What was assumed of the form of the user's tables, a line each.
    assumptions: tuple[str, ...] = ()
    #: The categories of each classification that figures may name; none if its categories are free text.
    systems: Mapping[str, Collection[str]] = MappingProxyType({})
    #: With how many digits at least a series prints its figures of a measure, by both.
    least_digits: Mapping[tuple[str, str], LeastDigits] = MappingProxyType({})
    #: What a series states for all its figures of a measure, by both: texts of its fields.
    series_defaults: Mapping[tuple[str, str], Mapping[str, str]] = MappingProxyType({})


def table_estimate_id(source: str, place: str, measure: str, period: str) -> str:
    """The id of a figure from a table; it includes the year only for annual measures, such as production."""
    year = f"-{period}" if measure in ANNUAL_MEASURES else ""
    return f"{source}/{place}/{measure}{year}"
