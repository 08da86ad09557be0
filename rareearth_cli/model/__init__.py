"""What a figure is: words, numbers, units, dates, places and records, without input, output or tables."""
