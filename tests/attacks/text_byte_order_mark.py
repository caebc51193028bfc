"""Hands in a right notebook with a byte order mark, as some editors write it: that is fair, and counts.

plain: yes
"""

# %% tamper
import json


def tamper(notebook, folder):
    return b"\xef\xbb\xbf" + json.dumps(notebook).encode()
