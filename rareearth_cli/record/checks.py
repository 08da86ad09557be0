"""The rules for figures, each written once: functions of plain values, for entries in YAML and rows of tables alike.

Every check gives its findings. The findings of checks of a figure begin with the verb, and `Finding.about` adds the id.
"""

import re
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from rareearth_cli.model.dates import parse_date
from rareearth_cli.model.errors import Finding, Rule
from rareearth_cli.model.fields import INFERABLE, Field, Form
from rareearth_cli.model.interval import intervals_meet, make_interval
from rareearth_cli.model.names import OTHER, WORLD, PlaceTable, suggest_place_code, suggest_word
from rareearth_cli.model.quantity import PERCENT, Kind, Quantity, parse_least_digits
from rareearth_cli.model.records import Bridge, Estimate
from rareearth_cli.model.vocabulary import ANNUAL_MEASURES, DISTORTED, Basis, Measure, Status

#: Chains of inheritance, amendments, sums and wholes in a valid dataset have two to four links.
MAX_CHAIN_LENGTH = 50
#: The numbers of tables are floats, and wholes may be equal to their parts.
_TOLERANCE = 1e-12
IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")
#: What a figure distorts if nobody in our data has read it.
NOT_READ = "not read"
#: What to call the estimate that ``contained_in`` names.
CONTAINER_ROLE = "what it is contained in"
#: Bases whose tonnages contain rare-earth oxide but do not count it.
_CONTAINER_BASES = (Basis.ORE.value, Basis.MONAZITE.value)
#: The fields that an entry may mark as inferred.
_INFERABLE_FIELDS = INFERABLE
_REQUIRED_REMEDIES = {
    "place": "add a name or a code that 'rareearth places --all' lists",
    "source": "add a publisher, or the id of a source",
    "measure": "add one of " + ", ".join(Measure),
}
REQUIRED_FIELDS = tuple(_REQUIRED_REMEDIES)


# Single values.


def choose_check(field: Field, name: str, words: Collection[str]) -> Callable[[str], Sequence[Finding]]:
    """Choose the check of a text by the form of its field; an empty text states nothing and has no findings.

    Parameters
    ----------
    field
        The field, whose form decides.
    name
        What the file calls it: the column or the field in YAML.
    words
        The words of a closed list that may be stated there.

    """
    match field.form:
        case Form.WORD:
            return partial(check_word, name, words=words)
        case Form.DATE | Form.PERIOD:
            return partial(_check_date, name)
        case Form.IDENTIFIER:
            return partial(check_identifier, name)
        case Form.IDENTIFIERS:
            return lambda text: [finding for one in text.split() for finding in check_identifier(name, one)]
        case Form.COUNT:
            return partial(_check_count, name)
    return lambda _text: ()


def check_word(name: str, text: str, words: Collection[str]) -> Sequence[Finding]:
    """Check that a word is one of a closed list."""
    if not text or text in words:
        return ()
    return [Finding(Rule.CLOSED_LIST, f"unknown {name} '{text}'", "use one of " + ", ".join(words))]


def check_identifier(name: str, text: str) -> Sequence[Finding]:
    """Check that a name that others refer to has no blanks and no unusual characters."""
    if not text or IDENTIFIER.fullmatch(text):
        return ()
    remedy = "use letters, digits, '.', '-', '_' and '/'"
    return [Finding(Rule.IDENTIFIER, f"{name} '{text}' is not an identifier", remedy)]


def _check_date(name: str, text: str) -> Sequence[Finding]:
    try:
        if text:
            parse_date(text)
    except ValueError:
        return [Finding(Rule.DATE, f"{name} '{text}' is not a date", "write YYYY, YYYY-MM or YYYY-MM-DD")]
    return ()


def _check_count(name: str, text: str) -> Sequence[Finding]:
    try:
        if text:
            parse_least_digits(text)
    except ValueError:
        remedy = "write 1 to 9, or such as '2 from 10000 t'"
        return [Finding(Rule.NUMBER, f"{name} '{text}' is not a number of digits", remedy)]
    return ()


def check_place(place: str, places: PlaceTable) -> Sequence[Finding]:
    """Check that a place is in our data by its code."""
    if not place or place in places:
        return ()
    return [Finding(Rule.KNOWN_PLACE, f"unknown place '{place}'", suggest_place_code(place, places))]


def check_defined(kind: str, name: str, known: Collection[str]) -> Sequence[Finding]:
    """Check that a source or root that a figure names is defined; rows of tables define both by naming them."""
    if not name or name in known:
        return ()
    rule = {"source": Rule.KNOWN_SOURCE, "root": Rule.KNOWN_ROOT}[kind]
    return [Finding(rule, f"unknown {kind} '{name}'", f"define it under '{kind}s'")]


