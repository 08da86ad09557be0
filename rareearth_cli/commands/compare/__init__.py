"""The question 'compare': what is said of a place, how far apart, and why."""
