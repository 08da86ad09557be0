"""A claim: a number in a text, and what the text says of it."""

from typing import NamedTuple

#: Numbers of later years are plans.
LAST_YEAR = 2026


class Claim(NamedTuple):
    """A number in a text, and what it says; what the text leaves open is empty."""

    start: int
    end: int
    text: str
    sentence: str
    kind: str
    place: str
    site: str
    measure: str
    stage: str
    value: float
    digits: int
    bound: str
    year: str
    publisher: str
    negated: bool
    #: The lower end of a range, of which ``value`` is the upper one.
    low: float = 0.0
    #: Whether the words fit reserves and resources alike.
    neutral: bool = False
    #: Whether the deposit is that of a sentence before.
    carried: bool = False
    #: Whether it is of a part of what was said before, or of one batch of a quota.
    part: bool = False
    #: What the tonnes are of, if the text says that they are of ore or a mineral.
    basis: str = ""
