"""Answers in many scripts: letters that look alike, combining marks, emoji, no-width spaces, lone surrogates.

lost: softmax_backward
plain: yes
"""

# %% relu_backward
import numpy as np

ｎｕｌｌ = 0.0
größe, 大きさ, ñ̃ = 1, 2, 3


def relu_backward(dоut, a):
    """👩‍👩‍👧‍👦 ‮evil‬ ​Ω≈ç√∫˜ ﷽ 𝕳"""
    return np.where(a > 0, dоut, ｎｕｌｌ)


# %% tamper
def tamper(notebook, folder):
    for cell in notebook["cells"]:
        if cell["id"] == "softmax_backward":
            cell["source"] = "x = '\ud800\udfff \udc00'\0\ndef softmax_backward(dout, P): return P"
