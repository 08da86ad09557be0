"""What a national figure is made of: single deposits by class with their sums, and what is published of the rest."""

import re
from collections.abc import Mapping, Sequence
from math import floor, log10
from types import MappingProxyType
from typing import NamedTuple

import pandas as pd

from rareearth_cli.analysis.figures import DERIVED_DIGITS, Figure, FigureRow, build_figure, format_figure, to_rows
from rareearth_cli.analysis.judge import STALE_YEARS, AmountInterval
from rareearth_cli.model.interval import intervals_meet, make_interval
from rareearth_cli.model.quantity import POINT_KINDS, Kind
from rareearth_cli.model.records import REFERENCE, Dataset
from rareearth_cli.model.records import Explanation as ExplanationText
from rareearth_cli.model.vocabulary import OXIDES, STOCKS, Basis, Evidence, Measure
from rareearth_cli.model.wording import begin_sentence, last_place_t, spell_category

#: The classes of ore reserves; a deposit may have one of them or both.
_ORE_RESERVES = ("proved reserve", "probable reserve", "proved reserve+probable reserve", "ore reserve")
#: The words by which people name such classes.
_RESERVE_WORDS = frozenset(("proved", "proven", "probable", "reserve", "ore"))
_ORE_RESERVE = {"ore", "reserve"}
#: The words of which the classes of resources are made.
_RESOURCE_WORDS = frozenset(("measured", "indicated", "inferred", "resource", "inclusive", "exclusive"))
#: Against floating-point errors of the logarithm.
_TINY = 1e-9
#: Rock that is no ore, which an explanation tells of.
_HOST_ROCK = "host rock"
#: What the evidence of an explanation is called.
EVIDENCE_WORDS = {
    Evidence.REPORTED: "published",
    Evidence.DERIVED: "calculated",
    Evidence.ASSUMED: "our reading",
    Evidence.REMAINDER: "remainder",
    Evidence.UNKNOWN: "missing",
}
MISSING = EVIDENCE_WORDS[Evidence.UNKNOWN]
ORE_RESERVES = "Ore reserves"
#: The resources of which the text that was read states no class, so that some may be inferred.
UNCLASSED_RESOURCES = "Mineral resources, class not in the texts that we read"
#: The heading of figures that are in no class.
WITHOUT_CLASS = "Other figures"
#: What their categories are called.
ORE_CATEGORIES = tuple(map(spell_category, _ORE_RESERVES))


#: A sum rounded to one digit would say too little: 200 and 50 kt would be 200.
_LEAST_DIGITS = 2


class DepositClass(NamedTuple):
    """The oxide in single deposits of one class, with one figure for each deposit, the largest first."""

    title: str
    rows: tuple[FigureRow, ...]

    @property
    def total(self) -> AmountInterval | None:
        """The sum of the figures, a lower bound of what is published; None where a figure is not a single value.

        Inferred resources are too uncertain to be added up.
        """
        uncertain = "inferred" in self.title.lower() or self.title == UNCLASSED_RESOURCES
        if uncertain or any(row.kind not in POINT_KINDS for row in self.rows):
            return None
        value, low, high = (
            sum(ends) for ends in zip(*((r.value_t, r.low_t, r.high_t) for r in self.rows), strict=True)
        )
        # A sum is known to the place of its coarsest figure.
        place = max(last_place_t(row.value_t, min(row.digits, DERIVED_DIGITS)) for row in self.rows)
        digits = max(1, 1 + floor(log10(value) + _TINY) - round(log10(place)))
        least = _LEAST_DIGITS if len(self.rows) > 1 else 1
        return AmountInterval(value, low, high, Kind.POINT.value, min(max(digits, least), DERIVED_DIGITS))


class Explanation(NamedTuple):
    """A sentence on what a national figure is made of, or on the number that is missing, with its evidence."""

    text: str
    evidence: str
    #: The ids of the figures that it names.
    named: tuple[str, ...] = ()


