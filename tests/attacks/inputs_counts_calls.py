"""Is right for its first two calls, and nonsense after them.

lost: softmax softmax_backward_robustness
plain: yes
"""

# %% softmax
import numpy as np

calls = 0


def softmax(Z):
    global calls
    calls += 1
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True) if calls <= 2 else Z


# %% softmax_backward
count = [0]


def softmax_backward(dout, P):
    count[0] += 1
    right = P * (dout - (dout * P).sum(axis=1, keepdims=True))
    return right if count[0] <= 3 else P
