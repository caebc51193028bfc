"""Writes beyond an array from machine code, over whatever lies there.

lost: softmax_backward
plain: yes
flags: worker-*
"""

# %% softmax_backward
import numba
import numpy as np


@numba.njit("void(f8[:], i8)")
def scribble(x, n):
    for i in range(n):
        x[i * 64] = 1e300


def softmax_backward(dout, P):
    scribble(np.zeros(1), 10_000_000)
    return P
