"""Ends Python at once, in a call and in a cell.

lost: leaky_relu_backward softmax_backward
flags: worker-died
plain: yes
"""

# %% leaky_relu_backward
import os


def leaky_relu_backward(dout, a, alpha):
    os._exit(0)


# %% softmax_backward
import os

os._exit(0)
