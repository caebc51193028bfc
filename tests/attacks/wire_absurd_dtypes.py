"""Returns long doubles beyond every float, complex numbers, dates, records, and texts.

lost: sigmoid_backward tanh_backward relu_backward leaky_relu_backward softmax_backward
plain: yes
"""

# %% sigmoid_backward
import numpy as np


def sigmoid_backward(dout, a):
    return np.full(a.shape, np.longdouble("1e4000"))


# %% tanh_backward
def tanh_backward(dout, a):
    return np.full(a.shape, np.nan + 1j, np.complex128)


# %% relu_backward
def relu_backward(dout, a):
    return np.zeros(a.shape, "M8[ns]")


# %% leaky_relu_backward
def leaky_relu_backward(dout, a, alpha):
    return np.zeros(a.shape, [("x", "f8"), ("y", "O")])


# %% softmax_backward
def softmax_backward(dout, P):
    return np.full(P.shape, "1.0")
