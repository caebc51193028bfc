"""Answers with arrays whose heads promise more, less, or other things than they hold.

lost: sigmoid_backward relu_backward leaky_relu_backward softmax_backward
flags: protocol-violation
plain: yes
"""

# %% sigmoid_backward
import sys

HEADS = [
    "{'descr': '<f8', 'fortran_order': False, 'shape': (999999999999, 999999), }",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), 'x': __import__('os'), }",
    "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }",
    "{'descr': '<f0', 'fortran_order': False, 'shape': (9999999,), }",
]
names = sys.modules["protocol"].Writer._append.__globals__


def lie(n):
    text = (HEADS[n] + "\n").encode()
    data = b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text + bytes(8)
    names["npy"] = lambda array: data


def sigmoid_backward(dout, a):
    lie(0)
    return a * 1.0


# %% relu_backward
def relu_backward(dout, a):
    lie(1)
    return a * 1.0


# %% leaky_relu_backward
def leaky_relu_backward(dout, a, alpha):
    lie(2)
    return a * 1.0


# %% softmax_backward
def softmax_backward(dout, P):
    lie(3)
    return P * 1.0
