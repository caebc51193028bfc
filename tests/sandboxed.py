"""A learner in a sandbox, for the tests of the boundary. Nothing here is a test."""

from nnlib.grading.sandbox.limits import Limits

ASKED = ("softmax", "sigmoid", "relu_backward")
LIMITS = Limits(seconds=1.0, cell_seconds=2.0, patience=4.0)
WITHOUT = "bubblewrap does not work here: what it alone prevents was not tested"

# The learner's way to the socket: up the stack, to the worker that called.
REACH = """
import sys
def worker():
    frame = sys._getframe()
    while not hasattr(frame.f_locals.get("self"), "grader"):
        frame = frame.f_back
    return frame.f_locals["self"]
"""


def said(session, expression):
    """What an expression is on the learner's side."""
    failed = session.run("question", f"found = {expression}")
    assert failed is None, failed
    return session.look("found")
