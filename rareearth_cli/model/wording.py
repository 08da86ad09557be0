"""Numbers, bounds, ratios, lists and plurals in words; and the characters that must never be shown."""

import math
import re
from collections.abc import Callable, Sequence
from itertools import takewhile

from rareearth_cli.model.vocabulary import DISPLAY_UNITS

#: The inside of a regular-expression character class: control characters, bidirectional marks, line separators,
#: invisible tags and surrogates. They can control a terminal or make text look different from what it is.
UNSAFE_CHARACTERS = (
    "\\x00-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u206f\\ufeff\\ufff9-\\ufffb\\ud800-\\udfff"
    "\\U000e0000-\\U000e007f"
)


#: The words before an amount in a sentence, by the kind of its figure.
BOUND_WORDS = {"lower": "at least ", "upper": "at most ", "approx": "about "}
#: The sign before a value in a table or chart, by the kind of its figure.
BOUND_SIGNS = {"lower": "≥", "upper": "≤", "approx": "~"}
#: How published bounds begin that exclude the number itself.
_EXCLUSIVE = {
    "lower": (">", "more than", "over", "exceeds", "above"),
    "upper": ("<", "less than", "under", "below"),
}


#: More digits of an end than these are none that anybody printed.
_MAX_END_DIGITS = 6


def digits_of_end(amount: float, digits: int) -> int:
    """Return how many digits show an end of a range as it is: those of the range, or more if the end has more."""
    written = f"{amount:.{_MAX_END_DIGITS}g}".partition("e")[0].replace(".", "").strip("0")
    return max(digits, len(written))


def bound_words(kind: str, printed: str = "") -> str:
    """Return the words before an amount: "more than" where its source says so, "at least" where we calculate."""
    if printed.casefold().startswith(_EXCLUSIVE.get(kind, ("\0",))):
        return {"lower": "more than ", "upper": "less than "}[kind]
    return BOUND_WORDS.get(kind, "")


def bound_sign(kind: str, printed: str = "") -> str:
    """Return the sign before an amount in a cell, such as ``>`` or ``≥``: see `bound_words`."""
    if printed.casefold().startswith(_EXCLUSIVE.get(kind, ("\0",))):
        return {"lower": ">", "upper": "<"}[kind]
    return BOUND_SIGNS.get(kind, "")


def choose_unit(largest_t: float) -> str:
    """Choose the unit for a table: tonnes up to 10,000 t, Mt from 500,000 t, kt between."""
    return "Mt" if largest_t >= 5e5 else "kt" if largest_t > 1e4 else "t"


def format_in_unit(tonnes: float, digits: int, unit: str) -> str:
    """Format tonnes in ``unit`` to ``digits`` significant figures, without the unit, such as ``28.7`` or ``0.83``."""
    return format_number(tonnes / DISPLAY_UNITS[unit], digits)


def format_amount(tonnes: float, digits: int) -> str:
    """Format tonnes to ``digits`` significant figures with a suitable unit, such as ``3.8 Mt``."""
    unit = choose_unit(tonnes)
    return f"{format_in_unit(tonnes, digits, unit)} {unit}"


def format_gap(tonnes: float, unit: str, *, least: bool = False) -> str:
    """Format the difference of two amounts to three significant digits, without zeros at its end.

    What is the ``least`` difference is rounded down, so that it stays a bound.
    """
    if least:
        lowest = float(format_ratio_low(tonnes / DISPLAY_UNITS[unit], _GAP_DIGITS).replace(",", ""))
        return f"≥{lowest:,.15g}"
    amount = float(f"{tonnes / DISPLAY_UNITS[unit]:.{_GAP_DIGITS}g}")
    return f"{amount:,.15g}"


_GAP_DIGITS = 3


def format_number(value: float, digits: int) -> str:
    """Format a number to ``digits`` significant figures, with thousands separators."""
    if value == 0:
        return "0"
    rounded = float(f"{value:.{max(1, digits) - 1}e}")
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(rounded))))
    return f"{rounded:,.{decimals}f}"


def last_place_t(tonnes: float, digits: int) -> float:
    """The place value of the last significant figure, in tonnes."""
    return 0.0 if tonnes == 0 else 10.0 ** (math.floor(math.log10(abs(tonnes))) - digits + 1)


def format_to_place(tonnes: float, place_t: float, unit: str) -> str:
    """Format tonnes in ``unit``, rounded to the nearest ``place_t`` tonnes, such as ``-24.9``."""
    scale = DISPLAY_UNITS[unit]
    decimals = max(0, -math.floor(math.log10(place_t / scale) + 1e-9)) if place_t else 0
    whole = round(tonnes / place_t) * place_t if place_t else tonnes
    text = f"{whole / scale:,.{decimals}f}"
    return text.lstrip("-") if float(text.replace(",", "")) == 0 else text


def times_apart(one: float, other: float) -> float:
    """Divide the larger of two amounts by the smaller; infinite if one is zero."""
    return max(one / other, other / one) if one and other else math.inf


def least_times_apart(low: float | None, high: float | None) -> float:
    """Return how many times apart two amounts are at least, by the bounds of their ratio; 1 where they may be equal."""
    if low is not None and low > 1:
        return low
    return 1 / high if high is not None and 0 < high < 1 else 1.0


def format_ratio_value(ratio: float, digits: int) -> str:
    """Format a ratio to ``digits`` significant figures, such as ``7.6``, and to one more if it is close to 1."""
    return format_number(ratio, 2 if ratio == 1 else digits + _is_near_one(ratio))


