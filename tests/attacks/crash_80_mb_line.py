"""Prints one line of 80 MB.

plain: yes
"""

# %% relu_backward
import numpy as np

print("y" * (80 << 20))


def relu_backward(dout, a):
    return np.where(a > 0, dout, 0.0)
