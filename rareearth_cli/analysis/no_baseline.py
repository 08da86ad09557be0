"""Why a place has nothing to hold its figures against, and what could be asked for instead."""

import pandas as pd

from rareearth_cli.analysis.context import Context
from rareearth_cli.analysis.figures import edition_title
from rareearth_cli.analysis.pairing import BASELINE_SERIES, COMPARED
from rareearth_cli.analysis.question import Question
from rareearth_cli.domain.vocabulary import Measure


def why_no_baseline(place: str, measure: str, context: Context) -> tuple[str, ...]:
    """The sentences for a place without baseline; a figure of an older edition is named, never taken."""
    name, chosen = context.dataset.places[place].name, context.question.baseline
    if measure not in COMPARED:
        not_so = "ore is not" if measure == Measure.ORE else f"{measure}s are not"
        compared = f"{', '.join(COMPARED[:-1])} and {COMPARED[-1]}"
        return (f"Listed, not compared: only {compared} are held against a baseline, {not_so}.",)
    if chosen is not None:
        return (f"The baseline '{chosen}' has no {measure} of rare earths for {name}: no ratio.",)
    frame = context.frame
    asked = Measure.RESERVES.value if measure == Measure.RESOURCES else measure
    series = frame[(frame["series"] == BASELINE_SERIES) & (frame["measure"] == asked)].sort_values("source_rank")
    if series.empty:
        return (f"No USGS figure of {measure} is on record{by_day(context.question)}: no baseline, no ratio.",)
    own = series[series["place"] == place]
    printed = own["printed"][own["source"] == series["source"].iloc[-1]]
    says = f"prints {printed.iloc[0]}" if len(printed) else "has no line on record"
    edition = context.dataset.sources[str(series["source"].iloc[-1])]
    sentence = f"{edition_title('USGS', edition)} {says} for {name}: no baseline, no ratio."
    return sentence, *_older(own[own["value_t"].notna()], measure)


def by_day(question: Question) -> str:
    """The day that an answer holds for, where one was asked for."""
    return f" by {question.as_of.isoformat()}" if question.as_of else ""


def _older(own: pd.DataFrame, measure: str) -> tuple[str, ...]:
    if own.empty or measure == Measure.PRODUCTION:
        return ()
    last = own.iloc[-1]
    unit = "" if last["unit"] not in ("t", "kt", "Mt") or not last["printed"][-1].isdigit() else f" {last['unit']}"
    figure = f"{last['printed']}{unit} ({last['source']})"
    return (f"The last figure was {figure}: ask for it with --baseline {last['source']}.",)
