"""The lines of a history: what each is called, how far it moved, what stands below it."""

import math
from collections.abc import Sequence

from rareearth_cli.analysis.figures import Row, edition_title, figure, statement_title
from rareearth_cli.analysis.history_result import Edition, HistoryQuestion, Step
from rareearth_cli.domain.dates import parse_date
from rareearth_cli.domain.numbers import last_place_t, with_digits
from rareearth_cli.domain.records import Dataset
from rareearth_cli.domain.vocabulary import Measure, Status


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


def _step(row: Row) -> Step | None:
    if not row["previous"]:
        return None
    exact = not math.isnan(row["step_t"])
    ends = [(row["value_t"], row["digits"]), (row["value_t"] - row["step_t"], row["digits_before"])]
    place = max((last_place_t(value, int(digits)) for value, digits in ends if value > 0), default=1.0)
    low, high = _known(row["step_low_t"]), _known(row["step_high_t"])
    within_rounding = exact and (low or 0.0) < 0 < (high or 0.0)
    return Step(
        amount_t=_known(row["step_t"]),
        low_t=low,
        high_t=high,
        # The ends of an interval lie half a unit beside the last figure.
        place_t=place if exact else place / 10,
        fold=None if within_rounding else _known(row["step_fold"]),
        fold_low=None if exact else _known(row["step_ratio_low"]),
        fell=row["step_t"] < 0,
        digits=int(row["ratio_digits"]),
        breaks=str(row.get("series_break", "")),
        mined_t=_known(row.get("mined_t", math.nan)),
    )


def _known(number: float) -> float | None:
    return None if math.isnan(number) else float(number)
