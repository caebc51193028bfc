"""The boundary between a learner's code and the grader: two processes, and only data between them."""

from nnlib.grading.sandbox.backends import SandboxError
from nnlib.grading.sandbox.limits import Caps, Limits
from nnlib.grading.sandbox.machine import open_sandbox

__all__ = ["Caps", "Limits", "SandboxError", "open_sandbox"]
