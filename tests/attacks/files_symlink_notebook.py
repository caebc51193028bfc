"""Hands in a link to a classmate's notebook.

lost: all
flags: notebook-unreadable
plain: yes
"""

# %% tamper
import os
import shutil


def tamper(notebook, folder):
    (folder / "03_activations.ipynb").symlink_to("../../victim/03_activations/03_activations.ipynb")
    return False
