"""Chapter 1, the perceptron: seven graded functions, 20 points. The truth comes from loops and hand-made tables."""
