"""The common ladder, which makes different classifications comparable: each category covers a set of rungs.

Economics and geology are separate axes, so a national total is a set of rungs, not a point on a line. Where a category
may cover one of several sets, a conclusion holds only if it holds for all of them.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

#: A set of rungs, 1 (viable now) to 6 (a claim without classification).
Rungs = frozenset[int]


class Authority(StrEnum):
    """The authority for mapping a category to rungs, the strongest first."""

    OFFICIAL = "official"
    COMMON = "common"
    JUDGEMENT = "judgement"


class Relation(StrEnum):
    """How what one figure counts is related to what another figure counts."""

    EQUAL = "equal"
    SUBSET = "subset"
    SUPERSET = "superset"
    OVERLAP = "overlap"
    DISJOINT = "disjoint"
    UNKNOWN = "unknown"


class Category(NamedTuple):
    """A category of a classification: the sets of rungs it may cover, the most likely first.

    ``developed`` replaces ``options`` for a part that is developed, if it is not empty.
    """

    options: tuple[Rungs, ...]
    developed: tuple[Rungs, ...]
    stage: str
    unfc: tuple[str, ...]
    authority: Authority
    evidence: str


class Modifier(NamedTuple):
    """An attribute of a part that moves it on the ladder: to rungs of its own, or no higher than rung ``best``."""

    rungs: Rungs
    best: int = 1

    def apply(self, choices: tuple[Rungs, ...]) -> tuple[Rungs, ...]:
        """Return the sets of rungs that ``choices`` become with this attribute."""
        lowered = self.rungs and (self.rungs,)
        return lowered or tuple(dict.fromkeys(frozenset(max(rung, self.best) for rung in one) for one in choices))


class ReservesOverride(NamedTuple):
    """The rungs of what USGS lists as reserves of a place, where its own definition does not apply.

    It holds for the editions from ``first`` to ``last``; 0 is an end that nobody knows.
    """

    options: tuple[Rungs, ...]
    authority: Authority
    evidence: str
    what: str
    first: int = 0
    last: int = 0

    def covers(self, period: str) -> bool:
        """Whether it holds for the edition that lists reserves of ``period``, which is the year before it.

        An edition that is not known is covered.
        """
        if not period[:4].isdecimal():
            return True
        edition = int(period[:4]) + 1
        return self.first <= edition <= (self.last or edition)


class Classification(NamedTuple):
    """All classification systems with their categories, and the exceptions to them."""

    systems: Mapping[str, Mapping[str, Category]]
    developed: frozenset[str]
    overrides: Mapping[str, ReservesOverride]
    #: By system, then by the word for the licence or the development of a part.
    modifiers: Mapping[str, Mapping[str, Modifier]]


_INFERRED = 4
#: The system whose reserves have overrides for some places (`Classification.overrides`).
_USGS = "USGS"
#: The origin whose figures the overrides apply to: the summaries that USGS compiles.
_COMPILER = "usgs-mcs"


class Classified(NamedTuple):
    """The fields of a figure that say where it stands on the ladder."""

    system: str
    category: str
    place: str = ""
    root: str = ""
    period: str = ""
    access: str = ""
    development: str = ""


def find_rung_options(classification: Classification, figure: Classified) -> tuple[Rungs, ...]:
    """Find the sets of rungs that a figure may cover, the most likely first; empty if nothing is known.

    Overrides for a place apply only to figures that USGS compiles, in the editions that they state. Categories joined
    by ``+`` cover what each of them covers. The licence and development of a part can move it (comparison rules,
    section 3.3).
    """
    if override := _find_override(classification, figure):
        return override.options
    known = classification.systems.get(figure.system, {})
    parts = (
        [known[figure.category]]
        if figure.category in known
        else [known.get(part) for part in figure.category.split("+")]
    )
    found = [part for part in parts if part is not None]
    if not found or len(found) < len(parts):
        return ()
    developed = figure.development in classification.developed
    choices = [part.developed if developed and part.developed else part.options for part in found]
    joined: tuple[Rungs, ...] = (frozenset(),)
    for choice in choices:
        joined = tuple(dict.fromkeys(before | one for before in joined for one in choice))
    for modifier in _modifiers(classification, figure):
        joined = modifier.apply(joined)
    return joined


def _find_override(classification: Classification, figure: Classified) -> ReservesOverride | None:
    compiled = figure.system == _USGS and figure.category == "reserves" and figure.root == _COMPILER
    override = classification.overrides.get(figure.place) if compiled else None
    return override if override and override.covers(figure.period) else None


def _modifiers(classification: Classification, figure: Classified) -> list[Modifier]:
    known = classification.modifiers.get(figure.system, {})
    return [known[word] for word in (figure.access, figure.development) if word in known]


def find_authorities(classification: Classification, figure: Classified) -> list[Authority]:
    """Find the authority for each category of a figure; moving a part on the ladder adds a judgement."""
    if override := _find_override(classification, figure):
        return [override.authority]
    known = classification.systems.get(figure.system, {})
    names = [figure.category] if figure.category in known else figure.category.split("+")
    moved = bool(_modifiers(classification, figure)) or figure.development in classification.developed
    return [known[name].authority for name in names if name in known] + [Authority.JUDGEMENT] * moved


def relate_rungs(one: tuple[Rungs, ...], other: tuple[Rungs, ...]) -> Relation:
    """Find how two figures are related, if every pair of their options gives the same relation (rule R5.3)."""
    relations = {_relate(mine, theirs) for mine in one for theirs in other}
    return relations.pop() if len(relations) == 1 else Relation.UNKNOWN


def weakest_authority(authorities: list[Authority]) -> Authority:
    """Return the weakest authority, which is that of the whole chain of mappings (rule R5.1)."""
    order = list(Authority)
    return max(authorities, key=order.index)


def _relate(one: Rungs, other: Rungs) -> Relation:
    if one == other:
        return Relation.EQUAL
    if one < other:
        return Relation.SUBSET
    if one > other:
        return Relation.SUPERSET
    return Relation.OVERLAP if one & other else Relation.DISJOINT


def format_rungs(choices: tuple[Rungs, ...]) -> str:
    """Write sets of rungs as text, such as ``1 2 4`` or ``1 2 4 or 1 2 3 4``."""
    return " or ".join(" ".join(map(str, sorted(rungs))) for rungs in choices)


def parse_rungs(text: str) -> tuple[Rungs, ...]:
    """Parse the text that `format_rungs` writes; an empty text gives no sets."""
    return tuple(frozenset(map(int, one.split())) for one in text.split(" or ")) if text else ()


@lru_cache(maxsize=1024)
def is_always_subset(one: str, other: str) -> bool:
    """Whether one figure covers a part of what the other covers, for every pair of their options."""
    return relate_rungs(parse_rungs(one), parse_rungs(other)) is Relation.SUBSET


@lru_cache(maxsize=1024)
def may_include_inferred(text: str) -> bool:
    """Whether it is uncertain that a figure includes inferred tonnage (rung 4), because its options differ."""
    return len({_INFERRED in rungs for rungs in parse_rungs(text)}) > 1


@lru_cache(maxsize=1024)
def has_same_rungs(one: str, other: str) -> bool | None:
    """Whether two figures cover the same rungs; None if that depends on which options apply."""
    pairs = {mine == theirs for mine in parse_rungs(one) for theirs in parse_rungs(other)}
    return pairs.pop() if len(pairs) == 1 else None
