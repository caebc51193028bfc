"""Kills its own process group and session.

lost: leaky_relu_backward
flags: worker-died
"""

# %% leaky_relu_backward
import os
import signal


def leaky_relu_backward(dout, a, alpha):
    os.kill(0, signal.SIGKILL)
    os.killpg(os.getpgid(0), signal.SIGKILL)
    os._exit(1)
