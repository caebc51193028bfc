"""Answers from a child, while its parent waits in the same call: two processes say the same thing.

lost: leaky_relu_backward
flags: ?protocol-violation ?worker-*
"""

# %% leaky_relu_backward
import os
import time


def leaky_relu_backward(dout, a, alpha):
    if os.fork():
        time.sleep(0.2)
    return dout * 0
