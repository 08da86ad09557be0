"""Compare published estimates of rare-earth reserves, and say why they differ."""

__version__ = "0.1.0"