# One figure.


def check_required(name: str, text: str) -> Iterator[Finding]:
    """Check that a figure has a field that it cannot do without."""
    if not text:
        yield Finding(Rule.REQUIRED, f"has no {name}", _REQUIRED_REMEDIES[name])


def check_measure(measure: str, share_of: str, period: str) -> Iterator[Finding]:
    """Check that a share says of what it is one, and that what is counted by the year has a year."""
    if measure == Measure.SHARE and not share_of:
        yield Finding(Rule.SHARE_OF, "is a share and does not say of what", "name it in 'share_of'")
    if measure and measure != Measure.SHARE and share_of:
        yield Finding(Rule.SHARE_OF, "has share_of but is not a share", "leave share_of out")
    if measure in ANNUAL_MEASURES and not period:
        yield Finding(Rule.PERIOD, f"is {measure} without a year", "give the year in 'period'")


def check_past(measure: str, period: str) -> Iterator[Finding]:
    """Check that what a user calls production has been produced; our own record does not depend on the day."""
    if measure == Measure.PRODUCTION and re.fullmatch(r"\d{4}", period) and int(period) > date.today().year:
        what = f"is production of {period}, a year to come"
        yield Finding(Rule.PERIOD, what, "make it a 'target', which is never counted as mined, or leave it out")


def check_category(system: str, category: str, systems: Mapping[str, Collection[str]]) -> Iterator[Finding]:
    """Check that a category belongs to its classification; it is free text if that is absent or lists no categories."""
    if system and system not in systems:
        remedy = f"list it under 'systems' of a YAML file if it is not one of ours; {suggest_word(system, systems)}"
        yield Finding(Rule.KNOWN_SYSTEM, f"has the unknown system '{system}'", remedy)
    elif (known := systems.get(system, ())) and category and category not in known:
        for part in (part for part in category.split("+") if part not in known):
            what = f"has the unknown category '{part}' of {system}"
            yield Finding(Rule.KNOWN_CATEGORY, what, suggest_word(part, known))


def check_inferred(names: Iterable[str], known: Collection[str] = _INFERABLE_FIELDS) -> Iterator[Finding]:
    """Check that what is marked as inferred are fields."""
    for name in names:
        if name not in known:
            what = f"marks the unknown field '{name}' as inferred"
            yield Finding(Rule.INFERRED, what, "use the names that fields have in YAML")


def check_status(status: str, note: str, *, distorts: bool) -> Iterator[Finding]:
    """Check that a figure known to be wrong says why; only YAML can, so that rows of tables are not checked."""
    if status == Status.DEPRECATED and not note:
        remedy = "say in its 'note' what is wrong, and what replaces it"
        yield Finding(Rule.REASON, "is deprecated without a reason", remedy)
    if (status in DISTORTED) != distorts:
        remedy = "'status: misquoted' or 'inconsistent' goes with 'distorts: {original: ..., how: ...}', no other"
        yield Finding(Rule.DISTORTS, "has only one of status misquoted or inconsistent and distorts", remedy)


def check_share_unit(unit: str | None) -> Iterator[Finding]:
    """Check that a share is a percentage, or a number without a unit."""
    if unit and unit != PERCENT:
        yield Finding(Rule.PERCENTAGE, "is a share but not a percentage", "print it in %")


def check_id_is_free(key: str, taken_at: str, *, elsewhere: bool) -> Iterator[Finding]:
    """Check that an id is given once; ``taken_at`` is where it was given before, ``elsewhere`` if in another file."""
    if taken_at:
        remedy = "figures are never changed: give the new one its own id"
        remedy += ", or leave ours out with --only" if elsewhere else ""
        yield Finding(Rule.UNIQUE_ID, f"id '{key}' is used already ({taken_at})", remedy)


# A figure and those that it names.


def check_link(name: str, key: str, target: str, *, known: bool) -> Iterator[Finding]:
    """Check that the estimate ``key`` names another one, and one that is ``known``, in its field ``name``."""
    remedy = "name the id of another estimate" + (f", or '{NOT_READ}'" if name == "distorts" else "")
    if target == key:
        yield Finding(Rule.KNOWN_ESTIMATE, f"names itself under '{name}'", remedy)
    elif not known:
        yield Finding(Rule.KNOWN_ESTIMATE, f"names the unknown estimate '{target}' under '{name}'", remedy)


def find_circle() -> Finding:
    """Return the finding for a figure that leads back to itself, or is at the end of too long a chain."""
    what = f"leads back to itself, or over more than {MAX_CHAIN_LENGTH} steps"
    return Finding(Rule.NO_CYCLE, what, "name an estimate that does not depend on this one")


