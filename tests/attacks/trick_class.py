"""Lies about its class, in every way that isinstance and type know.

lost: softmax_backward leaky_relu_backward
plain: yes
flags: worker-died
"""

# %% leaky_relu_backward
import numpy as np


class Liar:
    __class__ = np.ndarray
    dtype, shape, ndim, size = np.dtype("f8"), (3, 4), 2, 12


def leaky_relu_backward(dout, a, alpha):
    return Liar()


# %% softmax_backward
class Meta(type):
    __instancecheck__ = __subclasscheck__ = __eq__ = lambda self, other: True
    __hash__ = lambda self: hash(np.ndarray)
    __name__ = property(lambda self: 1 / 0)


class Array(metaclass=Meta):
    pass


def softmax_backward(dout, P):
    return Array()
