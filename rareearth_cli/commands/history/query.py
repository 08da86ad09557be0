"""``history``: what the editions of a series, or the dates of a ledger, say of a place, and how far each moved."""

import math
from collections.abc import Sequence

import pandas as pd

from rareearth_cli.analysis.describe import DERIVED_DIGITS, Row, edition_title, figure, records, statement_title
from rareearth_cli.analysis.filters import roots, sites, undated_warning
from rareearth_cli.analysis.filters import series as series_names
from rareearth_cli.analysis.pairing import BASELINE_SERIES
from rareearth_cli.analysis.ratios import RATIOS, rounded_ratios
from rareearth_cli.analysis.result import Change, Edition, History, HistoryQuestion
from rareearth_cli.analysis.revisions import mined, with_steps
from rareearth_cli.analysis.selection import known_by, with_standing
from rareearth_cli.analysis.table import Table
from rareearth_cli.commands.history.matching_parts import Subset, ledger_of, subset_of
from rareearth_cli.commands.history.rows import asked, by_date, by_edition, missing_editions
from rareearth_cli.commands.history.text import other_histories, reason, summarise
from rareearth_cli.model.dates import parse_date
from rareearth_cli.model.fields import ESTIMATE_COLUMNS, HISTORY_COLUMNS
from rareearth_cli.model.names import find_name
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.vocabulary import Measure, Status
from rareearth_cli.model.wording import last_place_t, with_digits
from rareearth_cli.record.frame import estimates_frame


def editions(
    lines: Sequence[Row], gaps: Sequence[str], question: HistoryQuestion, dataset: Dataset
) -> tuple[Edition, ...]:
    """The lines in order, runs of missing editions as one between them."""
    told: list[tuple[str, Edition]] = []
    before: Row | None = None
    for row in lines:
        told.append((row["edition"], _edition(row, before, question, dataset)))
        before = row
    for first, last in _runs([int(one) for one in gaps]):
        span = str(first) if first == last else f"{first} to {last}"
        label = f"{dataset.sources[lines[-1]['source']].short} {span}".strip()
        told.append((str(first), Edition(label=label, short=span, origin="", figure=None)))
    if gaps:
        told.sort(key=lambda one: one[0])
    return tuple(edition for _, edition in told)


