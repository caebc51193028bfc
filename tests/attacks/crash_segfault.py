"""Reads address 0, so that Python is ended by the system.

lost: leaky_relu_backward softmax_backward
flags: worker-died
plain: yes
"""

# %% leaky_relu_backward
import ctypes


def leaky_relu_backward(dout, a, alpha):
    ctypes.string_at(0)


# %% softmax_backward
import os


def softmax_backward(dout, P):
    os.abort()
