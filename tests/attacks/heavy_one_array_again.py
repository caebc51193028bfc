"""Returns one large array, again and again: each reference to it is a few bytes.

assignment: 06_one_neuron
lost: fit_logistic
flags: protocol-violation
"""

# %% fit_logistic
import numpy as np


def fit_logistic(X, y, lr, steps):
    large = np.zeros(1_500_000)
    return np.zeros(X.shape[1]), 0.0, [large] * 3000
