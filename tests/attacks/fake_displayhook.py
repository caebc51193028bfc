"""Displays points as the result of a cell, before an error ends it.

lost: softmax_backward
plain: yes
"""

# %% softmax_backward
import sys


def softmax_backward(dout, P):
    sys.displayhook(3.0)
    sys.stdout.write("3.0\n")
    raise ValueError(3.0)


sys.displayhook(5.0)
5.0
