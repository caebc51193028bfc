"""Chapter 10, generalization: seven graded functions, 22 points."""
