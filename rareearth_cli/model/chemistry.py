"""From elements to oxides, and from what is dug to what is counted: factors as intervals, each with its assumption."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from rareearth_cli.model.errors import RareEarthError
from rareearth_cli.model.quantity import Kind, Quantity
from rareearth_cli.model.vocabulary import Basis

_FORMULA = re.compile(r"([A-Z][a-z]?)(\d*)O(\d*)")


class CannotConvert(RareEarthError):
    """A conversion that would be a guess; the message says what is missing."""


class Factor(NamedTuple):
    """Tonnes of ``target`` in a tonne of ``source``: best value and interval, with what it rests on.

    ``digits`` is how many figures of the best value count.
    """

    source: str
    target: str
    value: Decimal
    low: Decimal
    high: Decimal
    digits: int
    authority: str
    evidence: str
    assumption: str

    def inverted(self) -> "Factor":
        """The same the other way round."""
        return self._replace(
            source=self.target, target=self.source, value=1 / self.value, low=1 / self.high, high=1 / self.low
        )


class Factors(NamedTuple):
    """The conversion factors on record: into REO by basis, and the oxide of each element."""

    to_reo: Mapping[str, Factor]
    oxides: Mapping[str, str]
    atomic_weights: Mapping[str, Decimal]


def oxide_factor(oxide: str, atomic_weights: Mapping[str, Decimal]) -> Decimal:
    """Tonnes of an oxide in a tonne of its element: (m A + n O) / (m A) for an oxide of m atoms and n oxygens.

    Standard atomic weights of CIAAW; Nd2O3 gives 1.16638.

    Raises:
        KeyError: an element without atomic weight.
        ValueError: no oxide of one element.

    """
    match = _FORMULA.fullmatch(oxide)
    if match is None:
        raise ValueError(oxide)
    metal = int(match[2] or 1) * atomic_weights[match[1]]
    return (metal + int(match[3] or 1) * atomic_weights["O"]) / metal


def conversion(
    source: str, target: str, factors: Factors, *, element: str | None = None, grade: Quantity | None = None
) -> tuple[Factor, ...]:
    """The factors that lead from one basis to another, by way of REO.

    Args:
        source: the basis converted from, one of `Basis`.
        target: REO, TR2O3 or metal.
        factors: what is on record.
        element: the one element that the tonnes are of, for metal and its oxide.
        grade: percent of REO in ore, the user's own.

    Raises:
        CannotConvert: something is missing, or the two are different things.

    """
    if element is not None and element not in factors.oxides:
        raise CannotConvert(f"'{element}' is no rare earth; the elements are {', '.join(factors.oxides)}")
    if grade is not None and source != Basis.ORE:
        raise CannotConvert("--grade is for ore: other bases have factors of their own")
    if element is not None and {source, target} != {Basis.METAL.value, Basis.REO.value}:
        raise CannotConvert("--element is for a metal and its oxide: convert between metal and REO")
    if source == target:
        return ()
    return (*_into_oxide(source, factors, element, grade), *_out_of_oxide(target, factors, element))


def converted(quantity: Quantity, steps: tuple[Factor, ...]) -> Quantity:
    """A quantity after all steps: value by the best factors, interval by rounding and factors at their worst."""
    digits = min([quantity.digits or 1, *(step.digits for step in steps)])
    value, low, high = quantity.value, quantity.low, quantity.high
    for step in steps:
        value = None if value is None else value * step.value
        low = None if low is None else low * step.low
        high = None if high is None else high * step.high
    return quantity._replace(value=value, low=low, high=high, digits=digits)


def _into_oxide(source: str, factors: Factors, element: str | None, grade: Quantity | None) -> tuple[Factor, ...]:
    if source == Basis.REO:
        return ()
    if source == Basis.RARE_METALS:
        raise CannotConvert(
            "rare metals are not rare earths: the Russian 'redkie metally' are some 29 metals, lithium and niobium"
            " among them; no factor leads from one to the other. Ask for the rare earths in the total"
        )
    if source == Basis.ORE:
        return (_grade(grade),)
    if source == Basis.METAL:
        if element is None:
            raise CannotConvert(
                "the word metal proves nothing: ledgers of oxide are called so too. Name the element that the tonnes"
                " are of, such as --element Nd, if the source says so"
            )
        return (_oxide(element, factors),)
    if source in factors.to_reo:
        return (factors.to_reo[source],)
    raise CannotConvert(f"nothing is known of what '{source}' tonnes hold: say what they are tonnes of")


def _out_of_oxide(target: str, factors: Factors, element: str | None) -> tuple[Factor, ...]:
    if target == Basis.REO:
        return ()
    if target == Basis.METAL and element is not None:
        return (_oxide(element, factors).inverted(),)
    if target in (Basis.METAL, Basis.TR2O3):
        return (factors.to_reo[target].inverted(),)
    raise CannotConvert(f"nothing is converted into {target}: choose REO, TR2O3 or metal")


def _grade(grade: Quantity | None) -> Factor:
    if grade is None or grade.kind not in (Kind.POINT, Kind.APPROX, Kind.RANGE):
        if grade is not None and grade.kind is Kind.ZERO:
            raise CannotConvert(
                "ore of grade 0 holds nothing to convert: give the grade of the ore, such as --grade 1.8%"
            )
        raise CannotConvert("ore holds as much as its grade says: give it as one figure, such as --grade 1.8%")
    low, high = Decimal(grade.low or 0) / 100, Decimal(grade.high or 0) / 100
    value = Decimal(grade.value) / 100 if grade.value is not None else (low + high) / 2
    assumption = f"a grade of {grade.printed} REO, which is yours and on nobody's record"
    return Factor("ore", "REO", value, low, high, grade.digits or 1, "yours", "given", assumption)


def _oxide(element: str, factors: Factors) -> Factor:
    oxide = factors.oxides[element]
    factor = oxide_factor(oxide, factors.atomic_weights)
    assumption = f"all of it is {element}, reported as {oxide}; from the standard atomic weights"
    return Factor("metal", "REO", factor, factor, factor, 6, "official", "secondary", assumption)
