"""What came of a discussion: the figures, the report on it, and the result made public."""
