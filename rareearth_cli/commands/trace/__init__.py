"""The ``trace`` command: which figures on record a number may come from."""
