"""The closed vocabularies of datasets and answers, such as measures, bases and verdicts."""

from enum import StrEnum

#: The mark for a table cell that has not been seen, so that it is not a figure; NA, in contrast, is printed.
UNSEEN_CELL = ".."


class Measure(StrEnum):
    """What is counted."""

    RESERVES = "reserves"
    RESOURCES = "resources"
    PRODUCTION = "production"
    ORE = "ore"
    SHARE = "share"
    #: The amount that is planned to be mined in a future year.
    TARGET = "target"


#: The measures of a whole year rather than at a date.
ANNUAL_MEASURES = (Measure.PRODUCTION, Measure.TARGET)


class Basis(StrEnum):
    """The substance whose tonnes are counted."""

    REO = "REO"
    TR2O3 = "TR2O3"
    METAL = "metal"
    MONAZITE = "monazite"
    ORE = "ore"
    RARE_METALS = "rare_metals"
    UNKNOWN = "unknown"


class Stage(StrEnum):
    """At which point between deposit and product the tonnes are counted."""

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


#: The words for shares in a question, and what each is a share of.
SHARE_MEASURES = {"production": ShareOf.MINE_PRODUCTION.value} | {
    stage.value: stage.value for stage in ShareOf if stage is not ShareOf.MINE_PRODUCTION
}


class Status(StrEnum):
    """Whether a figure is current. Superseded is not stated in a dataset; it follows from later editions."""

    PUBLISHED = "published"
    MISQUOTED = "misquoted"
    DEPRECATED = "deprecated"
    SUPERSEDED = "superseded"


class Verification(StrEnum):
    """Whether a figure was read in the publisher's own text or in a third party's."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


class Verdict(StrEnum):
    """The result of comparing a figure with its baseline; the first that applies."""

    NOT_COMPARABLE = "NOT_COMPARABLE"
    SAME_SOURCE = "SAME_SOURCE"
    AGREE = "AGREE"
    AGREE_AFTER_CONVERSION = "AGREE_AFTER_CONVERSION"
    RECONCILED_BY_SUBSET = "RECONCILED_BY_SUBSET"
    PARTLY_EXPLAINED = "PARTLY_EXPLAINED"
    CONFLICT = "CONFLICT"
    UNKNOWN = "UNKNOWN"


class Size(StrEnum):
    """The size of the gap that remains unexplained (rule R7.6)."""

    AGREE = "AGREE"
    NEAR = "NEAR"
    MODERATE = "MODERATE"
    LARGE = "LARGE"
    EXTREME = "EXTREME"


class Evidence(StrEnum):
    """The evidence for a step of a bridge."""

    REPORTED = "reported"
    DERIVED = "derived"
    ASSUMED = "assumed"
    REMAINDER = "remainder"
    UNKNOWN = "unknown"


#: Tonnes per unit, for the units of tables and sentences.
DISPLAY_UNITS = {"t": 1.0, "kt": 1e3, "Mt": 1e6}

#: The full names of the display units.
UNIT_NAMES = {"t": "tonnes", "kt": "thousand tonnes", "Mt": "million tonnes"}

#: The order in which measures are shown; a comparison of a place begins with its first measure.
MEASURE_ORDER = {measure.value: rank for rank, measure in enumerate(Measure)}
