"""Compare published estimates of rare-earth reserves, and say why they differ."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rareearth_cli.api import bridges, check, compare, estimates, history, load, rank, report, share, trace

__version__ = "0.1.0"
__all__ = ["bridges", "check", "compare", "estimates", "history", "load", "rank", "report", "share", "trace"]


def __getattr__(name: str) -> Any:
    """Import the functions of the library on first use, because the command line needs none of them."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from rareearth_cli import api

    return getattr(api, name)
