"""Chapter 9, optimization: six graded functions, 20 points."""
