"""The question 'rank': the order of countries by one source, and what other estimates would make of it."""
