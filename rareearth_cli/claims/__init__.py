"""Claims in a text: which numbers are about rare earths, and what each says of which place, measure and year."""
