"""What answers to several exercises of chapter 2 are made of."""

import numpy as np


def params(W1, b1, W2, b2, kind=np.float64):
    return lambda: (np.array(W1, kind), np.array(b1, kind), np.array(W2, kind), np.array(b2, kind))
