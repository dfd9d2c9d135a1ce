"""For each hypothesis that a theorem needs a small game that lacks it, and on which the conclusion fails."""