def find_percentage_of_nothing() -> Finding:
    """Return the finding for a percentage whose whole has no figure."""
    return Finding(Rule.PERCENTAGE, "is a percentage without a whole", "name the whole in part_of, or make it a share")


def check_percentage(percentage: Quantity, whole: Quantity) -> Iterator[Finding]:
    """Check that a percentage of a whole has a usable interval; opposite bounds, or a bound and a range, have none."""
    kinds = {percentage.kind, whole.kind}
    mixed = Kind.RANGE in kinds and len(kinds) > 1 and not kinds <= {Kind.RANGE, Kind.POINT, Kind.APPROX}
    if mixed or {Kind.LOWER, Kind.UPPER} <= kinds:
        remedy = "leave it out, or put it into the note of the whole"
        yield Finding(Rule.PLAUSIBLE, "is a percentage bound of a bound and limits nothing", remedy)


def check_part(
    low: Decimal | float | None, high: Decimal | float | None, whole: str, role: str = "its whole"
) -> Iterator[Finding]:
    """Check that a part, which is at least ``low``, is not larger than its ``whole``, which is at most ``high``."""
    if low is not None and high is not None and float(low) > float(high) * (1 + _TOLERANCE):
        yield Finding(Rule.PART, f"is larger than {role} '{whole}'", "check both figures and their units")


def check_container(place: str, container: str, container_place: str, container_basis: str) -> Iterator[Finding]:
    """Check that what contains an oxide is ore or a mineral of the same place."""
    if container_basis not in _CONTAINER_BASES or container_place != place:
        what = f"is contained in '{container}', which is not an ore or mineral of the same place"
        yield Finding(Rule.CONTAINED, what, "name the ore or monazite that the source says it is in")


#: The columns that say what a figure of a whole place is of and on whose word, beside its place, source and measure.
DEFINING_COLUMNS = (
    "publisher", "effective_date", "basis", "stage", "system", "category", "access", "development", "territory",
    "contained_in", "called", "root",
)  # fmt: skip
_Interval = tuple[float, float, bool]


class ListedFigure(NamedTuple):
    """A figure of a whole place that may belong to a list of the world."""

    id: str
    #: Its source, measure and period, which together make a list if the world is in it.
    listed_in: tuple[str, str, str]
    place: str
    #: The values of `DEFINING_COLUMNS`.
    of: tuple[str, ...]
    interval: _Interval


def describe_listed_figure(estimate: Estimate) -> ListedFigure | None:
    """Describe a figure as one of a list; None if it is of a part, a sum, without an amount or not taken for right."""
    low, high = estimate.quantity.low, estimate.quantity.high
    whole = not (estimate.site or estimate.part_of or estimate.derived_from or estimate.share_of)
    if not whole or (low, high) == (None, None) or estimate.status is not Status.PUBLISHED:
        return None
    stated = {"effective_date": estimate.effective.text if estimate.effective else ""}
    stated["root"] = "" if estimate.root == estimate.id else estimate.root
    return ListedFigure(
        id=estimate.id,
        listed_in=(estimate.source, estimate.measure.value, estimate.period),
        place=estimate.place,
        of=tuple(stated.get(name, str(getattr(estimate, name, ""))) for name in DEFINING_COLUMNS),
        interval=make_interval(low, high, estimate.quantity.kind),
    )


def find_contradictions(figures: Sequence[ListedFigure]) -> Iterator[tuple[str, str]]:
    """Find the figures of a list that contradict an earlier one of the same place: the ids of both."""
    lists = {one.listed_in for one in figures if one.place == WORLD}
    earlier: dict[Hashable, list[ListedFigure]] = {}
    for figure in figures:
        if figure.listed_in in lists:
            same = earlier.setdefault((figure.listed_in, figure.place, figure.of), [])
            other = next((one for one in same if not intervals_meet(figure.interval, one.interval)), None)
            if other is not None:
                yield figure.id, other.id
            same.append(figure)


def check_contradiction(other: str) -> Iterator[Finding]:
    """Return the finding for a figure that contradicts another one of its list."""
    what = f"contradicts '{other}': its source has a total of the world, and so is a list"
    yield Finding(Rule.ONE_FIGURE, what, "say how they differ, such as by date or category, or leave one out")


# Bridges, and the totals of tables.


