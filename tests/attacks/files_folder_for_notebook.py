"""Hands in a folder that is called like the notebook.

lost: all
flags: notebook-unreadable extra-files
plain: yes
"""


# %% tamper
def tamper(notebook, folder):
    (folder / "03_activations.ipynb").mkdir()
    (folder / "03_activations.ipynb" / "03_activations.ipynb").write_text("{}")
    return False
