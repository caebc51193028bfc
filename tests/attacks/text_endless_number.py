"""Hands in a notebook with a number of a million digits in its metadata.

lost: all
flags: notebook-unreadable
plain: yes
"""


# %% tamper
def tamper(notebook, folder):
    return b'{"cells": [], "metadata": {"n": ' + b"7" * 1_000_000 + b"}}"
