"""Takes the floor from under the worker: builtins, modules, and the protocol itself are emptied.

lost: softmax_backward
flags: worker-*
plain: yes
"""

# %% softmax_backward
import builtins
import sys

import numpy as np


def softmax_backward(dout, P):
    return P


for name in ("protocol", "json", "struct", "numpy"):
    vars(sys.modules[name]).clear()
vars(builtins).clear()
