"""Chapter 7, backpropagation: eight graded functions, 32 points."""
