"""Any table of ours, written as a release of each known form would have it."""

import csv
import io
from collections.abc import Mapping

from rareearth_cli.importers.usgs.notes import describe_release
from rareearth_cli.importers.usgs.release import to_release
from rareearth_cli.record.load import load_places
from rareearth_cli.record.tables import Column

#: Names as releases spell them.
NAMES = {
    "USA": "United States",
    "MMR": "Burma",
    "BRA": "Brazil",
    "CAN": "Canada ",
    "COD": "Congo (Kinshasa)",
    "KOR": "Korea, Republic of",
    "CIV": "Côte d’Ivoire",
    "ZAF": "South\u00a0Africa",
    "OTH": "Other countries",
    "WLD": "World total (rounded)",
}
REO = "rare-earth-oxide equivalent"


def spell(place: str) -> str:
    """Return the name of a place as releases spell it."""
    return NAMES.get(place) or load_places()[place].name


Table = Mapping[tuple[str, Column], str]


def form_2022(table: Table, edition: int) -> list[list[str]]:
    """Production of two years, the second estimated; unit and commodity in the type; no reserves."""
    first, second = str(edition - 2), str(edition - 1)
    kind = f"Mine production, metric tons of {REO} "
    header = ["Source", "Country", "Type", f"Prod_t_{first}", f"Prod_t_Est_{second}"]
    return [header] + [
        [f"MCS{edition}", spell(place), kind, *(_zero(_bare(cell)) for cell in _production(table, place, edition))]
        for place in _places(table)
    ]


def form_2023(table: Table, edition: int) -> list[list[str]]:
    """The same with notes and reserves; marks that the column does not say are in the note."""
    first, second = str(edition - 2), str(edition - 1)
    kind = f"Rare earths, mine production, {REO}, metric tons"
    header = ["Source", "Country", "Type", f"Prod_t_{first}", f"Prod_t_est_{second}", "Prod_notes", "Reserves_t",
              "Reserves_notes"]  # fmt: skip
    return [header] + [
        [f"MCS{edition}", spell(place), kind, *map(_zero, map(_bare, _production(table, place, edition))),
         _marks(table, place, edition), _reserves(table, place, edition), ""]
        for place in _places(table)
    ]  # fmt: skip


def form_2024(table: Table, edition: int) -> list[list[str]]:
    """The same with both years estimated, empty columns and empty rows."""
    rows = [[*row, *[""] * 5] for row in form_2023(table, edition)]
    rows[0][3] = f"Prod_t_est_{edition - 2}"
    return [*rows, [""] * 13, [""] * 13]


def form_2025(table: Table, edition: int) -> list[list[str]]:
    """All commodities; a dash of production is an empty cell, and NA of the reserves stands in the note."""
    header = ["SOURCE", "COMMODITY", "COUNTRY", "TYPE", "UNIT_MEAS", f"PROD_{edition - 2}", f"PROD_EST_ {edition - 1}",
              "PROD_NOTES", f"CAP_{edition - 2}", "CAP_NOTES", f"RESERVES_{edition - 1}", "RESERVE_NOTES"]  # fmt: skip
    gold = [f"MCS{edition}", "Gold ", "Ghana", "mine production, gold content", "kilograms", "", "", "NA", *[""] * 4]
    rows = [header, gold]
    for place in _places(table):
        reserves = _reserves(table, place, edition)
        words = reserves in ("NA", "W")
        made = ["" if cell == "—" else cell for cell in map(_bare, _production(table, place, edition))]
        rows.append([f"MCS{edition}", "Rare earths", spell(place), f"Mine production, {REO}", "metric tons", *made,
                     _marks(table, place, edition), "", "", "" if words else reserves, reserves * words])  # fmt: skip
    return rows


def form_2026(table: Table, edition: int) -> list[list[str]]:
    """A row a figure, years in rows, all commodities, notes that say "Estimated." for the letter in print."""
    rows = [["MCS chapter", "Section", "Commodity", "Country", "Statistics", "Statistics_detail", "Unit", "Year",
             "Value", "Notes", f"Is critical mineral {edition - 1}", "Other notes"]]  # fmt: skip
    for (place, column), printed in table.items():
        measure = column.measure.capitalize()
        rows.append(["RARE EARTHS", "World Mine Production and Reserves", "Rare Earths", spell(place), measure,
                     measure.replace("Production", "Mine production") + ": rounded" * (place == "WLD"), "metric tons",
                     column.period, _bare(printed), "Estimated." * printed.endswith("e"), "Yes", ""])  # fmt: skip
    gold = ["GOLD", "World Mine Production and Reserves", "Gold", "Ghana", "Reserves", "Reserves", "metric tons"]
    return [*rows, [*gold, str(edition - 1), "1,000", "", "No", ""]]


FORMS = {2022: form_2022, 2023: form_2023, 2024: form_2024, 2025: form_2025, 2026: form_2026}
#: Forms in which every figure can be marked as estimated or not.
WITH_MARKS = (2023, 2025, 2026)


def written(rows: list[list[str]], *, separator: str = ",", newline: str = "\r\n", encoding: str = "utf-8") -> bytes:
    """Rows as the bytes of a file."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=newline).writerows(rows)
    return text.getvalue().encode(encoding)


def _places(table: Table) -> list[str]:
    return list(dict.fromkeys(place for place, _ in table))


def _production(table: Table, place: str, edition: int) -> tuple[str, str]:
    first, second = (table[place, Column("production", str(edition - back))] for back in (2, 1))
    return first, second


def _reserves(table: Table, place: str, edition: int) -> str:
    return table[place, Column("reserves", str(edition - 1))]


def _bare(printed: str) -> str:
    return printed.removesuffix("e")


def _zero(printed: str) -> str:
    return "0" if printed == "—" else printed


def _marks(table: Table, place: str, edition: int) -> str:
    """What the note says where the columns, the second of which is estimated, are not right about a figure."""
    first, second = _production(table, place, edition)
    said = [f"estimated for {edition - 2}" * first.endswith("e"), "Reported." * (not second.endswith("e"))]
    return " -- ".join(filter(None, said))


def describe(release):
    """Return the messages on how a USGS release was read."""
    return describe_release(release, to_release(release))
