"""Where an estimate stands on the ladder, by what it states of itself."""

from rareearth_cli.model.ladder import COMPILER, Authority, Classification, Rungs, authorities, options
from rareearth_cli.model.records import Estimate


def rungs_of(estimate: Estimate, classification: Classification) -> tuple[Rungs, ...]:
    """The sets of rungs that an estimate may cover, the best first; empty where nothing is known."""
    return options(
        classification,
        system=estimate.system,
        category=estimate.category,
        place=compiled(estimate.place, estimate.root),
        access=estimate.access,
        development=estimate.development,
    )


def authorities_of(estimate: Estimate, classification: Classification) -> list[Authority]:
    """On whose word an estimate is placed there: one authority a category."""
    return authorities(
        classification,
        system=estimate.system,
        category=estimate.category,
        place=compiled(estimate.place, estimate.root),
        access=estimate.access,
        development=estimate.development,
    )


def compiled(place: str, root: str) -> str:
    """The place whose reserves may be other than defined: only the compiler's own figures are."""
    return place if root == COMPILER else ""