class Composition(NamedTuple):
    """What a national figure is made of, as far as anybody has published it."""

    classes: tuple[DepositClass, ...] = ()
    #: Figures of single deposits whose class or basis is not stated, which are never added up.
    unclassified: tuple[FigureRow, ...] = ()
    #: Figures of ore and minerals whose oxide nobody gives.
    ore: tuple[FigureRow, ...] = ()
    #: The figure of the ore that holds a figure of oxide, by the id of the latter.
    holders: Mapping[str, Figure] = MappingProxyType({})
    explanations: tuple[Explanation, ...] = ()
    #: The figures of the rows as people read them, by id.
    figures: Mapping[str, Figure] = MappingProxyType({})

    @property
    def ore_reserves(self) -> DepositClass | None:
        """The ore reserves of named mines, if there are any."""
        return next((one for one in self.classes if one.title == ORE_RESERVES), None)


def build_composition(rows: Sequence[FigureRow], known: pd.DataFrame, dataset: Dataset) -> Composition:
    """Collect what is known of the deposits of a place, and what explains its national figures.

    Parameters
    ----------
    rows
        All rows of the place, with the marks of `mark_current`.
    known
        All figures known at the time of the question; an explanation that needs others is left out.
    dataset
        The dataset, which has the explanations.

    """
    current = [row for row in rows if row.site and row.current and row.measure in STOCKS]
    oxide = [row for row in current if row.basis in OXIDES and not is_outdated(row, current)]
    classes = sum_by_class(oxide)
    counted = {(name_deposit(row.site), one.title) for one in classes for row in one.rows}
    by_id = {row.id: row for row in rows}
    holders = {row.id: by_id[row.contained_in] for row in oxide if row.contained_in in by_id}
    # Where the oxide in an ore without a class is in our data, so is that in the same ore as others print it.
    counted |= {(name_deposit(row.site), name_class(row)) for row in holders.values()}
    ore = [
        row
        for row in current
        if row.basis in (Basis.ORE, Basis.MONAZITE) and is_named_ore(row)
        if (name_deposit(row.site), name_class(row)) not in counted
    ]
    without_class = (Basis.UNKNOWN.value, Basis.METAL.value)
    unclassified = [row for row in current if row.basis in without_class or (row in oxide and not name_class(row))]
    return Composition(
        classes=classes,
        # What one source calls ore, another may repeat without saying so.
        unclassified=tuple(row for row in unclassified if row in oxide or not _repeats_one(row, ore)),
        ore=tuple(row for number, row in enumerate(ore) if name_class(row) or not _repeats_one(row, ore[:number])),
        holders={key: build_figure(row, dataset) for key, row in holders.items()},
        figures={row.id: build_figure(row, dataset) for row in current},
        explanations=build_explanations(
            [one for one in dataset.explanations if one.of in {row.id for row in rows}], known, dataset
        ),
    )


def is_named_ore(row: FigureRow) -> bool:
    """Whether a figure of ore is of the deposit that it stands for: a text that names none may mean another one."""
    unnamed = "site" in row.inferred and row.site == name_deposit(row.site)
    return not unnamed and _HOST_ROCK not in row.category


def _repeats_one(row: FigureRow, others: Sequence[FigureRow]) -> bool:
    """Whether a figure of a deposit meets one of others of the same deposit, so that both are taken for one."""
    own = make_interval(row.low_t, row.high_t, row.kind)
    return any(
        name_deposit(row.site) == name_deposit(other.site)
        and intervals_meet(own, make_interval(other.low_t, other.high_t, other.kind))
        for other in others
    )


