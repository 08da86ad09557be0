"""Rows of the table as figures to show: what they are called, and which parts hang below them."""

import math
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from rareearth_cli.analysis.result import WITNESS, Figure, More, Origin
from rareearth_cli.analysis.selection import STOCKS
from rareearth_cli.model.dates import newest_of, parse_date
from rareearth_cli.model.records import Dataset, Source
from rareearth_cli.model.vocabulary import Basis, Measure, ShareOf, Status, Verification
from rareearth_cli.model.wording import spoken

#: One row of the compared table, by column.
Row = Mapping[str, Any]
#: A sum, or a share of a printed figure, is no finer than people can use.
DERIVED_DIGITS = 3
#: Compilers print sums of rounded figures to ten digits; beside the figure as printed, these are enough.
_MOST_DIGITS = 6
_STAGES = {"in_place": "in place", "mineable_contained": "contained in ore", "recoverable": "recoverable"}


def records(rows: pd.DataFrame) -> list[Row]:
    """The rows of a table, each by column, with the numbers of Python."""
    # Column by column: `DataFrame.to_dict` looks up every row of a frame by itself, which takes several times as long.
    columns = [rows[name].tolist() for name in rows.columns]
    return [dict(zip(map(str, rows.columns), values, strict=True)) for values in zip(*columns, strict=True)]


def figure(row: Row, dataset: Dataset, parts: Iterable[Row] = (), *, within: str = "") -> Figure:
    """A row as a figure, with its reported parts below it; ``within`` is the id of what it is shown below."""
    derived = bool(row["derived_from"])
    digits = max(1, min(int(row["digits"]), DERIVED_DIGITS if derived else _MOST_DIGITS))
    return Figure(
        id=row["id"],
        publisher=dataset.publishers.get(row["publisher"], row["publisher"]),
        title=statement_title(row, dataset),
        as_of=as_of_words(row),
        published=row["published"],
        printed=row["printed"] or "derived: a sum",
        kind=row["kind"],
        value_t=_known(row["value_t"]),
        low_t=_known(row["low_t"]),
        high_t=_known(row["high_t"]),
        value_pct=_known(row["value_pct"]),
        digits=digits,
        secondary=row["verification"] == Verification.SECONDARY,
        derived=derived,
        stands=bool(row["shown"]),
        scope=_scope(row, dataset, within),
        part_by=_part(row, dataset)[0] if row["part_of"] and within in ("", row["part_of"]) else "",
        names_part=bool(row["access"] or row["development"]),
        category=row["category"],
        counts=_counts(row),
        share_of=row["share_of"],
        ratio=_known(row.get("ratio")),
        ratio_low=_known(row.get("ratio_low")),
        ratio_high=_known(row.get("ratio_high")),
        ratio_digits=int(row.get("ratio_digits", 1)),
        root=row["root"],
        baseline=row.get("baseline", ""),
        comparable=row.get("comparable", ""),
        verdict=row.get("verdict", ""),
        causes=tuple(row.get("causes", "").split()),
        flags=tuple(row.get("flags", "").split()),
        parts=tuple(figure(part, dataset, within=row["id"]) for part in parts),
    )


def edition_title(publisher: str, source: Source) -> str:
    """A publication by its publisher, short title, edition and version, such as ``USGS MCS 2026 v1.3``."""
    version = f"v{source.version}" if source.version else ""
    return " ".join(filter(None, (publisher, source.short, source.edition, version)))


def parts_by_whole(rows: list[Row], *, all_statements: bool) -> dict[str, list[Row]]:
    """The parts to show below each whole, and the oxide below the ore or mineral that holds it."""
    parts: dict[str, list[Row]] = {}
    for row in rows:
        if row["shown"] or all_statements:
            for whole in filter(None, (row["part_of"], row["contained_in"])):
                parts.setdefault(whole, []).append(row)
    return parts


def witnesses(
    rows: list[Row], parts: Mapping[str, list[Row]], dataset: Dataset, *, all_statements: bool
) -> tuple[Origin, ...]:
    """The rows by root, in the order of the rows; what is not shown is summed up."""
    roots: dict[tuple[str, ...], list[Row]] = {}
    holders = {row["id"] for row in rows if row["shown"]}
    for row in rows:
        below = row["part_of"] or row["contained_in"] in holders
        if not below and (row["shown"] or row["statement"] or all_statements):
            roots.setdefault(tuple(row[name] for name in WITNESS), []).append(row)
    found = []
    for key, statements in roots.items():
        shown = [row for row in statements if row["shown"] or all_statements]
        if not shown:  # earlier statements of what is the baseline today
            continue
        more = _more([figure(row, dataset) for row in statements if row not in shown], statements)
        root = dataset.roots.get(key[-1])
        figures = tuple(figure(row, dataset, parts.get(row["id"], ())) for row in _explained_first(shown))
        title = root.title if root and len(statements) > 1 else ""
        found.append(Origin(root=key[-1], title=_with_definition(title, shown), figures=figures, more=more))
    return tuple(found)


