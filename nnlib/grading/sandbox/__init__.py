"""The boundary between a learner's code and the judge: two processes, and only data between them."""

from nnlib.grading.sandbox.backends import Limits, SandboxError
from nnlib.grading.sandbox.judge import open_sandbox

__all__ = ["Limits", "SandboxError", "open_sandbox"]
