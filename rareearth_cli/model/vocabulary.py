"""The closed vocabularies of datasets and answers, such as measures, bases and verdicts."""

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple, Self

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
    #: What a government allows to be mined, or to be smelted and separated, in a year.
    QUOTA = "quota"


#: The measures of a whole year rather than at a date.
ANNUAL_MEASURES = (Measure.PRODUCTION, Measure.TARGET, Measure.QUOTA)


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
    #: It differs from the original that it passes on, and both were read.
    MISQUOTED = "misquoted"
    #: It looks inconsistent with what it passes on, but one of the two texts was not read at its publisher.
    INCONSISTENT = "inconsistent"
    DEPRECATED = "deprecated"
    SUPERSEDED = "superseded"


#: The statuses of figures that differ, or seem to differ, from what they pass on; ``distorts`` says from what and how.
DISTORTED = (Status.MISQUOTED, Status.INCONSISTENT)


class Verification(StrEnum):
    """Whether a figure was read in the publisher's own text or in a third party's."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


class PairGroup(StrEnum):
    """The groups of a report, in its order; ``accepted`` and ``defined`` depend on the pair, not on its verdict."""

    OPEN = "open"
    DEFINED = "defined"
    UNKNOWN = "unknown"
    EXPLAINED = "explained"
    OTHER = "other"
    ACCEPTED = "accepted"


class Meaning(NamedTuple):
    """What a verdict means to the rest of the program."""

    #: What people read instead of the code.
    label: str
    #: What it says of two figures, in plain words.
    plain: str
    #: When the verdict applies, as ``--explain`` says it.
    rule: str
    group: PairGroup
    #: Whether no difference remains to be explained.
    is_explained: bool = False
    #: Whether a published part is the explanation.
    by_part: bool = False
    #: Whether the two figures count things that can be compared at all.
    is_comparable: bool = True
    #: Whether ``report --fail-over`` counts the pair; if not, it does so only with ``--strict``.
    fails_gate: bool = False


#: A verdict that lacks its meaning fails no gate; a test says where to fill it in.
_NO_MEANING = Meaning(label="", plain="", rule="", group=PairGroup.UNKNOWN)


class Verdict(StrEnum):
    """The result of comparing a figure with its baseline; the first that applies, in this order."""

    meaning: Meaning

    def __new__(cls, code: str, meaning: Meaning = _NO_MEANING) -> Self:
        """Make a verdict that is its code, with its meaning beside it."""
        verdict = str.__new__(cls, code)
        verdict._value_ = code
        verdict.meaning = meaning
        return verdict

    NOT_COMPARABLE = (
        "NOT_COMPARABLE",
        Meaning(
            label="not comparable",
            plain="one of the two counts ore, or all rare metals",
            rule="one of the two counts something else (R6.5), so there is no ratio",
            group=PairGroup.OTHER,
            is_comparable=False,
        ),
    )
    SAME_SOURCE = (
        "SAME_SOURCE",
        Meaning(
            label="same origin",
            plain="both go back to one origin",
            rule="both go back to one origin, and their rounding windows meet: they are one source, not two",
            group=PairGroup.EXPLAINED,
            is_explained=True,
            fails_gate=True,
        ),
    )
    AGREE = (
        "AGREE",
        Meaning(
            label="agree",
            plain="the two are the same within rounding",
            rule="like for like, and the windows of the printed digits meet (R7.3)",
            group=PairGroup.EXPLAINED,
            is_explained=True,
            fails_gate=True,
        ),
    )
    AGREE_AFTER_CONVERSION = (
        "AGREE_AFTER_CONVERSION",
        Meaning(
            label="agree once converted",
            plain="the two are the same within what their oxides leave open",
            rule="like for like but for the oxide; with the uncertainty of TR2O3 they meet (R6.2)",
            group=PairGroup.EXPLAINED,
            is_explained=True,
            fails_gate=True,
        ),
    )
    RECONCILED_BY_SUBSET = (
        "RECONCILED_BY_SUBSET",
        Meaning(
            label="a published part matches",
            plain="one source publishes a part of its figure, and this part is as large as the other figure",
            rule="a part that one side itself reports meets the other within rounding (R7.3); that is"
            " consistent with a difference of definition, not a proof of it",
            group=PairGroup.EXPLAINED,
            is_explained=True,
            by_part=True,
            fails_gate=True,
        ),
    )
    PARTLY_EXPLAINED = (
        "PARTLY_EXPLAINED",
        Meaning(
            label="a published part comes nearer",
            plain="one source publishes a part of its figure, and this part is nearer to the other figure",
            rule="a part that one side itself reports comes nearer to the other than the whole does",
            group=PairGroup.OPEN,
            by_part=True,
            fails_gate=True,
        ),
    )
    REVISED = (
        "REVISED",
        Meaning(
            label="from an earlier edition",
            plain="one repeats what the other publisher has replaced since",
            rule="one repeats a figure of an earlier edition of the other, or both are dates of one origin",
            group=PairGroup.EXPLAINED,
            is_explained=True,
            fails_gate=True,
        ),
    )
    CONFLICT = (
        "CONFLICT",
        Meaning(
            label="contradict each other",
            plain="both count the same, and differ by more than rounding",
            rule="by definition the two must agree, or the one lies inside the other, and the figures deny it",
            group=PairGroup.OPEN,
            fails_gate=True,
        ),
    )
    NOT_LIKE_FOR_LIKE = (
        "NOT_LIKE_FOR_LIKE",
        Meaning(
            label="defined differently",
            plain="both say what they count, and it is not the same",
            rule="both state what they count, and it differs, or their dates lie more than three years apart (R5.3)",
            group=PairGroup.DEFINED,
        ),
    )
    UNKNOWN = (
        "UNKNOWN",
        Meaning(
            label="definition not stated",
            plain="at least one of the two does not say what it counts",
            rule="a side does not state what a comparison needs, and no reported part closes the gap (R5.3)",
            group=PairGroup.UNKNOWN,
        ),
    )


def select_verdicts(condition: Callable[[Meaning], bool]) -> tuple[Verdict, ...]:
    """Select the verdicts whose meaning fulfils a condition, in their order."""
    return tuple(verdict for verdict in Verdict if condition(verdict.meaning))


class Size(StrEnum):
    """The size of the gap that remains unexplained (rule R7.6)."""

    AGREE = "AGREE"
    #: The figures differ, and definitions or a revision explain all of it.
    EXPLAINED = "EXPLAINED"
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


#: Bases whose tonnes are not tonnes of rare earths.
OTHER_QUANTITIES = (Basis.ORE.value, Basis.RARE_METALS.value)
#: Bases that are rare-earth oxide; TR2O3 and REO are both.
OXIDES = (Basis.REO.value, Basis.TR2O3.value)


#: The measures of amounts that exist at a time, in contrast to those of a period.
STOCKS = (Measure.RESERVES.value, Measure.RESOURCES.value, Measure.ORE.value)
