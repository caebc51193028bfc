"""Calls back functions of the grader's that it was never given.

lost: softmax_backward
flags: protocol-violation
plain: yes
"""

# %% softmax_backward
import sys


def softmax_backward(dout, P):
    frame = sys._getframe()
    while not hasattr(frame.f_locals.get("self"), "grader"):
        frame = frame.f_back
    worker = frame.f_locals["self"]
    return worker.other({"t": "call", "n": 0, "name": "reference"})(P)
