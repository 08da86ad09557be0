"""The ``history`` command: how the figures for a place changed from edition to edition."""
