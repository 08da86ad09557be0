"""Read YAML files and tables into one checked dataset, and turn the dataset into a DataFrame."""
