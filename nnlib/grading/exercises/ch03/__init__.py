"""Chapter 3, activations: eight graded functions, 24 points, and relu as a warm-up."""
