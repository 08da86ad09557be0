"""Reading a screen in a test."""


def say(result):
    """Return all that a command printed as one line, however it was wrapped."""
    return " ".join((result.stdout + result.stderr).split())
