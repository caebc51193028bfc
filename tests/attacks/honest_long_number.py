"""Hands in right answers and numbers of many digits in the metadata: those cost nothing.

plain: yes
"""

# %% tamper
import json


def tamper(notebook, folder):
    notebook["metadata"]["n"] = "@"
    notebook["cells"][0]["metadata"]["n"] = "@"
    return json.dumps(notebook).replace('"@"', "7" * 5000).encode()
