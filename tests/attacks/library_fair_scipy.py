"""Uses SciPy's expit and softmax: that is fair, and counts.

plain: yes
"""

# %% sigmoid
from scipy.special import expit


def sigmoid(z):
    return expit(z)


# %% softmax
import scipy.special


def softmax(Z):
    return scipy.special.softmax(Z, axis=1)
