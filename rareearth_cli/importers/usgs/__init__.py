"""Releases of the USGS: read whatever the form, by the words of their titles."""
