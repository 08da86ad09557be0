"""Analysis shared by several questions: current figures, pairs, ratios, verdicts, world lists, `Answer`."""
