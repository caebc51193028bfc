"""Hands in a pipe in the place of its date: whoever reads it waits for ever.

plain: yes
refused: yes
"""

# %% tamper
import os


def tamper(notebook, folder):
    os.mkfifo(folder / "timestamp.txt")
