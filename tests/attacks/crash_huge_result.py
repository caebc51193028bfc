"""Returns 400 MB of numbers.

lost: softmax_backward
plain: yes
"""

# %% softmax_backward
import numpy as np


def softmax_backward(dout, P):
    return np.zeros((5000, 1000))
