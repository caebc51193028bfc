"""Writes scripts into comments, names of files and docstrings of its answer.

plain: yes
"""

# %% relu_backward
# </code></pre><script>alert('attack')</script><img src=x onerror=alert('attack')>
import numpy as np


def relu_backward(dout, a):
    """</script><svg onload=alert('attack')>"""
    return np.where(a > 0, dout, 0.0)
