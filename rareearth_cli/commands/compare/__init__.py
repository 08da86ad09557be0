"""The ``compare`` command: the estimates for a place, how far apart they are, and why."""
