"""Hands in a date of its own making: no date at all, and far too long.

plain: yes
refused: yes
"""


# %% tamper
def tamper(notebook, folder):
    (folder / "timestamp.txt").write_bytes(b"9" * 5000 + b"\x1b[2J\0\xff-01-01 <script>")
