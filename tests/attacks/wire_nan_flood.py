"""Returns nothing but NaN, of every kind and sign: NaN is not unequal enough for some.

lost: sigmoid sigmoid_backward softmax softmax_backward
plain: yes
"""

# %% sigmoid
import numpy as np


def sigmoid(z):
    return np.full(z.shape, np.nan)


# %% sigmoid_backward
def sigmoid_backward(dout, a):
    return np.frombuffer(b"\x01\0\0\0\0\0\xf0\x7f" * a.size).reshape(a.shape)


# %% softmax
def softmax(Z):
    return np.full(Z.shape, -np.nan, ">f4")


# %% softmax_backward
def softmax_backward(dout, P):
    return np.full(P.shape, np.nan, np.longdouble)
