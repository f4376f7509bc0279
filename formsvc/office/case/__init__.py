"""The page of one case, and what the office does there besides deciding."""
