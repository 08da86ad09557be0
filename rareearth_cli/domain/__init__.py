"""What is true of rare-earth figures, without input, output or tables."""
