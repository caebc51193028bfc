"""Chapter 8, batching: seven graded functions, 22 points."""
