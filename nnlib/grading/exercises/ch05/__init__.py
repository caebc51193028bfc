"""Chapter 5, losses: thirteen graded functions in eight items, 26 points."""
