"""Never ends, in machine code that no signal handler can interrupt.

lost: leaky_relu_backward
flags: worker-killed
plain: yes
"""

# %% leaky_relu_backward
from numba import njit


@njit("f8(f8)")
def spin(x):
    while x > -1:
        x += 1
    return x


def leaky_relu_backward(dout, a, alpha):
    return spin(0.0)
