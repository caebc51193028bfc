"""Chapter 6, one neuron learns: six graded functions, 20 points."""
