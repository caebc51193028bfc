"""Chapter 2, XOR: six graded functions, 18 points. Two of them ask for weights: any that are right are accepted."""