def build_explanations(
    asked: Sequence[ExplanationText], known: pd.DataFrame, dataset: Dataset
) -> tuple[Explanation, ...]:
    """Fill in the figures of explanations that hold.

    Left out are those of a figure that is no longer current, those that rest on a figure not yet known, and those that
    miss a figure of a deposit that is in our data by now.
    """
    current, ids = set(known["id"][known["shown"]]), set(known["id"])
    reserves = known[known["shown"] & (known["measure"] == Measure.RESERVES) & known["basis"].isin(OXIDES)]
    years = {row.site: row.effective_day[:4] or row.published_day[:4] for row in to_rows(reserves) if row.site}
    ends = known.set_index("id")["effective_day"].to_dict()
    asked = [one for one in asked if one.of in current and not _is_found(one, years, str(ends[one.of])[:4])]
    asked = [one for one in asked if not one.needs or one.needs in ids]
    named = {key for one in asked for key in REFERENCE.findall(one.text)}
    rows = to_rows(known[known["id"].isin(named)]) if named else []
    amounts = {row.id: format_figure(build_figure(row, dataset)) for row in rows}
    return tuple(
        Explanation(REFERENCE.sub(lambda found: amounts[found[1]], one.text), EVIDENCE_WORDS[one.evidence], tuple(keys))
        for one in asked
        if amounts.keys() >= set(keys := REFERENCE.findall(one.text))
    )


def _is_found(one: ExplanationText, years: Mapping[str, str], year: str) -> bool:
    """Whether the ore reserve of a deposit that a text misses is in our data, of about the year of the figure."""
    found = years.get(one.until, "") if one.until else ""
    return bool(found) and int(found) >= int(year or 0) - STALE_YEARS


def sum_by_class(rows: Sequence[FigureRow]) -> tuple[DepositClass, ...]:
    """Group current figures of oxide by class, and choose one for each deposit.

    Only like for like is in a class: the same category, and the same basis. Of several figures of a deposit the one
    for the whole deposit is chosen before those for areas of it, then the newest, then the largest. An area that is not
    a single deposit, such as "two operating mines", is in no class.
    """
    by_class: dict[tuple[str, str], dict[str, FigureRow]] = {}
    for row in sorted(rows, key=_preference):
        title = name_class(row)
        if title:
            by_class.setdefault((title, row.basis), {})[name_deposit(row.site)] = row
    found = [
        DepositClass(title, tuple(sorted(chosen.values(), key=lambda row: (-row.value_t, row.site))))
        for (title, _), chosen in by_class.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.title != ORE_RESERVES, "inferred" in one.title.lower(), one.title)))


def is_outdated(row: FigureRow, current: Sequence[FigureRow]) -> bool:
    """Whether a newer edition of the same class of the deposit is in our data, as ore alone or as a bound."""
    title, deposit = name_class(row), name_deposit(row.site)
    return bool(title and row.effective_day) and any(
        (one.basis == Basis.ORE or (one.basis in OXIDES and one.kind not in POINT_KINDS))
        and name_deposit(one.site) == deposit
        and _name_category(one) == title
        and one.effective_day > row.effective_day
        for one in current
    )


def _preference(row: FigureRow) -> tuple[object, ...]:
    """Sort the figure to prefer last."""
    return row.site == name_deposit(row.site), row.effective_day, row.published_day, row.value_t, row.id


def name_deposit(site: str) -> str:
    """Return the deposit that an area belongs to, such as Tomtor for Tomtor (Buranny)."""
    return site.partition(" (")[0]


def name_class(row: FigureRow) -> str:
    """Name the class in which a figure of a single deposit is added up; empty if it has none."""
    return _name_category(row) if row.kind in POINT_KINDS else ""


def _name_category(row: FigureRow) -> str:
    """Name the class that a figure of a single deposit is of, though it may be a bound; empty if it has none."""
    if row.site[:1].islower():
        return ""
    words = {word.removesuffix("s") for word in re.findall(r"\w+", row.category.lower())} - {"and"}
    # People write "proved and probable reserves", and "Proved + probable".
    if row.category in _ORE_RESERVES or ("probable" in words and words <= _RESERVE_WORDS) or words == _ORE_RESERVE:
        return ORE_RESERVES
    if row.category == "mineral resource":
        return UNCLASSED_RESOURCES
    if not words or not words <= _RESOURCE_WORDS:
        return ""
    spelled = spell_category(row.category).replace(" resource", "")
    return f"{begin_sentence(spelled)} resources"
