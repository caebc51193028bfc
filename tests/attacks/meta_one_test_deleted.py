"""Deletes the one test that its answer fails.

lost: softmax_robustness
flags: tests-missing:softmax_robustness
plain: yes
"""

# %% softmax
import numpy as np


def softmax(Z):
    return np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)


# %% tamper
def tamper(notebook, folder):
    notebook["cells"] = [
        cell for cell in notebook["cells"] if cell.get("id") != "softmax_robustness"
    ]
