"""Files in: YAML and tables become one checked record, and the record becomes a DataFrame."""
