"""Conversion between bases such as metal, ore and rare-earth oxide; each factor is an interval with its assumption."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from rareearth_cli.model.errors import RareEarthError
from rareearth_cli.model.quantity import Kind, Quantity
from rareearth_cli.model.vocabulary import Basis

_FORMULA = re.compile(r"([A-Z][a-z]?)(\d*)O(\d*)")


class CannotConvert(RareEarthError):
    """Raised when a conversion would be a guess; the message says what is missing."""


class Factor(NamedTuple):
    """Tonnes of ``target`` per tonne of ``source``: the best value, its interval and the evidence for it.

    ``digits`` is the number of significant figures of the best value.
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

    def invert(self) -> "Factor":
        """Return the factor for the opposite direction."""
        return self._replace(
            source=self.target, target=self.source, value=1 / self.value, low=1 / self.high, high=1 / self.low
        )


class Factors(NamedTuple):
    """The conversion factors in our data: to REO by basis, and the oxide formula of each element."""

    to_reo: Mapping[str, Factor]
    oxides: Mapping[str, str]
    atomic_weights: Mapping[str, Decimal]


def compute_oxide_factor(oxide: str, atomic_weights: Mapping[str, Decimal]) -> Decimal:
    """Calculate the tonnes of an oxide that one tonne of its element forms, such as 1.16638 for Nd2O3.

    It is (m A + n O) / (m A) for m atoms of atomic weight A and n atoms of oxygen, with the standard atomic weights of
    the Commission on Isotopic Abundances and Atomic Weights (CIAAW). A formula that is not that of an oxide of one
    element is a ValueError, and an element without a weight a KeyError.
    """
    match = _FORMULA.fullmatch(oxide)
    if match is None:
        raise ValueError(oxide)
    metal = int(match[2] or 1) * atomic_weights[match[1]]
    return (metal + int(match[3] or 1) * atomic_weights["O"]) / metal


def find_factors(
    source: str, target: str, factors: Factors, *, element: str | None = None, grade: Quantity | None = None
) -> tuple[Factor, ...]:
    """Find the factors that convert one `Basis` to another, by way of REO, in the order in which they are applied.

    There are none if the bases are the same. ``element`` is what all of the tonnes consist of, for conversions between
    metal and REO; ``grade`` is the share of REO in ore, in percent, as the user states it.
    """
    if element is not None and element not in factors.oxides:
        raise CannotConvert(
            f"unknown element '{element}'; write the symbol of a rare earth: {', '.join(factors.oxides)}"
        )
    if grade is not None and source != Basis.ORE:
        raise CannotConvert("--grade is for ore: other bases have factors of their own")
    if element is not None and {source, target} != {Basis.METAL.value, Basis.REO.value}:
        raise CannotConvert("--element is for a metal and its oxide: convert between metal and REO")
    if source == target:
        return ()
    return (*_factors_to_reo(source, factors, element, grade), *_factors_from_reo(target, factors, element))


def convert_quantity(quantity: Quantity, steps: tuple[Factor, ...]) -> Quantity:
    """Apply all factors: best values to the value, interval ends to the interval, and the fewest digits of all."""
    digits = min([quantity.digits or 1, *(step.digits for step in steps)])
    value, low, high = quantity.value, quantity.low, quantity.high
    for step in steps:
        value = None if value is None else value * step.value
        low = None if low is None else low * step.low
        high = None if high is None else high * step.high
    return quantity._replace(value=value, low=low, high=high, digits=digits)


def _factors_to_reo(source: str, factors: Factors, element: str | None, grade: Quantity | None) -> tuple[Factor, ...]:
    if source == Basis.REO:
        return ()
    if source == Basis.RARE_METALS:
        raise CannotConvert(
            "rare metals (in Russian 'redkie metally') are some 29 metals, lithium and niobium among them, and not rare"
            " earths: no factor converts them"
        )
    if source == Basis.ORE:
        return (_grade_factor(grade),)
    if source == Basis.METAL:
        if element is None:
            raise CannotConvert(
                "figures of oxide are often called metal too: if the source means metal, name the element, such as"
                " --element Nd"
            )
        return (_element_factor(element, factors),)
    if source in factors.to_reo:
        return (factors.to_reo[source],)
    raise CannotConvert(f"tonnes of '{source}' cannot be converted: say what they are, such as --from REO")


def _factors_from_reo(target: str, factors: Factors, element: str | None) -> tuple[Factor, ...]:
    if target == Basis.REO:
        return ()
    if target == Basis.METAL and element is not None:
        return (_element_factor(element, factors).invert(),)
    if target in (Basis.METAL, Basis.TR2O3):
        return (factors.to_reo[target].invert(),)
    raise CannotConvert(f"nothing is converted into {target}: choose REO, TR2O3 or metal")


def _grade_factor(grade: Quantity | None) -> Factor:
    if grade is None or grade.kind not in (Kind.POINT, Kind.APPROX, Kind.RANGE):
        if grade is not None and grade.kind is Kind.ZERO:
            raise CannotConvert(
                "ore of grade 0 holds no oxide to convert: give the grade of the ore, such as --grade 1.8%"
            )
        raise CannotConvert(
            "how much oxide ore holds depends on its grade: give it as one figure, such as --grade 1.8%"
        )
    low, high = Decimal(grade.low or 0) / 100, Decimal(grade.high or 0) / 100
    value = Decimal(grade.value) / 100 if grade.value is not None else (low + high) / 2
    assumption = f"a grade of {grade.printed} REO, which is yours and on nobody's record"
    return Factor("ore", "REO", value, low, high, grade.digits or 1, "yours", "given", assumption)


def _element_factor(element: str, factors: Factors) -> Factor:
    oxide = factors.oxides[element]
    factor = compute_oxide_factor(oxide, factors.atomic_weights)
    assumption = f"all of it is {element}, reported as {oxide}; from the standard atomic weights"
    return Factor("metal", "REO", factor, factor, factor, 6, "official", "secondary", assumption)
