"""Returns numbers that overflow, vanish and mix when they are compared: inf, -inf, 1e308, 5e-324, halves.

lost: sigmoid_backward tanh_backward relu_backward leaky_relu_backward softmax_backward softmax
plain: yes
"""

# %% sigmoid_backward
import numpy as np


def fill(shape, *numbers, dtype=float):
    return np.resize(np.array(numbers, dtype), shape)


def sigmoid_backward(dout, a):
    return fill(a.shape, np.inf, -np.inf, 1e308, -1e308)


# %% tanh_backward
def tanh_backward(dout, a):
    return fill(a.shape, 1.7e308, -1.7e308, 5e-324)


# %% relu_backward
def relu_backward(dout, a):
    return fill(a.shape, 65504, np.inf, -np.inf, dtype=np.float16)


# %% leaky_relu_backward
def leaky_relu_backward(dout, a, alpha):
    return fill(a.shape, -(2**63), 2**63 - 1, dtype=np.int64)


# %% softmax
def softmax(Z):
    return fill(Z.shape, 2**64 - 1, dtype=np.uint64)


# %% softmax_backward
def softmax_backward(dout, P):
    return np.full(P.shape, np.inf)
