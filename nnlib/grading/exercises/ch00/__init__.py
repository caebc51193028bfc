"""Chapter 0, instruments: five graded functions, 10 points. What is measured with them later is measured here first."""
