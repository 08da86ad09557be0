"""The question 'share': a place's shares of the world, and whether a claimed share fits."""
