"""A fresh Python for a test: what happens on import, without Numba, or with an empty cache is seen nowhere else."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def run_python(code, *options, expect=0, **environment):
    """A fresh Python that knows nnlib; returns (stdout, stderr)."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    done = subprocess.run(
        [sys.executable, *options, "-c", textwrap.dedent(code)], env=env, capture_output=True, text=True, timeout=120
    )  # fmt: skip
    assert done.returncode == expect, done.stderr
    return done.stdout, done.stderr
