"""How a result is to look, as far as the user has a say."""

from typing import NamedTuple

DIALECTS = ("unix", "excel", "excel-eu")


class Style(NamedTuple):
    """What the output options say to a writer.

    ``width`` is that of a terminal, None where nothing may be cut; ``rows_only`` asks for plain rows, ``flat``
    for the columns that were named, all of them.
    """

    width: int | None = None
    color: bool = False
    unicode: bool = True
    unit: str | None = None
    header: bool = True
    dialect: str = "unix"
    flat: bool = False
    rows_only: bool = False
    #: What to type to get the same answer again.
    command: str = "rareearth"
