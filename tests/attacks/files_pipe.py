"""Hands in a pipe in the place of its notebook: whoever reads it waits for ever.

lost: all
flags: notebook-unreadable
plain: yes
"""

# %% tamper
import os


def tamper(notebook, folder):
    os.mkfifo(folder / "03_activations.ipynb")
    return False
