"""The ``share`` query: the shares of the world on record for a place, published and derived, and their summary."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

import pandas as pd

from rareearth_cli.analysis.describe import attributions_by_id
from rareearth_cli.analysis.filters import undated_warning
from rareearth_cli.analysis.question import canonical_question
from rareearth_cli.analysis.ratios import format_share
from rareearth_cli.analysis.selection import select_known
from rareearth_cli.analysis.shares import DERIVED_SHARES, WorldShare, find_world_shares
from rareearth_cli.analysis.table import Table
from rareearth_cli.commands.share.claim import describe_stage, summarize_claim
from rareearth_cli.commands.share.concentration import (
    Concentration,
    StaticLife,
    compute_concentration,
    compute_static_life,
    describe_concentration,
)
from rareearth_cli.commands.share.rows import build_table
from rareearth_cli.model.quantity import Quantity
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.vocabulary import Measure, ShareOf, Status


class Supplement(NamedTuple):
    """What is reported in addition to the shares: concentration of the world and static life of the reserves."""

    concentrations: tuple[Concentration, ...]
    static_life: StaticLife | None
    sentences: tuple[str, ...]


class ShareQuestion(NamedTuple):
    """The question asked; ``stage`` is what the share is a share of, such as refining."""

    place: str
    claimed: Quantity | None = None
    stage: str | None = None
    year: str | None = None
    as_of: date | None = None
    all_statements: bool = False

    def canonical(self) -> dict[str, object]:
        """Return the question as it is written to the result."""
        return canonical_question("share", self._asdict())


class PlaceShares(NamedTuple):
    """The shares of the world that a place has, with what they are compared with."""

    title: str
    shares: tuple[WorldShare, ...]
    claimed: Quantity | None
    #: Whether older derived shares are listed too.
    in_full: bool
    summary: tuple[str, ...]
    #: Sentences on the concentration of the world and the static life of the reserves.
    supplement: tuple[str, ...]
    #: The same as numbers, by name.
    details: Mapping[str, object]
    table: Table
    #: Publisher and source of each figure, by its id.
    attributions: Mapping[str, str]
    dataset_version: str
    query: Mapping[str, object]
    warnings: tuple[str, ...]


def list_shares(dataset: Dataset, question: ShareQuestion) -> PlaceShares:
    """List the published shares of a place, and those derived from its figure and the world total of a source."""
    frame, undated = select_known(dataset, question.as_of, partial(_select_scope, question=question))
    supplement = _build_supplement(frame, dataset, question)
    shares = [one for one in find_world_shares(frame, dataset, question.place) if _is_requested(one, question)]
    name = dataset.places[question.place].name
    return PlaceShares(
        title=f"{name}: shares of the world",
        shares=tuple(shares),
        claimed=question.claimed,
        in_full=question.all_statements or question.year is not None,
        summary=_summarize(name, shares, question),
        supplement=supplement.sentences,
        details=_build_details(supplement, question),
        table=build_table(shares, frame, question.place, question.claimed),
        attributions=attributions_by_id([one.row.id for one in shares], dataset),
        dataset_version=dataset.version,
        query=question.canonical(),
        warnings=undated_warning(undated),
    )


def _select_scope(frame: pd.DataFrame, question: ShareQuestion) -> pd.DataFrame:
    return frame[(frame["place"] == question.place) & (frame["measure"] == Measure.SHARE.value)]


def _is_requested(one: WorldShare, question: ShareQuestion) -> bool:
    valid = one.row.status in (Status.PUBLISHED, Status.SUPERSEDED)
    return (
        (valid or question.all_statements)
        and (question.stage is None or one.stage == question.stage)
        and (question.year is None or one.year.startswith(question.year))
    )


def _summarize(name: str, shares: Sequence[WorldShare], question: ShareQuestion) -> tuple[str, ...]:
    by_day = f" by {question.as_of.isoformat()}" if question.as_of else ""
    if not shares:
        of = f" of {question.stage}" if question.stage else ""
        return (f"No share{of} of the world is on record for {name}{by_day}, and none follows from a line of its own.",)
    if question.claimed is not None:
        return (summarize_claim(question.claimed, shares, question.stage),)
    newest = [next(one for one in shares if one.stage == stage) for stage in dict.fromkeys(one.stage for one in shares)]
    listed = ", ".join(f"{_format_share(one)} ({_format_source(one)})" for one in newest)
    return (f"{name}: {listed}.",)


def format_status_mark(share: WorldShare) -> str:
    """Return a mark with the status of a share, such as `` [superseded]``, or nothing if that is ``published``."""
    return "" if share.row.status == Status.PUBLISHED else f" [{share.row.status}]"


def _format_source(one: WorldShare) -> str:
    return f"{one.attribution}{format_status_mark(one)}{', derived' if one.derived else ''}"


def _format_share(one: WorldShare) -> str:
    words = format_share(one.share) if one.derived else one.figure_text
    return f"{words} without a stage" if one.stage == ShareOf.UNSPECIFIED else f"{words} of {describe_stage(one)}"


def _build_supplement(frame: pd.DataFrame, dataset: Dataset, question: ShareQuestion) -> Supplement:
    asked = [measure for measure in DERIVED_SHARES if question.stage in (None, DERIVED_SHARES[measure])]
    found = [compute_concentration(frame, dataset, measure, question.year) for measure in asked]
    concentrations = tuple(one for one in found if one is not None)
    life = compute_static_life(frame, dataset, question.place) if question.stage in (None, ShareOf.RESERVES) else None
    sentences = [describe_concentration(one, question.place) for one in concentrations]
    return Supplement(concentrations, life, (*sentences, *([life.sentence] if life else [])))


def _build_details(supplement: Supplement, question: ShareQuestion) -> dict[str, object]:
    return {
        "claimed": question.claimed.printed if question.claimed else None,
        "concentration": [
            {
                "measure": one.measure,
                "source": one.source,
                "period": one.period,
                "hhi_low": round(one.low),
                "hhi_high": round(one.high),
                "with": [
                    {"id": choice.id, "place": choice.place, "hhi": round(choice.hhi)} for choice in one.alternatives
                ],
            }
            for one in supplement.concentrations
        ],
        "static_life_years": float(f"{supplement.static_life.years:.3g}")
        if supplement.static_life and supplement.static_life.years
        else None,
    }
