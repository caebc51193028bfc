"""Writes a key of the notebook twice: whoever reads the first sees a right answer, whoever reads the last a wrong one.

lost: softmax
plain: yes
"""

# %% softmax
import numpy as np


def softmax(Z):
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


# %% tamper
import json


def tamper(notebook, folder):
    right = json.dumps(notebook["cells"])
    for cell in notebook["cells"]:
        if cell["id"] == "softmax":
            cell["source"] = "def softmax(Z):\n    return Z"
    text = json.dumps(notebook)
    return ('{"cells": ' + right + ", " + text[1:]).encode()
