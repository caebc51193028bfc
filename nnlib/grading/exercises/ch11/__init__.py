"""Chapter 11, the Sequential API: six graded functions, 20 points."""