def check_bridge(bridge: Bridge, estimates: Mapping[str, Estimate]) -> Iterator[Finding]:
    """Check that a bridge leads from a whole to one of its parts, takes shares from parts, and adds up."""
    valid = True
    if bridge.part not in estimates or estimates[bridge.part].part_of != bridge.whole:
        what = f"no bridge from '{bridge.whole}' to '{bridge.part}'"
        yield Finding(Rule.BRIDGE_ENDS, what, "name an entry and one that is 'part_of' it")
        valid = False
    for step in bridge.detail:
        if step.share_from and (step.share_from not in estimates or not estimates[step.share_from].part_of):
            what = f"the bridge takes a share from '{step.share_from}', which is not part of another figure"
            yield Finding(Rule.BRIDGE_ENDS, what, "name an entry that has 'part_of'")
            valid = False
    if valid and bridge.whole in estimates:
        yield from _check_bridge_sum(bridge, estimates)


def _check_bridge_sum(bridge: Bridge, estimates: Mapping[str, Estimate]) -> Iterator[Finding]:
    """Check that the assumed steps of a bridge fit between its two ends, allowing for rounding."""
    whole, part = (estimates[end].quantity for end in (bridge.whole, bridge.part))
    if whole.low is None or whole.high is None or part.low is None:
        return
    shares = [
        _compute_largest_share(estimates[step.share_from], estimates) for step in bridge.detail if step.share_from
    ]
    assumed = sum((whole.low * (1 - min(share, Decimal(1))) for share in shares), Decimal(0))
    if assumed > whole.high - part.low:
        what = (
            f"the assumed steps from '{bridge.whole}' to '{bridge.part}' add up to {assumed:,.0f} t or more,"
            f" but the two differ by {whole.high - part.low:,.0f} at most"
        )
        yield Finding(Rule.BRIDGE_SUM, what, "leave out the share that cannot be right")


def _compute_largest_share(part: Estimate, estimates: Mapping[str, Estimate]) -> Decimal:
    """Return the largest share of its whole that a part can have, as a fraction of 1."""
    if part.percent is not None and part.percent.high is not None:
        return part.percent.high / 100
    whole = estimates.get(part.part_of)
    least = whole.quantity.low if whole else None
    return part.quantity.high / least if part.quantity.high is not None and least else Decimal(1)


class RowTotal(NamedTuple):
    """The sum of a column's rows in tonnes, compared with the printed world total.

    Attributes
    ----------
    value, most
        The sum of the figures; of ranges and bounds, the sums of their lower and upper ends.
    low, high
        Its interval given the rounding of every row.
    fits
        Whether that interval and the rounding window of the printed total overlap.
    exact
        Whether the sum itself meets the rounding window of the printed total, or is within its bound.

    """

    value: float
    most: float
    low: float
    high: float
    fits: bool
    exact: bool


def sum_rows(column: Mapping[str, Quantity], *, gaps: bool = False) -> RowTotal:
    """Add up a column's rows, allowing for their rounding, and compare the sum with the printed world total.

    Parameters
    ----------
    column
        Quantities in tonnes by place, including the world.
    gaps
        Whether some cells of the column were not seen. These, and missing figures, can only make the sum larger.

    """
    world = column[WORLD]
    rows = [quantity for place, quantity in column.items() if place != WORLD]
    unlisted = gaps or OTHER not in column or any(row.value is None for row in rows)
    low, high = _sum_bounds(rows)
    ends = [_find_summed_ends(row) for row in rows if row.low is not None]
    value, most = (float(sum(end)) for end in zip(*ends, strict=True)) if ends else (0.0, 0.0)

    too_many = world.high is not None and low > world.high
    too_few = not unlisted and world.low is not None and high < world.low
    exact = intervals_meet((value, most, True), make_interval(world.low, world.high, world.kind))
    return RowTotal(value, most, low, high, fits=not (too_many or too_few), exact=exact)


def check_total(column: str, printed: str, total: RowTotal) -> Iterator[Finding]:
    """Check that the rows of a column add up to its printed world total."""
    if not total.fits:
        what = (
            f"the rows of '{column}' add up to {total.low:,.0f} to {total.high:,.0f} t, the printed total is {printed}"
        )
        yield Finding(Rule.TABLE_SUM, what, "check the cells, or accept it with its reason under 'accepted'")


def _find_summed_ends(row: Quantity) -> tuple[Decimal, Decimal]:
    """Return the ends by which a figure counts in a sum: twice its value, or the ends of a range or a bound."""
    low = row.low if row.low is not None else Decimal(0)
    if row.kind in (Kind.LOWER, Kind.UPPER, Kind.RANGE):
        return low, row.high if row.high is not None else Decimal("Infinity")
    value = row.value if row.value is not None else low
    return value, value


def _sum_bounds(rows: Iterable[Quantity]) -> tuple[float, float]:
    known = [row for row in rows if row.low is not None]
    low = sum(float(row.low) for row in known if row.low is not None)
    high = sum(float(row.high) if row.high is not None else float("inf") for row in known)
    return low, high
