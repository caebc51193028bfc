"""Hands in at the first second of the year 1, in a time zone to the east.

plain: yes
"""


# %% tamper
def tamper(notebook, folder):
    (folder / "timestamp.txt").write_text("0001-01-01 00:00:00 +14:00")
