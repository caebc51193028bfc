"""Dies first, and behaves otherwise in the worker that comes after: what it learned is lost with the first.

lost: softmax_backward
flags: worker-died
plain: yes
"""

# %% softmax_backward
import os

import numpy as np

seen = []


def softmax_backward(dout, P):
    seen.append((dout, P))
    try:
        with open("/tmp/nnlib-attack-seen", "xb"):
            pass
        os.remove("/tmp/nnlib-attack-seen")
    except OSError:
        print("PWNED: something is left of the worker before")
    os._exit(0) if len(seen) == 1 else None
    return P
