"""Place an estimate on the common ladder of categories, by what the estimate states about itself."""

from rareearth_cli.model.ladder import COMPILER, Authority, Classification, Rungs, find_authorities, find_rung_options
from rareearth_cli.model.records import Estimate


def find_estimate_rungs(estimate: Estimate, classification: Classification) -> tuple[Rungs, ...]:
    """Find the sets of rungs that an estimate may cover, the most likely first; empty if nothing is known."""
    return find_rung_options(
        classification,
        system=estimate.system,
        category=estimate.category,
        place=place_for_override(estimate.place, estimate.root),
        access=estimate.access,
        development=estimate.development,
    )


def find_estimate_authorities(estimate: Estimate, classification: Classification) -> list[Authority]:
    """Find the authority for an estimate's place on the ladder, one for each of its categories."""
    return find_authorities(
        classification,
        system=estimate.system,
        category=estimate.category,
        place=place_for_override(estimate.place, estimate.root),
        access=estimate.access,
        development=estimate.development,
    )


def place_for_override(place: str, root: str) -> str:
    """Return the place if its overrides apply, which they do only to figures that USGS compiles; else an empty text."""
    return place if root == COMPILER else ""
