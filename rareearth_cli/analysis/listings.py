"""The data behind the answers: estimates, sources and places as plain rows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from rareearth_cli.analysis.export import long_form
from rareearth_cli.analysis.results import Listing, Table
from rareearth_cli.domain.errors import NotOnRecord
from rareearth_cli.domain.records import Dataset
from rareearth_cli.domain.vocabulary import Status

if TYPE_CHECKING:
    import pandas as pd


def list_estimates(
    dataset: Dataset,
    *,
    places: Sequence[str] = (),
    ids: Sequence[str] = (),
    measure: str | None = None,
    as_of: date | None = None,
    all_statements: bool = False,
) -> Listing:
    """Estimates in the long form.

    Superseded, misquoted and deprecated figures come with ``all_statements`` or when asked by id.

    Raises:
        NotOnRecord: an id is not known.

    """
    from rareearth_cli.dataset.frame import ESTIMATE_COLUMNS, estimates_frame

    unknown = [one for one in ids if one not in dataset.estimates]
    if unknown:
        raise NotOnRecord(
            f"unknown estimate '{unknown[0]}'; 'rareearth estimates --all-statements --columns id' lists the ids"
        )
    frame, warnings = _wanted(estimates_frame(dataset), places, ids, measure, as_of)
    if not ids and not all_statements:
        frame = frame[frame["status"] == Status.PUBLISHED.value]
    query: Mapping[str, object] = {
        "command": "estimates",
        "places": list(places) or "all",
        "ids": list(ids),
        "measure": measure,
        "as_of": as_of.isoformat() if as_of else None,
        "all_statements": all_statements,
    }
    brief = ("id", "printed", "value_t", "value_pct", "source")
    table = long_form(frame, ESTIMATE_COLUMNS)
    return Listing(
        kind="estimates",
        table=table,
        dataset_version=dataset.version,
        query=query,
        brief=brief,
        warnings=warnings,
    )


def _wanted(
    frame: "pd.DataFrame", places: Sequence[str], ids: Sequence[str], measure: str | None, as_of: date | None
) -> tuple["pd.DataFrame", tuple[str, ...]]:
    """The rows asked for with their standing, and what to say of those that a day leaves out."""
    from rareearth_cli.analysis.selection import known_by, undated_warning, with_standing

    wanted = frame["id"].isin(ids) if ids else frame["id"] != ""
    if places:
        wanted &= frame["place"].isin(places)
    if measure is not None:
        wanted &= frame["measure"] == measure
    asked = frame[wanted]
    warnings: tuple[str, ...] = ()
    if as_of is not None:
        warnings = undated_warning(asked)
        frame = known_by(frame, as_of)
    frame = with_standing(frame)
    return frame[frame["id"].isin(asked["id"])], warnings


def list_sources(dataset: Dataset) -> Listing:
    """Every source with what is needed to find it, and how many figures come from it."""
    counts = Counter(estimate.source for estimate in dataset.estimates.values())
    sources = list(dataset.sources.values())
    plain = ("id", "publisher", "carrier", "title", "series", "edition", "version", "amends", "licence", "verification",
             "url", "locator", "change", "note")  # fmt: skip
    columns: dict[str, list[object]] = {name: [str(getattr(one, name)) or None for one in sources] for name in plain}
    columns["published"] = [one.published.text if one.published else None for one in sources]
    columns["accessed"] = [one.accessed.text if one.accessed else None for one in sources]
    columns["inferred"] = [" ".join(one.inferred) or None for one in sources]
    columns["also_at"] = [" ".join(one.also_at) or None for one in sources]
    columns["figures"] = [counts[one.id] for one in sources]
    brief = ("id", "publisher", "published", "verification", "figures", "url")
    return _listing("sources", columns, dataset, brief)


def list_places(dataset: Dataset) -> Listing:
    """Every place with its codes and names, and how many figures are on record for it."""
    counts = Counter(estimate.place for estimate in dataset.estimates.values())
    places = list(dataset.places.values())
    columns: dict[str, list[object]] = {
        "place": [one.code for one in places],
        "alpha2": [one.alpha2 or None for one in places],
        "name": [one.name for one in places],
        "native": ["; ".join(one.native) or None for one in places],
        "names": ["; ".join(dict.fromkeys(one.names)) or None for one in places],
        "figures": [counts[one.code] for one in places],
    }
    return _listing("places", columns, dataset, ("place", "alpha2", "name", "figures", "names"))


def _listing(kind: str, columns: Mapping[str, list[object]], dataset: Dataset, brief: tuple[str, ...]) -> Listing:
    return Listing(
        kind=kind,
        table=Table(columns=columns),
        dataset_version=dataset.version,
        query={"command": kind},
        brief=brief,
    )
