"""What answers to several exercises of chapter 1 are made of."""

import numpy as np


def H(z):
    return np.where(z >= 0, 1.0, 0.0)


def step_with_ifs(w, b, x, y, eta):
    fires = np.dot(w, x) + b >= 0
    if fires and y == 0:
        return w - eta * x, b - eta
    if not fires and y == 1:
        return w + eta * x, b + eta
    return w.copy(), b


def step_with_loop(w, b, x, y, eta):
    z = b
    for i in range(len(x)):
        z += w[i] * x[i]
    error = y - (1 if z >= 0 else 0)
    new = np.zeros(len(w))
    for i in range(len(w)):
        new[i] = w[i] + eta * error * x[i]
    return new, b + eta * error
