"""What is said of a place beside the main measure: its resources, its ore, its single deposits."""

from collections.abc import Sequence
from itertools import groupby

from rareearth_cli.analysis.figures import Row, parts_by_whole, witnesses
from rareearth_cli.analysis.results import Figure, Group
from rareearth_cli.domain.records import Dataset
from rareearth_cli.domain.vocabulary import Basis, Measure, Verdict

_STOCKS = (Measure.RESERVES, Measure.RESOURCES, Measure.ORE)
#: Causes that a sentence on what differs has no use for: the verdict itself says them.
_NO_DIFFERENCE = ("rounding", "unexplained")
_TOLD = (Verdict.RECONCILED_BY_SUBSET, Verdict.PARTLY_EXPLAINED)


def other_groups(rows: Sequence[Row], dataset: Dataset) -> tuple[Group, ...]:
    """The current stocks among ``rows``, by what they count: none of them has a group of its own yet."""
    stocks = [row for row in rows if row["measure"] in _STOCKS and row["basis"] != Basis.RARE_METALS]
    national = [row for row in stocks if not row["site"]]
    sites = sorted((row for row in stocks if row["site"]), key=lambda row: str(row["site"]))
    found = [
        _group("Resources", Measure.RESOURCES, [row for row in national if row["measure"] != Measure.ORE], dataset),
        _group("Ore, of which rare earths are a small part", Measure.ORE, _ore(national), dataset),
        _sites(sites, dataset),
    ]
    return tuple(group for group in found if group.witnesses)


def beside_words(groups: Sequence[Group]) -> tuple[str, ...]:
    """What others give instead of reserves, in a sentence; nothing where they give nothing."""
    counts = {group.measure: len(group.figures) for group in groups}
    names = {"resources": "resources", "ore": "ore", "sites": "single deposits"}
    given = [f"{names[measure]} ({number})" for measure, number in counts.items()]
    if not given:
        return ()
    listed = given[0] if len(given) == 1 else f"{', '.join(given[:-1])} and {given[-1]}"
    return (f"Also on record: {listed}, below.",)


def verdicts_on(figures: Sequence[Figure]) -> tuple[str, ...]:
    """A sentence for all figures of which the same is to be said: verdict, what differs, flags.

    A ledger of which one statement is explained needs no verdict on its others.
    """
    explained = {one.root for one in figures if one.verdict in _TOLD}
    alike: dict[tuple[str, tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for one in figures:
        if one.verdict and (one.verdict in _TOLD or one.root not in explained):
            alike.setdefault((one.verdict, one.causes, one.flags), []).append(one.title)
    return tuple(_verdict(*key, list(dict.fromkeys(titles))) for key, titles in alike.items())


def _verdict(verdict: str, causes: Sequence[str], flags: Sequence[str], titles: Sequence[str]) -> str:
    verb = "differs" if len(titles) == 1 else "differ"
    named = [cause for cause in causes if cause not in _NO_DIFFERENCE]
    differs = [f"{verb} in {', '.join(named)}"] if named else []
    said = [f"{', '.join(titles)}: {verdict}", *differs, *([", ".join(flags)] if flags else [])]
    return "; ".join(said) + "."


def _ore(rows: Sequence[Row]) -> list[Row]:
    """Ore, with the oxide that is in it."""
    holders = {row["id"] for row in rows if row["measure"] == Measure.ORE}
    return [row for row in rows if row["id"] in holders or row["contained_in"] in holders]


def _group(title: str, measure: Measure, rows: list[Row], dataset: Dataset) -> Group:
    parts = parts_by_whole(rows, all_statements=False)
    return Group(
        measure=measure.value,
        title=title,
        baselines=(),
        witnesses=witnesses(rows, parts, dataset, all_statements=False),
    )


def _sites(rows: list[Row], dataset: Dataset) -> Group:
    """Single deposits and areas: all that is said of one, under its name."""
    parts = parts_by_whole(rows, all_statements=False)
    found = []
    for site, those in groupby(rows, key=lambda row: str(row["site"])):
        for number, witness in enumerate(witnesses(list(those), parts, dataset, all_statements=False)):
            found.append(witness._replace(title="" if number else site))
    return Group(measure="sites", title="Single deposits and areas", baselines=(), witnesses=tuple(found))
