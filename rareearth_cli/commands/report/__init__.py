"""The ``report`` command: all pairs of estimate and baseline, the largest unexplained difference first."""
