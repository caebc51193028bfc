"""Chapter 0, instruments: four graded functions, 10 points. What is measured with them later is measured here first."""
