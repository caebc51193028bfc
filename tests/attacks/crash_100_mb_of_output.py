"""Prints 100 MB in small lines, to both streams and to the file descriptors.

plain: yes
"""

# %% relu_backward
import os
import sys

import numpy as np


def relu_backward(dout, a):
    for _ in range(10):
        sys.stdout.write("x" * 1000 * 1000)
        sys.stderr.write("line\n" * 1000)
        os.write(1, b"x" * 1_000_000)
        os.write(2, b"x" * 1_000_000)
    return np.where(a > 0, dout, 0.0)
