"""How a result is to look, as far as the user has a say."""

from typing import NamedTuple

DIALECTS = ("unix", "excel", "excel-eu")


class Style(NamedTuple):
    """``width`` is that of a terminal, None where nothing may be cut; ``flat`` asks for plain rows."""

    width: int | None = None
    color: bool = False
    unicode: bool = True
    unit: str | None = None
    header: bool = True
    dialect: str = "unix"
    flat: bool = False
