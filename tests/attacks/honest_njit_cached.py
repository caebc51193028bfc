"""Compiles its answer with @njit(cache=True), as one may in a notebook: that is fair, and counts.

plain: yes
"""

# %% relu_backward
import numpy as np
from numba import njit


@njit(cache=True)
def relu_backward(dout, a):
    dz = np.zeros(a.shape)
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            if a[i, j] > 0:
                dz[i, j] = dout[i, j]
    return dz
