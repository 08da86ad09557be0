"""What a category covers: sets of steps of a common ladder, so that different classifications can be held together.

A national total is a set of rungs and no point on a line: economics and geology are separate axes. Where a mapping may
be one of several sets, whatever follows from it must follow from all of them.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

#: A set of rungs, 1 (viable now) to 6 (a claim without classification).
Rungs = frozenset[int]


class Authority(StrEnum):
    """On whose word a mapping rests, the strongest first."""

    OFFICIAL = "official"
    COMMON = "common"
    JUDGEMENT = "judgement"


class Relation(StrEnum):
    """How what one figure counts lies to what another counts."""

    EQUAL = "equal"
    SUBSET = "subset"
    SUPERSET = "superset"
    OVERLAP = "overlap"
    DISJOINT = "disjoint"
    UNKNOWN = "unknown"


class Category(NamedTuple):
    """A category of a classification: the sets of rungs it may cover, best first, whole and where developed."""

    options: tuple[Rungs, ...]
    developed: tuple[Rungs, ...]
    stage: str
    unfc: tuple[str, ...]
    authority: Authority
    evidence: str


class Modifier(NamedTuple):
    """What a part may be said to be that moves it on the ladder: onto rungs of its own, or no higher than ``best``."""

    rungs: Rungs
    best: int = 1

    def moved(self, choices: tuple[Rungs, ...]) -> tuple[Rungs, ...]:
        """The rungs that are left of ``choices``."""
        lowered = self.rungs and (self.rungs,)
        return lowered or tuple(dict.fromkeys(frozenset(max(rung, self.best) for rung in one) for one in choices))


class Effective(NamedTuple):
    """What USGS prints as reserves of a place, where that is not what its definition says."""

    options: tuple[Rungs, ...]
    authority: Authority
    evidence: str
    what: str


class Classification(NamedTuple):
    """All systems with their categories, and what stands in the way of taking them at their word."""

    systems: Mapping[str, Mapping[str, Category]]
    developed: frozenset[str]
    effective: Mapping[str, Effective]
    #: By system, then by the word for the licence, the development or the recovery of a part.
    modifiers: Mapping[str, Mapping[str, Modifier]]


_INFERRED = 4
#: The system whose reserves are, in some places, something else (`Classification.effective`) ...
_COMPILED = "USGS"
#: ... where they are those of the summaries that compile them.
COMPILER = "usgs-mcs"


def options(
    classification: Classification,
    *,
    system: str,
    category: str,
    place: str = "",
    access: str = "",
    development: str = "",
) -> tuple[Rungs, ...]:
    """The sets of rungs that a figure may cover, the best first; empty where nothing is known.

    Categories joined by ``+`` cover what each of them covers; licence and development of a part move it
    (comparison rules, section 3.3).
    """
    if system == _COMPILED and category == "reserves" and place in classification.effective:
        return classification.effective[place].options
    known = classification.systems.get(system, {})
    parts = [known[category]] if category in known else [known.get(part) for part in category.split("+")]
    found = [part for part in parts if part is not None]
    if not found or len(found) < len(parts):
        return ()
    developed = development in classification.developed
    choices = [part.developed if developed and part.developed else part.options for part in found]
    joined: tuple[Rungs, ...] = (frozenset(),)
    for choice in choices:
        joined = tuple(dict.fromkeys(before | one for before in joined for one in choice))
    for modifier in _modifiers(classification, system, access, development):
        joined = modifier.moved(joined)
    return joined


def _modifiers(classification: Classification, system: str, access: str, development: str) -> list[Modifier]:
    known = classification.modifiers.get(system, {})
    return [known[word] for word in (access, development) if word in known]


def authorities(
    classification: Classification,
    *,
    system: str,
    category: str,
    place: str = "",
    access: str = "",
    development: str = "",
) -> list[Authority]:
    """On whose word a figure is placed on the ladder: one authority a category; what moves a part is judgement."""
    if system == _COMPILED and category == "reserves" and place in classification.effective:
        return [classification.effective[place].authority]
    known = classification.systems.get(system, {})
    names = [category] if category in known else category.split("+")
    moved = bool(_modifiers(classification, system, access, development)) or development in classification.developed
    return [known[name].authority for name in names if name in known] + [Authority.JUDGEMENT] * moved


def relation(one: tuple[Rungs, ...], other: tuple[Rungs, ...]) -> Relation:
    """How two figures lie to each other, if every pair of their options says the same (rule R5.3)."""
    relations = {_relation(mine, theirs) for mine in one for theirs in other}
    return relations.pop() if len(relations) == 1 else Relation.UNKNOWN


def weakest(authorities: list[Authority]) -> Authority:
    """The authority of a chain is that of its weakest link (rule R5.1)."""
    order = list(Authority)
    return max(authorities, key=order.index)


def _relation(one: Rungs, other: Rungs) -> Relation:
    if one == other:
        return Relation.EQUAL
    if one < other:
        return Relation.SUBSET
    if one > other:
        return Relation.SUPERSET
    return Relation.OVERLAP if one & other else Relation.DISJOINT


def written(choices: tuple[Rungs, ...]) -> str:
    """Options as text, such as ``1 2 4`` or ``1 2 4 or 1 2 3 4``."""
    return " or ".join(" ".join(map(str, sorted(rungs))) for rungs in choices)


def read(text: str) -> tuple[Rungs, ...]:
    """Options from their text; none from an empty one."""
    return tuple(frozenset(map(int, one.split())) for one in text.split(" or ")) if text else ()


@lru_cache(maxsize=1024)
def is_inside(one: str, other: str) -> bool:
    """Whether what one figure covers is by definition a part of what the other covers, whatever the options."""
    return relation(read(one), read(other)) is Relation.SUBSET


@lru_cache(maxsize=1024)
def may_hold_inferred(text: str) -> bool:
    """Whether a figure may or may not hold inferred tonnage (rung 4)."""
    return len({_INFERRED in rungs for rungs in read(text)}) > 1


@lru_cache(maxsize=1024)
def cover_the_same(one: str, other: str) -> bool | None:
    """Whether two figures cover the same rungs, by their texts: None where that depends on the options taken."""
    pairs = {mine == theirs for mine in read(one) for theirs in read(other)}
    return pairs.pop() if len(pairs) == 1 else None
