"""Analysis shared by several questions: current figures, pairs, ratios, verdicts, world lists and result types."""
