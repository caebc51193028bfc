"""Asks for 6 GB, at once and bit by bit.

lost: leaky_relu_backward softmax_backward
plain: yes
flags: ?worker-*
"""

# %% leaky_relu_backward
import numpy as np


def leaky_relu_backward(dout, a, alpha):
    return np.ones(6 << 27)


# %% softmax_backward
def softmax_backward(dout, P):
    kept = []
    while True:
        kept.append(bytearray(256 << 20))
