"""What answers to several exercises of chapter 3 are made of."""

import numpy as np


def sigmoid_both_branches(z):
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))