def _explained_first(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: not row["whole"])


def _with_definition(title: str, rows: list[Row]) -> str:
    if not title or not rows:
        return title
    words = _definition(rows[0])
    inferred = " inferred" if words and "basis" in rows[0]["inferred"].split() else ""
    return f"{title} ({words}{inferred})" if words else title


def _counts(row: Row) -> str:
    """What is counted, as near as the source says: ore and monazite first of all."""
    basis = row["basis"] if row["basis"] in (Basis.ORE, Basis.MONAZITE) else ""
    called = f"called {row['called']}" if row["called"] else ""
    return ", ".join(filter(None, (basis, row["category"] or _definition(row), called)))


def _definition(row: Row) -> str:
    basis = "" if row["basis"] == "unknown" else str(row["basis"])
    flow = row["category"] if row["measure"] == Measure.PRODUCTION else ""
    return ", ".join(filter(None, (_STAGES.get(row["stage"], ""), basis, flow)))


def statement_title(row: Row, dataset: Dataset) -> str:
    """Who says it, where it was read, and what became of it where it does not stand as published."""
    title = said_in(row["publisher"], row["source"], dataset)
    status = row["status"]
    return title if status == Status.PUBLISHED else f"{title} [{status}]"


def titles_of(ids: Iterable[object], dataset: Dataset) -> dict[str, str]:
    """Who says each of some estimates and where it was read, by its id; no id is passed over."""
    estimates = [dataset.estimates[str(one)] for one in dict.fromkeys(ids) if one]
    return {one.id: said_in(one.publisher, one.source, dataset) for one in estimates}


def newest_source_of(ids: Iterable[str], dataset: Dataset) -> str:
    """When the newest publication of some estimates appeared, such as ``27 May 2026``; empty where none is dated."""
    dates = [dataset.sources[dataset.estimates[one].source].published for one in dict.fromkeys(ids)]
    return newest_of(one.text for one in dates if one is not None)


def said_in(publisher: str, source_id: str, dataset: Dataset) -> str:
    """Who says something and where it was read, such as ``Russian ministry via Reuters, Mar 2025``."""
    source = dataset.sources[source_id]
    publisher = dataset.publishers.get(publisher, publisher)
    carrier = dataset.publishers.get(source.publisher, source.publisher)
    if source.short:
        return edition_title(publisher, source)
    title = publisher if publisher == carrier else f"{publisher} via {carrier}"
    return title + (f", {source.published.month}" if source.published else ", undated")


def as_of_words(row: Row) -> str:
    """When a figure holds for, such as ``1 Jan 2023`` or ``2025, label``."""
    if row["effective_date"]:
        return parse_date(row["effective_date"]).spoken
    if not row["period"]:
        return "not stated"
    label = ", label" if row["measure"] == Measure.RESERVES else ""
    return f"{parse_date(row['period']).spoken}{label}"


def _scope(row: Row, dataset: Dataset, within: str) -> str:
    """Which part of something else a figure is; else what it counts."""
    if within and within == row["contained_in"]:
        rungs = f", rung {row['rungs']}" if row["rungs"] else ""
        return f"{row['basis']} in it{rungs}"
    return _part(row, dataset)[1] if row["part_of"] else _definition(row)


def _part(row: Row, dataset: Dataset) -> tuple[str, str]:
    """By what a part differs from its whole, and which part it is; what both have in common tells nothing."""
    whole = dataset.estimates.get(row["part_of"])
    for field in ("development", "access", "category"):
        if row[field] and row[field] != getattr(whole, field, ""):
            return field, str(row[field])
    return "category", "the part reported"


def _more(figures: list[Figure], rows: list[Row]) -> More | None:
    """The span of figures that are not shown, by the nearest they can be to each other."""
    known = [one for one in figures if _end(one) is not None]
    if not known:
        return None
    ids = {one.id for one in known}
    years = sorted(row["effective_day"][:4] for row in rows if row["id"] in ids and row["effective_day"])
    span = "" if not years else years[0] if years[0] == years[-1] else f"{years[0]} to {years[-1]}"
    low, high = min(known, key=lambda one: _end(one) or 0.0), max(known, key=lambda one: _end(one) or 0.0)
    return More(number=len(known), low=low, high=high, years=span)


