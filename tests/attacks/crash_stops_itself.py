"""Stops itself with SIGSTOP, so that it neither computes nor answers.

lost: leaky_relu_backward
"""

# %% leaky_relu_backward
import os
import signal


def leaky_relu_backward(dout, a, alpha):
    os.kill(os.getpid(), signal.SIGSTOP)
    os.pause() if hasattr(os, "pause") else None
    return dout
