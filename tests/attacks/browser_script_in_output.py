"""Prints scripts and HTML, in a cell and in every call.

plain: yes
"""

# %% relu_backward
import numpy as np

BAD = "<script>alert('attack')</script><img src=x onerror=alert('attack')></pre></div>"
print(BAD)


def relu_backward(dout, a):
    print(BAD)
    return np.where(a > 0, dout, 0.0)
