"""Characters that are not there to be read."""

#: The inside of a character class: controls, marks that reorder what stands beside them, separators of lines, invisible
#: tags and halves of characters. They steer terminals and mislead readers.
STEERING = (
    "\\x00-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u206f\\ufeff\\ufff9-\\ufffb\\ud800-\\udfff"
    "\\U000e0000-\\U000e007f"
)
