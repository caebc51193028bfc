"""Chapter 2, XOR: six graded functions, 18 points. Two ask for weights, one for points: any that are right will do."""
