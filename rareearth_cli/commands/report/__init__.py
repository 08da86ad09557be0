"""The question 'report': every pair of figures that differ, the largest difference first."""
