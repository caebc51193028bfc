"""Hands in a notebook without a cell, and with a number of a million digits in its metadata.

lost: all
flags: no-solution-cell:* tests-missing:*
plain: yes
"""


# %% tamper
def tamper(notebook, folder):
    return b'{"cells": [], "metadata": {"n": ' + b"7" * 1_000_000 + b"}}"
