"""The ``share`` command: the shares of the world that a place has, and whether a claimed share fits them."""
