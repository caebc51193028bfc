"""Hands in its own numba.py, numpy.py, ipykernel_launcher.py, sitecustomize.py and nnlib beside the notebook.

lost: softmax_backward
flags: extra-files
plain: yes
"""

# %% softmax_backward
import numba
import numpy
import nnlib.grading


def softmax_backward(dout, P):
    return numba.answer(dout, P) if hasattr(numba, "answer") else nnlib.answer(dout, P)


# %% tamper
def tamper(notebook, folder):
    names = ("numba", "numpy", "ipykernel_launcher", "sitecustomize", "usercustomize", "check")
    for name in (*names, "nnlib/__init__", "nnlib/grading", "worker", "protocol", "confine"):
        path = folder / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text("print('PWNED')\ncheck = answer = lambda *a, **n: 5.0\n")
