"""Recurses without end, in Python and through the C stack.

lost: leaky_relu_backward softmax_backward
flags: worker-*
plain: yes
"""


# %% leaky_relu_backward
def leaky_relu_backward(dout, a, alpha):
    return leaky_relu_backward(dout, a, alpha)


# %% softmax_backward
import sys

sys.setrecursionlimit(10**9)


class Deep:
    def __getattr__(self, name):
        return getattr(self, name + "x")

    def __repr__(self):
        return f"{self!r}"


def softmax_backward(dout, P):
    return repr(Deep())
