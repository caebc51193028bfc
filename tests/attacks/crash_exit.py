"""Calls exit(), quit() and sys.exit() while its cell runs.

lost: leaky_relu_backward softmax_backward
plain: yes
"""

# %% leaky_relu_backward
exit()


def leaky_relu_backward(dout, a, alpha):
    return dout


# %% softmax_backward
import sys

sys.exit(3)
