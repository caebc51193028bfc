"""Answers with generators, coroutines, iterators without end, partial functions and classes.

lost: sigmoid_backward tanh_backward relu_backward leaky_relu_backward softmax_backward
plain: yes
"""

# %% sigmoid_backward
import functools
import itertools

import numpy as np


def sigmoid_backward(dout, a):
    yield dout


# %% tanh_backward
async def tanh_backward(dout, a):
    return dout


# %% relu_backward
class relu_backward:
    def __init__(self, dout, a):
        self.value = dout


# %% leaky_relu_backward
def leaky_relu_backward(dout, a, alpha):
    return itertools.count()


# %% softmax_backward
softmax_backward = functools.partial(map, lambda dout, P: P)
