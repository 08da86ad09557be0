"""The closed sets of words that a dataset and its answers are written in."""

from enum import StrEnum

#: A cell of a table that nobody has seen: no figure at all, where NA is one that was printed.
NOT_SEEN = ".."


class Measure(StrEnum):
    """What is counted."""

    RESERVES = "reserves"
    RESOURCES = "resources"
    PRODUCTION = "production"
    ORE = "ore"
    SHARE = "share"
    #: What is planned to be mined in a year to come: no production.
    TARGET = "target"


#: What is of a year, not at a day.
FLOWS = (Measure.PRODUCTION, Measure.TARGET)


class Basis(StrEnum):
    """What the tonnes are tonnes of."""

    REO = "REO"
    TR2O3 = "TR2O3"
    METAL = "metal"
    MONAZITE = "monazite"
    ORE = "ore"
    RARE_METALS = "rare_metals"
    UNKNOWN = "unknown"


class Stage(StrEnum):
    """How far along from ground to product the tonnes are counted."""

    IN_PLACE = "in_place"
    MINEABLE_CONTAINED = "mineable_contained"
    RECOVERABLE = "recoverable"


class ShareOf(StrEnum):
    """What a share is a share of."""

    RESERVES = "reserves"
    MINE_PRODUCTION = "mine production"
    REFINING = "refining"
    MAGNETS = "magnets"
    UNSPECIFIED = "unspecified"


#: What shares can be asked for, and what each is then a share of.
SHARE_MEASURES = {"production": ShareOf.MINE_PRODUCTION.value} | {
    stage.value: stage.value for stage in ShareOf if stage is not ShareOf.MINE_PRODUCTION
}


class Status(StrEnum):
    """Whether a figure stands. Superseded is not written in a dataset: later editions make it so."""

    PUBLISHED = "published"
    MISQUOTED = "misquoted"
    DEPRECATED = "deprecated"
    SUPERSEDED = "superseded"


class Verification(StrEnum):
    """How a figure was read: in the publisher's own text, or in a third party's."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


class Verdict(StrEnum):
    """What can be said of a figure and its baseline; the first that fits."""

    NOT_COMPARABLE = "NOT_COMPARABLE"
    SAME_SOURCE = "SAME_SOURCE"
    AGREE = "AGREE"
    AGREE_AFTER_CONVERSION = "AGREE_AFTER_CONVERSION"
    RECONCILED_BY_SUBSET = "RECONCILED_BY_SUBSET"
    PARTLY_EXPLAINED = "PARTLY_EXPLAINED"
    CONFLICT = "CONFLICT"
    UNKNOWN = "UNKNOWN"


class Size(StrEnum):
    """How large a gap is that nothing explains (rule R7.6)."""

    AGREE = "AGREE"
    NEAR = "NEAR"
    MODERATE = "MODERATE"
    LARGE = "LARGE"
    EXTREME = "EXTREME"


class Evidence(StrEnum):
    """What a step of a bridge rests on."""

    REPORTED = "reported"
    DERIVED = "derived"
    ASSUMED = "assumed"
    REMAINDER = "remainder"
    UNKNOWN = "unknown"


#: Tonnes in the units that tables and sentences are written in.
SPOKEN_UNITS = {"t": 1.0, "kt": 1e3, "Mt": 1e6}

#: The same in words, for where there is room.
UNIT_NAMES = {"t": "tonnes", "kt": "thousand tonnes", "Mt": "million tonnes"}

#: In which order measures are told of; the first that a place has is the one its comparison opens with.
MEASURE_ORDER = {measure.value: rank for rank, measure in enumerate(Measure)}
