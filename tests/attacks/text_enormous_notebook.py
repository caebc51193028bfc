"""Hands in 21 MB on one line.

lost: all
flags: notebook-too-large
plain: yes
"""

# %% tamper
import json


def tamper(notebook, folder):
    notebook["metadata"]["x"] = "x" * (21 << 20)
    return json.dumps(notebook).encode()
