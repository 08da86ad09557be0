"""What counts something else than the main table: named, not compared."""

from rareearth_cli.analysis.figures import Row
from rareearth_cli.domain.numbers import plural, spoken
from rareearth_cli.domain.vocabulary import Basis, Measure


def apart(rows: list[Row]) -> tuple[str, ...]:
    """One phrase for each kind of thing the rows count, such as ``658 Mt of rare metals``."""
    whole = [row for row in rows if not row["part_of"]]
    sites = [row for row in whole if row["site"] and row["measure"] != Measure.TARGET]
    national = [row for row in whole if not row["site"] and row["measure"] != Measure.TARGET]
    metals = [row for row in national if row["basis"] == Basis.RARE_METALS]
    phrases = [f"{_amount(row)} of rare metals" for row in metals]
    for basis in (Basis.ORE, Basis.MONAZITE):
        phrases += [f"{_amount(row)} of {basis.value}" for row in national if row["basis"] == basis]
    earths = [row for row in national if row["basis"] not in (Basis.RARE_METALS, Basis.ORE, Basis.MONAZITE)]
    for measure in Measure:
        phrases += _of_measure(measure, [row for row in earths if row["measure"] == measure])
    phrases += [
        f"a target for {row['period']} of {_amount(row)} a year ({row['basis']})"
        for row in whole
        if row["measure"] == Measure.TARGET
    ]
    if sites:
        names = ", ".join(dict.fromkeys(row["site"] for row in sites))
        areas = "single areas" if len(sites) > 1 else "a single area"
        phrases.append(f"{_count(len(sites), 'figure')} of {areas} ({names})")
    return tuple(phrases)


def _of_measure(measure: Measure, rows: list[Row]) -> list[str]:
    if not rows:
        return []
    if measure is Measure.SHARE:
        return [f"{_count(len(rows), 'share')} of the world (--measure share)"]
    if measure is Measure.PRODUCTION:
        return [f"{_count(len(rows), 'production figure')} (--measure production)"]
    kind = "prognostic resources" if all("P1" in row["category"] for row in rows) else str(measure)
    return [f"{_amount(row)} of {kind}" for row in rows]


def _amount(row: Row) -> str:
    if row["value_t"] != row["value_t"]:
        return str(row["printed"])
    lead = {"lower": "at least ", "upper": "at most ", "approx": "about "}.get(row["kind"], "")
    finest = 3 if row["derived_from"] else 15
    return lead + spoken(row["value_t"], max(1, min(finest, int(row["digits"]))))


def _count(number: int, noun: str) -> str:
    return f"{number} {plural(noun, number)}"
