"""Characters that are unsafe to print."""

#: The inside of a regular-expression character class: control characters, bidirectional marks, line separators,
#: invisible tags and surrogates. They can control a terminal or make text look different from what it is.
UNSAFE_CHARACTERS = (
    "\\x00-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u206f\\ufeff\\ufff9-\\ufffb\\ud800-\\udfff"
    "\\U000e0000-\\U000e007f"
)
