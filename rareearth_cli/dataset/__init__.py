"""Text in, a checked dataset out, and the dataset as a table."""