def format_ratio_interval(low: float, high: float, digits: int) -> str:
    """Format the interval of a ratio, with its ends rounded outwards, such as ``7.4 to 7.7``."""
    # Below 1 a number of as many digits has one more decimal. Both ends have as many digits.
    low_digits = digits + (_is_near_one(low) and not low < 1 <= high)
    high_digits = max(digits + _is_near_one(high), low_digits if low >= 1 else digits)
    return f"{format_ratio_low(low, low_digits)} to {format_ratio_high(high, high_digits)}"


def _is_near_one(ratio: float) -> bool:
    """Whether a ratio needs one more digit, which shows how close it is to 1."""
    return 0.9 < ratio < 1.1


def format_ratio_low(low: float, digits: int) -> str:
    """Format the lower bound of a ratio, rounded down."""
    return _outwards(low, digits, math.floor)


def format_ratio_high(high: float, digits: int) -> str:
    """Format the upper bound of a ratio, rounded up."""
    return _outwards(high, digits, math.ceil)


def _outwards(value: float, digits: int, whole: Callable[[float], int]) -> str:
    if value == 0:
        return "0"
    scale = 10.0 ** (digits - 1 - math.floor(math.log10(value)))
    return format_number(whole(round(value * scale, 9)) / scale, digits)


def pluralize(noun: str, number: int) -> str:
    """Choose the singular or the regular plural of a noun for a number."""
    if number == 1:
        return noun
    return f"{noun[:-1]}ies" if noun[-1] == "y" and noun[-2] not in "aeiou" else f"{noun}s"


def format_count(number: int, noun: str) -> str:
    """Format a number of things, such as ``1 figure`` or ``1,234 figures``."""
    return f"{number:,} {pluralize(noun, number)}"


def begin_sentence(text: str) -> str:
    """Return a text with a capital at its beginning; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def name_publisher(publisher: str) -> str:
    """Return the name of a publisher as it stands within a sentence, such as ``the Russian ministry``."""
    common = publisher.endswith(_LAST_NOUNS) or publisher.startswith(_FIRST_NOUNS) or "Ministry" in publisher
    return f"the {publisher}" if common else publisher


#: The last and the first words of publishers that stand with an article in a sentence.
_LAST_NOUNS = ("ministry", "government", "department", "Council", "Agency", "Survey", "presidency", "Institute")
_FIRST_NOUNS = (
    "Government of",
    "State government of",
    "Indian Bureau of",
    "Department of",
    "Departamento",
    "Geological Survey of",
    "Serviço",
    "Bundesanstalt",
    "Companhia",
    "Atomic Minerals Directorate",
)


def has_several_authors(publisher: str) -> bool:
    """Whether a publisher is several authors, by their surnames, so that its verb is in the plural."""
    return _AUTHORS.fullmatch(publisher) is not None


_AUTHORS = re.compile(r"\w+(?:, \w+)* and \w+|.* et al\.")


def name_in_text(place: str) -> str:
    """Return the name of a place as it stands in a sentence, such as ``the United States``."""
    if place == "World":
        return "the world"
    return f"the {place}" if _WITH_ARTICLE.search(place) else place


#: The words in names of places that stand with an article in a sentence.
_WITH_ARTICLE = re.compile("United|Republic|Commonwealth|Islands|Philippines|Netherlands|Union")


def join_words(words: Sequence[str], last: str = " and ") -> str:
    """Join words or phrases as a sentence does, such as ``a, b and c``."""
    return last.join(filter(None, (", ".join(words[:-1]), *words[-1:])))


#: The words of mineral codes that sources list with spaces or plus signs between them.
_RESOURCE_CLASSES = ("measured", "indicated", "inferred")


#: Codes of Geoscience Australia, which mean nothing to others.
_CODES = {"EDR": "economic demonstrated", "PMR": "paramarginal", "SMR": "submarginal"}
#: What stands for categories and words of categories that only the trade understands.
_PLAIN = {
    "A+B+C1+C2": "explored and preliminarily estimated, A+B+C1+C2",
    "A+B+C1": "explored, A+B+C1",
    "C2": "preliminarily estimated, C2",
    "JORC and NI 43-101 compilation": "compiled from company reports (JORC, NI 43-101), with inferred resources",
    "JORC and company statements": "statements of companies, some by JORC",
    " inclusive": ", reserves included",
    " exclusive": ", reserves not included",
}


def spell_category(category: str) -> str:
    """Spell out a category of several classes, such as ``proved and probable reserve``."""
    if all(part in _CODES for part in category.split("+")):
        return join_words([_CODES[part] for part in category.split("+")])
    if "+" in category and category.islower():
        heads, nouns = zip(*(piece.rpartition(" ")[::2] for piece in category.split("+")), strict=True)
        alike = len(set(nouns)) == 1 and all(heads)
        return f"{join_words(heads)} {nouns[0]}" if alike else join_words(category.split("+"))
    for trade, plain in _PLAIN.items():
        if category == trade or (trade.startswith(" ") and category.endswith(trade)):
            return spell_category(category.removesuffix(trade)) + plain if trade.startswith(" ") else plain
    words = category.split()
    classes = list(takewhile(_RESOURCE_CLASSES.__contains__, words))
    return " ".join((join_words(classes), *words[len(classes) :])) if len(classes) > 1 else category


def ordinal(rank: int) -> str:
    """Format a rank, such as ``1st``, ``2nd`` or ``11th``."""
    suffix = "th" if rank % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    return f"{rank}{suffix}"


def name_in_command(name: str, code: str) -> str:
    """Return how a place is typed in a command: its name, or its code if the name has several words."""
    return (name if name.isascii() and name.isalpha() else code).lower()
