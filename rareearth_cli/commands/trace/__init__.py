"""The ``trace`` command: which figures in our data a number may come from."""
