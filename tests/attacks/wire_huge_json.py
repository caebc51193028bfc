"""Answers with a head that announces 4 GB, with JSON of 1 MB that is one number, and with depth.

lost: sigmoid_backward relu_backward leaky_relu_backward softmax_backward
flags: protocol-violation
plain: yes
"""

# %% sigmoid_backward
import sys


def answer(data):
    frame = sys._getframe()
    while not hasattr(frame.f_locals.get("self"), "grader"):
        frame = frame.f_back
    frame.f_locals["self"].grader.sendall(data)


def framed(text):
    return b"nnl1" + len(text).to_bytes(4, "big") + bytes(4) + text


def sigmoid_backward(dout, a):
    answer(b"nnl1" + b"\xff" * 8 + b"x" * 100_000)


# %% relu_backward
def relu_backward(dout, a):
    answer(framed(b'{"to":' + b"9" * 1_000_000 + b"}"))


# %% leaky_relu_backward
def leaky_relu_backward(dout, a, alpha):
    answer(framed(b'{"to":' + b"[" * 900_000 + b"}"))


# %% softmax_backward
def softmax_backward(dout, P):
    answer(framed(b'{"to":NaN,"value":Infinity,"to":1e999}'))
