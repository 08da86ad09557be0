"""The question 'trace': where a number may come from."""
