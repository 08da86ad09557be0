"""The ``rank`` command: the order of countries by one source, and how other estimates would change it."""
