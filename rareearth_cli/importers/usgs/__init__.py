"""Import of USGS releases of any layout, recognized by the words of the column titles."""