def _runs(years: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for year in years:
        if runs and runs[-1][1] == year - 1:
            runs[-1] = runs[-1][0], year
        else:
            runs.append((year, year))
    return runs


def _edition(row: Row, before: Row | None, question: HistoryQuestion, dataset: Dataset) -> Edition:
    shown = figure({**row, "shown": True}, dataset)
    dated = shown.as_of.removesuffix(", label")
    if question.series is not None:
        source = dataset.sources[row["source"]]
        label = edition_title("", source) or shown.title
        short = f"{source.edition} v{source.version}" if question.versions and source.version else source.edition
        if question.measure == Measure.PRODUCTION:
            label, short = f"{dated}, {label}", dated
        origin = parse_date(row["published"]).spoken if row["published"] else "n.d."
    else:
        label = short = dated
        if row["site"] and question.site is None:
            label = short = f"{row['site']}, {dated}"
        more = int(row["statements"]) - 1
        origin = statement_title(row, dataset) + (f" (+ {more} more)" if more else "")
    if row["status"] == Status.DEPRECATED:
        label = f"{label} [deprecated]"
    remarks = _remarks(row, before)
    return Edition(label=label, short=short, origin=origin, figure=shown, step=_step(row), remarks=remarks)


def _remarks(row: Row, before: Row | None) -> tuple[str, ...]:
    """What a flow counts, that mining does not explain it, the reason given, what is noted, what fits; once a run."""
    said = []
    counts = row["category"] if row["measure"] == Measure.PRODUCTION else ""
    if counts and (before is None or counts != before["category"]):
        said.append(f"counts: {counts}")
    if row.get("series_break") == "yes":
        if row["step_t"] < 0 or row["step_high_t"] < 0:
            said.append(
                f"SERIES_BREAK: no depletion, only about {with_digits(row['mined_t'], 2)} t were mined meanwhile"
            )
        else:
            said.append("SERIES_BREAK: mining never explains a rise")
    note = row["note"] if before is None or row["note"] != before["note"] else ""
    if row["reason"] and row["reason"] not in note:
        said.append(row["reason"])
    if note:
        said.append(note)
    stood = before is not None and before["consistency"] and row["step_t"] == 0
    if row["consistency"] and not stood:
        said.append(f"consistent with {row['consistency']}")
    return tuple(said)


def _step(row: Row) -> Change | None:
    if not row["previous"]:
        return None
    exact = not math.isnan(row["step_t"])
    ends = [(row["value_t"], row["digits"]), (row["value_t"] - row["step_t"], row["digits_before"])]
    place = max((last_place_t(value, int(digits)) for value, digits in ends if value > 0), default=1.0)
    low, high = _number_or_none(row["step_low_t"]), _number_or_none(row["step_high_t"])
    within_rounding = exact and (low or 0.0) < 0 < (high or 0.0)
    return Change(
        amount_t=_number_or_none(row["step_t"]),
        low_t=low,
        high_t=high,
        # The ends of an interval lie half a unit beside the last figure.
        place_t=place if exact else place / 10,
        fold=None if within_rounding else _number_or_none(row["step_fold"]),
        fold_low=None if exact else _number_or_none(row["step_ratio_low"]),
        fell=row["step_t"] < 0,
        digits=int(row["ratio_digits"]),
        breaks=str(row.get("series_break", "")),
        mined_t=_number_or_none(row.get("mined_t", math.nan)),
    )


def _number_or_none(number: float) -> float | None:
    return None if math.isnan(number) else float(number)


def history(dataset: Dataset, question: HistoryQuestion) -> History:
    """One line an edition or a date, oldest first, with the step to the one before.

    Raises:
        NotOnRecord: there is no such series, root or site.

    """
    question = _resolved(question, dataset)
    frame, warnings = _known(dataset, question)
    series = question.series or ""
    stock = bool(series) and question.measure == Measure.RESERVES and question.site is None
    rows = _rows(frame, question)
    stepped = with_steps(rows, mined(frame, series) if stock else None)
    lines = records(stepped)
    ledger = ledger_of(frame, question.place, series) if stock else []
    subsets = [subset_of(line, ledger, dataset) for line in lines]
    lines = [{**line, **_said(line, subset, dataset)} for line, subset in zip(lines, subsets, strict=True)]
    gaps = missing_editions(rows, frame, series) if stock else []
    told = editions(lines, gaps, question, dataset)
    names = {f"step_{name}": way for name, way in RATIOS.items()}
    rounded = records(rounded_ratios(stepped, names)[list(names)])
    newest = max((line for line in lines if line["published"]), key=lambda line: line["published_day"], default=None)
    return History(
        title=_title(question, lines, dataset),
        summary=summarise(question, told, subsets, lines, dataset),
        editions=told,
        serial=bool(series),
        newest=parse_date(newest["published"]).spoken if newest else "",
        others=other_histories(frame, question),
        table=_table(
            [{**line, **ratios} for line, ratios in zip(lines, rounded, strict=True)], gaps, question, dataset
        ),
        dataset_version=dataset.version,
        query=question.canonical(),
        warnings=warnings,
    )


def _known(dataset: Dataset, question: HistoryQuestion) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """All figures known by the day asked for, and what to say of those left out for having no date."""
    frame = estimates_frame(dataset)
    if question.as_of is None:
        return with_standing(frame), ()
    undated = int((asked(frame, question)["published_day"] == "").sum())
    return with_standing(known_by(frame, question.as_of)), undated_warning(undated)


def _rows(frame: pd.DataFrame, question: HistoryQuestion) -> pd.DataFrame:
    """The rows of the history in order, each with the ``track`` that its steps are reckoned on."""
    reduce = by_edition if question.series is not None else by_date
    rows = reduce(asked(frame, question), versions=question.versions)
    withdrawn = rows["status"] == Status.DEPRECATED.value  # shown, but no step of the history
    track = rows["track"].mask(withdrawn, rows["id"])
    derived = rows["derived_from"] != ""
    return rows.assign(track=track, digits=rows["digits"].mask(derived, rows["digits"].clip(upper=DERIVED_DIGITS)))


def _resolved(question: HistoryQuestion, dataset: Dataset) -> HistoryQuestion:
    """The question with the names of the record; nothing but a place asks for what USGS prints."""
    remedy = "'rareearth sources --columns series' and 'rareearth estimates --columns root,site' list them"
    if question.site is not None:
        question = question._replace(site=find_name("site", question.site, sites(dataset), remedy))
    if question.root is not None:
        return question._replace(root=find_name("root", question.root, roots(dataset), remedy))
    if question.series is not None:
        return question._replace(series=find_name("series", question.series, series_names(dataset), remedy))
    return question if question.site is not None else question._replace(series=BASELINE_SERIES)


def _said(row: Row, subset: Subset | None, dataset: Dataset) -> dict[str, object]:
    """The columns of a line that are words."""
    note = dataset.estimates[row["id"]].note
    return {
        "on_record": "yes",
        "reason": reason(row, note),
        "consistent_with": " ".join(subset.ids) if subset else "",
        "consistency": subset.words if subset else "",
        "note": note,
    }


def _title(question: HistoryQuestion, lines: Sequence[Row], dataset: Dataset) -> str:
    name = dataset.places[question.place].name
    where = f"{question.site}, {name}" if question.site else name
    what = f"{where}: rare-earth {question.measure}"
    if not lines:
        return what
    if question.series is None:
        root = dataset.roots.get(question.root or "")
        return f"{what}, {root.title}" if root else what
    source = dataset.sources[lines[-1]["source"]]
    publisher = dataset.publishers.get(source.publisher, source.publisher)
    return f"{what}, {publisher} {source.short}".rstrip()


def _table(lines: Sequence[Row], gaps: Sequence[str], question: HistoryQuestion, dataset: Dataset) -> Table:
    """All lines and gaps in the long form; a gap has nothing but its place and edition."""
    missing: list[Row] = [
        {
            "place": question.place,
            "name": dataset.places[question.place].name,
            "measure": question.measure,
            "series": question.series,
            "edition": edition,
            "on_record": "no",
        }
        for edition in gaps
    ]
    rows = [*lines, *missing]
    if missing:
        rows.sort(key=lambda row: str(row["edition"]))
    names = (*ESTIMATE_COLUMNS, *HISTORY_COLUMNS)
    return Table(columns={name: [_plain(row.get(name)) for row in rows] for name in names})


def _plain(value: object) -> object:
    if isinstance(value, float) and math.isnan(value):
        return None
    return value if value != "" else None
