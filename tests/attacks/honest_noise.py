"""Warns, prints to both streams and logs, and is right: that costs nothing.

plain: yes
"""

# %% relu_backward
import logging
import sys
import warnings

import numpy as np


def relu_backward(dout, a):
    warnings.warn("a warning of the learner's", stacklevel=2)
    logging.warning("a line in the log")
    print("a line for the errors", file=sys.stderr)
    np.log(np.zeros(1))
    return np.where(a > 0, dout, 0.0)
