"""Hands in a right notebook in UTF-16.

lost: all
flags: notebook-unreadable
plain: yes
"""

# %% tamper
import json


def tamper(notebook, folder):
    return json.dumps(notebook).encode("utf-16")
