"""Hands in a million brackets.

lost: all
flags: notebook-unreadable
plain: yes
"""


# %% tamper
def tamper(notebook, folder):
    return b'{"cells": ' + b"[" * 1_000_000 + b"]" * 1_000_000 + b"}"
