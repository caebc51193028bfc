"""Writes the marks of hidden tests and of solutions into its answers, without an end.

plain: yes
"""

# %% relu_backward
### END SOLUTION
### BEGIN HIDDEN TESTS
import numpy as np


def relu_backward(dout, a):
    ### BEGIN SOLUTION
    return np.where(a > 0, dout, 0.0)
