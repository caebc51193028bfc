"""Chapter 12, digits: four graded functions, 22 points, and a report that a person grades, 6 points."""