def _end(one: Figure) -> float | None:
    return next((end for end in (one.value_t, one.value_pct, one.low_t) if end is not None), None)


def _known(number: float | None) -> float | None:
    return None if number is None or math.isnan(number) else float(number)


def place_and_site(row: Row) -> str:
    """Where a figure is of."""
    return f"{row['name']}, {row['site']}" if row["site"] else str(row["name"])


def what_it_counts(row: Row) -> str:
    """Measure, basis, category and part, as far as they are stated."""
    basis = "" if row["basis"] in ("unknown", "", row["measure"]) else str(row["basis"]).replace("_", " ")
    share = "share without a stage" if row["share_of"] == ShareOf.UNSPECIFIED else f"share of {row['share_of']}"
    measure = share if row["measure"] == Measure.SHARE else str(row["measure"])
    part = row["development"] or row["access"] if row["part_of"] else ""
    category = row["category"] if row["category"] != row["measure"] else ""
    return ", ".join(filter(None, (measure, basis, category, part)))


def status_in_words(row: Row, frame: pd.DataFrame, dataset: Dataset) -> str:
    """Whether a figure stands, what replaced it, and whether it is our arithmetic."""
    derived = "derived, " if is_derived(row) else ""
    if row["status"] == Status.SUPERSEDED:
        source, repeated = superseded_since(row, frame)
        since = edition_title("", dataset.sources[source]) if source else "a later edition"
        return f"{derived}superseded, and repeated by {since}" if repeated else f"{derived}superseded since {since}"
    if row["status"] != Status.PUBLISHED:
        return f"{derived}{row['status']}"
    if stands_today(row):
        return f"{derived}current"
    return f"{derived}{'an earlier statement' if row['statement'] else 'a part'}"


def is_derived(row: Row) -> bool:
    """Whether a figure is our arithmetic, not printed as such."""
    return bool(row["derived_from"])


def stands_today(row: Row) -> bool:
    """Whether a figure is what its source says today: of a flow, for its year."""
    flow = row["measure"] == Measure.PRODUCTION and row["statement"]
    return bool(row["status"] == Status.PUBLISHED and (row["shown"] or flow))


def superseded_since(row: Row, frame: pd.DataFrame) -> tuple[str, bool]:
    """The source that first printed another figure, or none, of the same; or the next one and that it repeats it."""
    flow = row["measure"] in (Measure.PRODUCTION, Measure.SHARE)
    kinds = [row["measure"]] if flow else list(STOCKS)
    later = frame[(frame["series"] == row["series"]) & frame["measure"].isin(kinds) & (frame["derived_from"] == "")]
    later = later[(later["source_rank"] > row["source_rank"]) & (later["status"] != Status.MISQUOTED.value)]
    if flow:
        later = later[(later["period"] == row["period"]) & (later["place"] == row["place"])]
    sources = later.sort_values("source_rank", kind="stable")["source"].unique()
    for source in sources:
        own = later[(later["source"] == source) & (later["place"] == row["place"]) & (later["site"] == row["site"])]
        if not (own["value_t"] == row["value_t"]).any():
            return str(source), False
    return (str(sources[0]), True) if len(sources) else ("", False)


def who_says(row: Row, dataset: Dataset) -> str:
    """Whose figure it is, in short: an edition, or a publisher with the month."""
    source = dataset.sources[row["source"]]
    publisher = dataset.publishers.get(row["publisher"], row["publisher"])
    if source.short:
        return edition_title(publisher, source)
    return f"{publisher}, {source.published.month}" if source.published else publisher


def amount(figure: Figure) -> str:
    """A figure in words, such as ``3.8 Mt``, ``more than 90 Mt`` or ``3 to 5 Mt``."""
    if figure.value_pct is not None and figure.value_t is None:
        return f"{figure.value_pct:g} %"
    if figure.kind == "range" and figure.low_t is not None and figure.high_t is not None:
        return f"{spoken(figure.low_t, figure.digits)} to {spoken(figure.high_t, figure.digits)}"
    if figure.value_t is None:
        return figure.printed
    return _LEADS.get(figure.kind, "") + spoken(figure.value_t, figure.digits)


_LEADS = {"lower": "at least ", "upper": "at most ", "approx": "about "}
