"""Answers with generators of random numbers: forged states, kinds that are forbidden, a thousand at once.

lost: leaky_relu_backward softmax_backward relu_backward
plain: yes
"""

# %% relu_backward
import numpy as np


def relu_backward(dout, a):
    return np.random.Generator(np.random.MT19937(1))


# %% leaky_relu_backward
def leaky_relu_backward(dout, a, alpha):
    return [np.random.default_rng(n) for n in range(1000)]


# %% softmax_backward
def softmax_backward(dout, P):
    return np.random.default_rng(1)
