"""The question 'history': how the figures of a place changed from edition to edition."""
