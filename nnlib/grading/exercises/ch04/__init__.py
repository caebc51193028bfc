"""Chapter 4, forward propagation: seven graded functions, 18 points.

Visible parts use equal widths throughout: there no shape error stops a wrong product, and its name can be told.
"""
