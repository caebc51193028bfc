"""Raises errors that look like the grader's own, with points in them.

lost: sigmoid_backward softmax_backward relu_backward
plain: yes
"""


# %% sigmoid_backward
class TimeLimitExceeded(BaseException):
    points = max_points = 5.0


def sigmoid_backward(dout, a):
    raise TimeLimitExceeded()


# %% relu_backward
class AnswerFailed(Exception):
    slip, message, points = None, "", 5.0


def relu_backward(dout, a):
    raise AnswerFailed("None", "")


# %% softmax_backward
class Lost(Exception):
    __name__ = "<b>"
    why = "done"
    __str__ = lambda self: 7


def softmax_backward(dout, P):
    raise Lost()
