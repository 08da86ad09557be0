"""Text that can be shown anywhere."""

import re

_STEERING = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufeff]")


def plain(text: str) -> str:
    """Text without anything that moves a cursor, changes a colour or reorders what is read."""
    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", text)
