"""What several questions share: which figures are current, pairs, ratios, verdicts, world lists, types of answers."""
